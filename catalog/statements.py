"""The ledger's SQL, as SQLAlchemy expressions that SQLite and PostgreSQL both understand."""

from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Exists,
    Insert,
    Select,
    Update,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from catalog.accounts import DROPPED
from catalog.tables import drop_journal, dropped_file, in_progress, unreleased, work
from schemas.drop import Lease, State
from schemas.ids import ItemId


def enter_journal(dialect: str) -> Insert:
    """A row of the journal; gives its item, or nothing if the journal has it."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(drop_journal).on_conflict_do_nothing(index_elements=["item"]).returning(drop_journal.c.item)


def take(item: ItemId, *, now: datetime, seconds: float) -> Update:
    """Leases the item if that may be; gives the new token. Of two at once the second finds the condition gone."""
    return (
        update(work)
        .where(work.c.id == item, *_workable(now))
        .values(
            state=State.WORKING.value,
            attempts=work.c.attempts + 1,
            lease_token=work.c.lease_token + 1,
            lease_until=now + timedelta(seconds=seconds),
        )
        .returning(work.c.lease_token)
    )


def change_held(lease: Lease, **values: object) -> Update:
    """Changes the item if it is still ours (nobody has leased, ended or put it back since); gives its id."""
    holds = (work.c.lease_token == lease.token, work.c.state == State.WORKING.value)
    return update(work).where(work.c.id == lease.item, *holds).values(**values).returning(work.c.id)


def due(*, now: datetime, limit: int) -> Select[tuple[object, ...]]:
    """Items to send again, oldest first."""
    return select(work).where(*_workable(now)).order_by(work.c.dropped_at, work.c.id).limit(limit)


def _workable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """In progress, due, not leased, and of several with one record the first dropped that is in progress."""
    free = or_(work.c.lease_until.is_(None), work.c.lease_until < now)
    return in_progress, work.c.due_at <= now, free, ~_waits()


def _waits() -> Exists:
    """That a twin, dropped before, is in progress. A record of NULL equals none: such items wait for nobody."""
    twin = work.alias("twin")
    earlier = tuple_(twin.c.dropped_at, twin.c.id) < tuple_(work.c.dropped_at, work.c.id)
    same = select(literal(1)).where(twin.c.record == work.c.record, twin.c.finished_at.is_(None), earlier)
    return same.correlate(work).exists()


def open_files() -> Select[tuple[object, ...]]:
    """Files of items not released, by item and position."""
    waiting = select(work.c.id).where(unreleased)
    files = select(dropped_file).where(dropped_file.c.item.in_(waiting))
    return files.order_by(dropped_file.c.item, dropped_file.c.position)


def sums() -> CompoundSelect[tuple[str, int, int]]:
    """(name, count, bytes) of the journal and of every state: one statement, hence one moment in both databases."""
    journal = _sums(literal(DROPPED), drop_journal.c.size).select_from(drop_journal)
    return union_all(journal, _sums(work.c.state, work.c.size).group_by(work.c.state))


def _sums(name: ColumnElement[str], size: Column[int]) -> Select[str, int, int]:
    return select(name.label("name"), func.count().label("number"), func.coalesce(func.sum(size), 0).label("total"))
