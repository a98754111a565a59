"""Reads every byte of one archived object and says what is wrong with it; changes nothing.

What cannot be read is UNREADABLE, never MISMATCH: an outage says nothing about the bytes (paperless-ngx #12778).
A version that is just being published, or waits for it, is no fault: a commit note tells.
"""

from collections.abc import Iterator

from pipeline.ports import Fault, ObjectStore
from schemas.errors import Code, KhoError, Mismatch, ObjectMissing, Transient
from schemas.ids import RecordId
from schemas.keys import ObjectKey, object_root
from storage.digests import digests
from storage.inventory import Inventory, parse_inventory, sha512
from storage.layout import (
    DECLARATION_TEXT,
    INVENTORY,
    content_key,
    declaration_key,
    inventory_key,
    receipts_prefix,
    sidecar_key,
    sidecar_text,
    version_prefix,
)
from storage.note import NOTES

_TRIES = 5


def faults(store: ObjectStore, record: RecordId) -> Iterator[Fault]:
    """Everything wrong with the record's object, its own files first, then its content by path."""
    try:
        inventory, found = _settled(store, record)
    except (ObjectMissing, Mismatch, Transient) as problem:
        yield _fault(record, INVENTORY, problem)
        return
    yield from found
    for path in sorted(inventory.digests):
        fault = _content(store, record, inventory, path)
        if fault is not None:
            yield fault


def _settled(store: ObjectStore, record: RecordId) -> tuple[Inventory, list[Fault]]:
    """Inventory and faults of the object's own files, as seen while nobody published anything."""
    for _ in range(_TRIES):
        content = store.read(inventory_key(record))
        inventory = parse_inventory(content, record)
        pending = _pending(store, record, inventory)
        found = _own_files(store, record, inventory, content, pending=pending)
        if not found or (store.read(inventory_key(record)), _pending(store, record, inventory)) == (content, pending):
            break
    return inventory, found


def _pending(store: ObjectStore, record: RecordId, inventory: Inventory) -> bool:
    return next(store.list(f"{NOTES}{record}/v{inventory.number + 1}."), None) is not None


def _own_files(
    store: ObjectStore, record: RecordId, inventory: Inventory, content: bytes, *, pending: bool
) -> list[Fault]:
    sidecars = [sidecar_text(sha512(content))]
    coming = inventory_key(record, inventory.number + 1)
    if pending and store.stat(coming) is not None:  # between the two last writes of a version
        sidecars.append(sidecar_text(sha512(store.read(coming))))
    checks = [
        _same(store, record, declaration_key(record), DECLARATION_TEXT),
        _same(store, record, sidecar_key(record), *sidecars),
        _same(store, record, inventory_key(record, inventory.number), content),
        *(_sidecar(store, record, number) for number in range(1, inventory.number + 1)),
        *_strays(store, record, inventory, pending=pending),
    ]
    return [check for check in checks if check is not None]


def _same(store: ObjectStore, record: RecordId, key: ObjectKey, *expected: bytes) -> Fault | None:
    path = _path(record, key)
    try:
        content = store.read(key)
    except (ObjectMissing, Transient) as problem:
        return _fault(record, path, problem)
    if content not in expected:
        return Fault(record=record, path=path, code=Code.MISMATCH, detail="does not say what it should")
    return None


def _sidecar(store: ObjectStore, record: RecordId, number: int) -> Fault | None:
    """Whether a version's inventory, read as it is, agrees with the sidecar beside it."""
    try:
        content = store.read(inventory_key(record, number))
    except (ObjectMissing, Transient) as problem:
        return _fault(record, f"v{number}/{INVENTORY}", problem)
    return _same(store, record, sidecar_key(record, number), sidecar_text(sha512(content)))


def _strays(store: ObjectStore, record: RecordId, inventory: Inventory, *, pending: bool) -> list[Fault]:
    root = object_root(record)
    known = {content_key(record, path) for path in inventory.digests}
    known |= {declaration_key(record), inventory_key(record), sidecar_key(record)}
    for number in range(1, inventory.number + 1):
        known |= {inventory_key(record, number), sidecar_key(record, number)}
    allowed = [receipts_prefix(record)]
    if pending:
        allowed.append(version_prefix(record, inventory.number + 1))
    try:
        keys = [item.key for item in store.list(f"{root}/")]
    except Transient as problem:
        return [_fault(record, "", problem)]
    strays = [key for key in keys if key not in known and not key.startswith(tuple(allowed))]
    return [
        Fault(record=record, path=_path(record, key), code=Code.DAMAGED, detail="a file that no inventory names")
        for key in strays
    ]


def _content(store: ObjectStore, record: RecordId, inventory: Inventory, path: str) -> Fault | None:
    try:
        found = digests(store.chunks(content_key(record, path)))
    except (ObjectMissing, Transient) as problem:
        return _fault(record, path, problem)
    if found.sha512 != inventory.digests[path]:
        return Fault(record=record, path=path, code=Code.MISMATCH, detail="SHA-512 differs from the manifest")
    if found.sha256 != inventory.sha256s.get(path, found.sha256):
        return Fault(record=record, path=path, code=Code.MISMATCH, detail="SHA-256 differs from the fixity block")
    return None


def _fault(record: RecordId, path: str, problem: KhoError) -> Fault:
    """An error of reading as a fault: any passing trouble, the store's outage too, is UNREADABLE."""
    code = Code.UNREADABLE if isinstance(problem, Transient) else problem.code
    return Fault(record=record, path=path, code=code, detail=problem.detail or str(problem))


def _path(record: RecordId, key: ObjectKey) -> str:
    return key.removeprefix(f"{object_root(record)}/")
