"""The agency that issued the document: the lines at the top of the left half, without its parent's."""

import re
from collections.abc import Sequence

from pipeline.stages.layout.header import Header, is_capitals
from pipeline.stages.reader.closest import closest, plain
from pipeline.stages.reader.fields.agency_name import agency_name
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.notation import abbreviates
from pipeline.stages.reader.fields.number import number_line
from pipeline.stages.reader.fields.vocabulary import FIELDS_OF_WORK, ISSUER_NOTATIONS, ORGAN_HEADS
from schemas.agencies import Agencies, agencies, key
from schemas.claim import Claim, FieldName
from schemas.page import Line, Word

_HEADS = tuple(f"{plain(head)} " for head in ORGAN_HEADS)
_NOT_HEADS = (
    "phong chong ", "phong chay ", "phong ngua ", "phong benh ", "phong dich ", "hoi chu nghia ", "ban nhan dan ",
    "ban dan toc mien nui", "so tay ", "so do ", "bo luat ", "bo cau hoi ", "hoi dap ", "hoi va dap ", "hoi nghi ",
    "hoi thi ", "hoi thao ", "bao cao ", "bao ve ", "bao luc ", "bao hiem y te ", "bao hiem that nghiep ",
    "ban tin ", "ban hanh ", "doan ket ", "vien chuc ", "khoa hoc ", "thue thu nhap ", "thue gia tri ", "vu viec ",
    "vu an ", "doi thoai ",
)  # fmt: skip
"""What begins like the name of an organ and is none."""
_UNFINISHED = re.compile(r"(?:[,\-–]|\b(?:VÀ|CỦA|PHỐI HỢP|VỀ|CÁC))$")
_SYMBOL = re.compile(r"\d\S{0,3}\s*[/|]\s*[A-ZĐ]|/[A-ZĐ][A-Za-zĐđ]{1,3}-[A-ZĐ]")
_NEEDS_UNIT = ("uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "cong an", "hoi dong phoi hop", "truong", "so")
_RULE = "issuer@2"
_LEGIBLE = 0.4
_EDGES = " .,;:'\"’‘“”*_|~-–—"
_WHOLE_NAMES = frozenset(plain(name) for name in ISSUER_NOTATIONS.values())
_KNOWN = (*(name for name in ISSUER_NOTATIONS.values()), *(f"Sở {work}" for work in FIELDS_OF_WORK))


def agency_lines(header: Header) -> tuple[tuple[Word, ...], ...]:
    """The words of every name in the agency's place, wrapped lines joined: usually (parent, issuer) or (issuer,)."""
    end = number_line(header)
    groups: list[tuple[Word, ...]] = []
    for line in header.left[: len(header.left) if end is None else end]:
        words = _lettered(line)
        if _SYMBOL.search(line.text):
            break  # a number whose label was not read
        if not words or not is_capitals(" ".join(word.text for word in words)):
            if end is None and groups:
                break  # without a number line, the first line of another kind ends the agency
            continue
        if groups and (not begins_name(groups[-1], words) or _one_name(groups[-1], words)):
            groups[-1] = (*groups[-1], *words)
        else:
            groups.append(words)
    return tuple(groups)


def issuer(header: Header, *, notation_issuer: str | None, joint: bool, known: Agencies | None = None) -> Claim | None:
    """The claim for the issuer, in reading form.

    Takes: the header; the issuer's part of the number, if that was read; whether several agencies issued it together;
    the authority file, where it is not ours alone.
    Gives: None when the name is unfinished, badly read, or its initials contradict the number's (a line was lost).
    """
    groups, known = agency_lines(header), known or agencies()
    if not groups:
        return None
    if joint and len(groups) > 1:
        return _several(groups, header)
    words = groups[-1]
    name = written(words)
    usual = closest(name, _KNOWN, slack=1)
    if not complete_name(name, known) or (usual is None and min(word.confidence for word in words) < _LEGIBLE):
        return None
    agrees = notation_issuer is not None and abbreviates(notation_issuer, name)
    if notation_issuer and not agrees and not joint and _line_lost(notation_issuer, groups):
        return None
    reliability = 0.985 if agrees else 0.93
    value = usual or agency_name(name, known)
    if value is None:
        return None
    return claim_of(FieldName.ISSUER, value, words, page=header.page, reliability=reliability, rule=_RULE)


def parent_issuer(header: Header, known: Agencies | None = None) -> Claim | None:
    """The claim for the agency printed above the issuer, in reading form; None when there is not exactly one."""
    groups, known = agency_lines(header), known or agencies()
    if len(groups) != 2 or not complete_name(name := written(groups[0]), known):
        return None
    if min(word.confidence for word in groups[0]) < _LEGIBLE:
        return None
    value = closest(name, _KNOWN, slack=1) or agency_name(name, known)
    if value is None:
        return None
    return claim_of(FieldName.PARENT_ISSUER, value, groups[0], page=header.page, reliability=0.97, rule=_RULE)


def _several(groups: Sequence[Sequence[Word]], header: Header) -> Claim | None:
    """Agencies that issue together, with dashes between; every one must be known, or the whole is not said."""
    names = [closest(written(words).strip(_EDGES), _KNOWN, slack=1) for words in groups]
    known = [name for name in names if name]
    if len(known) < len(names):
        return None
    words = [word for group in groups for word in group]
    return claim_of(FieldName.ISSUER, " - ".join(known), words, page=header.page, reliability=0.9, rule=_RULE)


def _line_lost(notation_issuer: str, groups: Sequence[Sequence[Word]]) -> bool:
    """Whether the number, naming somebody else, shows that the last line read is not the issuer's.

    It may also name an officer (12/QĐ-HT); then a parent and an issuer have been read, and the number names neither.
    """
    if notation_issuer in ISSUER_NOTATIONS or len(groups) == 1:
        return True
    return any(abbreviates(notation_issuer, written(other)) for other in groups[:-1])


def _lettered(line: Line) -> tuple[Word, ...]:
    """The line's words without the specks that rules and stamps leave at its ends."""
    words = list(line.words)
    while words and not any(c.isalpha() for c in words[-1].text) and words[-1].text not in ("-", "–"):
        words.pop()
    while words and not any(c.isalpha() for c in words[0].text):
        words.pop(0)
    return tuple(words)


def begins_name(before: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether these words begin another name than the one before, which may break off."""
    if before and _UNFINISHED.search(_text(before)):
        return False
    return names_organ(_text(words))


def names_organ(text: str) -> bool:
    """Whether a text begins as the name of an organ does: BỘ …, but not BỘ LUẬT …."""
    said = plain(text) + " "
    return said.startswith(_HEADS) and not said.startswith(_NOT_HEADS)


def _one_name(before: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether both together are a known name: ỦY BAN THƯỜNG VỤ / QUỐC HỘI."""
    return plain(_text((*before, *words))) in _WHOLE_NAMES


def written(words: Sequence[Word]) -> str:
    """The name that the words are, without what stamps and rules leave at its ends."""
    return _text(words).strip(_EDGES)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def complete_name(name: str, known: Agencies) -> bool:
    """Whether it begins as names of organs do and does not break off, or is all of a known agency's name."""
    whole = names_organ(name) and plain(name) not in _NEEDS_UNIT and not _UNFINISHED.search(name)
    return whole or key(name) in known.single_by_name
