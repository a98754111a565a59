"""The rows of a page rebuilt from its words: what stands side by side, whatever order the engine read it in.

Tesseract may read both halves of a header as one line, or one row as two lines; geometry decides here.
"""

from math import radians, tan
from statistics import mean, median

from schemas.base import Frozen
from schemas.page import Box, Line, Page, Word

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
    runs = [run for line in page.lines for run in runs_of(line)]
    pieces = sorted(((_middle(run, slope), run) for run in runs), key=lambda piece: (piece[0], piece[1].box.x0))
    groups: list[list[tuple[float, Line]]] = []
    for piece in pieces:
        home = next((group for group in reversed(groups[-4:]) if _level(piece, group)), None)
        if home is None:
            groups.append([piece])
        else:
            _seat(piece, home)
    return tuple(_row(group) for group in sorted(groups, key=lambda group: mean(middle for middle, _ in group)))


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
    heights = [word.box.height for word in line.words if any(c.isalnum() for c in word.text)]
    return float(median(heights or [word.box.height for word in line.words]))


def _middle(run: Line, slope: float) -> float:
    return mean((word.box.y0 + word.box.y1) / 2 + slope * (word.box.x0 + word.box.x1) / 2 for word in run.words)


def _level(piece: tuple[float, Line], group: list[tuple[float, Line]]) -> bool:
    """Whether a run stands at the height of its nearest neighbour in the group."""
    middle, run = piece
    near, neighbour = min(group, key=lambda other: _apart(run.box, other[1].box))
    return abs(middle - near) < 0.45 * min(letter_height(run), letter_height(neighbour))


def _apart(one: Box, other: Box) -> int:
    return max(one.x0 - other.x1, other.x0 - one.x1, 0)


def _seat(piece: tuple[float, Line], group: list[tuple[float, Line]]) -> None:
    _, run = piece
    for index, (_, sitting) in enumerate(group):
        shared = min(run.box.x1, sitting.box.x1) - max(run.box.x0, sitting.box.x0)
        if shared > 0.3 * min(run.box.width, sitting.box.width):
            if run.confidence > sitting.confidence:
                group[index] = piece
            return
    group.append(piece)


def _row(group: list[tuple[float, Line]]) -> Row:
    runs = sorted((run for _, run in group), key=lambda run: run.box.x0)
    return Row(
        runs=tuple(runs),
        middle=mean(middle for middle, _ in group),
        height=float(median(letter_height(run) for run in runs)),
    )
