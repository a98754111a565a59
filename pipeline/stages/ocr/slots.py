"""Finds the printed slots for number and date in a header, also where what fills them was read as garbage.

The slots of NĐ 30/2020, Phụ lục I, boxes 3 and 4: between "Số:" and the notation, between "ngày" and "tháng", between
"tháng" and "năm", and after "năm". Only the print around a slot must have been read; letters inside a word are placed
by their usual widths.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from pipeline.stages.ocr.hand import SURE
from pipeline.stages.ocr.header import header_lines
from schemas.page import Box, Line, Page, Word
from schemas.text import fold


class SlotKind(StrEnum):
    """What belongs into a slot."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Place:
    """Between which letters of the page's lines."""

    line: int
    word: int
    letter: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One slot."""

    kind: SlotKind
    start: Place
    """Right after the print before it."""
    stop: Place
    """Right before the print after it; on the same line or on one to the right of it."""
    box: Box
    """On the page; as high as the print around it."""
    said: str
    """What was read in it."""
    confidence: float
    """Of the least sure word in it; 0 where nothing was read."""
    sure: bool
    """Whether that is surely read print of the right form."""
    slack: tuple[float, float]
    """How far what stands in it may reach over the box's left and right edge, in line heights."""


_NEAR = 0.5
_FAR = 8.0
"""Line heights between two pieces of one row, at most."""
_LONGEST = 14
"""Letters that may be read in a slot; more are a sentence."""
_WIDEST = 12.0
"""Line heights a slot may be wide."""
_ROOM = 0.45
"""Line heights of paper between two printed words from which something may stand there that was not read."""
_SLACK, _LOOSE = 0.25, 0.9
"""Line heights by which an edge may be wrong: between two words; inside of one, where letters are only guessed at."""
_NARROW, _WIDE = frozenset("iljtfrI1.,:;'!|/()-–[] "), frozenset("mwMWĐQGODHNUKBTưƯ")
_LABEL = re.compile(r"\W{0,3}[sS5$][ốôóòõọồổỗộỐÔÓỒỔoO06](?![^\W\d_])\s?(?:[:;.,]\s?)*")
_ARRIVED = re.compile(r"\W*so (?:den|vao|ban|trang|luong)\b")
_NOTATION = re.compile(
    r"[/⁄|\\]?\s?(?<![A-ZĐÐ])[A-ZĐÐƯ][A-Za-zĐđÐỊị]{0,5}\s?[-–]\s?[A-ZĐÐ]|[-–]\s?[A-ZĐÐ]{2}[A-Za-zđ]{0,3}\s?[/⁄]\s?[A-ZĐ]{2}"
)
_WITH_YEAR = re.compile(r"[/⁄]\s?(?:19|20)\d\d\s?$")
_DAY = re.compile(r"(?:^|(?<=[,.;:\W]))ng[ao][yv]")
_MONTH = re.compile(r"th[ao]ng|tha[nu]g|th.ng")
_YEAR = re.compile(r"n[ao]m(?![a-z])")
_FORMS = {
    SlotKind.NUMBER: re.compile(r"\W*\d{1,5}(?:\.\d{1,2})?[a-zđ]?\W*"),
    SlotKind.DAY: re.compile(r"\W*(?:0?[1-9]|[12]\d|3[01])\W*"),
    SlotKind.MONTH: re.compile(r"\W*(?:0?[1-9]|1[0-2])\W*"),
    SlotKind.YEAR: re.compile(r"\W*(?:19[4-9]\d|20\d\d)\W*"),
}


@dataclass(frozen=True, slots=True)
class _Letter:
    letter: str
    x0: float
    x1: float
    place: Place
    word: Word


def find_slots(page: Page) -> tuple[Slot, ...]:
    """The slots in the page's header, read or not.

    Takes: a page after repair. Gives: at most one slot of each kind; none on a page without a header, none in tables.
    """
    found: dict[SlotKind, Slot] = {}
    for row in _rows(page):
        for slot in (*_number(row), *_date(row)):
            found.setdefault(slot.kind, slot)
    return tuple(found.values())


# --- rows of letters -------------------------------------------------------------------------------------------------


def _rows(page: Page) -> Iterator[tuple[_Letter, ...]]:
    """The letters of each header line, and of the lines that go on to the right of it at the same height."""
    places = [at for at in sorted(header_lines(page)) if not page.lines[at].cells]
    for first in places:
        row, last = list(_letters(page.lines[first], first)), page.lines[first]
        for _ in range(2):
            after = [at for at in places if _follows(last, page.lines[at])]
            if not after:
                break
            nearest = min(after, key=lambda at: page.lines[at].words[0].box.x0)
            row += _letters(page.lines[nearest], nearest)
            last = page.lines[nearest]
        yield tuple(row)


