"""A second copy of the archive in another store: for backups, for moving house, and back again.

Only what is missing or changed is copied, a record at a time, its root inventory last: a mirror that was stopped
half-way is a whole archive of the records it has, and the next run goes on. Every record that was touched is read
back from the copy and compared with its digests.
"""

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pipeline.ports import Fault, ObjectStat, ObjectStore
from schemas.base import Frozen
from schemas.errors import ObjectMissing
from schemas.ids import RecordId
from schemas.keys import ARCHIVE, ObjectKey
from storage.layout import INVENTORY, SIDECAR, root_files
from storage.vault import OcflVault

_LEVELS = 5
"""``archive/aaa/bbb/ccc/<record>``: how many parts of a key name the object."""
_CHANGING = (INVENTORY, SIDECAR)
"""What a new version replaces in an object's root; everything else never changes."""


class Mirrored(Frozen):
    """What became of one record."""

    record: RecordId
    copied: int
    """Files copied; 0 if the copy was complete."""
    faults: tuple[Fault, ...] = ()
    """What reading the copy back has shown."""


def mirror(source: ObjectStore, target: ObjectStore) -> Iterator[Mirrored]:
    """Brings the target's archive up to the source's, record by record in the order of their keys.

    What is only in the target stays there: nothing is ever deleted.

    Raises:
        Transient: passing trouble on either side; calling again goes on.
    """
    copy = OcflVault(target)
    copy.ensure()
    there = {item.key: item.size for item in target.list(f"{ARCHIVE}/")}
    skipped = set(root_files())
    objects = groupby((i for i in source.list(f"{ARCHIVE}/") if i.key not in skipped), key=_object_of)
    for folder, items in objects:
        wanted = [item for item in items if _differs(source, target, item, there)]
        for item in sorted(wanted, key=lambda item: _place(item.key, folder)):
            _copy(source, target, item.key)
        record = RecordId(folder.rpartition("/")[2])
        yield Mirrored(record=record, copied=len(wanted), faults=tuple(copy.verify(record)) if wanted else ())


def _object_of(item: ObjectStat) -> str:
    return "/".join(item.key.split("/")[:_LEVELS])


def _place(key: ObjectKey, folder: str) -> tuple[int, str]:
    """Content, then versions' inventories, then the root's sidecar, then the root's inventory."""
    path = key.removeprefix(f"{folder}/")
    order = {INVENTORY: 3, SIDECAR: 2}.get(path)
    if order is None:
        order = 1 if path.rpartition("/")[2] in _CHANGING else 0
    return order, path


def _differs(source: ObjectStore, target: ObjectStore, item: ObjectStat, there: dict[ObjectKey, int]) -> bool:
    if there.get(item.key) != item.size:
        return True
    parts = item.key.split("/")
    changing = len(parts) == _LEVELS + 1 and parts[-1] in _CHANGING
    return changing and source.read(item.key) != _read(target, item.key)


def _read(store: ObjectStore, key: ObjectKey) -> bytes | None:
    try:
        return store.read(key)
    except ObjectMissing:
        return None


def _copy(source: ObjectStore, target: ObjectStore, key: ObjectKey) -> None:
    with tempfile.NamedTemporaryFile() as local:
        for piece in source.chunks(key):
            local.write(piece)
        local.flush()
        target.put(key, Path(local.name))
