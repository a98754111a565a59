"""Identity numbers, telephones, accounts and insurance numbers in a page's text.

Structures: citizen's number, 12 digits: province 001 to 096, century and sex, year of birth, six more (Decree 137/2015,
Article 13; Circular 59/2021/TT-BCA, annex); identity card, 9 digits; mobile telephones 0[35789] and eight more, the
older 01x and eight more; lines 02x, eleven digits (numbering plans of 2014 and 2018); social insurance, 10 digits;
health insurance card, two letters and 13 digits (Decision 1351/QĐ-BHXH); passport, a letter and seven digits.
OCR parts digits and reads O for 0, l for 1: both are allowed for, inside a number only.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.stages.reader.privacy.context import Owner, is_dummy, names_in, owner_of
from pipeline.stages.reader.privacy.labels import Label, Labelled, labels_before, labels_in
from pipeline.stages.reader.privacy.text import PageText
from schemas.gate import PersonalKind

_NUMBER = re.compile(
    r"(?:(?<!\w)(?<!\d[.\-])|(?<=dt)|(?<=cccd)|(?<=cmnd)|(?<=tel)|(?<=stk))(?:\+|\(\+?)?(?:\d|"
    r"o(?=[\d.]))(?:[ .\-()]{0,2}\d|[ .\-]?[oil|sbz](?=[\doil|sbz]{0,3}[ .\-]?\d)|[oil|sbz])"
    r"{5,22}(?![\w])"
)
_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1", "|": "1", "s": "5", "b": "8", "z": "2"})
_PROVINCES = frozenset((
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45,
    46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92,
    93, 94, 95, 96,
))  # fmt: skip
_NEWEST_BIRTH = 30
"""Year of the 21st century after which nobody is born yet; the first digit's century is checked by it."""
_HEALTH_CARD = re.compile(
    r"(?<!\w)(?:dn|hx|ch|nn|tk(?=\d)|hc|xk|ht|tb|no|ct|xb|tn|cs|qn|ca|cy|xn|ms|cc|ck|cb|kc|hd|te|bt|"
    r"hn|dt|dk|xd|ts|tc|tq|ta|ty|"
    r"hg|ls|pv|cn|hs|sv|gb|gd|xd|nd|td)\s?[.\-]?\s?[1-5](?:[ .\-]{0,2}[\doil]){12}(?!\w)"
)
_PASSPORT = re.compile(r"(?<!\w)[a-z]\s?\d(?:[ .]?[\doil]){6,7}(?!\w)")
_HOLDER = re.compile(
    r"\b(?:kho bac|quy|so tu phap|so [a-z]+ va|cong ty|ubnd|uy ban|hoi|trung tam|truong|benh vien|"
    r"chi cuc|cuc|doan|bao hiem "
    r"xa hoi|phong|van phong|co quan|ban quan ly|mat tran)\b"
)
_UNIT_AFTER = re.compile(r"\s?(?:dong|vnd|d\b|trieu|ty\b|m2|usd|%|tan\b|to\b|ban\b|cuon|ha\b)")
_REACH, _FAR, _NEAR = 60, 110, 4


class Found(NamedTuple):
    """Personal data between two offsets of the page's text."""

    kind: PersonalKind
    start: int
    end: int
    reliability: float


def find_numbers(text: PageText) -> Iterator[Found]:
    """Personal numbers in the page's text, without institutions' and made-up ones."""
    taken = [*_health_cards(text), *_passports(text)]
    yield from taken
    columns: list[Labelled] | None = None
    for match in _NUMBER.finditer(text.folded):
        if any(match.start() < found.end and found.start < match.end() for found in taken):
            continue
        if columns is None:
            columns = list(labels_in(text.folded))
        for start, end, digits in _parts(match):
            found = _judged(text, start, end, digits, columns)
            if found is not None:
                yield found


# -------------------------------------------------------------------------------------------------------------------


def _parts(match: re.Match[str]) -> list[tuple[int, int, str]]:
    """The number, or the two telephones that stand beside each other without a mark between them."""
    read = match.group()
    digits = _digits(read)
    if len(digits) in (20, 21, 22):
        for gap in re.finditer(r"[ .\-]+(?=0)", read):
            one, other = _digits(read[: gap.start()]), _digits(read[gap.end() :])
            if _is_phone(one) and _is_phone(other):
                start = match.start()
                return [(start, start + gap.start(), one), (start + gap.end(), match.end(), other)]
    if sum(c.isdigit() for c in read) < max(len(digits) - 3, 5):
        return []
    return [(match.start(), match.end(), digits)]


def _digits(read: str) -> str:
    return re.sub(r"\D", "", read.translate(_DIGITS))


def _judged(text: PageText, start: int, end: int, digits: str, columns: list[Labelled]) -> Found | None:
    if _UNIT_AFTER.match(text.folded, end):
        return None
    labels = labels_before(text.folded, text.start_of_line(start), start, reach=_REACH)
    if not labels and start - text.start_of_line(start) <= _NEAR:
        labels = labels_before(text.folded, text.start_of_line(start, back=1), start, reach=_FAR)[-1:]
    if not labels and len(digits) > 8:
        labels = _above(text, start, end, columns)
    told = _kind(digits, labels)
    if told is None:
        return None
    kind, reliability = told
    if kind is PersonalKind.BANK_ACCOUNT:
        return None if _of_institution(text, start, end) else Found(kind, start, end, reliability)
    owner = owner_of(text, start, end)
    if owner is Owner.PLACEHOLDER and is_dummy(digits):
        return None
    if kind is PersonalKind.PHONE:
        reliability = _of_phone(digits, owner, reliability)
    return Found(kind, start, end, reliability) if reliability else None


