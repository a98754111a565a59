"""Labels before a number that say what it is: CCCD, CMND, STK, BHXH, hộ chiếu, điện thoại, mã số thuế."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """What a number is said to be."""

    CITIZEN_ID = "cccd"
    OLD_ID = "cmnd"
    PASSPORT = "passport"
    BANK = "bank"
    SOCIAL = "bhxh"
    HEALTH = "bhyt"
    PHONE = "phone"
    OTHER = "other"


_L, _O = "[l1i|]", "[o0]"
_PATTERNS = {
    Label.CITIZEN_ID: r"c\.?c\.?c\.?[dđ]|can cu[o0]c|(?:so )?dinh danh|\bcc\b|(?:so )?ddcn",
    Label.OLD_ID: r"cmnd|cmtnd|cmnn|\bcmt\b|chung minh(?: nhan dan| thu| quan nhan)?|giay cm|\bcm\s?nd",
    Label.PASSPORT: r"h[o0] ?chieu|passport",
    Label.BANK: r"tai kh[o0]an|\bstk\b|\bs[o0] ?tk\b|\btk\b(?=\s*(?:s[o0]|:|nh|ngan|$))|\bacc(?:ount)?\b",
    Label.SOCIAL: r"bhxh|bao hiem xa hoi",
    Label.HEALTH: r"bhyt|bao hiem y te",
    Label.PHONE: r"dien th[o0]ai|\bd\.?t\b|\bs\.?d\.?t\b|\bdtdd\b|\bdd\b|di d[o0]ng|\btel\b|zalo|mobile|phone|"
    r"h[o0]t\s*line|"
    r"\bg[o0]i\b|lien he|\bfax\b|duong day|may ban|cam tay|whatsapp|viber",
    Label.OTHER: r"\bmst\b|ma s[o0] thue|ma s[o0] d[o0]anh|\bmsdn\b|isbn|ma vach|giay phep|dang ky kinh d[o0]anh|seri|"
    r"h[o0]a d[o0]n|bien lai|ma h[o0] s[o0]|ma d[o0]n|van don|quyet dinh|nghi dinh|th[o0]ng tu|"
    r"cong van|so hieu|bien so|"
    r"ma dinh danh dien tu|ma co quan|so dang ky|s[o0] ky hieu|ma qhns|thua dat|ma san pham",
}
_ANY = re.compile("|".join(f"(?P<{label}>{pattern})" for label, pattern in _PATTERNS.items()))
_BREAK = re.compile(r"\d{6,}|[\d][\d .\-]{7,}\d")


class Labelled(NamedTuple):
    """A label in a text."""

    label: Label
    start: int
    end: int


def labels_in(folded: str, start: int = 0, end: int | None = None) -> Iterator[Labelled]:
    """The labels of a piece of folded text, in order."""
    for match in _ANY.finditer(folded, start, len(folded) if end is None else end):
        yield Labelled(Label(str(match.lastgroup)), match.start(), match.end())


def labels_before(folded: str, line: int, start: int, *, reach: int) -> tuple[Label, ...]:
    """The labels between the number before and this one, nearest last.

    Takes: the folded text, where to begin at the earliest (the start of the line, or of the line above), the number's
    offset, and how many letters a label may stand before it.
    """
    begin = max(line, start - reach)
    for match in _BREAK.finditer(folded, begin, start):
        begin = match.end()
    return tuple(found.label for found in labels_in(folded, begin, start))
