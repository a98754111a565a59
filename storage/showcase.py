"""What the public may see of the archive: a view that reads, and has nothing to write with.

The one rule of what is public is `schemas.publication.public_version`; the newest ``record.json`` decides. Of the
version that is public only its copies for reading are handed out: never originals, sidecars, receipts or claims, and
of a document with covered places only its covered copies.

Only an object's inventory is read anew each time: it is the one file that ever changes. What was made of it is kept as
long as its bytes are the same, for a bounded number of records.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Lock
from typing import NamedTuple, Protocol, runtime_checkable

from pydantic import Field, ValidationError

from pipeline.ports import ObjectStat
from schemas.base import Frozen
from schemas.contents import Contents
from schemas.errors import Mismatch, ObjectMissing, RecordMissing
from schemas.ids import RecordId
from schemas.keys import ObjectKey
from schemas.publication import Withdrawal, public_version
from schemas.record import AccessLevel, Record
from storage.inventory import Inventory, parse_inventory, sha512
from storage.layout import content_key, inventory_key
from storage.public_parts import contents_path, is_redacted, public_paths, public_record

RECORD = "record.json"
KEPT = 512
"""So many records are kept as they were read; one of them takes some 100 kB."""


@runtime_checkable
class ReadableStore(Protocol):
    """The reading half of an object store: all that this room is given."""

    def read(self, key: ObjectKey) -> bytes:
        """See `ObjectStore.read`."""
        ...

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        """See `ObjectStore.chunks`."""
        ...

    def part(self, key: ObjectKey, start: int, length: int) -> Iterator[bytes]:
        """``length`` bytes from ``start`` on, in pieces of at most 1 MiB; raises `ObjectMissing`."""
        ...

    def stat(self, key: ObjectKey) -> ObjectStat | None:
        """See `ObjectStore.stat`."""
        ...


class PublicFile(Frozen):
    """One file that the public may have."""

    path: str = Field(description="its logical path")
    key: ObjectKey
    sha512: str = Field(description="names its bytes for ever: a strong ETag")


class Shown(Frozen):
    """A record as the public sees it: of the published version, without claims and file names as dropped."""

    record: Record
    version: int
    at: datetime = Field(description="when this version was published")
    changed: datetime = Field(description="when this version was made")
    redacted: bool
    files: dict[str, PublicFile] = Field(description="by logical path; nothing else of it is public")

    @property
    def paths(self) -> dict[str, ObjectKey]:
        """Logical path → key of the public files."""
        return {path: file.key for path, file in self.files.items()}

    @property
    def pdf(self) -> PublicFile | None:
        """The PDF for reading."""
        return next((file for path, file in self.files.items() if path.endswith(".pdf")), None)

    @property
    def text(self) -> PublicFile | None:
        """The plain text, pages parted by form feeds."""
        return next((file for path, file in self.files.items() if path.endswith(".txt")), None)


class Withdrawn(Frozen):
    """A record that was public and is no more: its tombstone."""

    id: RecordId
    withdrawal: Withdrawal


class _Known(NamedTuple):
    inventory: str
    newest: Record
    files: Inventory
    shown: dict[int, Shown]


class Showcase:
    """The public's view over a store. Thread-safe."""

    def __init__(self, store: ReadableStore, *, kept: int = KEPT) -> None:
        self._store, self._kept = store, kept
        self._known: OrderedDict[RecordId, _Known] = OrderedDict()
        self._lock = Lock()

    def published(self, record: RecordId, now: datetime) -> Shown | Withdrawn | None:
        """What the public may see of the record now; None alike for one that is not public and one that is not there.

        Raises:
            Mismatch: its inventory or record is damaged.
            Transient: the store cannot be read.
        """
        try:
            known = self._look(record)
        except RecordMissing:
            return None
        version = public_version(known.newest, now)
        if version is not None:
            return known.shown.get(version) or self._show(known, version)
        return _tombstone(known.newest)

    def opens(self, record: RecordId, now: datetime) -> datetime | None:
        """When the embargo ends that alone keeps the record from the public; None if it is not that, or there is none.

        For whoever must look again at that moment (the search indexer); raises as `published`.
        """
        try:
            newest = self._look(record).newest
        except RecordMissing:
            return None
        until = newest.embargo_until
        return until if until is not None and now < until and public_version(newest, until) is not None else None

    def contents(self, shown: Shown) -> Contents:
        """What was found in the text, as far as it is public; empty where the version has none."""
        path = contents_path(shown.record)
        file = _files(self._look(shown.record.id).files, shown.version).get(path or "")
        if file is None:
            return Contents(record=shown.record.id)
        whole = Contents.model_validate_json(self._checked(file))
        return whole.model_copy(update={"gates": (), "personal": (), "fingerprint": None})

    def read(self, file: PublicFile) -> bytes:
        """The whole file, compared with its digest; raises `Mismatch` for a damaged one."""
        return self._checked(file)

    def size(self, file: PublicFile) -> int:
        """Its size in bytes; raises `ObjectMissing`."""
        facts = self._store.stat(file.key)
        if facts is None:
            raise ObjectMissing(name=file.key)
        return facts.size

    def chunks(self, file: PublicFile, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The file, or ``length`` bytes of it from ``start`` on, in pieces of at most 1 MiB."""
        return self._store.chunks(file.key) if length is None else self._store.part(file.key, start, length)

    def _look(self, record: RecordId) -> _Known:
        try:
            content = self._store.read(inventory_key(record))
        except ObjectMissing as missing:
            raise RecordMissing(name=record) from missing
        digest = hashlib.sha256(content).hexdigest()
        with self._lock:
            known = self._known.get(record)
            if known is not None and known.inventory == digest:
                self._known.move_to_end(record)
                return known
        inventory = parse_inventory(content, record)
        known = _Known(digest, self._record(inventory, inventory.number), inventory, {})
        with self._lock:
            self._known[record] = known
            self._known.move_to_end(record)
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return known

    def _show(self, known: _Known, version: int) -> Shown:
        record, publication = self._record(known.files, version), known.newest.publication
        files = _files(known.files, version)
        told = files.get(record.files.public_text or "")
        shown = Shown(
            record=public_record(record, self._checked(told).decode() if told else ""),
            version=version,
            at=publication.at if publication else record.archived_at,
            changed=known.files.versions[f"v{version}"].created,
            redacted=is_redacted(record),
            files={path: files[path] for path in public_paths(record) if path in files},
        )
        known.shown[version] = shown
        return shown

    def _record(self, inventory: Inventory, version: int) -> Record:
        file = _files(inventory, version).get(RECORD)
        if file is None:
            raise Mismatch(name=inventory.id, detail=f"{inventory.id} v{version}: no {RECORD}")
        try:
            return Record.model_validate_json(self._checked(file))
        except ValidationError as problem:
            raise Mismatch(name=file.key, detail=f"{file.key}: {problem.error_count()} errors") from problem

    def _checked(self, file: PublicFile) -> bytes:
        content = self._store.read(file.key)
        if sha512(content) != file.sha512:
            raise Mismatch(name=file.key, detail=f"{file.key}: not the file that the inventory names")
        return content


def _files(inventory: Inventory, version: int) -> Mapping[str, PublicFile]:
    """Logical path → file of that version."""
    return {
        path: PublicFile(path=path, key=content_key(inventory.id, inventory.manifest[digest][0]), sha512=digest)
        for digest, paths in inventory.versions[f"v{version}"].state.items()
        for path in paths
    }


def _tombstone(newest: Record) -> Withdrawn | None:
    """The tombstone of what was public once; nothing is told of anything else, nor of what is for insiders only now."""
    if newest.withdrawal is None or newest.publication is None or newest.access is not AccessLevel.PUBLIC:
        return None
    return Withdrawn(id=newest.id, withdrawal=newest.withdrawal)
