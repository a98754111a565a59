"""How much a record needs a person, and what for: the order of the archivists' queue.

Takes the record alone, so that a rebuilt catalog has the same queue. The score is the importance of what is probably
wrong: for every field its importance (:mod:`pipeline.stages.importance`) times the doubt about it, and the same for
pages and gates. What a person has said counts nothing, right or wrong: nobody is asked twice.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from math import fsum

from pipeline.stages.importance import Need, importance
from schemas.attention import Attention, Reason, ReasonKind, Step
from schemas.claim import Claim, FieldName, Source
from schemas.gate import GateKind
from schemas.laws import law_register
from schemas.page import PageStatus
from schemas.publication import Decision
from schemas.record import PageSummary, Record, Settled

GATES: dict[GateKind, float] = {
    GateKind.SECRET: 10,  # must not be here at all, if it is one
    GateKind.PERSONAL: 6,  # Law on personal data protection: nothing is published before somebody has looked
    GateKind.INTERNAL: 5,  # LƯU HÀNH NỘI BỘ: waits for the issuer's consent
    GateKind.RETURN: 5,  # XEM XONG TRẢ LẠI: should perhaps not have been scanned
    GateKind.DRAFT: 4,  # DỰ THẢO: a draft may pass for the law
    GateKind.EMBARGO: 3,  # contest answers: only a date is wanted
}
"""What an undecided gate weighs."""
_FAILED, _RESCAN, _LAW = 6.0, 3.0, 1.0
_CONTRADICTION = 0.3
"""How often, roughly, the scan is right where it contradicts a clerk. The clerk's word counts; somebody should look."""
_DIGITS = 4


def attention(record: Record) -> Attention:
    """What of the record needs a person, greatest weight first, and whose turn it is.

    A confirmed field never raises the score; a record whose fields all are confirmed and that no gate holds has none.
    """
    said = frozenset(claim.field for claim in record.claims if claim.source is Source.ARCHIVIST)
    fields = [reason for need in _needs(record) if (reason := _of_field(need, record, said)) is not None]
    seen = bool(said) and not fields  # whoever has gone through all fields has seen the pages too
    reasons = [*_gates(record), *fields, *(() if seen else (*_pages(record.pages), *_laws(record)))]
    ordered = tuple(sorted(reasons, key=lambda reason: (-reason.weight, reason.topic)))
    score = fsum(reason.weight for reason in ordered)
    return Attention(score=score, step=_step(record, score), reasons=ordered)


def matters(record: Record) -> tuple[FieldName, ...]:
    """The fields somebody has to confirm (a blank one too) until nothing is asked of the record any more."""
    return tuple(need.field for need in _needs(record) if need.expected or need.field in record.fields)


def _needs(record: Record) -> tuple[Need, ...]:
    kind, document = (record.fields.get(name) for name in (FieldName.MATERIAL_TYPE, FieldName.DOCUMENT_TYPE))
    return importance(kind.text if kind else None, document.text if document else None)


def _step(record: Record, score: float) -> Step:
    if record.withdrawal is not None:
        return Step.DONE
    if record.publication is not None:  # whoever has published it answers for it as it stood then
        return Step.PUBLISH if record.corrected_by else Step.DONE
    if score > 0:
        return Step.CHECK
    kept = any(decision.decision is Decision.KEPT for decision in record.decisions)
    return Step.DONE if kept else Step.PUBLISH


def _of_field(need: Need, record: Record, said: frozenset[FieldName]) -> Reason | None:
    if need.field in said:
        return None
    claims = [claim for claim in record.claims if claim.field is need.field]
    settled = record.fields.get(need.field)
    if settled is None:
        stands_in = need.instead is not None and need.instead in record.fields
        if not need.expected or stands_in:
            return None
        return _reason(ReasonKind.BLANK, need, 1.0, detail=_likeliest(claims, "")[0])
    return max(_doubts(need, settled, claims), key=lambda reason: reason.weight, default=None)


def _doubts(need: Need, settled: Settled, claims: Iterable[Claim]) -> Iterator[Reason]:
    """Every doubt about a value that is there; one that would weigh nothing is none."""
    known = list(claims)
    rival, odds = _likeliest([claim for claim in known if claim.source == settled.source], settled.text)
    contrary, sure = _contrary(known, settled) if settled.source == Source.SIDECAR else ("", 0.0)
    for kind, doubt, detail in (
        (ReasonKind.UNSURE, 1 - settled.confidence, ""),
        (ReasonKind.ALTERNATIVES, odds, rival),
        (ReasonKind.CONTRADICTED, sure * _CONTRADICTION, contrary),
    ):
        if round(need.importance * doubt, _DIGITS) > 0:
            yield _reason(kind, need, doubt, detail=detail, settled=settled)


def _likeliest(claims: Iterable[Claim], value: str) -> tuple[str, float]:
    """The likeliest of what else may stand there, and how likely it is; ("", 0) for nothing."""
    others = (other for claim in claims for other in claim.alternatives if other[0] != value)
    text, odds = max(others, key=lambda other: (other[1], other[0]), default=("", 0.0))
    return text, min(max(odds, 0.0), 1.0)


def _contrary(claims: Iterable[Claim], settled: Settled) -> tuple[str, float]:
    """What the machine has read surely where a clerk has written something else."""
    read = [c for c in claims if c.source is Source.MACHINE and c.value is not None]
    best = max(read, key=lambda claim: (claim.confidence, str(claim.value)), default=None)
    if best is None or isinstance(settled.value, tuple) or str(best.value) == settled.text:
        return "", 0.0
    return str(best.value), best.confidence


def _reason(kind: ReasonKind, need: Need, doubt: float, *, detail: str, settled: Settled | None = None) -> Reason:
    return Reason(
        kind=kind, field=need.field, detail=detail, weight=round(need.importance * doubt, _DIGITS),
        page=settled.page if settled else None, confidence=settled.confidence if settled else None,
    )  # fmt: skip


def _gates(record: Record) -> Iterator[Reason]:
    decided = {decision.kind for decision in record.decisions}
    for kind in map(GateKind, dict.fromkeys(record.facets.held)):
        if kind not in decided:
            yield Reason(kind=ReasonKind.HELD, gate=kind, weight=GATES[kind])


def _pages(pages: tuple[PageSummary, ...]) -> Iterator[Reason]:
    """One bad page weighs something in a book too; the more of them, the more."""
    failed = [page.number for page in pages if page.status is PageStatus.FAILED]
    bad = [page for page in pages if page.quality is not None and page.quality.rescan]
    for kind, numbers, weight in (
        (ReasonKind.PAGE_FAILED, failed, _FAILED),
        (ReasonKind.RESCAN, [page.number for page in bad], _RESCAN),
    ):
        if numbers:
            doubt = 0.3 + 0.7 * len(numbers) / len(pages)
            shown = ", ".join(map(str, numbers[:20]))
            yield Reason(kind=kind, detail=shown, page=numbers[0], weight=round(weight * doubt, _DIGITS))


def _laws(record: Record) -> Iterator[Reason]:
    gone = [law for law in record.facets.laws if _was_over(law, record.archived_at.date())]
    if gone:
        yield Reason(kind=ReasonKind.LAW, detail=" ".join(gone[:10]), weight=_LAW)


def _was_over(law: str, on: date) -> bool:
    """Whether the register knows that this law was not in force any more."""
    try:
        known = law_register().of_id(law)
    except KeyError:  # an act that the register does not have goes by its number
        return False
    return known.effective_to is not None and known.effective_to <= on
