"""The object store in memory: the twin of the real ones, for tests and for trying things out. Thread-safe."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

from pipeline.ports import ObjectStat
from schemas.errors import KeyTaken, ObjectMissing
from schemas.keys import ObjectKey, object_key
from storage.digests import pieces_of
from storage.landing import land


class MemoryStore:
    """Objects in a dictionary; gone with the process."""

    def __init__(self) -> None:
        self._objects: dict[ObjectKey, bytes] = {}
        self._lock = Lock()

    def ensure(self) -> None:
        """Nothing is needed."""

    def put(self, key: ObjectKey, source: bytes | Path, *, create_only: bool = False) -> None:
        """See `ObjectStore.put`."""
        key, content = object_key(key), b"".join(pieces_of(source))
        with self._lock:
            if create_only and key in self._objects:
                raise KeyTaken(name=key)
            self._objects[key] = content

    def read(self, key: ObjectKey) -> bytes:
        """See `ObjectStore.read`."""
        with self._lock:
            content = self._objects.get(object_key(key))
        if content is None:
            raise ObjectMissing(name=key)
        return content

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        """See `ObjectStore.chunks`."""
        yield from pieces_of(self.read(key))

    def part(self, key: ObjectKey, start: int, length: int) -> Iterator[bytes]:
        """``length`` bytes from ``start`` on, fewer at the end, in pieces of at most 1 MiB; raises `ObjectMissing`."""
        yield from pieces_of(self.read(key)[start : start + length])

    def fetch(self, key: ObjectKey, target: Path) -> None:
        """See `ObjectStore.fetch`."""
        land(self.chunks(key), target)

    def stat(self, key: ObjectKey) -> ObjectStat | None:
        """See `ObjectStore.stat`."""
        with self._lock:
            content = self._objects.get(object_key(key))
        return None if content is None else ObjectStat(key=key, size=len(content))

    def list(self, prefix: str) -> Iterator[ObjectStat]:
        """See `ObjectStore.list`."""
        with self._lock:
            found = sorted((key, len(content)) for key, content in self._objects.items() if key.startswith(prefix))
        for key, size in found:
            yield ObjectStat(key=key, size=size)

    def copy(self, source: ObjectKey, target: ObjectKey) -> None:
        """See `ObjectStore.copy`."""
        self.put(target, self.read(source))

    def delete_all(self, keys: Sequence[ObjectKey]) -> None:
        """See `ObjectStore.delete_all`."""
        for key in keys:
            self.delete(key)

    def delete(self, key: ObjectKey) -> None:
        """See `ObjectStore.delete`."""
        with self._lock:
            self._objects.pop(object_key(key), None)
