"""A sheet in the making, with words to fill it, for `bench.order_sheets`."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import cast

from tests.samples.content import TEXTS
from tests.samples.flow import Align, Canvas, Flow, Frame
from tests.samples.sheet import MM, Style

A4 = 210 * MM, 297 * MM
Set = tuple[str, Style, str]
"""A paragraph: its text, style and alignment."""


class Draft:
    """A sheet in the making, with words to fill it."""

    def __init__(self, rng: Random, *, landscape: bool) -> None:
        width, height = (A4[1], A4[0]) if landscape else A4
        self.rng, self.canvas = rng, Canvas(width, height)
        self.panels: list[tuple[int, int]] = []

    def words(self, least: int, most: int) -> str:
        """Some running text, beginning with a capital."""
        known = _known()
        start = self.rng.randrange(len(known) - most)
        text = " ".join(known[start : start + self.rng.randint(least, most)])
        return text[0].upper() + text[1:]

    def put(
        self, x: float, y: float, width: float, lines: Sequence[Set], *, after: float = 4, bottom: float | None = None
    ) -> float:
        """Sets paragraphs (text, style, alignment) as a panel of its own until ``bottom``; gives the y below them."""
        foot = self.canvas.height - 12 * MM if bottom is None else bottom
        flow = Flow(endless(Frame(self.canvas, x, y, width, foot - y), Canvas(width, 10_000)))
        first = self.canvas.lines
        for text, style, align in lines:
            if flow.frame.canvas is self.canvas:
                flow.paragraph(text, style, align=cast("Align", align), leading=1.25, after=after)
        if self.canvas.lines > first:
            self.panels.append((first, self.canvas.lines))
        return flow.y if flow.frame.canvas is self.canvas else foot

    def text(self, size: float, paragraphs: int, *, align: str = "justify") -> list[Set]:
        """Paragraphs, some under a heading."""
        found: list[Set] = []
        for _ in range(paragraphs):
            if self.rng.random() < 0.4:
                found.append((self.words(3, 9), Style(family="sans", size=size + 1, bold=True), "left"))
            found.append((self.words(12, 60), Style(family="sans", size=size), align))
        return found


def endless(first: Frame, rest: Canvas) -> Iterator[Frame]:
    """The frame, then one on paper that nobody looks at."""
    yield first
    while True:
        yield Frame(rest, 0, 0, rest.width, rest.height)


@cache
def _known() -> tuple[str, ...]:
    """The words of the samples' texts."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.yaml")))
    return tuple(word for text in texts for word in text.split() if word.strip(".,;").isalpha() and word.islower())
