"""Finishes what somebody began to commit and did not: for the reconciler, at any time, while others are at work."""

from pipeline.ports import ObjectStore
from schemas.base import Frozen
from schemas.errors import Code, Permanent
from schemas.ids import RecordId
from storage.note import DamagedNote, is_void, mark_void, note_key, noted, read_note
from storage.publish import decided, publish, settle


class Leftover(Frozen):
    """A version that somebody had begun, and what became of it."""

    record: RecordId
    version: int
    code: Code | None
    """None: it is published now. Otherwise what is wrong; a staged file's NOT_FOUND or MISMATCH makes it void."""
    detail: str


def recover(store: ObjectStore) -> tuple[Leftover, ...]:
    """Publishes every version of which there is a note; reports what it found.

    What cannot be published because of its staged files or its note is marked void, so that its record can be
    committed again. One bad object does not keep the others waiting.

    Raises:
        Transient: passing trouble; call again.
    """
    found = (_finish(store, record, version) for record, version in noted(store))
    return tuple(leftover for leftover in found if leftover is not None)


def _finish(store: ObjectStore, record: RecordId, version: int) -> Leftover | None:
    """None if there are only marks of void attempts."""
    attempt = 0
    while is_void(store, record, version, attempt):
        attempt += 1
    try:
        return _published(store, record, version, attempt)
    except DamagedNote as problem:
        mark_void(store, record, version, attempt)
        return Leftover(record=record, version=version, code=Code.DAMAGED, detail=problem.detail)
    except Permanent as problem:
        return Leftover(record=record, version=version, code=problem.code, detail=problem.detail)


def _published(store: ObjectStore, record: RecordId, version: int, attempt: int) -> Leftover | None:
    if decided(store, record, version):
        settle(store, record, version)
        return Leftover(record=record, version=version, code=None, detail="")
    note = read_note(store, note_key(record, version, attempt))
    if note is None:
        return None
    void = publish(store, note)
    if void is None:
        return Leftover(record=record, version=version, code=None, detail="")
    mark_void(store, record, version, attempt)
    return Leftover(record=record, version=version, code=void.code, detail=f"staged file {void.source}")
