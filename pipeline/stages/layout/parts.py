"""The parts that a page's lines are of: words with wide gaps at both ends, laid level; a table is one part.

A line that the detector drew across two columns comes apart here; whoever puts parts into order joins again what
stays together, so that a gap within a line costs nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import radians, tan
from statistics import median
from typing import NamedTuple

from schemas.page import Box, Page, Word
from schemas.text import fold

_GAP = 1.0
"""Heights of its letters: a wider gap may part two columns. Justified lines have at most 0.8, pen slots more."""
_CLOSE = 0.45
"""The same before a national motto, which no line goes on with."""
_MOTTOES = (("cong", "hoa", "xa"), ("dang", "cong", "san"))
_DAYS = frozenset({"ngay", "thang", "nam"})
_WEAK, _FEW = 0.5, 14
"""A part of so few letters that was read less surely is pen, a stamp or a picture: it stands in no one's way."""


class Part(NamedTuple):
    """Words of a line, or the rows of a table, with the box they have on the level page."""

    lines: tuple[int, ...]
    """Which of the page's lines; several for a table."""
    start: int
    """The first of its words in the line."""
    words: tuple[Word, ...]
    """None for a table."""
    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    """Of its letters, in pixels; of a table's as well."""
    weak: bool
    motto: bool = False
    """Whether a national motto begins here, with other words before it in the line."""

    @property
    def middle(self) -> float:
        """Pixels from the top."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Pixels from the left."""
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)


def parts_of(page: Page) -> tuple[Part, ...]:
    """The page's parts, in the order of its lines.

    Takes: a page as read; `Page.skew` says how much it leans. Gives: every word in one part.
    """
    slope = tan(radians(page.skew))
    found: list[Part] = []
    at = 0
    while at < len(page.lines):
        rows = _table(page, at)
        if rows:
            found.append(_table_part(page, at, rows, slope))
        else:
            words = page.lines[at].words
            for start, stop in _spans(words):
                part = _part((at,), start, words[start:stop], slope)
                found.append(part._replace(motto=start > 0 and _motto(words, start)))
        at += max(rows, 1)
    return tuple(found)


def level(box: Box, skew: float) -> Box:
    """A box of the page as it lies on the level page."""
    slope = tan(radians(skew))
    down, across = round(slope * (box.x0 + box.x1) / 2), round(slope * (box.y0 + box.y1) / 2)
    return Box(x0=box.x0 - across, y0=box.y0 + down, x1=box.x1 - across, y1=box.y1 + down)


# -------------------------------------------------------------------------------------------------------------------


def _table(page: Page, at: int) -> int:
    """How many of the lines from ``at`` on are rows of one table; 0 if that one is none."""
    first = page.lines[at]
    if not first.cells:
        return 0
    stop = last = at
    while stop < len(page.lines) and page.lines[stop].block == first.block:
        stop += 1
        last = stop if page.lines[stop - 1].cells else last
    return last - at


def _table_part(page: Page, at: int, rows: int, slope: float) -> Part:
    words = tuple(word for line in page.lines[at : at + rows] for word in line.words)
    whole = _part(tuple(range(at, at + rows)), 0, words, slope)
    middles = [(word.box.y0 + word.box.y1 + slope * (word.box.x0 + word.box.x1)) / 2 for word in words]
    half = whole.height / 2
    return whole._replace(words=(), y0=min(middles) - half, y1=max(middles) + half, weak=False)


def _part(lines: tuple[int, ...], start: int, words: Sequence[Word], slope: float) -> Part:
    boxes = [word.box for word in words]
    height = _letters(words)
    middle = sum(b.y0 + b.y1 + slope * (b.x0 + b.x1) for b in boxes) / (2 * len(boxes))
    lean = slope * middle
    return Part(
        lines=lines, start=start, words=tuple(words), height=height,
        x0=min(b.x0 for b in boxes) - lean, x1=max(b.x1 for b in boxes) - lean,
        y0=middle - height / 2, y1=middle + height / 2, weak=_is_weak(words),
    )  # fmt: skip


def _letters(words: Sequence[Word]) -> float:
    heights = [word.box.height for word in words if word.text[0].isalnum() or any(map(str.isalnum, word.text))]
    return max(float(median(heights or [word.box.height for word in words])), 1.0)


def _is_weak(words: Sequence[Word]) -> bool:
    letters = sum(len(word.text) for word in words)
    return letters <= _FEW and sum(word.confidence * len(word.text) for word in words) < _WEAK * letters


def _spans(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First word, and word after the last, of each part of a line."""
    height = _letters(words)
    start = 0
    for at, (before, word) in enumerate(pairwise(words), 1):
        gap = word.box.x0 - before.box.x1
        if _slot(before, word):
            continue
        if gap > _GAP * height or (gap > _CLOSE * height and _motto(words, at)):
            yield start, at
            start = at
    yield start, len(words)


def _slot(before: Word, word: Word) -> bool:
    """Whether between these words is the slot of a number or a day: Số: …/QĐ-UBND, ngày … tháng … năm …"""
    left, right = fold(before.text), fold(word.text)
    if left == "so:" or right.startswith("/"):
        return True
    return (left in _DAYS and (right in _DAYS or not right.isalpha())) or (right in _DAYS and not left.isalpha())


def _motto(words: Sequence[Word], at: int) -> bool:
    """Whether a national motto begins at this word: not in "NƯỚC CỘNG HÒA …", nor in a sentence."""
    three = words[at : at + 3]
    if len(three) < 3 or not all(word.text.isupper() for word in three) or fold(words[at - 1].text) == "nuoc":
        return False
    return tuple(fold(word.text) for word in three) in _MOTTOES
