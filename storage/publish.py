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
its own note and its own content paths. Nothing is deleted at that moment: a slow publisher may have copied all of it
before, and still decide the version. What no decided inventory names goes when one is decided.
"""

from functools import partial

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
from storage.note import CommitNote, note_key, notes_of


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
    ours = False
    if not decided(store, note.record, note.version):
        void = _copied(store, note)
        # Whoever published it first may have removed the staged files by now: that is no void attempt.
        if not decided(store, note.record, note.version):
            if void is not None:
                return void
            ours = _decide(store, note)
    settle(store, note.record, note.version, just=note.inventory.encode() if ours else None)
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


def settle(store: ObjectStore, record: RecordId, version: int, *, just: bytes | None = None) -> None:
    """Brings everything in line with the newest decided version; ``version`` is known to be decided.

    ``just``: its inventory, by whoever has this moment decided it; then nobody has written its root files yet, and
    they are not looked for.

    Writes the version's sidecar and the root's two files if they are missing or say something else, and removes
    what void attempts at these versions have left, and their notes.

    Raises:
        Mismatch: a decided inventory is damaged; nothing is changed on its word.
    """
    newest = version
    while True:
        while decided(store, record, newest + 1):
            newest, just = newest + 1, None
        inventory = just or decided_inventory(store, record, newest)
        _put_root(store, record, newest, inventory, anew=just is not None)
        if not decided(store, record, newest + 1):
            break
    named = parse_inventory(inventory, record).digests
    for number in range(version, newest + 1):
        _sweep(store, record, number, {content_key(record, path) for path in named}, just_decided=just is not None)


def _put_root(store: ObjectStore, record: RecordId, version: int, inventory: bytes, *, anew: bool) -> None:
    """The root inventory comes last: whoever finds it finds everything."""
    sidecar = sidecar_text(sha512(inventory))
    put = store.put if anew else partial(_put_if_other, store)
    put(declaration_key(record), DECLARATION_TEXT)
    put(sidecar_key(record, version), sidecar)
    put(sidecar_key(record), sidecar)
    put(inventory_key(record), inventory)


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
    there = {item.key for item in store.list(version_prefix(note.record, note.version))}
    for path, source in note.sources.items():
        target, expected = content_key(note.record, path), (digest_of[path], sha256_of[path])
        code = _copy(store, source, target, expected, there=target in there)
        if code is not None:
            return Void(source=source, code=code)
    return None


def _copy(
    store: ObjectStore, source: ObjectKey, target: ObjectKey, expected: tuple[str, str], *, there: bool
) -> Code | None:
    """Copies one staged file and reads the copy back; what is wrong with the staged file, or None."""
    if there and _found(store, target) == expected:
        return None
    try:
        store.copy(source, target)
    except ObjectMissing:
        return Code.NOT_FOUND
    if _found(store, target) == expected:
        return None
    staged = _found(store, source)  # which of the two is damaged?
    if staged is None:
        return Code.NOT_FOUND
    if staged != expected:
        return Code.MISMATCH
    raise Mismatch(name=target, detail=f"{target}: read back other than written")


def _found(store: ObjectStore, key: ObjectKey) -> tuple[str, str] | None:
    try:
        return _both(digests(store.chunks(key)))
    except ObjectMissing:
        return None


def _both(found: Digests) -> tuple[str, str]:
    return found.sha512, found.sha256


def _decide(store: ObjectStore, note: CommitNote) -> bool:
    """Whether it was decided here; if not, somebody else has: this very note, or another attempt."""
    try:
        store.put(inventory_key(note.record, note.version), note.inventory.encode(), create_only=True)
    except KeyTaken:
        return False
    return True


def _sweep(store: ObjectStore, record: RecordId, version: int, named: set[ObjectKey], *, just_decided: bool) -> None:
    """Removes what void attempts at this decided version have copied, then its notes.

    Whoever has just decided it, and finds neither a mark nor a second note, knows that there was one attempt only, and
    that all it copied is named. (A slower attempt finds the version decided, and sweeps after itself.)
    """
    notes = notes_of(store, record, version)
    if not just_decided or any(key != note_key(record, version, 0) for key in notes):
        kept = {*named, inventory_key(record, version), sidecar_key(record, version)}
        store.delete_all([item.key for item in store.list(version_prefix(record, version)) if item.key not in kept])
    store.delete_all(notes)


def _put_if_other(store: ObjectStore, key: ObjectKey, content: bytes) -> None:
    try:
        same = store.read(key) == content
    except ObjectMissing:
        same = False
    if not same:
        store.put(key, content)
