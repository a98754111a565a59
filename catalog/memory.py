"""The ledger in memory: for tests, with the same contract as the one in SQL. Safe between threads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import RLock
from typing import TypeVar

from catalog.accounts import DROPPED, balance_of
from catalog.memory_index import MemoryIndex
from catalog.rows import NEVER, due_item, due_part, entry, file_of, file_row, final, new_parts, utc
from catalog.turns import in_turns
from schemas.drop import Balance, DroppedFile, Due, Item, Lease, Part, PartState, Stage, State, Waiting
from schemas.errors import Code, LeaseLost
from schemas.ids import ItemId, RecordId
from schemas.text import nfc

__all__ = ["MemoryIndex", "MemoryLedger"]
Row = TypeVar("Row", Item, Part)


class MemoryLedger:
    """The `Ledger` port over dictionaries; see `catalog.ledger.SqlLedger` for what each method promises."""

    def __init__(self) -> None:
        """An empty ledger."""
        self._lock = RLock()
        self._journal: dict[ItemId, int] = {}  # sizes
        self._files: dict[ItemId, list[DroppedFile]] = {}
        self._work: dict[ItemId, Item] = {}
        self._parts: dict[tuple[ItemId, int], Part] = {}

    def drop(self, item: Item, files: Sequence[DroppedFile] = ()) -> bool:
        """Enters a drop; False if the item is known."""
        return self.drop_all([(item, files)]) == 1

    def drop_all(self, drops: Sequence[tuple[Item, Sequence[DroppedFile]]]) -> int:
        """Enters several drops, all or none; gives how many were new."""
        entries = [(entry(item), [file_of(file_row(item.id, 0, file)) for file in files]) for item, files in drops]
        with self._lock:
            before = len(self._journal)
            for item, files in entries:
                if item.id not in self._journal:
                    self._journal[item.id], self._files[item.id], self._work[item.id] = item.size, files, item
            return len(self._journal) - before

    def get(self, item: ItemId) -> Item | None:
        """The item's row."""
        return self._work.get(item)

    def items(self, *, state: State | None = None, record: RecordId | None = None) -> Sequence[Item]:
        """Rows by time dropped, then id."""
        return [i for i in self._sorted() if state in (None, i.state) and record in (None, i.record)]

    def files(self, item: ItemId) -> Sequence[DroppedFile]:
        """The inbox files this item was dropped with."""
        return tuple(self._files.get(item, ()))

    def open_files(self) -> Sequence[tuple[ItemId, DroppedFile]]:
        """The inbox files of items not released yet."""
        with self._lock:
            waiting = sorted(item.id for item in self._work.values() if not item.released)
            return [(item, file) for item in waiting for file in self._files[item]]

    def lease(self, item: ItemId, *, now: datetime, seconds: float) -> Lease | None:
        """Takes the item for work if it is one that `due` would give."""
        return self._take(item, 0, utc(now), seconds)

    def divide(self, lease: Lease, ranges: Sequence[tuple[int, int]], *, now: datetime) -> None:
        """Gives the item up into parts, unless it has some."""
        if lease.part:
            raise ValueError(f"a part is not divided: {lease}")
        new = new_parts(lease.item, ranges, utc(now))
        with self._lock:
            item = self._held(lease)
            given_up = {"state": State.QUEUED, "lease_until": None, "attempts": item.attempts - 1, "due_at": utc(now)}
            if not self.parts(lease.item):
                self._parts |= {(part.item, part.number): part for part in new}
                pages = sum(part.last - part.first + 1 for part in new)
                given_up |= {"due_at": NEVER, "pages_done": 0, "pages_total": pages}
            self._update(item, **given_up)

    def parts(self, item: ItemId) -> Sequence[Part]:
        """The item's parts by number."""
        with self._lock:
            return [part for (of, _), part in sorted(self._parts.items()) if of == item]

    def lease_part(self, item: ItemId, number: int, *, now: datetime, seconds: float) -> Lease | None:
        """Takes a part for work if it is one that `due` would give."""
        return self._take(item, number, utc(now), seconds) if number > 0 else None

    def finish_part(self, lease: Lease, *, code: Code | None, reason: str | None, now: datetime) -> bool:
        """Ends a part; True if it was the last one: its item is due at once."""
        if not lease.part:
            raise ValueError(f"an item is ended by finish: {lease}")
        state, text, now = PartState.FAILED if code else PartState.DONE, reason and nfc(reason), utc(now)
        with self._lock:
            self._update(self._held(lease), state=state, code=code, reason=text, lease_until=None)
            part, item = self._parts[lease.item, lease.part], self._work[lease.item]
            last = all(p.state in (PartState.DONE, PartState.FAILED) for p in self.parts(lease.item))
            done = item.pages_done + part.last - part.first + 1
            self._update(item, pages_done=done, due_at=now if last else item.due_at)
        return last

    def renew(self, lease: Lease, *, now: datetime, seconds: float) -> Lease:
        """The lease prolonged."""
        renewed = lease.model_copy(update={"until": utc(now) + timedelta(seconds=seconds)})
        with self._lock:
            self._update(self._held(lease), lease_until=renewed.until)
        return renewed

    def progress(self, lease: Lease, *, stage: Stage, pages_done: int, pages_total: int) -> None:
        """Notes how far the work has come."""
        of_item: dict[str, object] = {} if lease.part else {"stage": stage, "pages_total": pages_total}
        with self._lock:
            self._update(self._held(lease), pages_done=pages_done, **of_item)

    def put_back(self, lease: Lease, *, due_at: datetime, code: Code, reason: str, passing: bool = False) -> None:
        """Ends a try that failed; one that failed for a passing reason does not count."""
        values = {"due_at": utc(due_at), "code": code, "reason": nfc(reason), "lease_until": None}
        with self._lock:
            held = self._held(lease)
            counted = {"failures": held.failures + 1, "delays": 0}
            if passing:
                counted = {"attempts": held.attempts - 1, "delays": held.delays + 1}
            self._update(held, state=type(held.state).QUEUED, **values, **counted)

    def finish(self, lease: Lease, *, state: State, code: Code | None, reason: str | None, now: datetime) -> None:
        """Ends the item."""
        if lease.part:
            raise ValueError(f"a part is ended by finish_part: {lease}")
        ended = {"state": final(state), "code": code, "reason": reason and nfc(reason)}
        with self._lock:
            self._update(self._held(lease), **ended, finished_at=utc(now), lease_until=None)

    def hurry(self, item: ItemId) -> bool:
        """Makes an item in progress urgent, and with it its parts."""
        with self._lock:
            found = self._work.get(item)
            if found is None or found.state.final:
                return False
            self._update(found, urgent=True)
        return True

    def retry(self, item: ItemId, *, now: datetime) -> bool:
        """What waits of the item, itself or parts of it, is due now."""
        now = utc(now)
        with self._lock:
            rows: list[Item | Part] = [self._work[item], *self.parts(item)] if item in self._work else []
            waiting = [row for row in rows if row.state is type(row.state).QUEUED and now < row.due_at < NEVER]
            for row in waiting:
                self._update(row, due_at=now)
        return bool(waiting)

    def due(self, *, now: datetime, limit: int) -> Sequence[Due]:
        """What `lease` or `lease_part` would give now, in turns; of twins only the first."""
        now = utc(now)
        with self._lock:
            items = [due_item(item.model_dump()) for item in self._workable(now)]
            parts = [due_part(self._work[p.item].model_dump() | p.model_dump()) for p in self._workable_parts(now)]
        return in_turns(items + parts, limit=limit)

    def waiting(self) -> Waiting:
        """How many documents are in progress, and how many of their pages have not been read."""
        with self._lock:
            left = [max(0, i.pages_total - i.pages_done) for i in self._work.values() if not i.state.final]
        return Waiting(documents=len(left), pages=sum(left))

    def unreleased(self) -> Sequence[Item]:
        """Final items whose place in the inbox has not been tidied yet."""
        return [item for item in self._sorted() if item.state.final and not item.released]

    def released(self, item: ItemId) -> None:
        """Notes that the inbox has been tidied for this item."""
        with self._lock:
            if item not in self._work or not self._work[item].state.final:
                raise ValueError(f"{item} is not final")
            self._update(self._work[item], released=True)

    def free_leases(self) -> int:
        """Ends every lease at once and says how many."""
        with self._lock:
            rows: list[Item | Part] = [*self._work.values(), *self._parts.values()]
            leased = [row for row in rows if row.lease_until is not None]
            for row in leased:
                self._update(row, state=type(row.state).QUEUED, lease_until=None)
        return len(leased)

    def balance(self) -> Balance:
        """The account of everything dropped."""
        with self._lock:
            sums = [(DROPPED, size) for size in self._journal.values()]
            sums += [(item.state, item.size) for item in self._work.values()]
        counts, sizes = Counter(name for name, _ in sums), Counter[str]()
        for name, size in sums:
            sizes[name] += size
        return balance_of((name, count, sizes[name]) for name, count in counts.items())

    def counts(self) -> Mapping[str, Mapping[State, int]]:
        """How many items each agency has in each state."""
        found: dict[str, Counter[State]] = {}
        for item in self._sorted():
            found.setdefault(item.agency, Counter())[item.state] += 1
        return found

    def _take(self, item: ItemId, number: int, now: datetime, seconds: float) -> Lease | None:
        with self._lock:
            rows: list[Item | Part] = [*self._workable(now), *self._workable_parts(now)]
            old = next((row for row in rows if _key(row) == (item, number)), None)
            if old is None:
                return None
            until = now + timedelta(seconds=seconds)
            lease = Lease(item=item, part=number, token=old.lease_token + 1, until=until)
            working = {"state": type(old.state).WORKING, "lease_token": lease.token, "lease_until": lease.until}
            self._update(old, attempts=old.attempts + 1, **working)
        return lease

    def _update(self, row: Item | Part, **values: object) -> None:
        changed = row.model_copy(update=values)
        if isinstance(changed, Item):
            self._work[changed.id] = changed
        else:
            self._parts[changed.item, changed.number] = changed

    def _held(self, lease: Lease) -> Item | Part:
        row = self._parts.get((lease.item, lease.part)) if lease.part else self._work.get(lease.item)
        if row is None or row.lease_until is None or row.lease_token != lease.token:
            raise LeaseLost(detail=str(lease))
        return row

    def _workable(self, now: datetime) -> list[Item]:
        in_progress = [item for item in self._sorted() if not item.state.final]
        first = {item.record or item.id: item.id for item in reversed(in_progress)}
        return [item for item in _free(in_progress, now) if first[item.record or item.id] == item.id]

    def _workable_parts(self, now: datetime) -> list[Part]:
        in_progress = [part for part in self._parts.values() if part.state in (PartState.QUEUED, PartState.WORKING)]
        return _free(in_progress, now)

    def _sorted(self) -> list[Item]:
        with self._lock:
            return sorted(self._work.values(), key=lambda item: (item.dropped_at, item.id))


def _free(rows: Iterable[Row], now: datetime) -> list[Row]:
    return [row for row in rows if row.due_at <= now and (row.lease_until is None or row.lease_until < now)]


def _key(row: Item | Part) -> tuple[ItemId, int]:
    return (row.id, 0) if isinstance(row, Item) else (row.item, row.number)
