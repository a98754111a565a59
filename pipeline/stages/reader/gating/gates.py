"""Every reason to hold a document back that its pages give: secrecy, internal marks, contest answers, personal data.

Default access is internal anyway; a gate says that a person has to look before publication, or that work must stop.
"""

from collections.abc import Sequence

from pipeline.stages.reader.gating.contest import contest_gates
from pipeline.stages.reader.gating.marks import mark_gates
from pipeline.stages.reader.gating.runs import runs_of_pages
from pipeline.stages.reader.gating.secret import secret_gates
from schemas.gate import Gate, GateKind, PersonalFinding
from schemas.page import Page


def gates(pages: Sequence[Page], personal: Sequence[PersonalFinding] = ()) -> tuple[Gate, ...]:
    """The document's gates, secrecy first.

    Takes: all pages as read, and what `personal_data` found on them.
    Gives: one gate a mark; one for each kind of personal data and page.
    """
    runs = runs_of_pages(pages)
    return (
        *secret_gates(pages, runs),
        *mark_gates(pages, runs),
        *contest_gates(pages, runs),
        *_personal_gates(personal),
    )


def stops_processing(found: Sequence[Gate]) -> bool:
    """Whether nothing more may be made of the document, and what was made must go."""
    return any(gate.stops_processing for gate in found)


# -------------------------------------------------------------------------------------------------------------------


def _personal_gates(personal: Sequence[PersonalFinding]) -> list[Gate]:
    surest: dict[tuple[str, int], PersonalFinding] = {}
    for finding in personal:
        place = (finding.kind.value, finding.page)
        if place not in surest or finding.confidence > surest[place].confidence:
            surest[place] = finding
    return [
        Gate(
            kind=GateKind.PERSONAL, mark=finding.kind.value, page=finding.page, box=finding.boxes[0],
            confidence=finding.confidence, rule=finding.rule,
        )
        for finding in surest.values()
    ]  # fmt: skip
