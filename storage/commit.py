"""Makes one version of one record, against any number of rivals and crashes: see :mod:`storage.publish`."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime

from pipeline.ports import NewFile, ObjectStore
from schemas.errors import Code, Mismatch, ObjectMissing, RecordMissing, StoreUnreachable
from schemas.ids import RecordId
from schemas.keys import ObjectKey
from storage.inventory import Inventory, new_content, next_inventory, parse_inventory
from storage.note import DamagedNote, is_void, make_note, mark_void, post, read_note
from storage.publish import decided, decided_inventory, publish, settle

_ATTEMPTS = 64


def commit_version(
    store: ObjectStore,
    record: RecordId,
    files: Sequence[NewFile],
    *,
    base: int,
    message: str,
    user: str,
    created: datetime,
) -> bool:
    """Sees version ``base + 1`` published; whether it is the one asked for, by this call or an earlier one.

    Raises:
        ValueError: paths that cannot be (see `next_inventory`).
        RecordMissing: there is no version ``base``.
        ObjectMissing, Mismatch: a staged file is missing or not what it is said to be; nothing was published.
        Transient: passing trouble; calling again goes on.
    """
    version, before = base + 1, _base(store, record, base)
    for attempt in range(_ATTEMPTS):
        ours = next_inventory(before, record, files, message=message, user=user, created=created, attempt=attempt)
        if decided(store, record, version):
            settle(store, record, version)
        elif is_void(store, record, version, attempt) or not _try(store, ours, files, attempt):
            continue
        standing = parse_inventory(decided_inventory(store, record, version), record)
        return standing.versions[ours.head] == ours.versions[ours.head]
    raise StoreUnreachable(name=record, detail=f"{record}: none of {_ATTEMPTS} attempts could be published")


def _base(store: ObjectStore, record: RecordId, base: int) -> Inventory | None:
    if base == 0:
        return None
    try:
        return parse_inventory(decided_inventory(store, record, base), record)
    except ObjectMissing as missing:
        raise RecordMissing(name=f"{record} v{base}") from missing


def _try(store: ObjectStore, ours: Inventory, files: Sequence[NewFile], attempt: int) -> bool:
    """Publishes this attempt's note, ours or a rival's; False if it is void now, so that the next can be made."""
    staged = new_content(ours, files)
    note = make_note(ours, {path: file.source for path, file in staged.items()}, attempt)
    try:
        standing = read_note(store, note.key)
        if standing is None:
            _check(store, staged.values())
            standing = post(store, note)
    except DamagedNote:
        mark_void(store, note.record, note.version, attempt)
        return False
    void = publish(store, standing) if standing else None  # a note that has gone is one that was published
    if void is None:
        return True
    mark_void(store, note.record, note.version, attempt)
    if standing == note:
        raise _unfit(void.source, void.code)
    return False


def _check(store: ObjectStore, files: Iterable[NewFile]) -> None:
    """Before anything is noted: what is plainly not there need not become a void attempt."""
    wanted = list(files)
    sizes = {item.key: item.size for item in store.list(_above([file.source for file in wanted]))} if wanted else {}
    for file in wanted:
        if file.source not in sizes:
            raise _unfit(file.source, Code.NOT_FOUND)
        if sizes[file.source] != file.size:
            raise _unfit(file.source, Code.MISMATCH)


def _above(keys: Sequence[ObjectKey]) -> str:
    """The folder that all of them lie in: one listing instead of a question for each."""
    return f"{os.path.commonpath([key.rpartition('/')[0] for key in keys])}/"


def _unfit(source: ObjectKey, code: Code) -> ObjectMissing | Mismatch:
    kind = ObjectMissing if code is Code.NOT_FOUND else Mismatch
    return kind(name=source, detail=f"{source}: staged file to commit")
