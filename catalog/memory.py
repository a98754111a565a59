"""The ledger and the index in memory: for tests, with the same contract as those in SQL. Safe between threads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from threading import RLock

from catalog.accounts import DROPPED, balance_of
from catalog.cards import CardRows, card_rows
from catalog.rows import entry, file_of, file_row, final, utc
from schemas.drop import Balance, DroppedFile, Item, Lease, Stage, State
from schemas.errors import Code, LeaseLost
from schemas.ids import ItemId, RecordId
from schemas.record import Receipt, Record, Version
from schemas.text import nfc


class MemoryLedger:
    """The `Ledger` port over dictionaries; see `catalog.ledger.SqlLedger` for what each method promises."""

    def __init__(self) -> None:
        """An empty ledger."""
        self._lock = RLock()
        self._journal: dict[ItemId, int] = {}  # sizes
        self._files: dict[ItemId, list[DroppedFile]] = {}
        self._work: dict[ItemId, Item] = {}

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
        now = utc(now)
        with self._lock:
            old = next((workable for workable in self._workable(now) if workable.id == item), None)
            if old is None:
                return None
            lease = Lease(item=item, token=old.lease_token + 1, until=now + timedelta(seconds=seconds))
            working = {"state": State.WORKING, "lease_token": lease.token, "lease_until": lease.until}
            self._update(old, attempts=old.attempts + 1, **working)
        return lease

    def renew(self, lease: Lease, *, now: datetime, seconds: float) -> Lease:
        """The lease prolonged."""
        renewed = lease.model_copy(update={"until": utc(now) + timedelta(seconds=seconds)})
        with self._lock:
            self._update(self._held(lease), lease_until=renewed.until)
        return renewed

    def progress(self, lease: Lease, *, stage: Stage, pages_done: int, pages_total: int) -> None:
        """Notes how far the work has come."""
        with self._lock:
            self._update(self._held(lease), stage=stage, pages_done=pages_done, pages_total=pages_total)

    def put_back(self, lease: Lease, *, due_at: datetime, code: Code, reason: str, passing: bool = False) -> None:
        """Ends a try that failed; one that failed for a passing reason does not count."""
        values = {"due_at": utc(due_at), "code": code, "reason": nfc(reason), "lease_until": None}
        with self._lock:
            item = self._held(lease)
            self._update(item, state=State.QUEUED, attempts=item.attempts - passing, **values)

    def finish(self, lease: Lease, *, state: State, code: Code | None, reason: str | None, now: datetime) -> None:
        """Ends the item."""
        ended = {"state": final(state), "code": code, "reason": None if reason is None else nfc(reason)}
        with self._lock:
            self._update(self._held(lease), **ended, finished_at=utc(now), lease_until=None)

    def due(self, *, now: datetime, limit: int) -> Sequence[Item]:
        """Items in progress that are due and not leased; of twins only the first."""
        return self._workable(utc(now))[:limit]

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
            leased = [item for item in self._work.values() if item.state is State.WORKING]
            for item in leased:
                self._update(item, state=State.QUEUED, lease_until=None)
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

    def _update(self, item: Item, **values: object) -> None:
        self._work[item.id] = item.model_copy(update=values)

    def _held(self, lease: Lease) -> Item:
        item = self._work.get(lease.item)
        if item is None or item.state is not State.WORKING or item.lease_token != lease.token:
            raise LeaseLost(detail=f"item {lease.item}, token {lease.token}")
        return item

    def _workable(self, now: datetime) -> list[Item]:
        in_progress = [item for item in self._sorted() if not item.state.final]
        first = {item.record or item.id: item.id for item in reversed(in_progress)}
        leading = [item for item in in_progress if first[item.record or item.id] == item.id]
        return [i for i in leading if i.due_at <= now and (i.lease_until is None or i.lease_until < now)]

    def _sorted(self) -> list[Item]:
        with self._lock:
            return sorted(self._work.values(), key=lambda item: (item.dropped_at, item.id))


class MemoryIndex:
    """The `Index` port over a dictionary; see `catalog.index.SqlIndex`."""

    def __init__(self) -> None:
        """An empty index."""
        self._cards: dict[RecordId, CardRows] = {}

    def put(self, record: Record, versions: Sequence[Version], receipts: Sequence[Receipt]) -> None:
        """Files the record's card, replacing an older one."""
        self._cards[record.id] = card_rows(record, versions, receipts)

    def cards(self) -> Iterator[dict[str, object]]:
        """One flat card a record, by id."""
        for _, rows in sorted(self._cards.items()):
            yield dict(rows.card)

    def clear(self) -> None:
        """Empties the index."""
        self._cards.clear()
