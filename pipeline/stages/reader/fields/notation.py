"""The grammar of document numbers: 179/KH-UBND, 845/STP-PBGDPL, 13/2023/TT-BTP, 41/2024/QH15, 32-CT/TW.

Knows the shapes and the closed vocabularies; where a number stands on a page is :mod:`.number`'s business.
Sources: Decree 30/2020, Annexes I and III; Law on promulgation of legal documents; Party guideline 36-HD/VPTW.
"""

import re
from collections.abc import Iterable
from functools import cache

from pipeline.stages.reader.closest import distance
from pipeline.stages.reader.fields.vocabulary import ISSUER_NOTATIONS, OFFICE_NOTATIONS, PARTY_TYPES, TYPE_NAMES
from schemas.agencies import Agencies
from schemas.agencies import agencies as authority
from schemas.base import Frozen
from schemas.text import fold

_NUM = r"(?P<num>\d{1,5}(?:\.\d{1,2})?[a-zđ]?)"  # 66.16/2026/NQ-CP exists since 2025
_YEAR = r"(?P<year>19[4-9]\d|20\d\d)"
_PART = r"[A-ZĐƯƠÔ][A-Za-zĐđƯưƠơÔô0-9&]*"
_STATE = re.compile(rf"{_NUM}/(?:{_YEAR}/)?(?P<symbol>{_PART}(?:-{_PART})*)")
_PARTY = re.compile(rf"{_NUM}-(?P<symbol>{_PART}/{_PART})")
_OLD = re.compile(
    rf"{_NUM}(?P<dash>[-/])(?:{_YEAR}/)?(?P<symbol>(?:HĐBT|CP|TTg|CT|BT)|(?:L|LCT|SL|PL|NQ)[-/](?:CTN|HĐNN\d{{1,2}}|QHK\d|QH\d{{1,2}}))"
)
"""Notations of before 1997: 135-HĐBT, 13-CP, 21-LCT/HĐNN8, 14-L/CTN, 51/QĐ (Decree 142-CP of 1963)."""
_INNER_DIGIT = re.compile(r"\d[^\W\d]")
"""A digit before a letter: U8ND. Issuers have digits at their end at most (BCĐ138)."""
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


def notation(
    text: str, *, agencies: Iterable[str], heading_type: str | None, party: bool, known: Agencies | None = None
) -> Notation | None:
    """The number that ``text`` is.

    Takes: everything after "Số:" without spaces; the agency lines above it; the type in the document's heading; the
    authority file, where it is not ours alone.
    Gives: None when the text does not fit the grammar or contradicts the heading. Look-alikes (QD, ND, DHTĐ) are
    corrected only to entries of closed vocabularies, or to what the agency's own initials say.
    """
    found = (_PARTY if party else _STATE).fullmatch(text)
    if found is None:
        return None if party else _old(text, heading_type)
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
    read = [_issuer(part, initials, _offices(known or authority())) for part in others]
    issuers = [one for one in read if one]
    if len(issuers) < len(read) or (kind is None and heading_type and not issuers[0][1]):
        return None  # TT1 under TỜ TRÌNH is neither a type nor an issuer
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


def _old(text: str, heading_type: str | None) -> Notation | None:
    """A number in the style of before 1997, where the heading alone tells the type."""
    found = _OLD.fullmatch(text)
    if found is None or heading_type is None:
        return None
    return Notation(
        number=text,
        type_name=heading_type,
        legal=heading_type in ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Lệnh", "Sắc lệnh"),
        issuer=re.split(r"[-/]", found["symbol"])[-1],
        vouched=True,
    )


def _issuer(part: str, agencies: list[str], offices: frozenset[str]) -> tuple[str, bool] | None:
    """The issuer's part as it should be written, and whether anything vouches for it.

    None when it is nearly, but not quite, something that is known: one letter of it was misread, and which one it is
    cannot be told.
    """
    if part in ISSUER_NOTATIONS or _NATIONAL_ASSEMBLY.fullmatch(part):
        return part, True
    if any(len(part) == 4 and distance(fold(common), fold(part)) == 1 for common in ("UBND", "HĐND")):
        return None  # UBMD, though the agency's own name, misread too, should spell it
    for initials in agencies:
        if spelled := _spelled(part, initials):
            return spelled, True
    if part in offices:
        return part, True
    known = {*ISSUER_NOTATIONS, *offices}
    alike = [entry for entry in known if fold(entry) == fold(part)]
    if alike:
        return (alike[0], True) if len(alike) == 1 else None
    near = any(
        len(entry) > 3 and len(entry) == len(part) and distance(_bare(entry), _bare(part)) == 1 for entry in known
    )
    return None if near or _INNER_DIGIT.search(part) else (part, False)


@cache
def _offices(known: Agencies) -> frozenset[str]:
    """Notations of all in the authority file, and of the divisions that draft a công văn."""
    organs = {sign for organs in known.organs_by_name.values() for organ in organs for sign in organ.notations}
    single = {sign for some in known.single_by_name.values() for agency in some for sign in agency.notations}
    return frozenset(organs | single) | OFFICE_NOTATIONS


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
