"""The small Protocols through which the craft meets disks, databases, queues and programs.

Each has an in-memory twin that passes the same contract suite as the real adapter.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from schemas.agencies import Agencies
from schemas.base import Frozen
from schemas.drop import Balance, DroppedFile, Due, FileIdentity, Item, Lease, Part, Stage, State, Waiting, Worker
from schemas.errors import Code
from schemas.ids import ItemId, RecordId, Sha256
from schemas.inbox import Entry
from schemas.inspection import Inspection, Kind
from schemas.keys import ObjectKey
from schemas.limits import Limits
from schemas.page import Page
from schemas.record import Receipt, Record, Version


class Clock(Protocol):
    """The time, passed in and never asked for inside."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class ObjectStat(Frozen):
    """An object's facts without its bytes."""

    key: ObjectKey
    size: int


class ObjectStore(Protocol):
    """A flat store of immutable-by-habit objects under ASCII keys.

    Every method raises `StoreUnreachable` (or `DiskFull`, `Unreadable`) for passing trouble.
    """

    def put(self, key: ObjectKey, source: bytes | Path, *, create_only: bool = False) -> None:
        """Stores the bytes durably (they survive a power cut once this returns); replaces what was there.

        Raises:
            KeyTaken: ``create_only`` and the key exists; of any number of racing writers exactly one wins.
        """
        ...

    def read(self, key: ObjectKey) -> bytes:
        """The whole object.

        Raises:
            ObjectMissing: no such key.
        """
        ...

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        """The object in pieces of at most 1 MiB; raises `ObjectMissing` before the first piece."""
        ...

    def fetch(self, key: ObjectKey, target: Path) -> None:
        """Copies the object to a local file; raises `ObjectMissing`."""
        ...

    def stat(self, key: ObjectKey) -> ObjectStat | None:
        """The object's facts, or None if there is none."""
        ...

    def list(self, prefix: str) -> Iterator[ObjectStat]:
        """All objects whose key starts with ``prefix``, ordered by key."""
        ...

    def copy(self, source: ObjectKey, target: ObjectKey) -> None:
        """Copies an object inside the store, as durably as `put`; replaces what was there; raises `ObjectMissing`.

        What arrives is not looked at: whoever must be sure reads it back.
        """
        ...

    def delete(self, key: ObjectKey) -> None:
        """Removes the object; no error if there is none."""
        ...

    def delete_all(self, keys: Sequence[ObjectKey]) -> None:
        """Removes all of them, in any order; may have removed some when it raises."""
        ...


class NewFile(Frozen):
    """A file to go into a new version of an object."""

    path: str
    """Logical path inside the version, ASCII."""
    source: ObjectKey
    """Where its bytes are staged."""
    size: int
    sha256: Sha256
    sha512: str


class Fault(Frozen):
    """One thing `Vault.verify` found wrong. ``code`` is MISMATCH, NOT_FOUND, UNREADABLE or DAMAGED."""

    record: RecordId | None
    path: str
    code: Code
    detail: str


class Vault(Protocol):
    """The archive: OCFL 1.1 objects in an `ObjectStore`. The truth."""

    def has(self, record: RecordId) -> bool:
        """Whether the record is archived (its root inventory is published)."""
        ...

    def commit(
        self, record: RecordId, files: Sequence[NewFile], *, message: str, user: str, created: datetime, base: int = 0
    ) -> bool:
        """Adds version ``base + 1`` holding exactly ``files``, reading every byte back before it is published.

        ``base`` is the version they were made from: 0 for a new record, for a correction the number of the version
        that was corrected. If the record has moved on since, nothing is added: neither a late duplicate nor an
        outdated correction becomes a version.

        Safe to call again at any time, from anywhere: the first commit note for a version wins,
        and a later call finishes publishing what that note says. Returns whether ours has won.

        Raises:
            Mismatch: what was read back is not what was staged.
        """
        ...

    def record(self, record: RecordId, version: int | None = None) -> Record:
        """The ``record.json`` of that version, or the newest; raises `RecordMissing`."""
        ...

    def paths(self, record: RecordId, version: int | None = None) -> dict[str, ObjectKey]:
        """Logical path → key of every file of that version, or the newest; raises `RecordMissing`."""
        ...

    def files(self, record: RecordId, version: int | None = None) -> tuple[NewFile, ...]:
        """Every file of that version, or the newest, as it goes unchanged into the next; raises `RecordMissing`.

        Raises:
            ObjectMissing: one of them is lost.
        """
        ...

    def versions(self, record: RecordId) -> tuple[Version, ...]:
        """All versions, oldest first; raises `RecordMissing`."""
        ...

    def records(self) -> Iterator[RecordId]:
        """Every archived record, in the order of their keys."""
        ...

    def receive(self, receipt: Receipt) -> None:
        """Writes a receipt into the object's ``logs/``; the same item again changes nothing."""
        ...

    def receipts(self, record: RecordId) -> tuple[Receipt, ...]:
        """All receipts of a record, by time dropped, then item."""
        ...

    def verify(self, record: RecordId) -> Iterator[Fault]:
        """Reads every byte of the object and compares; what cannot be read is UNREADABLE, never MISMATCH."""
        ...


