"""Numbers in the places where only numbers stand: "Điều l8", "năm 2O19", "i6 tuổi", "Chương lI", "L. MỤC ĐÍCH"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.stages.ocr.change import Edit, respelled
from pipeline.stages.ocr.dates import LEAST
from pipeline.stages.ocr.lookalike import digits
from schemas.page import Line

RULE = "numeral@1"
_BEFORE = frozenset(("điều", "khoản", "năm", "câu", "trang", "quyển"))
_DATED = ("ngày", "tháng")
"""A date is repaired as a whole or not at all."""
_BEHIND = frozenset(("tuổi", "đồng", "triệu", "tỷ", "giờ", "phút", "ngày", "tháng", "năm", "người", "bản"))
_ROMAN_BEFORE = frozenset(("chương", "phần", "quý"))
_MIXED = re.compile(r"(?P<open>[^\w|]*)(?P<core>[\dlIiOo|S]+)(?P<shut>[^\w|]*)")
_STROKES = re.compile(r"(?P<open>[^\w|]*)(?P<core>[Il1|VXvx]{1,5})(?P<shut>[^\w|]*)")
_HEADING = re.compile(r"(?P<core>[IVXLHl|1i]{1,5})(?P<shut>[.,])")
_VALUES = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11,
           "XII": 12, "XIII": 13, "XIV": 14, "XV": 15, "XVI": 16}  # fmt: skip


class _Heading(NamedTuple):
    """A line that begins like a heading with a Roman number."""

    line: int
    read: str
    value: int


def numerals(lines: Sequence[Line]) -> list[Edit]:
    """The edits that make numbers in known places whole."""
    slots = [edit for at, line in enumerate(lines) for edit in _slots(line, at)]
    return [*slots, *_headings(lines)]


def _slots(line: Line, at: int) -> Iterator[Edit]:
    words = line.words
    for index, word in enumerate(words):
        if (
            word.hand
            or word.confidence < LEAST
            or word.text.isdecimal()
            or not (_MIXED.fullmatch(word.text) or _STROKES.fullmatch(word.text))
        ):
            continue
        before = words[index - 1].text.lower() if index else ""
        behind = words[index + 1].text.lower().rstrip(",.;:") if index + 1 < len(words) else ""
        new = _roman(word.text) if before in _ROMAN_BEFORE else _arabic(word.text, before, behind)
        if new is not None and new != word.text:
            yield Edit(line=at, start=index, stop=index + 1, words=(respelled(word, new, RULE),))


def _arabic(text: str, before: str, behind: str) -> str | None:
    found = _MIXED.fullmatch(text)
    if not found or before in _DATED or not (before in _BEFORE or behind in _BEHIND):
        return None
    core = found["core"]
    if before in ("điều", "khoản") and len(core) > 1 and core[-1] in "lioSI":
        return None  # Điều 40l stands between 40k and 40m
    alone = core in ("l", "|") and before in ("điều", "khoản")
    value = digits(core) if alone or any(char.isdecimal() for char in core) else None
    if value is None or (before == "năm" and len(value) == 4 and not 1900 <= int(value) <= 2099):
        return None
    return found["open"] + value + found["shut"]


def _roman(text: str) -> str | None:
    """Strokes as a Roman number, when something in them is no digit: lI, l|, Vl; 11 stays, as it may be eleven."""
    found = _STROKES.fullmatch(text)
    if not found or found["core"].isdecimal():
        return None
    core = re.sub(r"[l1|]", "I", found["core"]).upper()
    return found["open"] + core + found["shut"] if core in _VALUES else None


def _headings(lines: Sequence[Line]) -> list[Edit]:
    """L. or l. before II., H. between I. and III.: the neighbours in the page's own sequence must say so."""
    found = list(_found(lines))
    edits = []
    for at, heading in enumerate(found):
        meant = next(name for name, value in _VALUES.items() if value == heading.value)
        before, after = found[at - 1].value if at else 0, found[at + 1].value if at + 1 < len(found) else 0
        if heading.read != meant and (before == heading.value - 1 > 0 or after == heading.value + 1):
            word = lines[heading.line].words[0]
            new = meant + word.text[len(heading.read) :].replace(",", ".")
            edits.append(Edit(line=heading.line, start=0, stop=1, words=(respelled(word, new, RULE),)))
    return edits


def _found(lines: Sequence[Line]) -> Iterator[_Heading]:
    for at, line in enumerate(lines):
        match = _HEADING.fullmatch(line.words[0].text)
        if not match or len(line.words) < 2 or match["core"].isdecimal() or not line.words[1].text[0].isupper():
            continue
        core = match["core"]
        meant = "I" if core in ("L", "l", "i", "|") else re.sub(r"[l1|i]", "I", core).replace("H", "II")
        if meant in _VALUES and not line.words[0].hand:
            yield _Heading(at, core, _VALUES[meant])
