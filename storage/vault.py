"""The archive: OCFL 1.1 objects in any object store. The truth; readable without this software.

How a version comes to be, and why no crash or race can spoil it, is told in :mod:`storage.publish`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from pydantic import ValidationError

from pipeline.ports import Fault, NewFile, ObjectStore
from schemas.errors import Code, KeyTaken, Mismatch, ObjectMissing, Permanent, RecordMissing
from schemas.ids import ItemId, RecordId, Sha256
from schemas.keys import ARCHIVE, ObjectKey, object_root
from schemas.record import Receipt, Record, Version
from storage.commit import commit_version
from storage.inventory import Inventory, parse_inventory, sha512, versions_of
from storage.layout import content_key, inventory_key, receipt_key, receipts_prefix, record_of, root_files
from storage.publish import decided, settle
from storage.recover import Leftover, recover
from storage.verify import faults

RECORD = "record.json"
"""The logical path of the record among its files."""


@runtime_checkable
class _Founded(Protocol):
    def ensure(self) -> None: ...


class OcflVault:
    """A `Vault` in an object store."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def ensure(self) -> None:
        """Makes the store ready if it can be (its folder, its bucket) and the archive's root; changes nothing there.

        Raises:
            Permanent: DAMAGED, there is another kind of OCFL root already.
        """
        if isinstance(self._store, _Founded):
            self._store.ensure()
        for key, content in root_files().items():
            try:
                self._store.put(key, content, create_only=True)
            except KeyTaken as taken:
                if not key.endswith(".txt") and self._store.read(key) != content:
                    raise Permanent(Code.DAMAGED, name=key, detail=f"{key}: another kind of OCFL root") from taken

    def has(self, record: RecordId) -> bool:
        """See `Vault.has`."""
        return self._store.stat(inventory_key(record)) is not None

    def commit(
        self, record: RecordId, files: Sequence[NewFile], *, message: str, user: str, created: datetime, base: int = 0
    ) -> bool:
        """See `Vault.commit`. A file whose content the archive has already is not read from its source."""
        return commit_version(self._store, record, files, base=base, message=message, user=user, created=created)

    def recover(self) -> tuple[Leftover, ...]:
        """Finishes publishing what somebody began and did not: see :func:`storage.recover.recover`."""
        return recover(self._store)

    def mend(self, record: RecordId) -> None:
        """Writes the object's root files and sidecars anew from its decided versions, where they are lost or wrong.

        Raises:
            RecordMissing: it has no version.
            Mismatch: the inventory of its newest version is damaged itself.
        """
        if not decided(self._store, record, 1):
            raise RecordMissing(name=record)
        settle(self._store, record, 1)

    def record(self, record: RecordId, version: int | None = None) -> Record:
        """See `Vault.record`.

        Raises:
            Mismatch: ``record.json`` is damaged.
        """
        inventory = self._inventory(record)
        path = _files(inventory, version).get(RECORD, "")
        key = content_key(record, path) if path else inventory_key(record)
        content = self._store.read(key)
        if sha512(content) != inventory.digests.get(path):
            raise Mismatch(name=key, detail=f"{key}: not the record that the inventory names")
        try:
            return Record.model_validate_json(content)
        except ValidationError as problem:
            raise Mismatch(name=key, detail=f"{key}: {problem.error_count()} errors") from problem

    def paths(self, record: RecordId, version: int | None = None) -> dict[str, ObjectKey]:
        """See `Vault.paths`."""
        files = _files(self._inventory(record), version)
        return {logical: content_key(record, path) for logical, path in files.items()}

    def files(self, record: RecordId, version: int | None = None) -> tuple[NewFile, ...]:
        """See `Vault.files`; the object is listed once for the sizes."""
        inventory = self._inventory(record)
        sizes = {item.key: item.size for item in self._store.list(f"{object_root(record)}/")}
        return tuple(self._file(record, inventory, sizes, *pair) for pair in _files(inventory, version).items())

    def _file(
        self, record: RecordId, inventory: Inventory, sizes: Mapping[ObjectKey, int], logical: str, path: str
    ) -> NewFile:
        key = content_key(record, path)
        if key not in sizes:
            raise ObjectMissing(name=key, detail=f"{key}: content of {logical}")
        sha256, sha512 = Sha256(inventory.sha256s[path]), inventory.digests[path]
        return NewFile(path=logical, source=key, size=sizes[key], sha256=sha256, sha512=sha512)

    def versions(self, record: RecordId) -> tuple[Version, ...]:
        """See `Vault.versions`."""
        return versions_of(self._inventory(record))

    def records(self) -> Iterator[RecordId]:
        """See `Vault.records`; lists every key of the archive."""
        for item in self._store.list(f"{ARCHIVE}/"):
            record = record_of(item.key)
            if record is not None:
                yield record

    def receive(self, receipt: Receipt) -> None:
        """See `Vault.receive`.

        Raises:
            RecordMissing: the record is not archived.
        """
        if not self.has(receipt.record):
            raise RecordMissing(name=receipt.record)
        content = (receipt.model_dump_json(indent=1) + "\n").encode()
        try:
            self._store.put(receipt_key(receipt.record, ItemId(receipt.item)), content, create_only=True)
        except KeyTaken:
            return  # the first receipt of an item stands

    def receipts(self, record: RecordId) -> tuple[Receipt, ...]:
        """See `Vault.receipts`.

        Raises:
            Mismatch: one is damaged.
        """
        found = [self._receipt(item.key) for item in self._store.list(receipts_prefix(record))]
        return tuple(sorted(found, key=lambda receipt: (receipt.dropped_at, receipt.item)))

    def _receipt(self, key: ObjectKey) -> Receipt:
        try:
            return Receipt.model_validate_json(self._store.read(key))
        except ValidationError as problem:
            raise Mismatch(name=key, detail=f"{key}: damaged receipt") from problem

    def verify(self, record: RecordId) -> Iterator[Fault]:
        """See `Vault.verify` and :mod:`storage.verify`."""
        return faults(self._store, record)

    def _inventory(self, record: RecordId) -> Inventory:
        try:
            return parse_inventory(self._store.read(inventory_key(record)), record)
        except ObjectMissing as missing:
            raise RecordMissing(name=record) from missing


def _files(inventory: Inventory, version: int | None) -> Mapping[str, str]:
    """Logical path → content path of that version; None is the newest."""
    try:
        return inventory.files_at(inventory.number if version is None else version)
    except KeyError as missing:
        raise RecordMissing(name=f"{inventory.id} v{version}") from missing
