"""Running text with its words at hand: lines under each other in one column, joined as they are read.

A sentence of an imprint breaks anywhere, so rules that look for one need the lines joined, and then the words back.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from pipeline.stages.layout.rows import letter_height, runs_of
from schemas.base import Frozen
from schemas.page import Box, Line, Page, Word
from schemas.text import fold

_NEAR = 1.6
"""Lines of one passage stand at most so many letter heights apart."""


class Passage(Frozen):
    """Lines under each other on one page."""

    page: int
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def folded(self) -> str:
        """The text lower-case without marks, letter by letter as long as the text."""
        return fold(self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        return tuple(word for line in self.lines for word in line.words)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word.text) + 1
        return starts

    def span(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold these characters of the text; at least one when the span is not empty."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, max(end - 1, start))
        return self.words[first:last]

    def line_end(self, at: int) -> int:
        """Where in the text the line ends that holds this character."""
        end = -1
        for line in self.lines:
            end += sum(len(word.text) + 1 for word in line.words)
            if end > at:
                return end
        return len(self.text)


def passages(pages: Sequence[Page]) -> tuple[Passage, ...]:
    """The passages of all pages, in the order in which their first lines are read."""
    return tuple(passage for page in pages for passage in _of_page(page))


# ---------------------------------------------------------------------------------------------------------------------


class _Open:
    """A passage that may grow."""

    def __init__(self, run: Line) -> None:
        self.runs = [run]
        self.box = run.box
        self.height = letter_height(run)

    def takes(self, box: Box, height: float) -> bool:
        gap = box.y0 - self.box.y1
        shared = min(box.x1, self.box.x1) - max(box.x0, self.box.x0)
        like = 0.62 < height / max(self.height, 1) < 1.6
        return like and -0.8 * height < gap < _NEAR * height and shared > 0.5 * min(box.width, self.box.width)

    def add(self, run: Line, box: Box, height: float) -> None:
        self.runs.append(run)
        self.box, self.height = box, height


def _of_page(page: Page) -> list[Passage]:
    done: list[_Open] = []
    for line in page.lines:
        for run in runs_of(line):
            box, height = run.box, letter_height(run)
            home = next((one for one in reversed(done[-6:]) if one.takes(box, height)), None)
            if home is None:
                done.append(_Open(run))
            else:
                home.add(run, box, height)
    return [Passage(page=page.number, lines=tuple(one.runs)) for one in done]
