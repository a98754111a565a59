"""Claims in, what counts for every field out: who says it decides first, then how sure they are.

Not for making claims, and never for dropping any: what is not chosen stays in the record.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from schemas.claim import MULTIPLE, PRECEDENCE, Claim, FieldName, Source
from schemas.record import Settled

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def settle(claims: Iterable[Claim]) -> dict[FieldName, Claim]:
    """The claim that counts for every field; of a field with several values the one that counts first.

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
    """The settled fields as ``record.json`` and ``kho show`` print them; takes what :func:`settle` takes.

    A field with several values (:data:`MULTIPLE`) has those of all the winning claim's fellows: the same source and,
    of archivists, the same moment; in their order on the page.
    """
    known = tuple(claims)
    return {
        name: _several(_fellows(claim, known)) if name in MULTIPLE else _settled(claim)
        for name, claim in settle(known).items()
    }


def _rank(claim: Claim) -> tuple[int, datetime, float, str]:
    """A total order: two claims of equal rank have equal content."""
    said = _aware(claim.at) if claim.source is Source.ARCHIVIST else _LONG_AGO
    return PRECEDENCE[claim.source], said, claim.confidence, claim.model_dump_json()


def _aware(moment: datetime | None) -> datetime:
    """A moment that can be compared; one without a zone is taken as UTC."""
    if moment is None:
        return _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _fellows(winner: Claim, claims: Iterable[Claim]) -> list[Claim]:
    """The claims that speak together with the winner, in the order of the page and then of their content."""
    fellows = {
        claim.model_dump_json(): claim
        for claim in claims
        if claim.field is winner.field and claim.value is not None and _rank(claim)[:2] == _rank(winner)[:2]
    }
    return sorted(fellows.values(), key=_place)


def _place(claim: Claim) -> tuple[int, int, int, str]:
    box = claim.box
    return claim.page or 0, box.y0 if box else 0, box.x0 if box else 0, claim.model_dump_json()


def _several(claims: Sequence[Claim]) -> Settled:
    """Of several values the first one's place is given; each has its own in its claim."""
    values = tuple(dict.fromkeys(str(claim.value) for claim in claims))
    least = min(claim.confidence for claim in claims)
    return _settled(claims[0]).model_copy(update={"value": values, "confidence": least})


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
