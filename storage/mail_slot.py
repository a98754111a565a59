"""The slot in the porch's door: what somebody sends by the browser lies in the inbox as if it had been copied there.

Everything is written under a name the watcher passes over and gets its own name at the end, so that half a file is
never taken; nothing is ever overwritten, and no link is followed.
"""

import errno
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.stages.grouping import is_clutter
from pipeline.stages.porch import URGENT
from schemas.errors import Code, DiskFull, Pressed, Refused, Transient
from schemas.text import nfc
from storage.inbox_names import ASIDE, REFUSED

_HIDDEN = f"{ASIDE}gui-"
"""What the watcher passes over. Not a name that `storage.inbox` gives to files it moves aside: those are no uploads."""
_CHUNK = 1 << 20
_LONGEST = 180
"""Bytes of a name: a refusal's note must fit behind it."""
_NAMELESS = "ban-quet"
_MEGABYTE = 1_000_000
_UNFINISHED_SECONDS = 86_400.0
"""What lies unfinished for so long was left there by a crash."""
_NOT_IN_WINDOWS = str.maketrans(dict.fromkeys('<>:"|?*', "-"))
"""The inbox is often a share that Windows machines look into."""


@dataclass(frozen=True, kw_only=True)
class _Room:
    """How much may be written: bytes of one file; megabytes that stay free."""

    limit: int
    spare_mb: int

    def require(self, place: int) -> None:
        facts = os.statvfs(place)
        free = facts.f_bavail * facts.f_frsize // _MEGABYTE
        if free < self.spare_mb:
            detail = f"{free} of {self.spare_mb} MB"
            raise Pressed(Code.DISK_SHORT, detail=detail, place="hộp thư đến", free=free, needed=self.spare_mb)


class MailSlot:
    """Of the inbox at ``root``, which must be there."""

    def __init__(self, root: Path, *, max_bytes: int, spare_mb: int = 0) -> None:
        """Takes: how large a file may be, and how many megabytes of the inbox's disk stay free."""
        self._root, self._max, self._spare = root, max_bytes, spare_mb

    def agencies(self) -> tuple[str, ...]:
        """The folders of the inbox, one an agency; raises `Transient` if it cannot be listed."""
        try:
            with os.scandir(self._root) as listing:
                names = [item.name for item in listing if item.is_dir(follow_symlinks=False)]
        except OSError as problem:
            raise _translated(problem) from problem
        return tuple(sorted(nfc(name) for name in names if not name.startswith((".", "_"))))

    def post(
        self, agency: str, files: Sequence[tuple[str, BinaryIO]], *, together: str | None = None, urgent: bool = False
    ) -> tuple[str, ...]:
        """Puts the files into the agency's folder; gives their paths below the inbox.

        Takes:
            files: name as the browser says it, and content. A sidecar goes with its scan in one call.
            together: the files are the pages of one document, which gets a folder of about this name.
            urgent: into the folder of what is read first.

        Raises:
            Refused: TOO_LARGE (facts ``size``, ``limit``); UNSAFE_PATH, no name for an agency. Nothing lies there then.
            Pressed: DISK_SHORT (facts ``place``, ``free``, ``needed``). Nothing lies there then either.
            DiskFull, Transient: nor then.
        """
        if agency != file_name(agency) or agency.startswith("_"):
            raise Refused(Code.UNSAFE_PATH, name=agency)
        try:
            with self._folder(agency, *([URGENT] if urgent else [])) as (place, path):
                _clear_unfinished(place, older_than=time.time() - _UNFINISHED_SECONDS)
                room = _Room(limit=self._max, spare_mb=self._spare)
                names = _pages(place, files, room, together) if together else _each(place, files, room)
                os.fsync(place)
        except OSError as problem:
            raise _translated(problem) from problem
        return tuple(f"{path}/{name}" for name in names)

    @contextmanager
    def _folder(self, *parts: str) -> Iterator[tuple[int, str]]:
        """A folder below the root, made if it is not there; no part of the path may be a link."""
        place = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in parts:
                inner = _made(place, part)
                os.close(place)
                place = inner
            yield place, "/".join(parts)
        finally:
            os.close(place)


