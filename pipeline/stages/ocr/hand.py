"""Numbers and days that a pen or a rubber stamp put into printed slots: marked as such, never invented.

On real office scans "Số: …/KH-UBND" and "ngày … tháng …" are filled in by hand more often than not, and readers of
print are right on few of them. What was read there stays in the text, with low confidence and the mark.
"""

import re
from collections.abc import Iterator

from pipeline.stages.ocr.header import header_lines
from schemas.page import Line, Page, Word
from schemas.text import fold

SURE = 0.87
"""Digits read with less confidence than this have mostly met a pen: on office scans such numbers were read at 0.85 and
less, printed ones at 0.92 and more. A wrong number is worse than none."""
MOST = 0.5
"""No word written by hand is trusted more."""
_LABEL = re.compile(r"\W*(?:s[ốóôõồổo6]|sỐ)(?:[:;.,]|(?=\W)|$)[:;.,]*(?P<rest>.*)", re.IGNORECASE)
_NOTATION = re.compile(r"[/\-–⁄]?[^\W\d_a-z]{1,6}(?:[-–][^\W\d_]{2,12})+\W*|[/⁄]\D*")
_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,2})?[a-zđ]?(?:/(?:19|20)\d\d)?/?")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_YEAR = re.compile(r"(?:19[4-9]\d|20\d\d)\W*")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19[4-9]\d|20\d\d)\W*")
_ARRIVED = re.compile(r"\W*so (?:den|vao|ban|trang)\b")


def mark_hand(page: Page) -> Page:
    """The page with the words marked that fill the slots for number and date by hand.

    Takes: a page after repair. Gives: the same words; those between "Số:" and "/", and between "ngày", "tháng" and
    "năm", in the header of the first page, that are not plausible digits or were read with little confidence get
    ``hand=True`` and a confidence of at most 0.5. Empty slots and dots stay empty.
    """
    header = header_lines(page)
    lines = tuple(_marked(line) if at in header else line for at, line in enumerate(page.lines))
    return page if lines == page.lines else page.model_copy(update={"lines": lines})


def _marked(line: Line) -> Line:
    slots = set(_number_slot(line)) | set(_date_slots(line))
    if not slots:
        return line
    words = tuple(_by_hand(word) if at in slots else word for at, word in enumerate(line.words))
    return line.model_copy(update={"words": words})


def _by_hand(word: Word) -> Word:
    """Marked; what was found to be by hand before has its confidence already."""
    if word.hand:
        return word
    return word.model_copy(update={"hand": True, "confidence": min(word.confidence, MOST)})


def _number_slot(line: Line) -> Iterator[int]:
    """Which words stand between "Số:" and the notation and are no number that was surely printed."""
    if _ARRIVED.match(fold(line.text)):
        return
    for at, word in enumerate(line.words[:1]):
        label = _LABEL.fullmatch(word.text)
        if label and (at + 1 < len(line.words) or label["rest"]):
            rest = [(at, label["rest"], word)] if label["rest"] else []
            rest += [(at + 1 + n, other.text, other) for n, other in enumerate(line.words[at + 1 : at + 5])]
            yield from _doubtful(rest)
            return


def _doubtful(rest: list[tuple[int, str, Word]]) -> Iterator[int]:
    """Of what follows the label, the words before (or holding) the notation that are not surely digits."""
    ends = next((n for n, (_, text, _) in enumerate(rest) if re.search(r"[/⁄]|[A-ZĐ]{2}[-–][A-ZĐ]{2}", text)), None)
    if ends is None:
        return  # "Số lượng", "Số 5 phố …": no notation, no slot
    for at, text, word in rest[: ends + 1]:
        filled = re.split(r"[/⁄](?=[^\W\d_])|[-–](?=[A-ZĐ])", text)[0]  # 179/KH-UBND; of the Party 45-CT/TU
        if not any(char.isalnum() for char in text) or _NOTATION.fullmatch(text) or not filled.strip(".…_ -/"):
            continue
        if not _NUMBER.fullmatch(filled) or word.confidence < SURE:
            yield at


def _date_slots(line: Line) -> Iterator[int]:
    """Which words stand in the slots of "ngày … tháng … năm …" or "ngày …/…/…" and are no surely printed digits."""
    plain = [fold(word.text) for word in line.words]
    day = next((n for n, text in enumerate(plain) if re.search(r"nga[yv]", text)), None)
    if day is None or not (day == 0 or line.words[day - 1].text.endswith((",", ".", ";")) or len(plain) <= 12):
        return
    month = next((n for n in range(day, len(plain)) if "thang" in plain[n]), None)
    if month is None:
        yield from _slashed(line, day)
        return
    year = next((n for n in range(month, len(plain)) if re.match(r"\W*nam\b", plain[n])), len(plain))
    yield from _unsure(line, range(day + 1, month), _DAY)
    yield from _unsure(line, range(month + 1, min(year, month + 4)), _MONTH)
    yield from _unsure(line, range(year + 1, min(year + 2, len(plain))), _YEAR)
    for at in {day, month}:  # what was read into the printed word itself: "1lệtháng", "ngày-2Stháng"
        if re.search(r"nga[yv]\W*\w+|\w\W*thang|thang\W*\w", plain[at]):
            yield at


def _unsure(line: Line, places: range, form: re.Pattern[str]) -> Iterator[int]:
    for at in places:
        word = line.words[at]
        if any(char.isalnum() for char in word.text) and (not form.fullmatch(word.text) or word.confidence < SURE):
            yield at


def _slashed(line: Line, day: int) -> Iterator[int]:
    if day + 1 < len(line.words) and re.search(r"\w\W*/\W*\w*", line.words[day + 1].text):
        yield from _unsure(line, range(day + 1, day + 2), _DATE)
