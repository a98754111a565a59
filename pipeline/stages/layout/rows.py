"""The rows of a page rebuilt from its words: what stands side by side, whatever order the engine read it in.

Tesseract may read both halves of a header as one line, or one row as two lines; geometry decides here.
"""

import re
from collections.abc import Sequence
from math import radians, tan
from statistics import fmean, median
from typing import NamedTuple

from schemas.base import Frozen
from schemas.page import Box, Line, Page, Word

_LETTER = re.compile(r"[^\W_]")
"""A letter or digit, as `str.isalnum` has it."""
_GAP = 1.5
"""Word spaces are at most half the line's height; a gap of more than this many heights parts two columns."""


class Row(Frozen):
    """What stands at one height of the page: runs of words from left to right, with wide gaps between them."""

    runs: tuple[Line, ...]
    middle: float
    """Height of the row's middle in pixels from the top, as if the page did not lean."""
    height: float
    """Height of its letters in pixels."""

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, left to right."""
        return tuple(word for run in self.runs for word in run.words)

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around all runs."""
        return Line(words=self.words).box


def rows_of(page: Page) -> tuple[Row, ...]:
    """The page's rows from top to bottom.

    Takes: a page as read; ``skew`` tells how much its lines lean.
    Gives: every word in one row, except a doubled reading: of two runs in one place the one read better stays.
    """
    slope = tan(radians(page.skew))
    runs = (run for line in page.lines for run in runs_of(line))
    pieces = sorted((_piece(run, slope) for run in runs), key=lambda piece: (piece.middle, piece.box.x0))
    groups: list[list[_Piece]] = []
    for piece in pieces:
        home = next((group for group in reversed(groups[-4:]) if _level(piece, group)), None)
        if home is None:
            groups.append([piece])
        else:
            _seat(piece, home)
    return tuple(_row(group) for group in sorted(groups, key=_middle_of))


def runs_of(line: Line) -> tuple[Line, ...]:
    """The line's words, parted wherever the gap is too wide for a word space."""
    limit = _GAP * letter_height(line)
    parts: list[list[Word]] = []
    for word in sorted(line.words, key=lambda word: word.box.x0):
        if parts and word.box.x0 - parts[-1][-1].box.x1 <= limit:
            parts[-1].append(word)
        else:
            parts.append([word])
    return tuple(Line(words=tuple(part), block=line.block) for part in parts)


def letter_height(line: Line) -> float:
    """How tall the line's words are, in pixels: the median over its words, dashes and specks left out."""
    heights = [word.box.y1 - word.box.y0 for word in line.words if _LETTER.search(word.text)]
    return float(median(heights or [word.box.height for word in line.words]))


class _Piece(NamedTuple):
    """A run and what is asked of it again and again."""

    middle: float
    box: Box
    height: float
    run: Line


def _piece(run: Line, slope: float) -> _Piece:
    return _Piece(middle=_middle(run, slope), box=run.box, height=letter_height(run), run=run)


def _middle(run: Line, slope: float) -> float:
    boxes = [word.box for word in run.words]
    return fmean((box.y0 + box.y1) / 2 + slope * (box.x0 + box.x1) / 2 for box in boxes)


def _middle_of(group: Sequence[_Piece]) -> float:
    return fmean(piece.middle for piece in group)


def _level(piece: _Piece, group: Sequence[_Piece]) -> bool:
    """Whether a run stands at the height of its nearest neighbour in the group."""
    neighbour = min(group, key=lambda other: _apart(piece.box, other.box))
    return abs(piece.middle - neighbour.middle) < 0.45 * min(piece.height, neighbour.height)


def _apart(one: Box, other: Box) -> int:
    return max(one.x0 - other.x1, other.x0 - one.x1, 0)


def _seat(piece: _Piece, group: list[_Piece]) -> None:
    for index, sitting in enumerate(group):
        shared = min(piece.box.x1, sitting.box.x1) - max(piece.box.x0, sitting.box.x0)
        if shared > 0.3 * min(piece.box.width, sitting.box.width):
            if piece.run.confidence > sitting.run.confidence:
                group[index] = piece
            return
    group.append(piece)


def _row(group: Sequence[_Piece]) -> Row:
    return Row(
        runs=tuple(piece.run for piece in sorted(group, key=lambda piece: piece.box.x0)),
        middle=_middle_of(group),
        height=float(median(piece.height for piece in group)),
    )