def _follows(left: Line, right: Line) -> bool:
    one, other = left.words[-1].box, right.words[0].box
    high = min(one.height, other.height)
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > _NEAR * high and -0.3 * high < other.x0 - one.x1 < _FAR * high


def _letters(line: Line, at: int) -> Iterator[_Letter]:
    """A line's letters, with a space before every word."""
    for number, word in enumerate(line.words):
        widths = [0.5 if c in _NARROW else 1.35 if c in _WIDE else 1.0 for c in word.text]
        unit, x = word.box.width / sum(widths), float(word.box.x0)
        yield _Letter(" ", x, x, Place(line=at, word=number, letter=0), word)
        for index, (letter, width) in enumerate(zip(word.text, widths, strict=True)):
            yield _Letter(letter, x, x + width * unit, Place(line=at, word=number, letter=index), word)
            x += width * unit


def _text(row: Sequence[_Letter]) -> str:
    return "".join(letter.letter for letter in row)


# --- where slots are -------------------------------------------------------------------------------------------------


def _number(row: Sequence[_Letter]) -> Iterator[Slot]:
    text = _text(row).removeprefix(" ")
    row = row[len(row) - len(text) :]
    label = _LABEL.match(text)
    if label is None or _ARRIVED.match(fold(text)):
        return
    notation = _NOTATION.search(text, label.end())
    if notation is None or notation.start() - label.end() > _LONGEST:
        return
    end = notation.start()
    year = _WITH_YEAR.search(text[label.end() : end])
    if year is not None:
        end = label.end() + year.start()
    yield from _slot(SlotKind.NUMBER, row, label.end(), end)


def _date(row: Sequence[_Letter]) -> Iterator[Slot]:
    text = fold(_text(row))
    day = _DAY.search(text)
    if day is None or not (text[: day.start()].strip()[-1:] in ",.;:" or text.count(" ") <= 12):
        return
    month = _MONTH.search(text, day.end())
    if month is None:
        return
    yield from _slot(SlotKind.DAY, row, day.end(), month.start())
    year = _YEAR.search(text, month.end())
    if year is None:
        return
    yield from _slot(SlotKind.MONTH, row, month.end(), year.start())
    rest = re.match(r"\W*\w{1,4}", text[year.end() :])
    if rest is not None:
        yield from _slot(SlotKind.YEAR, row, year.end(), year.end() + rest.end())


def _slot(kind: SlotKind, row: Sequence[_Letter], start: int, stop: int) -> Iterator[Slot]:
    """The slot between two places of the row; none if it is no wider than the gap between two words."""
    while start < stop and row[start].letter == " ":
        start += 1
    while stop > start and row[stop - 1].letter == " ":
        stop -= 1
    before = row[start - 1] if row[start - 1].letter != " " else row[start - 2]
    after = next((letter for letter in row[stop:] if letter.letter != " "), None)
    inside = [letter for letter in row[start:stop] if letter.letter != " "]
    high = _height(row)
    x0, x1 = before.x1, after.x0 if after else inside[-1].x1 + 0.1 * high
    if len(inside) > _LONGEST or not (_ROOM if not inside else 0) * high <= x1 - x0 <= _WIDEST * high:
        return
    said = _text(row[start:stop]).strip()
    confidence = min((letter.word.confidence for letter in inside), default=0.0)
    middle = median((word.box.y0 + word.box.y1) / 2 for word in (before.word, (after or before).word))
    first = (
        inside[0].place
        if inside
        else Place(line=before.place.line, word=before.place.word, letter=before.place.letter + 1)
    )
    last = inside[-1].place if inside else None
    yield Slot(
        kind=kind, start=first,
        stop=first if last is None else Place(line=last.line, word=last.word, letter=last.letter + 1),
        box=Box(x0=round(x0), y0=round(middle - high / 2), x1=max(round(x1), int(x0) + 2), y1=round(middle + high / 2)),
        said=said, confidence=confidence,
        sure=confidence >= SURE and _FORMS[kind].fullmatch(said) is not None, slack=_slack(before, inside, after),
    )  # fmt: skip


def _slack(before: _Letter, inside: Sequence[_Letter], after: _Letter | None) -> tuple[float, float]:
    within = [letter.word for letter in inside] or ([after.word] if after else [before.word])
    last = inside[-1].word if inside else before.word
    left = _LOOSE if before.word is within[0] else _SLACK
    return left, _LOOSE if after is not None and after.word is last else _SLACK


def _height(row: Sequence[_Letter]) -> float:
    """The row's print is this high: the lower of its words, as a leaning line makes wide words' boxes too high."""
    heights = sorted(letter.word.box.height for letter in row)
    return float(heights[len(heights) // 4])
