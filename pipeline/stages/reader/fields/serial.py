"""Bulletins and special issues: the series and the number of the issue ("Số 05 - Năm 2021", "Số 03/2019")."""

import re
from collections.abc import Sequence

from pipeline.stages.layout.header import is_capitals
from pipeline.stages.layout.rows import letter_height, runs_of
from pipeline.stages.reader.casing import reading_form
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.dates import YEAR, moment_at
from pipeline.stages.reader.fields.evidence import claim_of
from schemas.claim import Claim, FieldName
from schemas.page import Line, Page
from schemas.text import fold

_RULE = "serial@1"
_NAMES = re.compile(r"(?:ban tin|dac san|tap san|noi san|tap chi)\b")
_ISSUE = re.compile(
    rf"\W*so\s*:?\s*(?P<n>\d{{1,3}}(?:\s?[+&,\-–]\s?\d{{1,3}}(?!\d))?)\s*"
    rf"(?:[/\-–,.(|]?\s*(?:(?P<month>(?:thang|quy) (?:\d{{1,2}}|i{{1,3}}|iv)(?: ?/ ?|,? nam |[ \-–]+nam ){YEAR})"
    rf"|(?:nam )?(?P<y>{YEAR})))?"
    r"(?![\d/])"
)
_TOP = 0.4


def serial(pages: Sequence[Page]) -> tuple[Claim, ...]:
    """The claims for series, issue number and the issue's date (EDTF), from the head of the first page.

    Gives: nothing unless the head names one bulletin, special issue or journal in large type or capitals, or, where
    none could be read, gives an issue's number with its month or quarter.
    """
    first = next((page for page in pages if page.words), None)
    if first is None:
        return ()
    head = [run for line in first.lines for run in runs_of(line) if run.box.y0 < first.height * _TOP]
    usual = sorted(word.box.height for word in first.words)[len(first.words) // 2]
    named = [
        run
        for run in head
        if _NAMES.match(plain(run.text)) and (is_capitals(run.text) or letter_height(run) > 1.3 * usual)
    ]
    if len({plain(run.text) for run in named}) != 1:
        return () if named else tuple(_issue(first, head, dated=True))
    name = " ".join(reading_form(named[0].text.strip(" *_|~-–—.,;:")).split())
    series = claim_of(FieldName.SERIES, name, named[0].words, page=first.number, reliability=0.96, rule=_RULE)
    return (series, *_issue(first, head))


# ---------------------------------------------------------------------------------------------------------------------


def _issue(page: Page, head: Sequence[Line], *, dated: bool = False) -> list[Claim]:
    """The issue's number; where no series was read (white on colour), only with its month or quarter beside it."""
    found = [(run, match) for run in head if (match := _ISSUE.match(fold(run.text))) and _apart(run, match)]
    if len(found) != 1 or (dated and not found[0][1]["month"]):
        return []
    run, match = found[0]
    moment = moment_at(fold(run.text), match.start("month")) if match["month"] else None
    year = match["y"] or (moment[0][:4] if moment else None)
    number = re.sub(r"\s", "", match["n"]).replace("–", "-")
    value = f"{number}/{year}" if year else number
    claims = [claim_of(FieldName.ISSUE_NUMBER, value, run.words, page=page.number, reliability=0.967, rule=_RULE)]
    when = moment[0] if moment else year
    if when:
        claims.append(claim_of(FieldName.ISSUED_DATE, when, run.words, page=page.number, reliability=0.96, rule=_RULE))
    return claims


def _apart(run: Line, match: re.Match[str]) -> bool:
    """ "Số 12/KH-UBND" is a document's number."""
    return not re.match(r"\s*/\s*[A-ZĐ]", run.text[match.end() :])
