"""The subject (trích yếu): the bold lines under the type's line, or V/v under the number of a công văn."""

import re
from collections.abc import Sequence

from pipeline.stages.layout.header import Header, is_capitals
from pipeline.stages.layout.rows import Row
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.evidence import claim_of
from schemas.claim import Claim, FieldName
from schemas.page import Line, Word
from schemas.text import fold, one_line

_ABOUT = re.compile(r"\W*(?:v[/ív|⁄]v|ve viec)\b")
_NEVER = re.compile(r"(can cu|kinh gui|theo de nghi|xet de nghi|dieu \d|chuong [ivx\d]|phan [ivx\d]|muc \d|[ivx]+ )")
"""What no subject line begins with."""
_OPENS_BODY = re.compile(r"(thuc hien|nham|theo quy dinh|hom nay|ngay \d|de )")
"""What the first sentence begins with, with a capital; a subject may too, in its first line only."""
_MARKED = re.compile(r"\s*(?:[-–+*•]|\((?:Ban hành )?[Kk]èm theo|[IVX]+\s*[.,]|\d+\s*[.)])")
_MOST_LINES = 8
_APART = 1.75
_BREAKS_OFF = re.compile(r"(?:[,\-–]|\b(?:CỦA|VÀ|DO|VỚI|BỞI|TẠI|CHO|CÁC|THUỘC|VỀ))$")
_AUTHORITIES = frozenset(("chinh phu", "quoc hoi", "uy ban thuong vu quoc hoi", "thu tuong chinh phu", "chu tich nuoc"))
_OFFICER = re.compile(
    r"(?:chu tich|giam doc|bo truong|cuc truong|hieu truong|uy ban nhan dan|hoi dong nhan dan|tong giam doc)\b"
)


def subject(header: Header) -> Claim | None:
    """The claim for the subject, as printed, on one line.

    Gives: None when there is no type's line and no V/v, when the lines under the heading are not centred, or when it
    is not clear where they end.
    """
    if header.heading is not None:
        lines = _under_heading(header)
    else:
        lines = _under_number(header)
    words = [word for line in lines for word in line]
    text = one_line(" ".join(word.text for word in words)).strip(" _-–—*|~")
    if len(plain(text).split()) < 3 or text.endswith((":", ";")):
        return None
    return claim_of(FieldName.SUBJECT, text, words, page=header.page, reliability=0.965, rule="subject@2")


def about_line(header: Header) -> int | None:
    """Which line of the left half begins with V/v."""
    return next((i for i, line in enumerate(header.left) if i > 0 and _ABOUT.match(fold(line.text))), None)


def _under_number(header: Header) -> list[tuple[Word, ...]]:
    start = about_line(header)
    if start is None:
        return []
    lines: list[Line] = []
    for line in header.left[start:]:
        if lines and (line.box.y0 - lines[-1].box.y1 > 1.2 * _height(lines[-1].words) or is_capitals(line.text)):
            break  # an incoming stamp, a mark of urgency
        lines.append(line)
    return [line.words for line in lines]


def _under_heading(header: Header) -> list[tuple[Word, ...]]:
    taken: list[Row] = []
    for row in header.below:
        if not any(c.isalnum() for c in row.text):
            if taken:
                return _words(taken)  # the rule under the subject
            continue
        if _ends_subject(row, taken) or (taken and _is_issuer(row, taken[-1], header)):
            return _words(taken)
        if taken and _fills(row, header) and not _fills(taken[-1], header) and _steps_away(row, taken[-1]):
            return _words(taken)  # its indent and the page's middle may look alike
        if not _centred(row, header, first=not taken):
            return _words(taken) if taken and _steps_away(row, taken[-1]) else []
        if len(taken) == _MOST_LINES:
            return []
        taken.append(row)
    return []


def _ends_subject(row: Row, taken: Sequence[Row]) -> bool:
    said = plain(row.text) + " "
    if _NEVER.match(said) or _MARKED.match(row.text):
        return True
    if not taken:
        return False
    if is_capitals(row.text) != is_capitals(taken[0].text) or (_OPENS_BODY.match(said) and row.text[0].isupper()):
        return True
    step = row.middle - taken[-1].middle
    usual = taken[1].middle - taken[0].middle if len(taken) > 1 else 1.9 * _height(taken[0].words)
    return step > 1.4 * usual


def _fills(row: Row, header: Header) -> bool:
    return row.box.x1 > header.right_edge - row.height


def _steps_away(row: Row, last: Row) -> bool:
    """Whether a row that is not centred stands farther below than the lines of one subject do."""
    return row.middle - last.middle > _APART * _height(last.words)


def _is_issuer(row: Row, before: Row, header: Header) -> bool:
    """Whether the row names who issues it (CHÍNH PHỦ, CHỦ TỊCH ỦY BAN …), which stands under a subject in capitals."""
    if not is_capitals(row.text) or _BREAKS_OFF.search(before.text):
        return False
    said = plain(row.text)
    agency = plain(" ".join(line.text for line in header.left[:4]))
    return said in _AUTHORITIES or (_OFFICER.match(said) is not None and said.split(" ", 2)[-1] in agency)


def _centred(row: Row, header: Header, *, first: bool) -> bool:
    """Whether the row is centred on the page's text or under the heading (a short text's indents hide its edge); the
    first may have an indent if it ends short of the edge, as no body line does."""
    middles = [header.centre, *([(header.heading.box.x0 + header.heading.box.x1) / 2] if header.heading else [])]
    off = min(abs((row.box.x0 + row.box.x1) / 2 - middle) for middle in middles)
    indented = first and off < 1.8 * row.height and row.box.x1 < header.right_edge - 0.6 * row.height
    return indented or off < 0.6 * row.height + 0.01 * header.centre


def _height(words: Sequence[Word]) -> float:
    return sorted(word.box.height for word in words)[len(words) // 2]


def _words(rows: Sequence[Row]) -> list[tuple[Word, ...]]:
    return [row.words for row in rows]
