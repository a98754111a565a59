"""What is due, in SQL: an agency with a hundred thousand documents costs no more to ask for than one with ten.

Both databases evaluate a recursive query as it is read, round by round: the first of every agency, the second of every
agency …; a LIMIT ends it (SQLite: a recursive query without ORDER BY is a first-in first-out queue; PostgreSQL: only as
many rows are evaluated as the parent query fetches). Every step is one descent into an index.

The statements are built once (that costs more than running them) and take the parameters ``now`` and ``limit``.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from catalog.tables import Instant, part, work

_Row = tuple[Any, ...]


class Line(NamedTuple):
    """A table whose rows wait in line: an agency's own by time dropped, then by its key."""

    table: Table
    key: tuple[str, ...]
    pages: tuple[str, ...]
    """The columns that say how many pages there are to read."""


NOW = bindparam("now", type_=Instant)
LIMIT = bindparam("limit", type_=Integer)
ITEMS = Line(work, ("id",), ("pages_done", "pages_total"))
PARTS = Line(part, ("item", "number"), ("pages_done", "first", "last"))


@cache
def urgent(line: Line) -> Select[_Row]:
    """What is urgent and due, oldest first."""
    rows = line.table
    return select(*_columns(line, rows)).where(rows.c.urgent.is_(True), *workable(rows)).order_by(
        *_place(line, rows)
    ).limit(LIMIT)  # fmt: skip


@cache
def turns(line: Line, dialect: str) -> Select[_Row]:
    """The first of every agency that are due and not urgent, the second of every agency …; at least ``limit``, if any.

    The turn in which the last one falls is complete: so that the caller may order it.
    """
    agencies = _agencies(line.table)
    first = _next(line, dialect, agencies).cte("turn", recursive=True)
    turn = first.union_all(_next(line, dialect, first, after=_place(line, first)))
    number = select(func.count()).select_from(agencies).scalar_subquery()
    return select(turn).limit(number + LIMIT)


def workable(rows: FromClause) -> tuple[ColumnElement[bool], ...]:
    """In progress, due, not leased; of several items with one record the first dropped that is in progress."""
    free = or_(rows.c.lease_until.is_(None), rows.c.lease_until < NOW)
    ready = (rows.c.finished_at.is_(None), rows.c.due_at <= NOW, free)
    return (*ready, ~_waits(rows)) if "record" in rows.c else ready


def _waits(rows: FromClause) -> ColumnElement[bool]:
    """That a twin, dropped before, is in progress. A record of NULL equals none: such items wait for nobody."""
    twin = work.alias("twin")
    earlier = tuple_(twin.c.dropped_at, twin.c.id) < tuple_(rows.c.dropped_at, rows.c.id)
    same = select(literal(1)).where(twin.c.record == rows.c.record, twin.c.finished_at.is_(None), earlier)
    return exists(same.correlate(rows))


def _agencies(table: Table) -> CTE:
    """Every agency that has something in progress, found by leaps; and a last row of NULL."""
    one, other = table.alias("leap_one"), table.alias("leap")
    first = select(one.c.agency).where(one.c.finished_at.is_(None)).order_by(one.c.agency).limit(1)
    found = select(first.scalar_subquery().label("agency")).cte("agencies", recursive=True)
    later = select(other.c.agency).where(other.c.finished_at.is_(None), other.c.agency > found.c.agency)
    leap = later.order_by(other.c.agency).limit(1).correlate(found).scalar_subquery()
    return found.union_all(select(leap).where(found.c.agency.is_not(None)))


def _next(line: Line, dialect: str, of: CTE, after: Sequence[ColumnElement[Any]] = ()) -> Select[_Row]:
    """The first that is to be worked on of every agency in ``of``, after that place if one is given."""
    rows = line.table.alias("waiting")
    conditions = [rows.c.agency == of.c.agency, rows.c.urgent.is_(False), *workable(rows)]
    if after:
        conditions.append(tuple_(*_place(line, rows)) > tuple_(*after))
    first = select(*_columns(line, rows)).where(*conditions).order_by(*_place(line, rows)).limit(1).correlate(of)
    if dialect == "postgresql":  # whose planner would join by hashing the whole table
        one = first.lateral("following")
        return select(*one.c).select_from(of.join(one, true()))
    # SQLite knows no LATERAL, and never joins but row by row.
    following = line.table.alias("following")
    same = (following.c[key] == first.with_only_columns(rows.c[key]).scalar_subquery() for key in line.key)
    return select(*_columns(line, following)).select_from(of.join(following, and_(*same)))


def _columns(line: Line, rows: FromClause) -> Sequence[ColumnElement[Any]]:
    return [rows.c[name] for name in (*line.key, "agency", "urgent", "dropped_at", *line.pages)]


def _place(line: Line, rows: FromClause) -> Sequence[ColumnElement[Any]]:
    return [rows.c[name] for name in ("dropped_at", *line.key)]