def file_name(text: str) -> str:
    """A name as it may stand in a folder: the last part of a path, NFC, without controls, of at most 180 bytes."""
    name = nfc(text).replace("\\", "/").rpartition("/")[2].translate(_NOT_IN_WINDOWS)
    name = "".join(character for character in name if character.isprintable()).strip(" .~")
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > 10:
        stem, dot, ending = name, "", ""
    cut = stem.encode()[: _LONGEST - len(ending.encode()) - 1].decode(errors="ignore").rstrip()
    name = (cut or _NAMELESS) + dot + ending
    return f"{_NAMELESS}-{name.lstrip('._')}" if is_clutter(name) or name.casefold() in (URGENT, REFUSED) else name


# ---------------------------------------------------------------------------------------------------------------------


def _each(place: int, files: Sequence[tuple[str, BinaryIO]], room: _Room) -> list[str]:
    """Every file by itself; they get their names one right after the other, a sidecar and its scan together."""
    staged: list[tuple[str, str]] = []
    named: list[str] = []
    try:
        for name, content in files:
            hidden = _HIDDEN + secrets.token_hex(8)
            staged.append((hidden, file_name(name)))
            _write(place, hidden, content, room)
        for hidden, name in staged:
            named.append(_linked(place, hidden, name))
    except BaseException:
        _unlink(place, named)
        raise
    finally:
        _unlink(place, [hidden for hidden, _ in staged])
    return named


def _pages(place: int, files: Sequence[tuple[str, BinaryIO]], room: _Room, wanted: str) -> list[str]:
    """A folder of pages; it gets its name when all of them are in it."""
    hidden = _HIDDEN + secrets.token_hex(8)
    inner, names = _made(place, hidden), list[str]()
    try:
        names += _each(inner, files, room)
        os.fsync(inner)
        folder = _free_folder(place, file_name(wanted))
        os.rename(hidden, folder, src_dir_fd=place, dst_dir_fd=place)
    except BaseException:
        _unlink(inner, names)
        os.rmdir(hidden, dir_fd=place)
        raise
    finally:
        os.close(inner)
    return [f"{folder}/{name}" for name in names]


def _clear_unfinished(place: int, *, older_than: float) -> None:
    """Removes what a crash has left; of a folder of pages first what is in it."""
    with os.scandir(place) as listing:
        left = [entry for entry in listing if entry.name.startswith(_HIDDEN)]
    for entry in left:
        try:
            if entry.stat(follow_symlinks=False).st_mtime > older_than:
                continue
            if entry.is_dir(follow_symlinks=False):
                _clear_folder(place, entry.name)
            else:
                os.unlink(entry.name, dir_fd=place)
        except FileNotFoundError:
            continue  # another upload has cleared it


def _clear_folder(place: int, name: str) -> None:
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)
    try:
        with os.scandir(inner) as listing:
            _unlink(inner, [entry.name for entry in listing])
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=place)


def _write(place: int, name: str, content: BinaryIO, room: _Room) -> None:
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=place)
    written = 0
    with os.fdopen(handle, "wb") as file:
        while piece := content.read(_CHUNK):
            written += len(piece)
            if written > room.limit:
                raise Refused(Code.TOO_LARGE, size=written, limit=room.limit)
            room.require(place)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _linked(place: int, hidden: str, name: str) -> str:
    """Gives the file its name, or the next free one."""
    number = 1
    while True:
        goal = _numbered(name, number)
        try:
            os.link(hidden, goal, src_dir_fd=place, dst_dir_fd=place, follow_symlinks=False)
        except FileExistsError:
            number += 1
        else:
            return goal


def _free_folder(place: int, name: str) -> str:
    """The first free name, taken with an empty folder, which a rename then replaces in one step."""
    number = 1
    while True:
        goal = _numbered(name, number)
        try:
            os.mkdir(goal, dir_fd=place)
        except FileExistsError:
            number += 1
        else:
            return goal


def _numbered(name: str, number: int) -> str:
    if number == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"


def _made(place: int, name: str) -> int:
    with suppress(FileExistsError):  # looked at next: a link or a file of this name does not open as a folder
        os.mkdir(name, dir_fd=place)
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)


def _unlink(place: int, names: Sequence[str]) -> None:
    for name in names:
        with suppress(FileNotFoundError):  # never written
            os.unlink(name, dir_fd=place)


def _translated(problem: OSError) -> Transient:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(detail=str(problem.strerror))
    return Transient(Code.UNREADABLE, detail=str(problem.strerror))
