"""The agency that issued the document: the lines at the top of the left half, without its parent's."""

import re
from collections.abc import Sequence

from pipeline.stages.reader.casing import reading_form
from pipeline.stages.reader.closest import closest, plain
from pipeline.stages.reader.evidence import claim_of
from pipeline.stages.reader.layout import Header, is_capitals
from pipeline.stages.reader.notation import abbreviates
from pipeline.stages.reader.number import number_line
from pipeline.stages.reader.vocabulary import FIELDS_OF_WORK, ISSUER_NOTATIONS, ORGAN_HEADS
from schemas.claim import Claim, FieldName
from schemas.page import Line, Word

_HEADS = tuple(f"{plain(head)} " for head in ORGAN_HEADS)
_NOT_HEADS = ("phong chong ", "hoi chu nghia ", "ban nhan dan ", "ban dan toc ")
_UNFINISHED = re.compile(r"(?:[,\-–]|\b(?:VÀ|CỦA|PHỐI HỢP|VỀ|CÁC))$")
_NEEDS_UNIT = ("uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "cong an", "hoi dong phoi hop", "truong", "so")
_LEGIBLE = 0.4
_EDGES = " .,;:'\"’‘“”*_|~-–—"
_KNOWN = (*(name for name in ISSUER_NOTATIONS.values()), *(f"Sở {work}" for work in FIELDS_OF_WORK))


def agency_lines(header: Header) -> tuple[tuple[Word, ...], ...]:
    """The words of every name in the agency's place, wrapped lines joined: usually (parent, issuer) or (issuer,)."""
    end = number_line(header)
    groups: list[tuple[Word, ...]] = []
    for line in header.left[: len(header.left) if end is None else end]:
        words = _lettered(line)
        if not words or not is_capitals(" ".join(word.text for word in words)):
            if end is None and groups:
                break  # without a number line, the first line of another kind ends the agency
            continue
        if groups and not _begins_name(groups[-1], words):
            groups[-1] = (*groups[-1], *words)
        else:
            groups.append(words)
    return tuple(groups)


def issuer(header: Header, *, notation_issuer: str | None, joint: bool) -> Claim | None:
    """The claim for the issuer, in reading form.

    Takes: the header; the issuer's part of the number, if that was read; whether several agencies issued it together.
    Gives: None when the name is unfinished, badly read, or its initials contradict the number's (a line was lost).
    """
    groups = agency_lines(header)
    if not groups or (joint and len(groups) > 1):
        return None
    words = groups[-1]
    name = _written(words)
    known = closest(name, _KNOWN, slack=1)
    if not _whole(name) or (known is None and min(word.confidence for word in words) < _LEGIBLE):
        return None
    agrees = notation_issuer is not None and abbreviates(notation_issuer, name)
    if notation_issuer and not agrees and not joint and _line_lost(notation_issuer, groups):
        return None
    reliability = 0.97 if agrees else 0.85
    value = known or reading_form(name)
    return claim_of(FieldName.ISSUER, value, words, page=header.page, reliability=reliability, rule="issuer@1")


def _line_lost(notation_issuer: str, groups: Sequence[Sequence[Word]]) -> bool:
    """Whether the number, naming somebody else, shows that the last line read is not the issuer's.

    It may also name an officer (12/QĐ-HT); then a parent and an issuer have been read, and the number names neither.
    """
    if notation_issuer in ISSUER_NOTATIONS or len(groups) == 1:
        return True
    return any(abbreviates(notation_issuer, _written(other)) for other in groups[:-1])


def _lettered(line: Line) -> tuple[Word, ...]:
    """The line's words without the specks that rules and stamps leave at its ends."""
    words = list(line.words)
    while words and not any(c.isalpha() for c in words[-1].text) and words[-1].text not in ("-", "–"):
        words.pop()
    while words and not any(c.isalpha() for c in words[0].text):
        words.pop(0)
    return tuple(words)


def _begins_name(before: Sequence[Word], words: Sequence[Word]) -> bool:
    if _UNFINISHED.search(_text(before)):
        return False
    return _head(plain(_text(words)) + " ")


def _head(said: str) -> bool:
    return said.startswith(_HEADS) and not said.startswith(_NOT_HEADS)


def _written(words: Sequence[Word]) -> str:
    return _text(words).strip(_EDGES)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _whole(name: str) -> bool:
    """Whether it begins as names of organs do and does not break off."""
    return _head(plain(name) + " ") and plain(name) not in _NEEDS_UNIT and not _UNFINISHED.search(name)
