"""Heads of questions and answers at the beginning of a line: Hỏi, Câu n, Câu hỏi n, Tình huống n; Đáp, Trả lời, Gợi ý.

The heads are those of the popular materials of the legal-education programme (domain notes 4.3). They are compared
folded, with the few letters that OCR confuses inside this closed vocabulary; a number only where it is surely one.
"""

import re
from enum import StrEnum
from functools import lru_cache

from schemas.base import Frozen
from schemas.text import fold
from schemas.unit import UnitKind


class HeadRole(StrEnum):
    """What a head opens."""

    ASKS = "asks"
    ANSWERS = "answers"


class Head(Frozen):
    """A head at the beginning of a line."""

    role: HeadRole
    kind: UnitKind = UnitKind.QUESTION
    label: str = ""
    """Which of the closed vocabulary: ``cau``, ``hoi``, ``tinh huong``."""
    number: int | None = None
    doubtful_number: int | None = None
    """What a number would be whose letters look like digits (``1l``); believed only where it goes on from the last."""
    end: int
    """Offset in the line's text where the head ends."""
    firm: bool = True
    """Whether its colon or point was read; without, the head has to fit what stands around it."""


_L, _O = "[l1i|]", "[o0]"
_NUMBER = r"(?P<number>\d[\dol|i]{0,2}|[l|i]{1,2}|[a-z?]\d{1,2})"
_ORDINAL = "nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi"
_STOP = r"(?:\s*(?P<stop>\([^)]{1,20}\)\s*[:.]?|[:.;)/]|[-–—](?=\s|$)|$))"
_ASK = re.compile(
    rf"(?P<label>cau\s*h{_O}{_L}|cau\s*chuyen|cau|tinh\s*hu{_O}ng)(?:\s*phap luat)?\s*(?:(?:s{_O}|thu)\s+)?"
    rf"(?:{_NUMBER}|(?P<ordinal>{_ORDINAL})\b)?{_STOP}?"
)
_ASK_PLAIN = re.compile(rf"h{_O}{_L}(?:\s*{_NUMBER})?{_STOP}?")
_NUMBERED = r"(?P<number>\d{1,3})\s*[.)/]\s*"
_NUMBERED_ASK = re.compile(rf"{_NUMBERED}(?:cau\s*)?h{_O}{_L}\s*(?P<stop>:|[-–—](?=\s|$))")
_NUMBERED_ANSWER = re.compile(rf"{_NUMBERED}(?:[t1|i]ra\s*{_L}{_O}{_L}|dap)\s*(?P<stop>:|[-–—](?=\s|$))")
_ANSWER = re.compile(
    rf"(?:(?:goi\s*y|huong\s*dan|loi|phan)\s*)?(?:[t1|i]ra\s*{_L}{_O}{_L}|giai\s*(?:dap|quyet)(?:\s*tinh\s*huong)?|"
    rf"dap(?:\s*an)?(?:\s*dung)?|goi\s*y(?:\s*(?:dap\s*an|giai\s*quyet|xu\s*ly))?|"
    rf"huong\s*(?:dan\s*)?(?:giai\s*quyet|xu\s*ly)|y\s*kien\s*tu\s*van)(?:\s*(?:cau\s*(?:hoi\s*)?)?{_NUMBER})?{_STOP}?"
)
_ANSWERED_BY = re.compile(rf"(?:[^\W\d_]+\s){{1,6}}[t1|i]ra\s*{_L}{_O}{_L}\s*(?P<stop>:)")
_ORDINALS = {name: value for value, name in enumerate(_ORDINAL.split("|"), 1)}
_DIGITS = str.maketrans("ol|i", "0111")
_LEAD = re.compile(r"[\W_]*")
_HEADING = re.compile(r"(?:cau\s+)?hoi\W*(?:va\W*)?dap\b(?!\s*:)|giai\s+dap\s+phap\s+luat")
"""The title of a booklet or a column, no head: "Hỏi – đáp pháp luật"."""
_FIRST = frozenset("chtdglpđ1|iyxs0123456789")


def after_heads(text: str, role: HeadRole) -> int:
    """Where a half's own words begin, behind any further head of its role: "Câu 1. Hỏi: …", "Trả lời: Đáp: …".

    Takes: the first line of a half, without its own head. Gives: an offset in it; 0 if it begins at once.
    """
    start = 0
    while (head := head_of(text[start:])) and head.role is role and _repeats(head):
        start += head.end
    return start


