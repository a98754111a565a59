"""Publishes one version as its commit note says: safe at any moment, from anywhere, by any number of hands at once.

What holds, whoever is killed, held up or overtaken wherever:

1. A version is *decided* by the create-only put of its own inventory (``vN/inventory.json``), which happens after all
   its content was read back. From then on nothing that it names ever changes; the rest only follows from it.
2. Notes are removed only when their version is decided. A note that somebody slow writes later is idle: whoever reads
   it finds the version decided first, and copies nothing.
3. The root sidecar and, last, the root inventory are replaced by those of the newest decided version. A publisher so
   slow that a newer version was published meanwhile would put the older back; so it looks for newer ones after it has
   written, and goes on until the root says what the newest decided version says.

Should a staged file that a note names be gone or damaged, while its content is not in the archive and the version is
not decided, that attempt can never be published: it is void. It is then marked so for ever, and the next attempt has
its own note and its own content paths. Nothing is deleted at that moment: a slow publisher may hold the last copy of
the file that is missing, and still decide the version. What no decided inventory names goes when one is decided.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pipeline.ports import ObjectStore
from schemas.base import Frozen
from schemas.errors import Code, KeyTaken, Mismatch, ObjectMissing
from schemas.ids import RecordId
from schemas.keys import ObjectKey
from storage.digests import Digests, digests
from storage.inventory import parse_inventory, sha512
from storage.layout import (
    DECLARATION_TEXT,
    content_key,
    declaration_key,
    inventory_key,
    sidecar_key,
    sidecar_text,
    version_prefix,
)
from storage.note import CommitNote, remove_notes
from storage.os_trouble import writing


class Void(Frozen):
    """Why an attempt can never be published."""

    source: ObjectKey
    code: Code


def publish(store: ObjectStore, note: CommitNote) -> Void | None:
    """Publishes the note's version; an attempt that can never be published is left alone and the reason given.

    Raises:
        Mismatch: what was read back from the archive is not what was staged; trying again writes it again.
        Transient: passing trouble; trying again goes on where this has stopped.
    """
    if not decided(store, note.record, note.version):
        void = _copied(store, note)
        # Whoever published it first may have removed the staged files by now: that is no void attempt.
        if not decided(store, note.record, note.version):
            if void is not None:
                return void
            _decide(store, note)
    settle(store, note.record, note.version)
    return None


def decided(store: ObjectStore, record: RecordId, version: int) -> bool:
    """Whether that version is complete and fixed for ever."""
    return store.stat(inventory_key(record, version)) is not None


def decided_inventory(store: ObjectStore, record: RecordId, version: int) -> bytes:
    """The inventory of a decided version.

    Raises:
        Mismatch: it is not what its sidecar says. (A decided version whose writer died has none yet.)
    """
    key, sidecar = inventory_key(record, version), sidecar_key(record, version)
    inventory = store.read(key)
    if store.stat(sidecar) is not None and store.read(sidecar) != sidecar_text(sha512(inventory)):
        raise Mismatch(name=key, detail=f"{key}: not what its sidecar says")
    return inventory


def settle(store: ObjectStore, record: RecordId, version: int) -> None:
    """Brings everything in line with the newest decided version; ``version`` is known to be decided.

    Writes the version's sidecar and the root's two files if they are missing or say something else, and removes
    what void attempts at these versions have left, and their notes.

    Raises:
        Mismatch: a decided inventory is damaged; nothing is changed on its word.
    """
    newest = version
    while True:
        while decided(store, record, newest + 1):
            newest += 1
        inventory = decided_inventory(store, record, newest)
        _put_root(store, record, newest, inventory)
        if not decided(store, record, newest + 1):
            break
    named = parse_inventory(inventory, record).digests
    for number in range(version, newest + 1):
        _sweep(store, record, number, {content_key(record, path) for path in named})


def _put_root(store: ObjectStore, record: RecordId, version: int, inventory: bytes) -> None:
    """The root inventory comes last: whoever finds it finds everything."""
    sidecar = sidecar_text(sha512(inventory))
    _put_if_other(store, declaration_key(record), DECLARATION_TEXT)
    _put_if_other(store, sidecar_key(record, version), sidecar)
    _put_if_other(store, sidecar_key(record), sidecar)
    _put_if_other(store, inventory_key(record), inventory)


def _copied(store: ObjectStore, note: CommitNote) -> Void | None:
    try:
        return _copy_content(store, note)
    except (Mismatch, ObjectMissing):
        # A rival attempt was decided under our feet, and what we had copied swept away.
        if decided(store, note.record, note.version):
            return None
        raise


def _copy_content(store: ObjectStore, note: CommitNote) -> Void | None:
    inventory = note.parsed
    digest_of, sha256_of = inventory.digests, inventory.sha256s
    for path, source in note.sources.items():
        code = _copy(store, source, content_key(note.record, path), (digest_of[path], sha256_of[path]))
        if code is not None:
            return Void(source=source, code=code)
    return None


def _copy(store: ObjectStore, source: ObjectKey, target: ObjectKey, expected: tuple[str, str]) -> Code | None:
    """Copies one staged file and reads it back; what is wrong with the staged file, or None."""
    if _found(store, target) == expected:
        return None
    # A file without a name: the kernel frees it whatever becomes of this process.
    with writing("temporary file"), tempfile.TemporaryFile() as local:
        try:
            staged = digests(_written(store.chunks(source), local))
        except ObjectMissing:
            return Code.NOT_FOUND
        if _both(staged) != expected:
            return Code.MISMATCH
        local.flush()
        store.put(target, Path(f"/dev/fd/{local.fileno()}"))
    if _found(store, target) != expected:
        raise Mismatch(name=target, detail=f"{target}: read back other than written")
    return None


def _written(pieces: Iterator[bytes], local: IO[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        local.write(piece)
        yield piece


def _found(store: ObjectStore, key: ObjectKey) -> tuple[str, str] | None:
    return None if store.stat(key) is None else _both(digests(store.chunks(key)))


def _both(found: Digests) -> tuple[str, str]:
    return found.sha512, found.sha256


def _decide(store: ObjectStore, note: CommitNote) -> None:
    try:
        store.put(inventory_key(note.record, note.version), note.inventory.encode(), create_only=True)
    except KeyTaken:
        return  # decided by somebody else: this very note, or another attempt


def _sweep(store: ObjectStore, record: RecordId, version: int, named: set[ObjectKey]) -> None:
    """Removes what void attempts at this decided version have copied, then its notes."""
    kept = {*named, inventory_key(record, version), sidecar_key(record, version)}
    for item in list(store.list(version_prefix(record, version))):
        if item.key not in kept:
            store.delete(item.key)
    remove_notes(store, record, version)


def _put_if_other(store: ObjectStore, key: ObjectKey, content: bytes) -> None:
    if store.stat(key) is None or store.read(key) != content:
        store.put(key, content)
