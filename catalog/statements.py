"""The ledger's SQL, as SQLAlchemy expressions that SQLite and PostgreSQL both understand."""

from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
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

from catalog.accounts import DROPPED, OPENED
from catalog.tables import drop_journal, dropped_file, in_progress, opened_bundle, unreleased, work
from schemas.drop import Lease, State
from schemas.errors import Code
from schemas.ids import ItemId, RecordId


def enter_journal(dialect: str) -> Insert:
    """A row of the journal; gives its item, or nothing if the journal has it."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(drop_journal).on_conflict_do_nothing(index_elements=["item"]).returning(drop_journal.c.item)


def take(item: ItemId, *, now: datetime, seconds: float) -> Update:
    """Leases the item if that may be; gives the new token. Of two at once the second finds the condition gone."""
    return (
        update(work)
        .where(work.c.id == item, in_progress, *_free(now))
        .values(
            state=State.WORKING.value,
            attempts=work.c.attempts + 1,
            lease_token=work.c.lease_token + 1,
            lease_until=now + timedelta(seconds=seconds),
        )
        .returning(work.c.lease_token)
    )


def held(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    """That the item is still ours: nobody has leased, ended or put it back since."""
    return (
        work.c.id == lease.item,
        work.c.lease_token == lease.token,
        work.c.state == State.WORKING.value,
    )


def change_held(lease: Lease, **values: object) -> Update:
    """Changes the item if the lease still holds; gives its id."""
    return update(work).where(*held(lease)).values(**values).returning(work.c.id)


def lock_twins(record: RecordId) -> Select[tuple[str]]:
    """Locks every item in progress with this record, in one order for all, so that two finishers never deadlock."""
    return select(work.c.id).where(work.c.record == record, in_progress).order_by(work.c.id).with_for_update()


def ended(*, state: State, code: Code | None, reason: str | None, now: datetime) -> dict[str, object]:
    """The columns of an item that has ended."""
    code_text = None if code is None else code.value
    return {"state": state.value, "code": code_text, "reason": reason, "finished_at": now, "lease_until": None}


def end_twins(record: RecordId, ending: dict[str, object]) -> Update:
    """Ends every item still in progress with this record; whoever works on one loses the lease."""
    others = update(work).where(work.c.record == record, in_progress)
    return others.values(ending | {"lease_token": work.c.lease_token + 1})


def due(*, now: datetime, limit: int) -> Select[tuple[object, ...]]:
    """Items to send again, oldest first; of several with one record only the first dropped that is in progress."""
    twin = work.alias("twin")
    waits = (
        select(literal(1))
        .where(
            twin.c.record == work.c.record,
            twin.c.finished_at.is_(None),
            tuple_(twin.c.dropped_at, twin.c.id) < tuple_(work.c.dropped_at, work.c.id),
        )
        .exists()
    )
    return select(work).where(in_progress, *_free(now), ~waits).order_by(work.c.dropped_at, work.c.id).limit(limit)


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return work.c.due_at <= now, or_(work.c.lease_until.is_(None), work.c.lease_until < now)


def open_files() -> Select[tuple[object, ...]]:
    """Files of items not released, and of opened ZIPs with such a member."""
    own = select(work.c.id).where(unreleased)
    bundles = (
        select(drop_journal.c.bundle)
        .join(work, work.c.id == drop_journal.c.item)
        .where(unreleased, drop_journal.c.bundle.is_not(None))
    )
    among = own.union(bundles).subquery()
    return (
        select(dropped_file)
        .where(dropped_file.c.item.in_(select(among.c.id)))
        .order_by(dropped_file.c.item, dropped_file.c.position)
    )


def sums() -> CompoundSelect[tuple[str, int, int]]:
    """(name, count, bytes) of the journal and of every state: one statement, hence one moment in both databases."""
    journal = _sums(literal(DROPPED), drop_journal.c.size).select_from(drop_journal)
    opened = _sums(literal(OPENED), opened_bundle.c.size).select_from(opened_bundle)
    return union_all(journal, opened, _sums(work.c.state, work.c.size).group_by(work.c.state))


def _sums(name: ColumnElement[str], size: Column[int]) -> Select[str, int, int]:
    return select(name.label("name"), func.count().label("number"), func.coalesce(func.sum(size), 0).label("total"))
