"""The ledger and the index in memory: for tests, with the same contract as those in SQL. Safe between threads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from threading import RLock

from catalog.accounts import DROPPED, OPENED, balance_of
from catalog.cards import CardRows, card_rows
from catalog.rows import entry, file_of, file_row, utc
from catalog.twins import twin_ending
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
        self._journal: dict[ItemId, tuple[int, ItemId | None]] = {}  # size and bundle
        self._opened: set[ItemId] = set()
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
                    self._enter(item, None)
                    self._files[item.id] = files
            return len(self._journal) - before

    def expand(self, bundle: ItemId, members: Sequence[Item]) -> bool:
        """Replaces a ZIP in progress by its members."""
        entries = [entry(member) for member in members]
        ids = {member.id for member in entries}
        with self._lock:
            if bundle not in self._journal or not entries:
                raise ValueError(f"{bundle}: never dropped, or nothing in it")
            if bundle not in self._work or self._work[bundle].state.final:
                return False
            if len(ids) < len(entries) or ids & self._journal.keys():
                raise ValueError(f"{bundle}: a member is known already")
            del self._work[bundle]
            self._opened.add(bundle)
            for member in entries:
                self._enter(member, bundle)
        return True

    def get(self, item: ItemId) -> Item | None:
        """The item's row."""
        return self._work.get(item)

    def items(self, *, state: State | None = None, record: RecordId | None = None) -> Sequence[Item]:
        """Rows by time dropped, then id."""
        return [i for i in self._sorted() if state in (None, i.state) and record in (None, i.record)]

    def members(self, bundle: ItemId) -> Sequence[Item]:
        """The items that came out of a ZIP."""
        return [item for item in self._sorted() if self._journal[item.id][1] == bundle]

    def files(self, item: ItemId) -> Sequence[DroppedFile]:
        """The inbox files this item was dropped with."""
        return tuple(self._files.get(item, ()))

    def open_files(self) -> Sequence[tuple[ItemId, DroppedFile]]:
        """The inbox files of items not released yet, and of opened ZIPs with such a member."""
        with self._lock:
            waiting = [item.id for item in self._work.values() if not item.released]
            among = {*waiting, *(bundle for item in waiting if (bundle := self._journal[item][1]) is not None)}
            return [(item, file) for item in sorted(among) for file in self._files.get(item, ())]

    def lease(self, item: ItemId, *, now: datetime, seconds: float) -> Lease | None:
        """Takes the item for work if it is in progress, due and not leased."""
        now = utc(now)
        with self._lock:
            old = self._work.get(item)
            if old is None or not _free(old, now):
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
        """Ends the item and its twins."""
        reason = None if reason is None else nfc(reason)
        twins = twin_ending(state, code, reason)
        ended = {"finished_at": utc(now), "lease_until": None}
        with self._lock:
            item = self._held(lease)
            self._update(item, state=state, code=code, reason=reason, **ended)
            for twin in self._twins(item):
                self._update(twin, lease_token=twin.lease_token + 1, **twins, **ended)

    def due(self, *, now: datetime, limit: int) -> Sequence[Item]:
        """Items in progress that are due and not leased; of twins only the first."""
        now = utc(now)
        in_progress = [item for item in self._sorted() if not item.state.final]
        first = {item.record or item.id: item.id for item in reversed(in_progress)}
        return [item for item in in_progress if first[item.record or item.id] == item.id and _free(item, now)][:limit]

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
            sums = [(DROPPED, 1, size) for size, _ in self._journal.values()]
            sums += [(OPENED, 1, self._journal[item][0]) for item in self._opened]
            sums += [(item.state, 1, item.size) for item in self._work.values()]
        counts, sizes = Counter(name for name, _, _ in sums), Counter[str]()
        for name, _, size in sums:
            sizes[name] += size
        return balance_of((name, count, sizes[name]) for name, count in counts.items())

    def counts(self) -> Mapping[str, Mapping[State, int]]:
        """How many items each agency has in each state."""
        found: dict[str, Counter[State]] = {}
        for item in self._sorted():
            found.setdefault(item.agency, Counter())[item.state] += 1
        return found

    def _enter(self, item: Item, bundle: ItemId | None) -> None:
        self._journal[item.id] = (item.size, bundle)
        self._work[item.id] = item

    def _update(self, item: Item, **values: object) -> None:
        self._work[item.id] = item.model_copy(update=values)

    def _held(self, lease: Lease) -> Item:
        item = self._work.get(lease.item)
        if item is None or item.state is not State.WORKING or item.lease_token != lease.token:
            raise LeaseLost(detail=f"item {lease.item}, token {lease.token}")
        return item

    def _twins(self, item: Item) -> list[Item]:
        others = [other for other in self._work.values() if not other.state.final]
        return [other for other in others if item.record is not None and other.record == item.record]

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


def _free(item: Item, now: datetime) -> bool:
    return not item.state.final and item.due_at <= now and (item.lease_until is None or item.lease_until < now)
