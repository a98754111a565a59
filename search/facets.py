"""By what a document is counted and narrowed. Pure.

A document of an agency that is no more is also one of those that came after it: who asks for today's commune gets what
its predecessors printed. The name on the document is not touched.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.stages.reader.citing.validity import validity
from schemas.agencies import Agencies, Level
from schemas.agencies import key as name_key
from schemas.citation import Citation, LawState
from schemas.claim import FieldName
from schemas.laws import law_register
from schemas.record import Record

CURRENT, EXPIRED, COMING, UNKNOWN = "current", "expired", "coming", "unknown"
"""Of the laws that a document cites: all in force; one no longer; one not yet; who knows."""


def facets(
    record: Record, citations: Iterable[Citation], agencies: Agencies, today: date
) -> dict[str, tuple[str, ...]]:
    """The values of each facet of :data:`search.found.FACETS`; facets without a value are left out.

    Takes: the public record; what its published text cites; the authority file; the day that laws are looked at.
    """
    told = record.facets
    found = {
        "material_type": _one(record, FieldName.MATERIAL_TYPE),
        "topic": told.topics,
        "popular": told.popular,
        "agency": tuple(dict.fromkeys(_agencies(record, agencies))),
        "place": tuple(dict.fromkeys(_places(record, agencies))),
        "year": tuple(str(year) for year in (year_of(record),) if year),
        "audience": told.audiences,
        "law": told.laws,
        "validity": tuple(filter(None, (law_state(citations, today),))),
        "language": _one(record, FieldName.LANGUAGE),
        "activity": told.activities,
    }
    return {name: values for name, values in found.items() if values}


def year_of(record: Record) -> int | None:
    """The year it was issued; None if that is not known."""
    date_field = record.fields.get(FieldName.ISSUED_DATE)
    year = date_field.text[:4] if date_field else ""
    return int(year) if year.isdecimal() and len(year) == 4 else None


def law_state(citations: Iterable[Citation], today: date) -> str | None:
    """The state of all cited laws together, the worst counts; None where no act is cited that the register knows."""
    states = {one.state for one in validity(citations, today)}
    ranked = ((LawState.EXPIRED, EXPIRED), (LawState.NOT_YET, COMING), (LawState.UNKNOWN, UNKNOWN))
    worst = next((name for state, name in ranked if state in states), CURRENT)
    return worst if states else None


def next_change(citations: Iterable[Citation], today: date) -> date | None:
    """The next day on which a cited act begins or ends: its documents are to be looked at again."""
    laws = {citation.law for citation in citations if citation.law}
    known = [law_register().of_id(law) for law in laws]
    days = [day for law in known for day in (law.effective_from, law.effective_to) if day is not None and day > today]
    return min(days, default=None)


def lineage(agency: str, agencies: Agencies) -> tuple[str, ...]:
    """The agency and all that came after it, nearest first."""
    found: dict[str, None] = {}
    waiting = [agency]
    while waiting:
        one = waiting.pop(0)
        known = agencies.get(one)
        if one not in found and known is not None:
            found[one] = None
            waiting += known.successors
    return tuple(found) or (agency,)


# ---------------------------------------------------------------------------------------------------------------------


def _one(record: Record, name: FieldName) -> tuple[str, ...]:
    field = record.fields.get(name)
    return (field.text,) if field else ()


def _agencies(record: Record, agencies: Agencies) -> Iterator[str]:
    known = record.fields.get(FieldName.ISSUER_ID)
    if known is not None:
        yield from lineage(known.text, agencies)
    else:
        yield from _one(record, FieldName.ISSUER)


def _places(record: Record, agencies: Agencies) -> Iterator[str]:
    known = record.fields.get(FieldName.ISSUER_ID)
    for agency in lineage(known.text, agencies) if known else ():
        unit = agencies.unit(agency.rpartition(".")[0])
        while unit is not None:
            if unit.level is not Level.DISTRICT or unit.valid_to is not None:
                yield unit.id
            unit = agencies.unit(unit.within) if unit.within else None
    for place in _one(record, FieldName.PLACE):
        units = agencies.units_by_name.get(name_key(place), ())
        yield from (unit.id for unit in units if unit.level is Level.PROVINCE)
