"""The object store in a local folder: the default. A key is a path below the root.

Written as: temporary file → fsync → rename (or hard link, for create-only) → fsync of every folder on the way,
so that an object is there whole or not at all, also after a power cut. Temporary files lie in one folder of the
root whose name holds a space: no key can, so they are never listed, and a crash leaves no stray file inside the
archive, where it would make an OCFL object invalid. `FolderStore.ensure` removes stale ones.

That folder is also the sign that the store is really there: when it is missing (an unmounted disk leaves an empty
folder behind) nothing is "not found", the store is unreachable.
"""

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.ports import ObjectStat
from schemas.errors import KeyTaken, ObjectMissing, SettingInvalid
from schemas.keys import ObjectKey, object_key
from storage.descent import folder, prune
from storage.digests import PIECE, pieces_of
from storage.landing import land
from storage.os_trouble import present, reading, writing
from storage.walk import walk

TEMPORARY = ".kho tmp"
"""The folder of files that are being written."""
STALE_SECONDS = 3600.0
_TRIES = 16
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a fifo must not hold us up
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class FolderStore:
    """An `ObjectStore` in the folder ``root``, which must be one file system with hard links."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sign = root / TEMPORARY

    def ensure(self) -> None:
        """Makes the root if need be; removes temporary files untouched for an hour, whose writers must be dead.

        (Should one be alive, its put fails as `StoreUnreachable` and is tried again.)

        Raises:
            SettingInvalid: a file stands where the folder should be.
            StoreUnreachable, DiskFull: it cannot be made.
        """
        try:
            with writing(str(self._root)):
                self._root.mkdir(parents=True, exist_ok=True)
                with folder(self._root, [TEMPORARY], make=True) as temporary:
                    _remove_stale(temporary, before=time.time() - STALE_SECONDS)
        except KeyTaken as problem:
            raise SettingInvalid(name="KHO_VAULT", problem=str(self._root), detail=problem.detail) from problem

    def put(self, key: ObjectKey, source: bytes | Path, *, create_only: bool = False) -> None:
        """See `ObjectStore.put`."""
        parts = object_key(key).split("/")
        with writing(key), folder(self._root, [TEMPORARY]) as temporary:
            name = secrets.token_hex(16)
            try:
                _write(name, temporary, source)
                self._place(name, temporary, parts, create_only=create_only)
            finally:
                _unlink(name, temporary)

    def _place(self, name: str, temporary: int, parts: list[str], *, create_only: bool) -> None:
        for remaining in reversed(range(_TRIES)):
            try:
                with folder(self._root, parts[:-1], make=True) as target:
                    _move(name, temporary, parts[-1], target, create_only=create_only)
                    os.fsync(target)
            except FileNotFoundError:  # a `delete` has removed the empty folder under our feet
                if not remaining:
                    raise
            else:
                return

    def copy(self, source: ObjectKey, target: ObjectKey) -> None:
        """See `ObjectStore.copy`. The bytes are copied, not linked: one bad block must not spoil both."""
        file = self._open(source)
        try:
            self.put(target, Path(f"/dev/fd/{file}"))
        finally:
            os.close(file)

    def read(self, key: ObjectKey) -> bytes:
        """See `ObjectStore.read`."""
        return b"".join(self.chunks(key))

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        """See `ObjectStore.chunks`."""
        file = self._open(key)
        try:
            while True:
                with reading(key, self._sign):
                    piece = os.read(file, PIECE)
                if not piece:
                    return
                yield piece
        finally:
            os.close(file)

    def part(self, key: ObjectKey, start: int, length: int) -> Iterator[bytes]:
        """``length`` bytes from ``start`` on, fewer at the end, in pieces of at most 1 MiB; raises `ObjectMissing`."""
        file = self._open(key)
        try:
            while length > 0:
                with reading(key, self._sign):
                    piece = os.pread(file, min(length, PIECE), start)
                if not piece:
                    return
                yield piece
                start, length = start + len(piece), length - len(piece)
        finally:
            os.close(file)

    def _open(self, key: ObjectKey) -> int:
        *folders, name = object_key(key).split("/")
        with reading(key, self._sign):
            with folder(self._root, folders) as above:
                file = os.open(name, _READ, dir_fd=above)
            if stat.S_ISREG(os.fstat(file).st_mode):
                return file
            os.close(file)
            raise IsADirectoryError(errno.EISDIR, "not a regular file")

    def fetch(self, key: ObjectKey, target: Path) -> None:
        """See `ObjectStore.fetch`."""
        land(self.chunks(key), target)

    def stat(self, key: ObjectKey) -> ObjectStat | None:
        """See `ObjectStore.stat`."""
        *folders, name = object_key(key).split("/")
        try:
            with reading(key, self._sign), folder(self._root, folders) as above:
                facts = os.stat(name, dir_fd=above, follow_symlinks=False)
        except ObjectMissing:
            return None
        return ObjectStat(key=key, size=facts.st_size) if stat.S_ISREG(facts.st_mode) else None

    def list(self, prefix: str) -> Iterator[ObjectStat]:
        """See `ObjectStore.list`."""
        return walk(self._root, prefix, self._sign)

    def delete(self, key: ObjectKey) -> None:
        """See `ObjectStore.delete`; folders left empty go too."""
        *folders, name = object_key(key).split("/")
        with writing(key):
            try:
                with folder(self._root, folders) as above:
                    os.unlink(name, dir_fd=above)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                present(self._sign)
        prune(self._root, folders)

    def delete_all(self, keys: Sequence[ObjectKey]) -> None:
        """See `ObjectStore.delete_all`."""
        for key in keys:
            self.delete(key)


def _write(name: str, temporary: int, source: bytes | Path) -> None:
    with os.fdopen(os.open(name, _WRITE, 0o644, dir_fd=temporary), "wb") as file:
        for piece in pieces_of(source):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _move(name: str, temporary: int, final: str, target: int, *, create_only: bool) -> None:
    if create_only:
        os.link(name, final, src_dir_fd=temporary, dst_dir_fd=target, follow_symlinks=False)
    else:
        os.replace(name, final, src_dir_fd=temporary, dst_dir_fd=target)


def _unlink(name: str, temporary: int) -> None:
    try:
        os.unlink(name, dir_fd=temporary)
    except FileNotFoundError:
        return  # `os.replace` has moved it


def _remove_stale(temporary: int, *, before: float) -> None:
    with os.scandir(temporary) as listing:
        names = [entry.name for entry in listing]
    for name in names:
        try:
            if os.stat(name, dir_fd=temporary, follow_symlinks=False).st_mtime < before:
                os.unlink(name, dir_fd=temporary)
        except FileNotFoundError:
            continue  # its writer has just finished
