"""The ledger of work in SQL: what was dropped, who works on it, how it ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Update, insert, update

from catalog import division, statements
from catalog.ledger_looks import LedgerLooks
from catalog.rows import entry, file_row, final, journal_row, new_parts, utc, work_row
from catalog.tables import dropped_file, in_progress, part, part_in_progress, work
from catalog.transaction import transaction
from schemas.drop import DroppedFile, Item, Lease, Stage, State
from schemas.errors import Code, LeaseLost
from schemas.ids import ItemId
from schemas.text import nfc


class SqlLedger(LedgerLooks):
    """The `Ledger` port over SQLite or PostgreSQL; every method is one transaction and may be repeated.

    A lease is valid up to and including its ``until``. Every method raises `DatabaseUnreachable` or `DiskFull`
    for passing trouble, and ValueError for a moment without a time zone.
    """

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

    def lease(self, item: ItemId, *, now: datetime, seconds: float) -> Lease | None:
        """Takes the item for work if it is one that `due` would give; counts an attempt; None otherwise."""
        return self._take(item, 0, now=now, seconds=seconds)

    def divide(self, lease: Lease, ranges: Sequence[tuple[int, int]], *, now: datetime) -> None:
        """Gives the item up into parts; it is due again once all of them have ended. The attempt does not count.

        Its pages are counted anew: those of the ranges in all, those of the ended parts as done. An item that has
        parts already keeps those it has.

        Raises:
            LeaseLost: another worker has taken over.
            ValueError: no ranges, or an empty one; or the lease is a part's.
        """
        if lease.part:
            raise ValueError(f"a part is not divided: {lease}")
        parts = new_parts(lease.item, ranges, utc(now))
        with transaction(self._engine, write=True) as connection:
            division.divide(connection, lease, parts, now=utc(now))

    def lease_part(self, item: ItemId, number: int, *, now: datetime, seconds: float) -> Lease | None:
        """Takes a part for work if it is one that `due` would give; counts an attempt; None otherwise."""
        return self._take(item, number, now=now, seconds=seconds) if number > 0 else None

    def finish_part(self, lease: Lease, *, code: Code | None, reason: str | None, now: datetime) -> bool:
        """Ends a part; True if it was the last one: its item is due at once.

        Raises:
            LeaseLost: another worker has taken over, or part or item has ended.
            ValueError: the lease is an item's.
        """
        if not lease.part:
            raise ValueError(f"an item is ended by finish: {lease}")
        ended = _ending(code, reason)
        with transaction(self._engine, write=True) as connection:
            return division.finish_part(connection, lease, ended, now=utc(now))

    def renew(self, lease: Lease, *, now: datetime, seconds: float) -> Lease:
        """The lease prolonged, even one that has run out if nobody has taken over; raises `LeaseLost`."""
        renewed = lease.model_copy(update={"until": utc(now) + timedelta(seconds=seconds)})
        self._change(lease, statements.change_held(lease, lease_until=renewed.until))
        return renewed

    def progress(self, lease: Lease, *, stage: Stage, pages_done: int, pages_total: int) -> None:
        """Notes how far the work has come; of a part only its ``pages_done``. Raises `LeaseLost`."""
        noted: dict[str, object] = {"pages_done": pages_done}
        if not lease.part:
            noted |= {"stage": stage.value, "pages_total": pages_total}
        self._change(lease, statements.change_held(lease, **noted))

    def put_back(self, lease: Lease, *, due_at: datetime, code: Code, reason: str, passing: bool = False) -> None:
        """Ends a try that failed; code and reason stay visible. Raises `LeaseLost`.

        Takes:
            passing: whether the reason has nothing to do with the file (an outage): then the attempt does not count.
        """
        told = {"code": code.value, "reason": nfc(reason)}
        self._change(lease, statements.put_back(lease, due_at=utc(due_at), passing=passing, **told))

    def finish(self, lease: Lease, *, state: State, code: Code | None, reason: str | None, now: datetime) -> None:
        """Ends the item; a twin that waited for its end waits no longer.

        Raises:
            LeaseLost: another worker has taken over, or the item has ended.
            ValueError: the state is not a final one; or the lease is a part's.
        """
        if lease.part:
            raise ValueError(f"a part is ended by finish_part: {lease}")
        ended = {"state": final(state).value, **_ending(code, reason), "finished_at": utc(now), "lease_until": None}
        self._change(lease, statements.change_held(lease, **ended))

    def hurry(self, item: ItemId) -> bool:
        """Makes an item in progress urgent, and its parts; False if it has ended or is not known."""
        hurried = update(work).where(work.c.id == item, in_progress).values(urgent=True).returning(work.c.id)
        below = update(part).where(part.c.item == item, part_in_progress).values(urgent=True)
        with transaction(self._engine, write=True) as connection:
            found = connection.execute(hurried).first() is not None
            if found:
                connection.execute(below)
        return found

    def retry(self, item: ItemId, *, now: datetime) -> bool:
        """What waits of the item, itself or parts of it, is due now; False if nothing of it waits for a later time."""
        now = utc(now)
        with transaction(self._engine, write=True) as connection:
            found = [connection.execute(statements.put_forward(table, item, now)).all() for table in (work, part)]
        return any(found)

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
        freed = {"state": State.QUEUED.value, "lease_until": None}
        leased = [update(t).where(t.c.finished_at.is_(None), t.c.state == State.WORKING.value) for t in (work, part)]
        with transaction(self._engine, write=True) as connection:
            return sum(connection.execute(statement.values(**freed)).rowcount for statement in leased)

    def _take(self, item: ItemId, number: int, *, now: datetime, seconds: float) -> Lease | None:
        until = utc(now) + timedelta(seconds=seconds)
        asked = {"of_item": item, "of_number": number, "now": utc(now), "until": until}
        with transaction(self._engine, write=True) as connection:
            token = connection.execute(statements.take(part if number else work), asked).scalar_one_or_none()
        return None if token is None else Lease(item=item, part=number, token=token, until=until)

    def _change(self, lease: Lease, statement: Update) -> None:
        with transaction(self._engine, write=True) as connection:
            if connection.execute(statement).first() is None:
                raise LeaseLost(detail=str(lease))


def _ending(code: Code | None, reason: str | None) -> dict[str, object]:
    return {"code": code and code.value, "reason": reason and nfc(reason)}


def _entered(connection: Connection, item: Item, files: Sequence[DroppedFile]) -> bool:
    statement = statements.enter_journal(connection.dialect.name)
    if connection.execute(statement, journal_row(item)).first() is None:
        return False
    connection.execute(insert(work), work_row(item))
    if files:
        connection.execute(insert(dropped_file), [file_row(item.id, n, f) for n, f in enumerate(files)])
    return True
