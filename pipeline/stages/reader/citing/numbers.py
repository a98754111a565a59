"""Numbers of legal acts in running text: 28/2013/NĐ-CP, 46/2013/TT- BLĐTBXH (parted by a line's end), 471/QĐ-TTg.

Source: Law on promulgation of legal documents; Decree 30/2020, Annex III; Party guideline 36-HD/VPTW. Numbers of plans,
reports and letters (211/KH-UBND) are not legal acts. Look-alikes are corrected in closed vocabularies only: ND-CP.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.text import fold

_PART = r"[A-ZĐÐ][A-Za-zĐđÐ0-9&]*"
_NOT_BEFORE = r"(?<![\w/.|?!\\-])"
"""A number goes on to its left: what stands there may be a misread digit (|9/2012/QH13 was 19/2012/QH13)."""
_NUMBER = re.compile(
    rf"{_NOT_BEFORE}(?P<num>\d{{1,5}}(?:\.\d{{1,2}})?[a-zđ]?)\s?/\s?(?:(?P<year>(?:19[4-9]|20\d)\d)\s?/\s?)?"
    rf"(?P<symbol>(?:(?:PL|NQ)-\s?)?(?:UBTV)?[QO]H\s?\d{{1,2}}|{_PART}(?:-\s?{_PART})+)(?![^\W_])"
)
_PARTY = re.compile(rf"{_NOT_BEFORE}(?P<num>\d{{1,4}})\s?-\s?(?P<symbol>(?:CT|NQ|KL|QĐ|QD|HD)\s?/\s?TW)(?![^\W_])")
_KINDS = {
    "nd": ("NĐ", "Nghị định"),
    "nq": ("NQ", "Nghị quyết"),
    "qd": ("QĐ", "Quyết định"),
    "tt": ("TT", "Thông tư"),
    "ttlt": ("TTLT", "Thông tư liên tịch"),
    "nqlt": ("NQLT", "Nghị quyết liên tịch"),
    "ct": ("CT", "Chỉ thị"),
    "pl": ("PL", "Pháp lệnh"),
    "kl": ("KL", "Kết luận"),
    "hd": ("HD", "Hướng dẫn"),
}
_YEARLESS = ("QĐ-TTg", "CT-TTg", "NQ-CP")
"""Acts of the Government and its head that are numbered without the year."""
_SAME = {"nd-cp": "NĐ-CP", "nq-cp": "NQ-CP", "qd-ttg": "QĐ-TTg", "ct-ttg": "CT-TTg"}


class Number(NamedTuple):
    """A number in the text."""

    start: int
    end: int
    number: str
    """In normal form, without spaces."""
    kind: str | None
    """What its abbreviation says; None for the National Assembly's, which numbers laws and resolutions alike."""
    year: int | None


def numbers(text: str) -> Iterator[Number]:
    """All numbers of legal acts in the text, in order."""
    found = [number for match in _NUMBER.finditer(text) if (number := _state(match))]
    if "/TW" in text or "/ TW" in text:
        found += [_party(match) for match in _PARTY.finditer(text)]
    yield from sorted(found)


def _state(match: re.Match[str]) -> Number | None:
    num, year = match["num"], match["year"]
    symbol = re.sub(r"\s", "", match["symbol"]).replace("Ð", "Đ")
    if assembly := re.fullmatch(r"(?:PL-|NQ-)?(?:UBTV)?[QO]H\d{1,2}", symbol):
        if year is None:
            return None
        kind = "Pháp lệnh" if symbol.startswith("PL") else "Nghị quyết" if symbol.startswith("NQ") else None
        return Number(*match.span(), f"{num}/{year}/{assembly[0].replace('OH', 'QH')}", kind, int(year))
    first, _, rest = symbol.partition("-")
    known = _KINDS.get(fold(first))
    if known is None or (fold(first) != first.lower() and known[0] != first):
        return None
    symbol = _SAME.get(fold(symbol), f"{known[0]}-{rest}")
    if year is None and symbol not in _YEARLESS:
        return None
    return Number(*match.span(), "/".join(filter(None, (num, year, symbol))), known[1], int(year) if year else None)


def _party(match: re.Match[str]) -> Number:
    symbol = re.sub(r"\s", "", match["symbol"]).replace("QD", "QĐ")
    return Number(*match.span(), f"{match['num']}-{symbol}", _KINDS[fold(symbol.partition("/")[0])][1], None)
