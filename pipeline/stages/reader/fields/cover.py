"""The cover of a leaflet, booklet or poster: who issued it, where, when ("SỞ TƯ PHÁP TỈNH …", "Sơn La, năm 2021").

For documents without the header of Decree 30/2020. The agency stands in capitals at the head of the page or panel that
has the title; the place and the year at its foot.
"""

import re
from collections.abc import Sequence

from pipeline.stages.layout.header import is_capitals
from pipeline.stages.layout.rows import letter_height, runs_of
from pipeline.stages.reader.closest import closest, plain
from pipeline.stages.reader.fields.agency_name import agency_name
from pipeline.stages.reader.fields.dates import moment_at
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.issuer import begins_name, complete_name, written
from pipeline.stages.reader.fields.vocabulary import PROVINCES
from schemas.agencies import Agencies
from schemas.claim import Claim, FieldName
from schemas.page import Line, Page, PageStatus, Word
from schemas.text import fold

_RULE = "cover@1"
_PLACE_DATE = re.compile(r"\W*(?P<place>[^\W\d_][^\d,]{1,28}?)\s*[,\-–]\s*(?=(?:ngay|thang|quy|nam) )")
_LEGIBLE = 0.6
_KIND = re.compile(r"(?:to gap|to roi|so tay|cam nang|tai lieu|ban tin|dac san|de cuong|hoi dap|hoi va dap|ap phich)\b")
"""What a line that says the kind of material begins with; it stands between the agency and the title."""


def cover(pages: Sequence[Page], title: Claim | None, known: Agencies) -> tuple[Claim, ...]:
    """The claims for issuer, parent issuer, place and issued date.

    Takes: all pages; the title's claim, if there is one: the agency stands above it, in its column; the authority file.
    Gives: of the issuer nothing when no name of an organ stands there, or it breaks off; of place and date nothing
    when the first page says it twice.
    """
    first = next((page for page in pages if page.words), None)
    if first is None or pages[0].status is PageStatus.FAILED:
        return ()
    runs = [run for line in first.lines for run in runs_of(line)]
    agency = _agency(first, _above(runs, title, first), known) if title else ()
    return (*agency, *_place_and_date(first, runs))


def _above(runs: Sequence[Line], title: Claim | None, page: Page) -> list[Line]:
    """Lines in capitals above the title, in its column."""
    box = title.box if title else None
    if box is None:
        return []
    middle = (box.x0 + box.x1) / 2
    near = [
        run
        for run in runs
        if run.box.y1 <= box.y0 + 0.2 * box.height
        and abs((run.box.x0 + run.box.x1) / 2 - middle) < max(0.6 * box.width, 0.12 * page.width)
    ]
    return sorted(near, key=lambda run: run.box.y0)


def _agency(page: Page, runs: Sequence[Line], known: Agencies) -> tuple[Claim, ...]:
    groups: list[list[Word]] = []
    last: Line | None = None
    for run in runs:
        if not is_capitals(run.text) or sum(c.isalpha() for c in run.text) < 4:
            continue
        if groups and _KIND.match(plain(run.text)):
            break  # TỜ RƠI TUYÊN TRUYỀN
        if begins_name(groups[-1] if groups else (), run.words):
            groups.append(list(run.words))
        elif groups and last and run.box.y0 - last.box.y1 < 1.2 * letter_height(last):
            groups[-1].extend(run.words)
        elif groups:
            break
        last = run
    names = [words for words in groups if complete_name(written(words), known)]
    if not names or len(names) < len(groups) or min(word.confidence for words in names for word in words) < _LEGIBLE:
        return ()
    issuer = _name(FieldName.ISSUER, names[-1], page, known)
    parent = _name(FieldName.PARENT_ISSUER, names[0], page, known) if issuer and len(names) == 2 else None
    return tuple(claim for claim in (issuer, parent) if claim)


def _name(field: FieldName, words: Sequence[Word], page: Page, known: Agencies) -> Claim | None:
    value = agency_name(written(words), known)
    return claim_of(field, value, words, page=page.number, reliability=0.94, rule=_RULE) if value else None


def _place_and_date(page: Page, runs: Sequence[Line]) -> tuple[Claim, ...]:
    found = []
    for run in runs:
        said = fold(run.text)
        match = _PLACE_DATE.match(said)
        moment = moment_at(said, match.end()) if match else None
        place = closest(run.text[slice(*match.span("place"))], PROVINCES, slack=0) if match else None
        if match and moment and place and len(plain(said[moment[1] :])) == 0:
            found.append((run, match, moment, place))
    if len({(moment[0], place) for _, _, moment, place in found}) != 1:
        return ()
    run, match, moment, place = found[0]
    words = run.words
    return (
        claim_of(FieldName.PLACE, place, words, page=page.number, reliability=0.97, rule=_RULE),
        claim_of(FieldName.ISSUED_DATE, moment[0], words, page=page.number, reliability=0.96, rule=_RULE),
    )
