"""The archivists' queue in SQL: filters as conditions, the order as an index gives it.

Every page is read from where the last one ended (keyset), never counted off: the thousandth page costs what the first
does. With one condition at most, an index of its own has the rows in the queue's order. With several, the order's own
index is read, which has all that is asked about in it: nothing but keys is looked at until the page is known.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, literal, literal_column, select, tuple_, union

from catalog.columns import Instant
from catalog.tables import attention, attention_count, attention_topic, desk_claim, draft
from schemas.desk import Cursor, Filter
from schemas.text import fold, nfc, one_line

_Row = Select[*tuple[Any, ...]]
Agencies = tuple[str, ...] | None
ENOUGH = 1000
"""What has no kept count is counted up to here."""
_FACETS = ("document_type", "material_type", "batch", "status")
_PLACE = ("rank", "dropped_at", "record")


def allowed(asked: Filter, agencies: Agencies) -> Agencies:
    """The agencies whose records are meant: those of the person, narrowed by the filter; None for all."""
    own = None if agencies is None else tuple(dict.fromkeys(map(nfc, agencies)))
    if asked.agency is None:
        return own
    wanted = nfc(asked.agency)
    return (wanted,) if own is None or wanted in own else ()


def places(
    asked: Filter, agencies: Agencies, *, person: str, now: datetime, after: Cursor | None, limit: int, dialect: str
) -> _Row:
    """Rank, time dropped and record of the next ones, in order."""
    lead, where = _conditions(asked, allowed(asked, agencies), person=person, now=now, dialect=dialect)
    if after is not None:
        place = tuple_(literal(-after.score), literal(after.dropped_at, Instant), literal(nfc(after.record)))
        where.append(tuple_(*(lead.c[name] for name in _PLACE)) > place)
    order = [lead.c[name] for name in _PLACE]
    return select(*order).where(*where).order_by(*order).limit(limit)


def kept(asked: Filter, agencies: Agencies) -> _Row | None:
    """How many the filter finds, from the kept counts; None if they do not know: it has more than one facet."""
    own, facets = allowed(asked, agencies), _facets(asked)
    if asked.reason is not None:
        facets["reason"] = nfc(asked.reason)
    if len(facets) > 1 or asked.mine or asked.waiting_days is not None or _terms(asked):
        return None
    known = attention_count.c
    where = [known.step == asked.step.value, known.facet == next(iter(facets), "agency")]
    where += [known.value == value for value in facets.values()]
    if own is not None:
        where.append(known.agency.in_(own))
    return select(func.coalesce(func.sum(known.number), 0)).where(*where)


def counted(asked: Filter, agencies: Agencies, *, person: str, now: datetime, dialect: str) -> _Row:
    """The same counted, up to one more than `ENOUGH`."""
    _, where = _conditions(asked, allowed(asked, agencies), person=person, now=now, dialect=dialect)
    return select(func.count()).select_from(select(literal(1)).where(*where).limit(ENOUGH + 1).subquery())


def counts(step: str, agencies: Agencies) -> _Row:
    """Facet, value and number; of the person's agencies together."""
    known = attention_count.c
    statement = select(known.facet, known.value, func.sum(known.number)).where(known.step == step)
    if agencies is not None:
        statement = statement.where(known.agency.in_(map(nfc, agencies)))
    return statement.group_by(known.facet, known.value)


def _conditions(
    asked: Filter, own: Agencies, *, person: str, now: datetime, dialect: str
) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """The table that has the order, and all conditions but the place."""
    facets, terms = _facets(asked), _terms(asked)
    several = len(facets) + len(terms) + (own is not None) + (asked.reason is not None) > 1 or len(own or "1") > 1
    lead = attention_topic if asked.reason is not None and not (facets or terms) else attention

    def column(name: str, *, veiled: bool) -> ColumnElement[Any]:
        # A plus keeps SQLite from an index of that column alone, which it always thinks the better one.
        return literal_column(f"+{lead.name}.{name}") if veiled and dialect == "sqlite" else lead.c[name]

    where = [column("step", veiled=asked.mine) == asked.step.value]
    where += [column(name, veiled=several) == value for name, value in facets.items()]
    where += [lead.c.words.contains(term, autoescape=True) for term in terms]
    if own is not None:
        agency = column("agency", veiled=several)
        where.append(agency == own[0] if len(own) == 1 else agency.in_(own))
    if asked.waiting_days is not None:
        where.append(lead.c.dropped_at <= now - timedelta(days=asked.waiting_days))
    if asked.mine:
        where.append(lead.c.record.in_(_mine(person, now)))
    if lead is attention_topic:
        where.append(lead.c.topic == nfc(asked.reason or ""))
    elif asked.reason is not None:
        where.append(lead.c.topics.contains(f" {nfc(asked.reason)} ", autoescape=True))
    return lead, where


def _facets(asked: Filter) -> dict[str, str]:
    given = ((name, getattr(asked, name)) for name in _FACETS)
    return {name: nfc(str(value)) for name, value in given if value is not None}


def _terms(asked: Filter) -> list[str]:
    return fold(one_line(asked.text or "")).split()


def _mine(person: str, now: datetime) -> Any:  # noqa: ANN401  # SQLAlchemy's own types differ from release to release
    held = select(desk_claim.c.record).where(desk_claim.c.person == person, desk_claim.c.until >= now)
    return union(held, select(draft.c.record).where(draft.c.person == person))
