"""Where things stand on the first page of a document with the header of Decree 30/2020, Annex I.

Left half: agency, number, V/v. Right half: national motto, place and date. Then, centred, the line of the type.
The halves are parted by geometry, at the left edge of the motto; nothing below the type's line belongs to the header.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from statistics import median

from pipeline.stages.layout.rows import Row, rows_of
from pipeline.stages.reader.closest import closest, distance, plain
from pipeline.stages.reader.fields.vocabulary import HEADINGS
from schemas.base import Frozen
from schemas.page import Line, Page, PageStatus, StampShape, Word
from schemas.text import fold

_MOTTOES = (("cong hoa xa hoi chu nghia viet nam", 7), ("doc lap tu do hanh phuc", 4), ("dang cong san viet nam", 3))
"""The motto's lines, folded, and how many letters may be wrong."""
_DATELINE = re.compile(r"\bngay\b.{0,8}\bthang\b.{0,6}\bnam (?:19|20)\d\d$")
_REACH = 0.12
"""Share of the page's width: a run that goes farther than this into both halves belongs to both."""
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d$")
_CONSOLIDATED = re.compile(r"duoc sua doi, bo sung(?: mot so dieu)? boi\s*:")
_OPENERS = re.compile(r"(can cu|kinh gui|dieu 1|theo de nghi|thuc hien|chuong i|phan i|i|1) ")

_SURE = 0.95
"""Confidence from which what stands in a stamp's frame was printed there."""


class Header(Frozen):
    """The header of an administrative document."""

    page: int
    left: tuple[Line, ...]
    """Rows of the left half, top to bottom: agency, number, V/v."""
    right: tuple[Line, ...]
    """Rows of the right half below the motto: place and date."""
    heading: Line | None
    """The centred line with the document's type, if there is one."""
    heading_type: str | None
    """The type it names."""
    below: tuple[Row, ...]
    """The rows of the page under the header, top to bottom."""
    centre: float
    """Where the middle of the text column is, in pixels."""
    right_edge: float
    """Where its lines end, in pixels."""
    party: bool
    """Whether it is a document of the Party."""
    consolidated: bool
    """Whether it is a consolidated text, which carries the heading, and at times the number, of the act inside it."""


def header_of(pages: tuple[Page, ...]) -> Header | None:
    """The header on the first page that has words.

    Takes: the pages in order. Gives: None when the page has no motto in its upper half, or when a page before it
    could not be read (the header may stand there).
    """
    for page in pages:
        if page.status is PageStatus.FAILED:
            return None
        if page.lines:
            return _header(page, rows_of(page))
    return None


def _header(page: Page, rows: Sequence[Row]) -> Header | None:
    mottoes = [found for row in rows if row.middle < page.height * 0.5 and (found := _motto(row))]
    if not mottoes:
        return None
    first, last = mottoes[0][0], [row for row, _, _ in mottoes[:2]][-1]
    centre, right_edge = _text_column(page, rows)
    boundary = _boundary(mottoes, page, centre)
    end = _end_of_header(rows, rows.index(last) + 1, boundary, centre, page)
    start = next(i for i, row in enumerate(rows) if row.middle > first.middle - 3 * first.height)
    left, right = _halves(rows[start:end], boundary, page.width * _REACH)
    heading, kind = _heading(rows[end], centre, page) if end < len(rows) else (None, None)
    return Header(
        page=page.number,
        left=tuple(line for line in left if not _in_stamp(line, page)),
        right=tuple(line for line in right if line.box.y1 > first.middle),
        heading=heading,
        heading_type=kind,
        below=tuple(rows[end + 1 if heading else end :]),
        centre=centre,
        right_edge=right_edge,
        party=any(line.startswith("dang") for _, _, line in mottoes),
        consolidated=_consolidated(rows[start:end], rows[end : end + 18]),
    )


def _in_stamp(line: Line, page: Page) -> bool:
    """Whether the line is what is left of a framed stamp (HỎA TỐC) that was taken out before the page was read."""
    box = line.box
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    frames = (stamp.box for stamp in page.stamps if stamp.shape is StampShape.RECTANGULAR)
    inside = any(at.x0 <= box.x0 and box.x1 <= at.x1 and at.y0 <= y <= at.y1 and at.x0 <= x <= at.x1 for at in frames)
    return inside and min(word.confidence for word in line.words) < _SURE


