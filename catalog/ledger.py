"""The ledger of work in SQL: what was dropped, who works on it, how it ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Select, Update, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from catalog import statements
from catalog.accounts import balance_of
from catalog.rows import entry, file_of, file_row, item_of, journal_row, utc, work_row
from catalog.tables import drop_journal, dropped_file, in_progress, opened_bundle, unreleased, work
from catalog.transaction import transaction
from catalog.twins import twin_ending
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

    def expand(self, bundle: ItemId, members: Sequence[Item]) -> bool:
        """Replaces a ZIP in progress by its members; False (and nothing changed) if it is not in progress any more.

        Raises:
            ValueError: the bundle was never dropped, there are no members, or one of them is known already.
        """
        entries = [entry(member) for member in members]
        with transaction(self._engine, write=True) as connection:
            size = _size_dropped(connection, bundle)
            if not entries:
                raise ValueError(f"{bundle}: nothing in it; then it is to be refused")
            removed = delete(work).where(work.c.id == bundle, in_progress).returning(work.c.id)
            if connection.execute(removed).first() is None:
                return False
            connection.execute(insert(opened_bundle), {"item": bundle, "size": size})
            _enter_members(connection, bundle, entries)
        return True

    def get(self, item: ItemId) -> Item | None:
        """The item's row; None for one never dropped and for an opened ZIP."""
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

    def members(self, bundle: ItemId) -> Sequence[Item]:
        """The items that came out of a ZIP, by time dropped, then id; empty if it was not opened."""
        inside = select(drop_journal.c.item).where(drop_journal.c.bundle == bundle)
        return self._items(select(work).where(work.c.id.in_(inside)).order_by(work.c.dropped_at, work.c.id))

    def files(self, item: ItemId) -> Sequence[DroppedFile]:
        """The inbox files this item was dropped with, in that order."""
        statement = select(dropped_file).where(dropped_file.c.item == item).order_by(dropped_file.c.position)
        with transaction(self._engine, write=False) as connection:
            return [file_of(row) for row in connection.execute(statement).mappings()]

    def open_files(self) -> Sequence[tuple[ItemId, DroppedFile]]:
        """The inbox files of items not released yet, by item id and position; of an opened ZIP under its own id."""
        with transaction(self._engine, write=False) as connection:
            return [(row["item"], file_of(row)) for row in connection.execute(statements.open_files()).mappings()]

    def lease(self, item: ItemId, *, now: datetime, seconds: float) -> Lease | None:
        """Takes the item for work if it is in progress, due and not leased; counts an attempt; None otherwise."""
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
        """Ends the item, and with it every other item in progress with the same record (see `twin_ending`).

        Raises:
            LeaseLost: another worker has taken over, or a twin's end was this one's too.
            ValueError: the state is not a final one.
        """
        reason = None if reason is None else nfc(reason)
        twins = twin_ending(state, code, reason)
        with transaction(self._engine, write=True) as connection:
            record = connection.execute(select(work.c.record).where(*statements.held(lease))).scalar_one_or_none()
            if record is not None:
                connection.execute(statements.lock_twins(record)).all()
            ended = statements.ended(state=state, code=code, reason=reason, now=utc(now))
            _only_one(connection, lease, statements.change_held(lease, **ended))
            if record is not None:
                connection.execute(statements.end_twins(record, statements.ended(**twins, now=utc(now))))

    def due(self, *, now: datetime, limit: int) -> Sequence[Item]:
        """Items in progress that are due and not leased, by time dropped, then id; of twins only the first."""
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
            _only_one(connection, lease, statement)


def _only_one(connection: Connection, lease: Lease, statement: Update) -> None:
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


def _size_dropped(connection: Connection, item: ItemId) -> int:
    size = connection.execute(select(drop_journal.c.size).where(drop_journal.c.item == item)).scalar_one_or_none()
    if size is None:
        raise ValueError(f"{item} was never dropped")
    return int(size)


def _enter_members(connection: Connection, bundle: ItemId, members: Sequence[Item]) -> None:
    try:
        connection.execute(insert(drop_journal), [journal_row(member, bundle) for member in members])
    except IntegrityError as exc:
        raise ValueError(f"{bundle}: a member is known already") from exc
    connection.execute(insert(work), [work_row(member) for member in members])
