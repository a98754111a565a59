"""Place and date: "Hà Nội, ngày 05 tháng 3 năm 2020" in the right half of the header (Decree 30/2020, box 4)."""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.stages.layout.header import Header
from pipeline.stages.reader.closest import closest
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.vocabulary import PROVINCES
from schemas.agencies import agencies, bare, key
from schemas.claim import Claim, FieldName
from schemas.page import Line, Word
from schemas.text import fold, one_line

_DATE = re.compile(
    r"nga[yv]\s*(?P<d>\S{0,4}(?: \S)?)\s*thang\s*(?P<m>\S{1,3}?)\s*nam\s*(?P<y>(?:19[4-9]|20\d)\d)(?!\d)"
)
_PLACE = re.compile(r"\W*(?P<place>[^\W\d_].*?)\s*[,.;:]?\s*$")
_PLACE_FORM = re.compile(
    r"(?:TP\.? ?|Thành phố |thành phố |tp\.? ?)?(?:[^\W\d_a-z][^\W\d_A-Z]*[ \-–]+){0,5}[^\W\d_a-z][^\W\d_A-Z]*"
)
_DIGITS = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})
"""What 0 and 1 are read as; allowed here because days and months are a closed set."""
_RULE = "dateline@2"
_SURE = 0.5
"""Print read with less confidence, and a pen's digits with no more, are not believed."""


def dateline(header: Header) -> tuple[Claim, ...]:
    """The claims for place and issued date.

    Gives: nothing where there is no dateline or two that differ; a month (EDTF ``2025-03``) where the day is empty or
    was not read with certainty, as days are often filled in by pen; no date where the month was not.
    """
    found = [(line, match) for line in header.right if (match := _DATE.search(fold(line.text)))]
    if len(found) != 1:
        return ()
    line, match = found[0]
    claims = (_issued(header, line, match), _place(header, line, match))
    return tuple(claim for claim in claims if claim)


def _issued(header: Header, line: Line, match: re.Match[str]) -> Claim | None:
    day, month = _read(line, match, "d", 31), _read(line, match, "m", 12)
    if month is None or not _certain(_words(line, *match.span("y"))):
        return None
    others = _other_days(line, match, month) if day is None else ()
    value = f"{match['y']}-{month:02}"
    if day is not None:
        try:
            value = date(int(match["y"]), month, day).isoformat()
        except ValueError:
            return None  # 30 February: one of the numbers is wrong, and nothing says which
    start = match.start() if day is not None else match.end("d")
    claim = claim_of(
        FieldName.ISSUED_DATE,
        value,
        _words(line, start, match.end()),
        page=header.page,
        reliability=0.985 if match["d"].isdigit() and match["m"].isdigit() else 0.9,
        rule=_RULE,
    )
    return claim.model_copy(update={"alternatives": others}) if others else claim


def _other_days(line: Line, match: re.Match[str], month: int) -> tuple[tuple[str, float], ...]:
    """The full dates that a pen's day may make, with how likely they are: for the archivist, never a value."""
    days = [pair for word in _words(line, *match.span("d")) for pair in word.alternatives]
    valid = [(text, likely) for text, likely in days if text.isdigit() and 1 <= int(text) <= 31]
    return tuple((f"{match['y']}-{month:02}-{int(text):02}", round(likely, 3)) for text, likely in valid)


def _read(line: Line, match: re.Match[str], group: str, most: int) -> int | None:
    digits = match[group].translate(_DIGITS)
    if not re.fullmatch(r"[0-9]{1,2}", digits) or not 1 <= int(digits) <= most:
        return None
    return int(digits) if _certain(_words(line, *match.span(group))) else None


def _certain(words: Sequence[Word]) -> bool:
    return all(word.confidence > _SURE if word.hand else word.confidence >= _SURE for word in words)


def _place(header: Header, line: Line, match: re.Match[str]) -> Claim | None:
    before = _PLACE.fullmatch(line.text[: match.start()])
    if before is None:
        return None
    words = _words(line, *before.span("place"))
    read = one_line(before["place"]).strip(" ,.;:")
    known = closest(read, PROVINCES, slack=0)
    if not _PLACE_FORM.fullmatch(read) or (known is None and min(word.confidence for word in words) < 0.8):
        return None
    if known is None and (closest(read, PROVINCES, slack=1) or closest(_close(read), map(_close, PROVINCES), slack=1)):
        return None  # nearly a province: Thanh Hồ, ThanhNóa
    reliability = 0.985 if known else 0.95
    return claim_of(
        FieldName.PLACE, known or _spelled(read), words, page=header.page, reliability=reliability, rule=_RULE
    )


def _spelled(read: str) -> str:
    """The place as the authority file spells it, if all units of that name are spelled one way: Bìm Sơn → Bỉm Sơn."""
    named = {bare(unit.name) for unit in agencies().units_by_name.get(key(read), ())}
    names = {name for name in named if key(name) == key(read)}
    return names.pop() if len(names) == 1 else read


def _close(text: str) -> str:
    return text.replace(" ", "")


def _words(line: Line, start: int, end: int) -> list[Word]:
    """The words of the line that hold these characters of its text."""
    words, at = [], 0
    for word in line.words:
        if at < end and at + len(word.text) > start:
            words.append(word)
        at += len(word.text) + 1
    return words
