"""Claims in, one claim a field out: who says it decides first, then how sure they are.

Not for making claims, and never for dropping any: what is not chosen stays in the record.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from schemas.claim import PRECEDENCE, Claim, FieldName, Source
from schemas.record import Settled

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def settle(claims: Iterable[Claim]) -> dict[FieldName, Claim]:
    """The claim that counts for every field.

    Takes: claims in any order; the order never matters.
    Gives: at most one claim a field, keyed in the order of :class:`FieldName`. Precedence is MACHINE < SIDECAR <
    ARCHIVIST; of one person's trade the newest ``at`` wins, of the others the highest confidence. A winning claim
    whose value is None blanks the field: the field is absent. Ties are broken by the claim's content.
    """
    best: dict[FieldName, Claim] = {}
    for claim in claims:
        rival = best.get(claim.field)
        if rival is None or _rank(claim) > _rank(rival):
            best[claim.field] = claim
    return {name: best[name] for name in FieldName if name in best and best[name].value is not None}


def fields(claims: Iterable[Claim]) -> dict[FieldName, Settled]:
    """The settled fields as ``record.json`` and ``kho show`` print them; takes what :func:`settle` takes."""
    return {name: _settled(claim) for name, claim in settle(claims).items()}


def _rank(claim: Claim) -> tuple[int, datetime, float, str]:
    """A total order: two claims of equal rank have equal content."""
    said = _aware(claim.at) if claim.source is Source.ARCHIVIST else _LONG_AGO
    return PRECEDENCE[claim.source], said, claim.confidence, claim.model_dump_json()


def _aware(moment: datetime | None) -> datetime:
    """A moment that can be compared; one without a zone is taken as UTC."""
    if moment is None:
        return _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _settled(claim: Claim) -> Settled:
    if claim.value is None:
        raise ValueError(claim.field)
    box = claim.box
    return Settled(
        value=claim.value,
        raw=claim.raw,
        source=claim.source.value,
        confidence=claim.confidence,
        page=claim.page,
        box=(box.x0, box.y0, box.x1, box.y1) if box else None,
        rule=claim.rule,
    )