def _consolidated(above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Named so above the motto (Công báo), or said in the note under the heading (Ordinance 01/2012/UBTVQH13)."""
    named = any(plain(row.text).startswith("van ban hop nhat") for row in above)
    note = takewhile(lambda row: not plain(row.text).startswith("can cu "), below)  # legal grounds are amended laws too
    return named or _CONSOLIDATED.search(fold(" ".join(row.text for row in note))) is not None


def _motto(row: Row) -> tuple[Row, int, str] | None:
    """The row, where the motto begins in pixels, and which line of it this is."""
    words = [word for word in row.words if plain(word.text)]
    text = [word.text for word in words]
    fits: list[tuple[int, int, str]] = []
    for start in range(len(words)):
        said = plain(" ".join(text[start:]))
        for line, slack in _MOTTOES:
            if abs(len(said) - len(line)) <= slack and (wrong := distance(said, line)) <= slack:
                fits.append((wrong, start, line))
    if not fits:
        return None
    _, start, line = min(fits)
    if not line.startswith("doc lap") and not is_capitals(" ".join(text[start:])):
        return None  # the country's name in a sentence
    if start and plain(text[start - 1]) == "nuoc":
        return None  # "Ký bởi: CÔNG BÁO NƯỚC CỘNG HÒA …", a digital signature of the Official Gazette
    return row, words[start].box.x0, line


def _boundary(mottoes: Sequence[tuple[Row, int, str]], page: Page, centre: float) -> float:
    """Where the right half begins. The second line of the motto is narrower than the dateline below it."""
    _, edge, line = min(mottoes[:2], key=lambda motto: motto[1])
    if edge < centre - page.width * 0.2:
        return centre  # the motto stands in the middle of the page: a form, a contract
    return edge - page.width * (0.08 if line.startswith("doc lap") else 0.01)


def _text_column(page: Page, rows: Sequence[Row]) -> tuple[float, float]:
    """The middle and the right edge of the text column, from the lines that fill it."""
    wide = [row.box for row in rows if row.box.width > page.width * 0.6]
    if len(wide) < 3:
        return page.width / 2, page.width * 0.9
    return float(median((box.x0 + box.x1) / 2 for box in wide)), float(median(box.x1 for box in wide))


def _end_of_header(rows: Sequence[Row], start: int, boundary: float, centre: float, page: Page) -> int:
    for index in range(start, len(rows)):
        row = rows[index]
        if _centred_capitals(row, centre, page) or opens_text(row) or _is_body(row, boundary, page):
            return index
    return len(rows)


def _is_body(row: Row, boundary: float, page: Page) -> bool:
    """Whether the row is a line of text across both halves."""
    reach = page.width * _REACH
    return any(
        run.box.x0 < boundary - reach
        and run.box.x1 > boundary + reach
        and len(run.words) > 3
        and not _DATELINE.search(plain(run.text))  # number and date read as one
        for run in row.runs
    )


def _heading(row: Row, centre: float, page: Page) -> tuple[Line | None, str | None]:
    line = _centred_capitals(row, centre, page)
    if line is None or line.text.endswith(":"):
        return None, None  # "QUYẾT ĐỊNH:" with its colon is not the type's line
    named = closest(_FOOTNOTE.sub("", line.text), HEADINGS, slack=1)
    return (line, HEADINGS[named]) if named else (None, None)


def _centred_capitals(row: Row, centre: float, page: Page) -> Line | None:
    """The row's run of capitals in the middle of the text column, without specks at its sides."""
    for run in row.runs:
        words = tuple(word for word in run.words if plain(word.text))
        if words and is_capitals(run.text):
            line = Line(words=words)
            if abs((line.box.x0 + line.box.x1) / 2 - centre) <= page.width * 0.07 and len(plain(line.text)) > 3:
                return line
    return None


def opens_text(row: Row) -> bool:
    """Whether the row begins as the first line below a header does: Căn cứ, Kính gửi, Điều 1 …"""
    return _OPENERS.match(f"{plain(row.text)} ") is not None


def is_capitals(text: str) -> bool:
    """Whether at least four letters in five are capitals."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def _halves(rows: Sequence[Row], boundary: float, reach: float) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        sides: tuple[list[Word], list[Word]] = ([], [])
        for run in row.runs:
            for words, side in _sides(run, boundary, reach):
                sides[side].extend(words)
        for words, lines in zip(sides, (left, right), strict=True):
            if words:
                lines.append(Line(words=tuple(words)))
    return tuple(left), tuple(right)


def _sides(run: Line, boundary: float, reach: float) -> tuple[tuple[Sequence[Word], int], ...]:
    """A run belongs to the half that holds its middle; one that reaches far into both is parted at the edge."""
    if boundary - run.box.x0 < reach or run.box.x1 - boundary < reach:
        return ((run.words, int((run.box.x0 + run.box.x1) / 2 >= boundary)),)
    before = [word for word in run.words if (word.box.x0 + word.box.x1) / 2 < boundary]
    after = [word for word in run.words if (word.box.x0 + word.box.x1) / 2 >= boundary]
    return ((before, 0), (after, 1))