_Kind = tuple[PersonalKind, float]


def _kind(digits: str, labels: tuple[Label, ...]) -> _Kind | None:
    """What a number of these digits after these labels is, and how surely."""
    last = labels[-1] if labels else None
    if last is Label.OTHER or (digits.startswith(("1800", "1900")) and last is Label.PHONE):
        return None
    if last is Label.BANK and 6 <= len(digits) <= 19:
        return PersonalKind.BANK_ACCOUNT, 0.93
    identity = _identity(digits, set(labels)) if last is not Label.PHONE else None
    return identity or _insurance(digits, last) or _telephone(digits, last) or _unlabelled(digits, labels)


def _identity(digits: str, labels: set[Label]) -> _Kind | None:
    size = len(digits)
    if not labels & {Label.CITIZEN_ID, Label.OLD_ID, Label.PASSPORT}:
        return None
    if size == 12:
        return PersonalKind.CITIZEN_ID, 0.98 if is_citizen_id(digits) else 0.85
    if size in (11, 13) and Label.CITIZEN_ID in labels:
        return PersonalKind.CITIZEN_ID, 0.75  # a digit was lost or doubled
    if size == 9 or (size in (8, 10) and Label.OLD_ID in labels):
        return PersonalKind.OLD_ID, 0.96 if size == 9 and Label.OLD_ID in labels else 0.8
    return None


def _insurance(digits: str, last: Label | None) -> _Kind | None:
    if last is Label.SOCIAL and 9 <= len(digits) <= 11:
        return PersonalKind.SOCIAL_INSURANCE, 0.95 if len(digits) == 10 else 0.75
    if last is Label.HEALTH and len(digits) in (10, 13):
        return PersonalKind.HEALTH_INSURANCE, 0.9
    return None


def _telephone(digits: str, last: Label | None) -> _Kind | None:
    if _is_phone(digits):
        return PersonalKind.PHONE, 0.96
    if last is Label.PHONE and digits[0] == "0" and 9 <= len(digits) <= 12:
        return PersonalKind.PHONE, 0.8  # a digit was lost or doubled
    return None


def _unlabelled(digits: str, labels: tuple[Label, ...]) -> _Kind | None:
    return (PersonalKind.CITIZEN_ID, 0.85 if labels else 0.9) if is_citizen_id(digits) else None


def is_citizen_id(digits: str) -> bool:
    """Whether 12 digits have the structure of a citizen's number."""
    if len(digits) != 12 or int(digits[:3]) not in _PROVINCES or digits[3] not in "0123":
        return False
    return digits[3] in "01" or int(digits[4:6]) <= _NEWEST_BIRTH


def _is_phone(digits: str) -> bool:
    """A mobile telephone or a line, with or without +84."""
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = f"0{digits[2:]}"
    elif digits.startswith("840") and len(digits) in (12, 13):
        digits = digits[2:]
    return bool(re.fullmatch(r"0[35789]\d{8}|01[2689]\d{8}|02\d{9}", digits))


def _of_phone(digits: str, owner: Owner, reliability: float) -> float:
    """How surely a telephone is a person's; 0 for an institution's, and for a line with nobody's name beside it."""
    if owner is Owner.INSTITUTION or (owner is not Owner.PERSON and digits.startswith(("02", "842"))):
        return 0.0
    return reliability if owner is Owner.PERSON else 0.9 * reliability


def _of_institution(text: PageText, start: int, end: int) -> bool:
    """Whether an account's holder on its line, or on the lines beside it, is an institution."""
    around = text.folded[text.start_of_line(start) : text.end_of_line(end)]
    if _HOLDER.search(around):
        return not any(not placeholder for _, _, placeholder in names_in(text.raw[text.start_of_line(start) : start]))
    above = text.folded[text.start_of_line(start, back=1) : text.start_of_line(start)]
    return bool(re.search(r"ten tai khoan|chu tai khoan|don vi thu huong", above) and _HOLDER.search(above))


def _above(text: PageText, start: int, end: int, columns: list[Labelled]) -> tuple[Label, ...]:
    """The label at the head of the column in which the number stands."""
    [box, *_] = text.boxes(start, end)
    nearest: tuple[int, Label] | None = None
    for found in columns:
        if found.end > start or not _heads_column(text, found):
            continue
        [head, *_] = text.boxes(found.start, found.end)
        shared = min(head.x1, box.x1) - max(head.x0, box.x0)
        if head.y1 <= box.y0 and shared > 0.5 * min(head.width, box.width) and (not nearest or head.y0 > nearest[0]):
            nearest = (head.y0, found.label)
    return (nearest[1],) if nearest else ()


def _heads_column(text: PageText, found: Labelled) -> bool:
    """Whether a label heads a column: no number stands on its line, and no colon after it."""
    line = text.folded[text.start_of_line(found.start) : text.end_of_line(found.end)]
    return not re.search(r"\d{4}|[:;]", line)


def _health_cards(text: PageText) -> Iterator[Found]:
    for match in _HEALTH_CARD.finditer(text.folded):
        if text.raw[match.start()].isupper():
            yield Found(PersonalKind.HEALTH_INSURANCE, match.start(), match.end(), 0.95)


def _passports(text: PageText) -> Iterator[Found]:
    for match in _PASSPORT.finditer(text.folded):
        labels = labels_before(text.folded, text.start_of_line(match.start()), match.start(), reach=_REACH)
        if Label.PASSPORT in labels and text.raw[match.start()].isupper():
            yield Found(PersonalKind.PASSPORT, match.start(), match.end(), 0.96)
