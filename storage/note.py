"""The commit note: which attempt is to become a version, written create-only before anything of that version is.

It holds everything needed to publish the version, so that anybody can finish what its writer began. It lives from
the moment it is written to the moment the version is published (see :mod:`storage.publish`). The first attempt has
the note ``v1.json``; only when that is marked void is there room for the next, ``v1.1.json``.
"""

import re
from collections.abc import Mapping

from pydantic import Field, ValidationError

from pipeline.ports import ObjectStore
from schemas.base import Frozen
from schemas.errors import KeyTaken, Mismatch, ObjectMissing
from schemas.ids import RecordId
from schemas.keys import STAGING, ObjectKey, commit, object_key
from storage.inventory import Inventory, inventory_bytes, parse_inventory

NOTES = f"{STAGING}/commit/"
"""Every commit note's key starts so."""
_KEY = re.compile(rf"{NOTES}([^/]+)/v([1-9][0-9]*)\.[^/]*")


class DamagedNote(Mismatch):
    """A note that cannot be read as one; its attempt is void."""


class CommitNote(Frozen):
    """What one version is to be."""

    record: RecordId
    version: int = Field(ge=1)
    attempt: int = Field(default=0, ge=0)
    inventory: str = Field(description="the inventory's exact text: later software must not serialise it differently")
    sources: Mapping[str, ObjectKey] = Field(description="new content path → key of the staged file it is copied from")

    @property
    def key(self) -> ObjectKey:
        """Where this note lies."""
        return note_key(self.record, self.version, self.attempt)

    @property
    def parsed(self) -> Inventory:
        """The inventory; raises `Mismatch` if it is damaged."""
        return parse_inventory(self.inventory.encode(), self.record)


def make_note(inventory: Inventory, sources: Mapping[str, ObjectKey], attempt: int) -> CommitNote:
    """The note for the inventory's head version; ``sources`` by new content path."""
    text = inventory_bytes(inventory).decode()
    return CommitNote(record=inventory.id, version=inventory.number, attempt=attempt, inventory=text, sources=sources)


def post(store: ObjectStore, note: CommitNote) -> CommitNote | None:
    """Writes the note unless there is one for this attempt; gives the one that stands, None if that has just gone.

    Raises:
        DamagedNote: the note that stands cannot be used.
    """
    try:
        store.put(note.key, note.model_dump_json(indent=1).encode(), create_only=True)
    except KeyTaken:
        return read_note(store, note.key)
    return note


def read_note(store: ObjectStore, key: ObjectKey) -> CommitNote | None:
    """The note under this key, None if there is none.

    Raises:
        DamagedNote: it cannot be used.
    """
    try:
        note = CommitNote.model_validate_json(store.read(key))
        fits = note.key == key and set(note.sources) == set(note.parsed.added)
    except ObjectMissing:
        return None
    except (ValidationError, Mismatch) as problem:
        raise DamagedNote(name=key, detail=f"{key}: damaged commit note") from problem
    if not fits:
        raise DamagedNote(name=key, detail=f"{key}: a commit note that contradicts itself")
    return note


def mark_void(store: ObjectStore, record: RecordId, version: int, attempt: int) -> None:
    """Says, for ever, that this attempt has come to nothing; the next one may be made."""
    try:
        store.put(_void_key(record, version, attempt), b"{}\n", create_only=True)
    except KeyTaken:
        return  # somebody else has found out too


def is_void(store: ObjectStore, record: RecordId, version: int, attempt: int) -> bool:
    """Whether this attempt is marked void."""
    return store.stat(_void_key(record, version, attempt)) is not None


def notes_of(store: ObjectStore, record: RecordId, version: int) -> tuple[ObjectKey, ...]:
    """Every note and mark of a version."""
    return tuple(item.key for item in store.list(f"{NOTES}{record}/v{version}."))


def note_key(record: RecordId, version: int, attempt: int) -> ObjectKey:
    """Where an attempt's note lies."""
    if attempt == 0:
        return commit(record, version)
    return object_key(STAGING, "commit", record, f"v{version}.{attempt}.json")


def noted(store: ObjectStore) -> tuple[tuple[RecordId, int], ...]:
    """Every record and version of which there is a note or mark."""
    matches = (_KEY.fullmatch(item.key) for item in store.list(NOTES))
    return tuple(sorted({(RecordId(match.group(1)), int(match.group(2))) for match in matches if match}))


def _void_key(record: RecordId, version: int, attempt: int) -> ObjectKey:
    return object_key(STAGING, "commit", record, f"v{version}.{attempt}.void")
