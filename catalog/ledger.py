"""The ledger of work in SQL: what was dropped, who works on it, how it ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Select, Update, func, insert, select, update

from catalog import statements
from catalog.accounts import balance_of
from catalog.rows import entry, file_of, file_row, final, item_of, journal_row, utc, work_row
from catalog.tables import dropped_file, in_progress, unreleased, work
from catalog.transaction import transaction
from schemas.drop import Balance, DroppedFile, Item, Lease, Stage, State
from schemas.errors import Code, LeaseLost
from schemas.ids import ItemId, RecordId
from schemas.text import nfc


class SqlLedger:
    """The `Ledger` port over SQLite or PostgreSQL; every method is one transaction and may be repeated.

    A lease is valid up to and including its ``until``. Every method raises `DatabaseUnreachable` or `DiskFull`
    for passing trouble, and ValueError for a moment without a time zone.
    """

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def drop(self, item: Item, files: Sequence[DroppedFile] = ()) -> bool:
        """Enters a drop with the inbox files it was taken from; False (and nothing changed) if the item is known.

        Raises:
            ValueError: the item is leased, or its `finished_at` does not fit its state.
        """
        return self.drop_all([(item, files)]) == 1

    def drop_all(self, drops: Sequence[tuple[Item, Sequence[DroppedFile]]]) -> int:
        """Enters several drops with their files, all or none; those known already are passed over.

        Gives how many were new. A file may stand with several items, as a ZIP does with each of its members.

        Raises:
            ValueError: one of the items is leased, or its `finished_at` does not fit its state.
        """
        entries = [(entry(item), files) for item, files in drops]
        with transaction(self._engine, write=True) as connection:
            return sum(_entered(connection, item, files) for item, files in entries)

    def get(self, item: ItemId) -> Item | None:
        """The item's row; None for one never dropped."""
        found = self._items(select(work).where(work.c.id == item))
        return found[0] if found else None

    def items(self, *, state: State | None = None, record: RecordId | None = None) -> Sequence[Item]:
        """Rows by time dropped, then id."""
        statement = select(work)
        if state is not None:
            statement = statement.where(work.c.state == state.value)
        if record is not None:
            statement = statement.where(work.c.record == record)
        return self._items(statement.order_by(work.c.dropped_at, work.c.id))

    def files(self, item: ItemId) -> Sequence[DroppedFile]:
        """The inbox files this item was dropped with, in that order."""
        statement = select(dropped_file).where(dropped_file.c.item == item).order_by(dropped_file.c.position)
        with transaction(self._engine, write=False) as connection:
            return [file_of(row) for row in connection.execute(statement).mappings()]

    def open_files(self) -> Sequence[tuple[ItemId, DroppedFile]]:
        """The inbox files of items not released yet, by item id and position."""
        with transaction(self._engine, write=False) as connection:
            return [(row["item"], file_of(row)) for row in connection.execute(statements.open_files()).mappings()]

    def lease(self, item: ItemId, *, now: datetime, seconds: float) -> Lease | None:
        """Takes the item for work if it is one that `due` would give; counts an attempt; None otherwise."""
        now = utc(now)
        with transaction(self._engine, write=True) as connection:
            token = connection.execute(statements.take(item, now=now, seconds=seconds)).scalar_one_or_none()
        return None if token is None else Lease(item=item, token=token, until=now + timedelta(seconds=seconds))

    def renew(self, lease: Lease, *, now: datetime, seconds: float) -> Lease:
        """The lease prolonged, even one that has run out if nobody has taken over; raises `LeaseLost`."""
        renewed = lease.model_copy(update={"until": utc(now) + timedelta(seconds=seconds)})
        self._change(lease, statements.change_held(lease, lease_until=renewed.until))
        return renewed

    def progress(self, lease: Lease, *, stage: Stage, pages_done: int, pages_total: int) -> None:
        """Notes how far the work has come; raises `LeaseLost`."""
        values = {"stage": stage.value, "pages_done": pages_done, "pages_total": pages_total}
        self._change(lease, statements.change_held(lease, **values))

    def put_back(self, lease: Lease, *, due_at: datetime, code: Code, reason: str, passing: bool = False) -> None:
        """Ends a try that failed; code and reason stay visible. Raises `LeaseLost`.

        Takes:
            passing: whether the reason has nothing to do with the file (an outage): then the attempt does not count.
        """
        waiting = {"state": State.QUEUED.value, "due_at": utc(due_at), "lease_until": None}
        waiting |= {"attempts": work.c.attempts - 1} if passing else {}
        self._change(lease, statements.change_held(lease, **waiting, code=code.value, reason=nfc(reason)))

    def finish(self, lease: Lease, *, state: State, code: Code | None, reason: str | None, now: datetime) -> None:
        """Ends the item; a twin that waited for its end waits no longer.

        Raises:
            LeaseLost: another worker has taken over, or the item has ended.
            ValueError: the state is not a final one.
        """
        ended = {
            "state": final(state).value,
            "code": code and code.value,
            "reason": None if reason is None else nfc(reason),
        }
        self._change(lease, statements.change_held(lease, **ended, finished_at=utc(now), lease_until=None))

    def due(self, *, now: datetime, limit: int) -> Sequence[Item]:
        """Items in progress that are due and not leased, by time dropped, then id; of twins only the first.

        Twins are items in progress with one record. The later ones wait until the first has ended, so that one
        content is not read several times at once.
        """
        return self._items(statements.due(now=utc(now), limit=limit))

    def unreleased(self) -> Sequence[Item]:
        """Final items whose place in the inbox has not been tidied yet, by time dropped, then id."""
        final = select(work).where(unreleased, work.c.finished_at.is_not(None))
        return self._items(final.order_by(work.c.dropped_at, work.c.id))

    def released(self, item: ItemId) -> None:
        """Notes that the inbox has been tidied for this item.

        Raises:
            ValueError: the item is not a final one.
        """
        statement = update(work).where(work.c.id == item, ~in_progress).values(released=True).returning(work.c.id)
        with transaction(self._engine, write=True) as connection:
            if connection.execute(statement).first() is None:
                raise ValueError(f"{item} is not final")

    def free_leases(self) -> int:
        """Ends every lease at once and says how many; only for whoever can prove that no worker is alive."""
        values = {"state": State.QUEUED.value, "lease_until": None}
        with transaction(self._engine, write=True) as connection:
            return connection.execute(update(work).where(work.c.state == State.WORKING.value).values(**values)).rowcount

    def balance(self) -> Balance:
        """The account of everything dropped, at one moment."""
        with transaction(self._engine, write=False) as connection:
            return balance_of((row.name, row.number, int(row.total)) for row in connection.execute(statements.sums()))

    def counts(self) -> Mapping[str, Mapping[State, int]]:
        """How many items each agency has in each state."""
        found: dict[str, dict[State, int]] = {}
        statement = select(work.c.agency, work.c.state, func.count()).group_by(work.c.agency, work.c.state)
        with transaction(self._engine, write=False) as connection:
            for agency, state, count in connection.execute(statement):
                found.setdefault(agency, {})[State(state)] = count
        return found

    def _items(self, statement: Select[*tuple[object, ...]]) -> list[Item]:
        with transaction(self._engine, write=False) as connection:
            return [item_of(row) for row in connection.execute(statement).mappings()]

    def _change(self, lease: Lease, statement: Update) -> None:
        with transaction(self._engine, write=True) as connection:
            if connection.execute(statement).first() is None:
                raise LeaseLost(detail=f"item {lease.item}, token {lease.token}")


def _entered(connection: Connection, item: Item, files: Sequence[DroppedFile]) -> bool:
    statement = statements.enter_journal(connection.dialect.name)
    if connection.execute(statement, journal_row(item)).first() is None:
        return False
    connection.execute(insert(work), work_row(item))
    if files:
        connection.execute(insert(dropped_file), [file_row(item.id, n, f) for n, f in enumerate(files)])
    return True
