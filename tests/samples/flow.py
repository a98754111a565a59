"""Lets text flow through frames: down a page, a column or a panel, and on into the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tests.samples.sheet import (
    BLACK,
    Colour,
    PlacedWord,
    Polygon,
    Rect,
    Sheet,
    Signature,
    Stamp,
    Style,
)
from tests.samples.typeset import Word, balance_lines, break_lines, space_width, word_width, words_of

Align = Literal["justify", "left", "centre", "right"]


class Overflow(ValueError):
    """The text does not fit the frames it was given: shorten it or give it more room."""


@dataclass
class Canvas:
    """A sheet in the making."""

    width: float
    height: float
    folds: tuple[float, ...] = ()
    words: list[PlacedWord] = field(default_factory=list)
    shapes: list[Rect | Polygon] = field(default_factory=list)
    marks: list[Stamp | Signature] = field(default_factory=list)
    lines: int = 0
    blocks: int = 0

    def sheet(self) -> Sheet:
        """What has been put on it."""
        return Sheet(
            width=self.width,
            height=self.height,
            folds=self.folds,
            words=tuple(self.words),
            shapes=tuple(self.shapes),
            marks=tuple(self.marks),
        )

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A block of colour."""
        self.shapes.append(Rect(x=x, y=y, width=width, height=height, fill=colour))

    def rule(self, x: float, y: float, width: float, thickness: float = 0.8, colour: Colour = BLACK) -> None:
        """A horizontal rule."""
        self.shapes.append(Rect(x=x, y=y, width=width, height=thickness, fill=colour))


@dataclass(frozen=True)
class Frame:
    """A place for text on a canvas, in points."""

    canvas: Canvas
    x: float
    y: float
    width: float
    height: float


class Flow:
    """Fills one frame after the other. ``y`` is the next line's top, ``frame`` where it stands.

    Raises:
        Overflow: from any method that needs a further frame when there is none.
    """

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = frames
        self.frame = next(frames)
        self.y = self.frame.y

    def next_frame(self) -> None:
        """Goes on at the top of the next frame."""
        try:
            self.frame = next(self._frames)
        except StopIteration:
            raise Overflow(f"no room left after {self.frame}") from None
        self.y = self.frame.y

    def need(self, height: float) -> None:
        """Goes on in the next frame unless ``height`` points are left in this one."""
        if self.y + height > self.frame.y + self.frame.height + 0.01:
            self.next_frame()

    def space(self, points: float) -> None:
        """Leaves room, but not at the top of a frame."""
        if self.y > self.frame.y:
            self.y += points

    def paragraph(
        self,
        markup: str,
        style: Style,
        *,
        align: Align = "justify",
        indent: float = 0,
        hang: float = 0,
        leading: float = 1.25,
        after: float = 0,
        keep: int = 1,
    ) -> None:
        """Sets a paragraph as one block.

        Args:
            indent: points the first line is moved in. hang: points the other lines are.
            leading: line height as a multiple of the size. after: points left below.
            keep: lines that must fit below its start, else it starts in the next frame (headings: 3).
        """
        height = style.size * leading
        self.need(height * keep)
        self._new_block()
        words = words_of(markup, style)
        if align == "centre":
            lines = balance_lines(words, self.frame.width)
        else:
            lines = break_lines(words, self.frame.width - hang, indent - hang)
        for number, line in enumerate(lines):
            before = self.frame
            self.need(height)
            if self.frame is not before:
                self._new_block()
            left = indent if number == 0 else hang
            self._set(line, left, height, "left" if align == "justify" and number == len(lines) - 1 else align)
        self.space(after)

    def _new_block(self) -> None:
        self.frame.canvas.blocks += 1

    def _set(self, line: list[Word], left: float, height: float, align: Align) -> None:
        canvas, gaps = self.frame.canvas, [space_width(word) for word in line[1:]]
        slack = self.frame.width - left - sum(map(word_width, line)) - sum(gaps)
        if align == "justify" and gaps and slack > 0:
            gaps = [gap + slack / len(gaps) for gap in gaps]
        x = self.frame.x + left + {"centre": slack / 2, "right": slack}.get(align, 0)
        baseline = self.y + height * 0.78
        for word, gap in zip(line, [*gaps, 0.0], strict=True):
            canvas.words.append(PlacedWord(runs=word, x=x, baseline=baseline, line=canvas.lines, block=canvas.blocks))
            x += word_width(word) + gap
        canvas.lines += 1
        self.y += height
