"""Sets the fresh documents' pages: words, bands of colour, seals, with the pieces that `tests.samples` prints from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.samples.sheet import MM, Colour, PlacedWord, Rect, Sheet, Signature, Stamp, Style
from tests.samples.typeset import balance_lines, break_lines, space_width, word_width, words_of

Align = Literal["left", "centre", "right", "full"]
A4, A4_ACROSS, A5 = (210 * MM, 297 * MM), (297 * MM, 210 * MM), (148 * MM, 210 * MM)


@dataclass(kw_only=True)
class Canvas:
    """One side of paper, being set."""

    width: float
    height: float
    words: list[PlacedWord] = field(default_factory=list)
    shapes: list[Rect] = field(default_factory=list)
    marks: list[Stamp | Signature] = field(default_factory=list)
    folds: tuple[float, ...] = ()
    lines: int = 0
    blocks: int = 0

    def text(
        self,
        x: float,
        y: float,
        wide: float,
        markup: str,
        *,
        size: float = 13,
        align: Align = "left",
        leading: float = 1.3,
        indent: float = 0,
        bold: bool = False,
        italic: bool = False,
        sans: bool = False,
        colour: Colour = (0, 0, 0),
    ) -> float:
        """Sets a paragraph in a column from ``x``; gives the y below it."""
        style = Style(family="sans" if sans else "serif", bold=bold, italic=italic, size=size, colour=colour)
        words = words_of(markup, style)
        rows = balance_lines(words, wide) if align == "centre" else break_lines(words, wide, indent)
        for number, row in enumerate(rows):
            y += size * leading
            length = sum(map(word_width, row)) + sum(space_width(word) for word in row[1:])
            lead = indent if number == 0 and align in ("left", "full") else 0
            left = x + {"centre": (wide - length) / 2, "right": wide - length}.get(align, lead)
            stretch = 0.0
            if align == "full" and number < len(rows) - 1 and len(row) > 1:
                stretch = (wide - lead - length) / (len(row) - 1)
            for at, word in enumerate(row):
                left += (space_width(word) + stretch) if at else 0
                self.words.append(PlacedWord(runs=word, x=left, baseline=y, line=self.lines, block=self.blocks))
                left += word_width(word)
            self.lines += 1
        self.blocks += 1
        return y

    def band(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """A filled rectangle; what is set over it stands on it."""
        self.shapes.append(Rect(x=x, y=y, width=wide, height=high, fill=colour))

    def frame(self, x: float, y: float, wide: float, high: float, colour: Colour, thick: float = 1.5) -> None:
        """An empty rectangle."""
        self.shapes.append(Rect(x=x, y=y, width=wide, height=high, frame=colour, frame_width=thick))

    def rule(self, x: float, y: float, wide: float) -> None:
        """A thin black line."""
        self.shapes.append(Rect(x=x, y=y, width=wide, height=0.7, fill=(0, 0, 0)))

    def sheet(self) -> Sheet:
        """The page, done."""
        return Sheet(
            width=self.width,
            height=self.height,
            words=tuple(self.words),
            shapes=tuple(self.shapes),
            marks=tuple(self.marks),
            folds=self.folds,
        )


def canvas(size: tuple[float, float]) -> Canvas:
    """An empty page."""
    return Canvas(width=size[0], height=size[1])