@lru_cache(maxsize=4096)
def head_of(text: str) -> Head | None:
    """The head at the beginning of a line of text, or None.

    Takes: the line as read. Gives: what it opens, its number where that is sure, and where it ends.
    """
    folded = fold(text)
    start = _lead(folded)
    if folded[start : start + 1] not in _FIRST or _HEADING.match(folded, start):
        return None
    return _asking(text, folded, start) or _answering(text, folded, start)


def number_of(read: str) -> tuple[int | None, int | None]:
    """A number as read in a head: what it surely is, and what it may be (``1O`` may be 10); else None."""
    if read.isdecimal():
        return int(read), None
    looks = read.translate(_DIGITS)
    return None, int(looks) if looks.isdecimal() else None


# -------------------------------------------------------------------------------------------------------------------


def _repeats(head: Head) -> bool:
    """Whether it says no more than that a question or an answer begins; no question begins with the verb hỏi."""
    return head.firm if head.role is HeadRole.ANSWERS else head.label == "hoi" and head.number is None


def _lead(folded: str) -> int:
    match = _LEAD.match(folded)
    return match.end() if match else 0


def _asking(text: str, folded: str, start: int) -> Head | None:
    for pattern in (_ASK, _ASK_PLAIN, _NUMBERED_ASK):
        match = pattern.match(folded, start)
        if match and (head := _asks(match, text)):
            return head
    return None


def _asks(match: re.Match[str], text: str) -> Head | None:
    found = match.groupdict()
    label = _label(found.get("label") or "hoi")
    numbered = bool(found.get("number") or found.get("ordinal"))
    stop = found["stop"]
    if not text[match.start()].isupper() and not text[match.start()].isdigit():
        return None  # in the middle of a sentence
    if not _stands(match, text, numbered=numbered, label=label, stop=stop):
        return None
    sure, doubtful = number_of(found["number"]) if found.get("number") else (None, None)
    ordinal = found.get("ordinal")
    return Head(
        role=HeadRole.ASKS,
        kind=UnitKind.QUESTION if label in ("cau", "hoi", "cau hoi") else UnitKind.SITUATION,
        label=label,
        number=_ORDINALS[ordinal] if ordinal else sure,
        doubtful_number=doubtful,
        end=match.end(),
        firm=stop is not None,
    )


def _stands(match: re.Match[str], text: str, *, numbered: bool, label: str, stop: str | None) -> bool:
    """Whether a label is a head: closed by a mark or the line's end, or followed by a capital letter."""
    if label in ("cau", "cau chuyen") and not numbered:
        return False  # "Câu: …" is a sentence of a grammar book
    if stop in (".", ")", "/", ";") and not numbered and label != "hoi":
        return False
    if stop == "" and not numbered:
        return label == "hoi" or (label == "tinh huong" and text.upper() == text)
    if stop is not None:
        return True
    rest = text[match.end() :]
    return rest[:1].isspace() and rest.lstrip()[:1].isupper() and (numbered or label == "hoi")


def _label(read: str) -> str:
    joined = re.sub(r"\s+", "", read)
    for label in ("tinh huong", "cau chuyen", "cau", "hoi"):
        if joined == label.replace(" ", ""):
            return label
    return "tinh huong" if joined.startswith("tinh") else "cau hoi" if joined.startswith("cau") else "hoi"


def _answering(text: str, folded: str, start: int) -> Head | None:
    numbered = _NUMBERED_ANSWER.match(folded, start)
    if numbered:
        return Head(role=HeadRole.ANSWERS, end=numbered.end())
    if not (text[start].isupper() or text[start] in "1|"):
        return None  # in the middle of a sentence
    match = _ANSWER.match(folded, start)
    if match is None:
        match = _ANSWERED_BY.match(folded, start)
        return Head(role=HeadRole.ANSWERS, end=match.end()) if match else None
    rest = text[match.end() :]
    firm = match["stop"] is not None
    followed = rest[:1].isspace() and rest.lstrip()[:1].isupper() and text.upper() != text
    return Head(role=HeadRole.ANSWERS, end=match.end(), firm=firm) if firm or followed else None