class Ledger(Protocol):
    """The record of work: what was dropped, who works on it, how it ended. Raises `DatabaseUnreachable`."""

    def drop(self, item: Item, files: Sequence[DroppedFile] = ()) -> bool:
        """Enters a drop in the journal and the ledger in one transaction; False if the item is known.

        ``files`` are the inbox files it was taken from: see `open_files`.
        """
        ...

    def drop_all(self, drops: Sequence[tuple[Item, Sequence[DroppedFile]]]) -> int:
        """Enters several drops in one transaction; known items are skipped. Gives how many were new."""
        ...

    def files(self, item: ItemId) -> Sequence[DroppedFile]:
        """The inbox files this item was dropped with, in that order."""
        ...

    def open_files(self) -> Sequence[tuple[ItemId, DroppedFile]]:
        """The inbox files of items not released yet, so that a rescan takes none of them twice.

        A file may stand with several items, as a ZIP does with each of its members.
        """
        ...

    def get(self, item: ItemId) -> Item | None:
        """The item's row."""
        ...

    def items(self, *, state: State | None = None, record: RecordId | None = None) -> Sequence[Item]:
        """Rows by time dropped, then id."""
        ...

    def lease(self, item: ItemId, *, now: datetime, seconds: float) -> Lease | None:
        """Takes the item for work if it is in progress, due and not leased; counts an attempt; None otherwise.

        Of several items with one record only the first dropped is given: the others wait for its end.
        An item that was divided waits until all its parts have ended.
        """
        ...

    def divide(self, lease: Lease, ranges: Sequence[tuple[int, int]], *, now: datetime) -> None:
        """Gives the item up into parts, (first page, last page) each, numbered from 1 and due now; ends the lease.

        The attempt does not count. An item that has parts already keeps those it has.

        Raises:
            LeaseLost: another worker has taken the item over.
        """
        ...

    def parts(self, item: ItemId) -> Sequence[Part]:
        """The item's parts by number; none for an item that was not divided."""
        ...

    def lease_part(self, item: ItemId, number: int, *, now: datetime, seconds: float) -> Lease | None:
        """Takes a part for work if it is in progress, due and not leased, and its item in progress; counts an attempt.

        None otherwise, also for a part that does not exist.
        """
        ...

    def finish_part(self, lease: Lease, *, code: Code | None, reason: str | None, now: datetime) -> bool:
        """Ends a part, DONE without a code and FAILED with one; True if it was the last: its item is due at once.

        Adds the part's pages to the item's ``pages_done``.

        Raises:
            LeaseLost: another worker has taken the part over, or the item has ended.
        """
        ...

    def renew(self, lease: Lease, *, now: datetime, seconds: float) -> Lease:
        """Prolongs a lease, an item's or a part's; raises `LeaseLost`."""
        ...

    def progress(self, lease: Lease, *, stage: Stage, pages_done: int, pages_total: int) -> None:
        """Notes how far the work has come (of a part: its ``pages_done`` only); raises `LeaseLost`."""
        ...

    def put_back(self, lease: Lease, *, due_at: datetime, code: Code, reason: str, passing: bool = False) -> None:
        """Ends a try of an item or a part that failed; it is due again later.

        A ``passing`` reason does not count as a try and adds one to ``delays``; any other adds one to ``failures`` and
        sets ``delays`` to 0.

        Raises:
            LeaseLost: another worker has taken the item over.
        """
        ...

    def finish(self, lease: Lease, *, state: State, code: Code | None, reason: str | None, now: datetime) -> None:
        """Ends the item (and with it what parts it has). Raises `LeaseLost`."""
        ...

    def hurry(self, item: ItemId) -> bool:
        """Makes an item in progress urgent; False if it has ended or is not known."""
        ...

    def retry(self, item: ItemId, *, now: datetime) -> bool:
        """An item in progress that waits after trouble is due now; False if it is not one that waits."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Due]:
        """What `lease` or `lease_part` would give now: what the reconciler re-sends, in the order it should be sent.

        First what is urgent, by time dropped; then in turns: the first of every agency, the second of every agency …,
        each agency's own by time dropped, item, part. Cost grows with the agencies that wait, not with the backlog.
        """
        ...

    def waiting(self) -> Waiting:
        """How much is in progress, for whoever must decide whether to take in more."""
        ...

    def unreleased(self) -> Sequence[Item]:
        """Final items whose place in the inbox has not been tidied yet."""
        ...

    def released(self, item: ItemId) -> None:
        """Notes that the inbox has been tidied for this item."""
        ...

    def free_leases(self) -> int:
        """Ends every lease at once. Only for whoever can prove that no worker is alive (it holds the home's lock)."""
        ...

    def balance(self) -> Balance:
        """The account of everything dropped."""
        ...


class Crew(Protocol):
    """The workers that are alive, each telling so every few seconds. Raises `DatabaseUnreachable`."""

    def beat(self, worker: Worker) -> None:
        """Enters the worker, or notes that it is still there."""
        ...

    def leave(self, name: str) -> None:
        """Takes the worker off the list; no error if it is not on it."""
        ...

    def present(self, *, since: datetime) -> Sequence[Worker]:
        """The workers seen at or after that moment, by name; those not seen for a day are forgotten."""
        ...


class Index(Protocol):
    """The card index: rebuilt from the vault at will. Raises `DatabaseUnreachable`."""

    def put(self, record: Record, versions: Sequence[Version], receipts: Sequence[Receipt]) -> None:
        """Files the record's card, replacing an older one."""
        ...

    def cards(self) -> Iterator[dict[str, object]]:
        """One flat card a record, by id: the rows of `kho list`."""
        ...

    def clear(self) -> None:
        """Empties the index (never the ledger)."""
        ...


class Inbox(Protocol):
    """The porch. Paths are relative to it. Raises `Transient` when the folder cannot be reached."""

    def scan(self) -> tuple[Entry, ...]:
        """Everything that lies there now and has not been refused before."""
        ...

    def take(self, entry: Entry, target: Path) -> Sha256:
        """Copies the very file that was seen; raises `FileChanged` if it is another one or changes meanwhile."""
        ...

    def remove(self, path: str, identity: FileIdentity, sha256: Sha256) -> bool:
        """Removes that very file; False if another one stands there now."""
        ...

    def refuse(self, files: Sequence[tuple[str, FileIdentity]], *, folder: str | None, note: str, mark: str) -> None:
        """Moves those very files to ``_tu-choi/`` with one note beside them; leaves alone what is another file now."""
        ...

    def deliver_refused(self, path: str, source: Path, *, note: str, mark: str) -> str:
        """Puts a refused member of a ZIP into ``_tu-choi/``."""
        ...

    def drop_empty_folder(self, folder: str) -> None:
        """Removes a folder-document's folder once it is empty."""
        ...


class Dispatcher(Protocol):
    """Sends work to whoever has hands free. The queue is never the record of work: the ledger is."""

    def send(self, item: Item) -> None:
        """Asks for the item to be worked on; raises `BrokerUnreachable`."""
        ...


class Reading(Frozen):
    """What a reader gives: pages, and which programs took part."""

    pages: tuple[Page, ...]
    software: tuple[tuple[str, str], ...]
    """Name and version of every program that took part."""


class Engine(Protocol):
    """The outside programs that look into a scan, read it and make its PDF.

    Raises `Refused` for what the clerk can fix, `EngineFailed` (or a class below it) when a program
    crashes, hangs or runs out of memory, `EngineMissing` when it is not installed.
    """

    def inspect(self, file: Path) -> Inspection:
        """Opens one file strictly (every image fully decoded) and says what it is."""
        ...

    def read(
        self, files: Sequence[Path], kind: Kind, *, work: Path, on_page: Callable[[int, int], None],
        first: int = 1, last: int | None = None,
    ) -> Reading:  # fmt: skip
        """Reads the pages of a document (one PDF, or images in page order), all or those from ``first`` to ``last``.

        Pages already in ``work`` from an earlier try are not read again. A page that cannot be read
        comes back as FAILED; the others do not suffer. ``on_page(done, total)`` after every page, both counting what
        was asked for.
        """
        ...

    def assemble(self, files: Sequence[Path], kind: Kind, pages: Sequence[Page], *, work: Path, target: Path) -> None:
        """Writes the PDF/A-2b with the pages' words as its text layer; every image's data untouched where possible."""
        ...


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Everything the craft needs of the world, chosen once in wiring."""

    store: ObjectStore
    vault: Vault
    ledger: Ledger
    index: Index
    engine: Engine
    clock: Clock
    work: Path
    """A local folder for work in hand; may be emptied at any time when nobody works."""
    limits: Limits
    language: str
    """What print is read as: tesseract's name, ``vie``."""
    lease_seconds: float = 20.0
    retry_seconds: float = 5.0
    """The first pause after trouble; each outage in a row doubles it."""
    max_attempts: int = 3
    """Failures of its own before an item is refused."""
    max_silent: int = 10
    """Tries that end without a word (a killed worker, a power cut) before an item counts as poison."""
    part_pages: int = 12
    """A longer document is read in parts of at most so many pages."""
    agencies: Agencies | None = None
    """The agency authority file with what archivists have added to it; None for ours alone."""
