"""How urgent: HỎA TỐC, THƯỢNG KHẨN, KHẨN, alone in a box under the number (Decree 30/2020, Annex I, box 10b)."""

from collections.abc import Sequence

from pipeline.stages.layout.header import is_capitals
from pipeline.stages.layout.rows import runs_of
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.evidence import claim_of
from schemas.claim import Claim, FieldName, Source
from schemas.page import Page

_MARKS = {
    "hoa toc": "Hỏa tốc",
    "hoa toc hen gio": "Hỏa tốc hẹn giờ",
    "thuong khan": "Thượng khẩn",
    "khan": "Khẩn",
}
_TOP = 0.45
"""Share of the page's height above which the mark stands."""
_RULE = "urgency@1"


def urgency(pages: Sequence[Page]) -> Claim | None:
    """The claim for the urgency, from a line in capitals or a stamp that says nothing else; None if none or two do."""
    first = next((page for page in pages if page.words), None)
    if first is None:
        return None
    claims = [*_printed(first), *_stamped(first)]
    values = {claim.value for claim in claims}
    return max(claims, key=lambda claim: claim.confidence) if len(values) == 1 else None


# ---------------------------------------------------------------------------------------------------------------------


def _printed(page: Page) -> list[Claim]:
    found = []
    for line in page.lines:
        if line.box.y0 > page.height * _TOP:
            continue
        for run in runs_of(line):
            mark = _MARKS.get(plain(run.text))
            if mark and is_capitals(run.text):
                found.append(
                    claim_of(FieldName.URGENCY, mark, run.words, page=page.number, reliability=0.97, rule=_RULE)
                )
    return found


def _stamped(page: Page) -> list[Claim]:
    return [
        Claim(
            field=FieldName.URGENCY,
            value=_MARKS[plain(stamp.text)],
            raw=stamp.text,
            source=Source.MACHINE,
            confidence=round(0.95 * stamp.confidence, 3),
            page=page.number,
            box=stamp.box,
            rule=_RULE,
        )
        for stamp in page.stamps
        if stamp.text and plain(stamp.text) in _MARKS and stamp.box.y0 < page.height * _TOP
    ]
