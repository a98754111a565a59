"""The ledger's SQL, as SQLAlchemy expressions that SQLite and PostgreSQL both understand."""

from datetime import datetime
from functools import cache

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from catalog.accounts import DROPPED
from catalog.queue import workable
from catalog.rows import NEVER
from catalog.tables import Instant, drop_journal, dropped_file, in_progress, part, unreleased, work
from schemas.drop import Lease, State
from schemas.ids import ItemId

SAMPLE = 2_000
"""Of more items than these in progress, the pages are estimated: the look at their rows is what costs."""


def enter_journal(dialect: str) -> Insert:
    """A row of the journal; gives its item, or nothing if the journal has it."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(drop_journal).on_conflict_do_nothing(index_elements=["item"]).returning(drop_journal.c.item)


@cache
def take(table: Table) -> Update:
    """Leases an item or a part if that may be; gives the new token. Of two at once the second finds the condition gone.

    Parameters: ``of_item``, ``of_number`` (of a part), ``now``, ``until``. Built once, like those of `catalog.queue`.
    """
    leased = {"attempts": table.c.attempts + 1, "lease_token": table.c.lease_token + 1}
    until = bindparam("until", type_=Instant)
    one = update(table).where(*_is(table, bindparam("of_item"), bindparam("of_number")), *workable(table))
    return one.values(state=State.WORKING.value, lease_until=until, **leased).returning(table.c.lease_token)


def change_held(lease: Lease, **values: object) -> Update:
    """Changes the item or part if it is still ours (nobody has leased, ended or put it back since).

    Gives its agency, urgency and time dropped then, and no row otherwise.
    """
    table = _table(lease)
    row = table.c
    held = (*_is(table, lease.item, lease.part), row.lease_token == lease.token, row.state == State.WORKING.value)
    return update(table).where(*held).values(**values).returning(row.agency, row.urgent, row.dropped_at)


def put_back(lease: Lease, *, due_at: datetime, code: str, reason: str, passing: bool) -> Update:
    """Ends a try that failed: a passing reason takes back the attempt and counts a delay, any other a failure."""
    row = _table(lease).c
    counted: dict[str, object] = {"failures": row.failures + 1, "delays": 0}
    if passing:
        counted = {"attempts": row.attempts - 1, "delays": row.delays + 1}
    waiting = {"state": State.QUEUED.value, "due_at": due_at, "lease_until": None, "code": code, "reason": reason}
    return change_held(lease, **waiting, **counted)


def put_forward(table: Table, item: ItemId, now: datetime) -> Update:
    """What waits for a later time is due now, but not an item that waits for its parts; gives a row for each."""
    later = (table.c.due_at > now, table.c.due_at < NEVER, table.c.state == State.QUEUED.value)
    key = table.c.item if table is part else table.c.id
    return update(table).where(key == item, *later).values(due_at=now).returning(key)


def _table(lease: Lease) -> Table:
    return part if lease.part else work


def _is(table: Table, item: object, number: object) -> tuple[ColumnElement[bool], ...]:
    return (table.c.item == item, table.c.number == number) if table is part else (table.c.id == item,)


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


def waiting() -> Select[int, int, int]:
    """How many items are in progress; of the first `SAMPLE`, how many they are, and how many pages are unread."""
    # Every agency is at least "": without that word SQLite counts in an index that holds what is over too.
    number = select(func.count()).select_from(work).where(in_progress, work.c.agency >= "").scalar_subquery()
    unread = work.c.pages_total - work.c.pages_done
    pages = select(case((unread > 0, unread), else_=0).label("pages")).where(in_progress)
    sample = pages.order_by(work.c.agency, work.c.dropped_at, work.c.id).limit(SAMPLE).subquery()
    return select(number, func.count(), func.coalesce(func.sum(sample.c.pages), 0)).select_from(sample)
