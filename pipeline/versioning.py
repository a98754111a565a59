"""How an archived record gets one more version: what is read back, staged, committed and tidied, safe to kill anywhere.

Everything new is staged below ``staging/versions/<record>/vN/<token>/`` under names made of its content, so no two
hands ever write different bytes to one key. One commit decides; then the card is filed, and only then what was staged
goes. Whatever is left there therefore says to the next who comes (`heal`, or any later version) that the card may be
old.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from pipeline.ports import Index, NewFile, ObjectStore, Ports, Vault
from pipeline.stages.alto import from_alto
from schemas.contents import Contents
from schemas.errors import Mismatch, ObjectMissing, RecordMissing
from schemas.ids import RecordId, Sha256
from schemas.keys import STAGING, VERSIONS, ObjectKey, versions
from schemas.page import Page
from schemas.record import Record

_PIECE = 1 << 20
_NOTHING: Mapping[str, bytes] = {}

Stored = Mapping[str, NewFile]
"""The files of a version by logical path."""


class Shelves(Protocol):
    """Where records and their cards are; `Ports` and the house are such a place."""

    @property
    def store(self) -> ObjectStore:
        """See `pipeline.ports`."""
        ...

    @property
    def vault(self) -> Vault:
        """See `pipeline.ports`."""
        ...

    @property
    def index(self) -> Index:
        """See `pipeline.ports`."""
        ...


def stored_files(ports: Ports, record: RecordId, version: int | None = None) -> dict[str, NewFile]:
    """Every file of that version, or of the newest; raises `RecordMissing`, `ObjectMissing`."""
    return {file.path: file for file in ports.vault.files(record, version)}


def read_stored(ports: Ports, stored: Stored, path: str) -> bytes:
    """A file of the record, compared with what the inventory says of it.

    Raises:
        RecordMissing: there is no such file in that version.
        Mismatch: it is damaged.
    """
    if path not in stored:
        raise RecordMissing(name=path, detail=f"{path}: not among the record's files")
    content = ports.store.read(stored[path].source)
    if hashlib.sha512(content).hexdigest() != stored[path].sha512:
        raise Mismatch(name=path, detail=f"{path}: not what the inventory names")
    return content


def fetch_stored(ports: Ports, stored: Stored, path: str, target: Path) -> Path:
    """The same as a local file."""
    if path not in stored:
        raise RecordMissing(name=path, detail=f"{path}: not among the record's files")
    ports.store.fetch(stored[path].source, target)
    if _digests(target)[1] != stored[path].sha512:
        raise Mismatch(name=path, detail=f"{path}: not what the inventory names")
    return target


def pages_of(ports: Ports, record: Record, stored: Stored, new: Mapping[str, bytes] = _NOTHING) -> tuple[Page, ...]:
    """The pages as they were read, and corrected: from their ALTO; of ``new`` first, what is not stored yet."""
    return tuple(from_alto(new.get(path) or read_stored(ports, stored, path)) for path in record.files.alto)


def contents_of(ports: Ports, record: Record, stored: Stored) -> Contents | None:
    """What was found in it last time; None if that was nothing, or in another form than today's."""
    path = record.files.contents
    if path is None:
        return None
    try:
        return Contents.model_validate_json(read_stored(ports, stored, path))
    except ValueError:  # of another release: made anew anyhow
        return None


def record_bytes(thing: Record | Contents) -> bytes:
    """A record or contents as they are stored."""
    return thing.model_dump_json(indent=1).encode() + b"\n"


def new_file(record: Record, version: int, token: str, path: str, content: bytes | Path) -> NewFile:
    """What ``content`` is, staged or not: where it would be staged, and its digests.

    Args:
        record: whose version is made.
        version: its number.
        token: what this attempt is known by: the same for a retry of the same change, another for any other.
        path: the file's logical path.
        content: the file.
    """
    sha256, sha512, size = _digests(content)
    key = versions(record.id, f"v{version}", token, sha256, path)
    return NewFile(path=path, source=key, size=size, sha256=sha256, sha512=sha512)


def commit_next(
    ports: Ports, record: Record, files: Stored, new: Mapping[str, bytes | Path], *, message: str, user: str, base: int
) -> bool:
    """Stages what is new and makes version ``base + 1`` of exactly ``files``; whether ours has won.

    Raises:
        Mismatch, ObjectMissing: a file of the record is damaged or lost; no version was made.
    """
    for path, content in new.items():
        ports.store.put(files[path].source, content)
    try:
        return ports.vault.commit(
            record.id, tuple(files.values()), message=message, user=user, created=ports.clock.now(), base=base
        )
    except (Mismatch, ObjectMissing):
        # Whoever has made this version meanwhile has tidied what we had staged for it.
        if len(ports.vault.versions(record.id)) > base:
            return False
        raise


def finish(place: Shelves, record: RecordId) -> None:
    """After a commit, by this hand or by one that was killed: the card first, then what was staged for it."""
    left = [stat.key for stat in place.store.list(f"{versions(record)}/")]
    if left:
        made = file_card(place, record)
        place.store.delete_all([key for key in left if _number(key) <= made])


def file_card(place: Shelves, record: RecordId) -> int:
    """Files the card of the newest version, also when that changes meanwhile; gives its number."""
    while True:
        known = place.vault.versions(record)
        newest = place.vault.record(record, len(known))
        place.index.put(newest, known, place.vault.receipts(record))
        if len(place.vault.versions(record)) == len(known):
            return len(known)


def heal(place: Shelves) -> Iterator[RecordId]:
    """Finishes what hands that were killed have left: their cards are filed, their staged files go.

    For whoever starts, and for a sweep; the records concerned are given as they are done. What is staged for a version
    that nobody has made yet is left to whoever is at it.
    """
    left = place.store.list(f"{STAGING}/{VERSIONS}/")
    for record in dict.fromkeys(RecordId(stat.key.split("/")[2]) for stat in left):
        finish(place, record)
        yield record


# ---------------------------------------------------------------------------------------------------------------------


def _number(key: ObjectKey) -> int:
    """The number of the version that it was staged for."""
    return int(key.split("/")[3].removeprefix("v"))


def _digests(content: bytes | Path) -> tuple[Sha256, str, int]:
    """SHA-256, SHA-512 and size."""
    short, long, size = hashlib.sha256(), hashlib.sha512(), 0
    for piece in _pieces(content):
        short.update(piece)
        long.update(piece)
        size += len(piece)
    return Sha256(short.hexdigest()), long.hexdigest(), size


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
