"""The grammar of document numbers: 179/KH-UBND, 845/STP-PBGDPL, 13/2023/TT-BTP, 41/2024/QH15, 32-CT/TW.

Knows the shapes and the closed vocabularies; where a number stands on a page is :mod:`.number`'s business.
Sources: Decree 30/2020, Annexes I and III; Law on promulgation of legal documents; Party guideline 36-HD/VPTW.
"""

import re
from collections.abc import Iterable

from pipeline.stages.reader.vocabulary import ISSUER_NOTATIONS, PARTY_TYPES, TYPE_NAMES
from schemas.base import Frozen
from schemas.text import fold

_NUM = r"(?P<num>\d{1,5}(?:\.\d{1,2})?[a-zđ]?)"  # 66.16/2026/NQ-CP exists since 2025
_YEAR = r"(?P<year>19[4-9]\d|20\d\d)"
_PART = r"[A-ZĐƯƠÔ][A-Za-zĐđƯưƠơÔô0-9&]*"
_STATE = re.compile(rf"{_NUM}/(?:{_YEAR}/)?(?P<symbol>{_PART}(?:-{_PART})*)")
_PARTY = re.compile(rf"{_NUM}-(?P<symbol>{_PART}/{_PART})")
_NATIONAL_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{1,2}")
_WHOLE = ("UBND", "HĐND", "TNCS", "MTTQ", "LHPN", "PBGDPL", "TNHH", "BCĐ", "BCH", "BHXH")
_SAME_TYPE = {("Thông tư liên tịch", "Thông tư"), ("Nghị quyết liên tịch", "Nghị quyết"), ("Quyết định", "Quy định")}
"""What the notation says and what the heading may say all the same (Party regulations are numbered QĐ)."""


class Notation(Frozen):
    """A number that fits the grammar."""

    number: str
    """In normal form: 179/KH-UBND."""
    type_name: str | None
    """The type its abbreviation names; None for a công văn, whose notation begins with the issuer."""
    legal: bool
    """Whether it has the year inside, as only legal acts have."""
    issuer: str
    """The issuer's part: UBND, STP, QH15."""
    vouched: bool
    """Whether every part is in a closed vocabulary or agrees with the agency printed above it."""


def notation(text: str, *, agencies: Iterable[str], heading_type: str | None, party: bool) -> Notation | None:
    """The number that ``text`` is.

    Takes: everything after "Số:" without spaces; the agency lines above it; the type in the document's heading.
    Gives: None when the text does not fit the grammar or contradicts the heading. Look-alikes (QD, ND, DHTĐ) are
    corrected only to entries of closed vocabularies, or to what the agency's own initials say.
    """
    found = (_PARTY if party else _STATE).fullmatch(text)
    if found is None:
        return None
    first, *others = re.split(r"[-/]", found["symbol"])
    year = None if party else found["year"]
    kind = _type_abbreviation(first, heading_type, party=party)
    if kind is None:
        others = [first, *others]
    if not others or (kind is None and (party or (year and not _NATIONAL_ASSEMBLY.fullmatch(found["symbol"])))):
        return None
    type_name = TYPE_NAMES[kind] if kind else None
    if type_name and heading_type and not _agree(type_name, heading_type):
        return None
    initials = [_initials(line) for line in agencies]
    issuers = [_issuer(part, initials) for part in others]
    symbol = ("/" if party else "-").join([*([kind] if kind else []), *(written for written, _ in issuers)])
    return Notation(
        number=f"{found['num']}-{symbol}" if party else "/".join(filter(None, (found["num"], year, symbol))),
        type_name=type_name,
        legal=year is not None,
        issuer=issuers[0][0],
        vouched=all(sure for _, sure in issuers),
    )


def abbreviates(part: str, agency: str) -> bool:
    """Whether the issuer's part of a number can stand for the agency with this name."""
    known = ISSUER_NOTATIONS.get(part.rstrip("0123456789"))
    if known and fold(known) in fold(agency):
        return True
    return _spelled(part.rstrip("0123456789"), _initials(agency)) is not None


def _type_abbreviation(part: str, heading_type: str | None, *, party: bool) -> str | None:
    """The type abbreviation that ``part`` is, D and Đ being easily confused; the heading decides between two."""
    alike = [kind for kind in TYPE_NAMES if _bare(kind) == _bare(part) and (not party or kind in PARTY_TYPES)]
    fitting = [kind for kind in alike if heading_type and TYPE_NAMES[kind] == heading_type]
    if fitting:
        return fitting[0]
    if part in alike:
        return part
    return alike[0] if len(alike) == 1 else None


def _bare(text: str) -> str:
    return text.replace("Đ", "D").replace("đ", "d")


def _agree(type_name: str, heading_type: str) -> bool:
    return (
        type_name in (heading_type, "Văn bản hợp nhất")
        or (type_name, heading_type) in _SAME_TYPE
        or (type_name, heading_type) == ("Luật", "Bộ luật")
    )


def _issuer(part: str, agencies: list[str]) -> tuple[str, bool]:
    """The issuer's part as it should be written, and whether anything vouches for it."""
    if part in ISSUER_NOTATIONS or _NATIONAL_ASSEMBLY.fullmatch(part):
        return part, True
    for initials in agencies:
        if spelled := _spelled(part, initials):
            return spelled, True
    alike = [known for known in ISSUER_NOTATIONS if fold(known) == fold(part)]
    return (alike[0], True) if len(alike) == 1 else (part, False)


def _spelled(part: str, initials: str) -> str | None:
    """``part`` spelled with the letters of ``initials``, if they stand there in this order (words may be left out)."""
    out, at = "", 0
    for letter in part:
        at = next((i for i in range(at, len(initials)) if _bare(initials[i]) == _bare(letter)), len(initials)) + 1
        if at > len(initials):
            return None
        out += initials[at - 1]
    return out if len(part) > 1 else None


def _initials(line: str) -> str:
    """TRƯỜNG ĐẠI HỌC TÂY ĐÔ → TĐHTĐ; abbreviations stay whole."""
    words = re.findall(r"[^\W\d_]+", line.upper())
    return "".join(word if word in _WHOLE else _letter(word[0]) for word in words)


def _letter(letter: str) -> str:
    return "Đ" if letter == "Đ" else fold(letter).upper()
