"""The porch: a folder in which clerks drop scans. Looks, takes, tidies; never follows a link, never overwrites.

A file leaves the inbox only as the very file that was taken: same device, inode, size, time stamp and
SHA-256, checked once more after it has been moved aside under a name of ours. A file that arrives under
the same name in the meantime is another file and stays.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path

from pipeline.stages.grouping import is_clutter
from schemas.drop import FileIdentity
from schemas.errors import Code, DiskFull, FileChanged, Permanent, Transient
from schemas.ids import Sha256
from schemas.inbox import Entry, EntryKind
from storage.inbox_names import ASIDE, NOTE, REFUSED, fitted, folder_below, free_name, give_back

_CHUNK = 1 << 20
_GIT_MARKS = frozenset({".gitkeep", ".gitignore"})
_PORCH_SIGNS = frozenset({"README.md"})
"""Files directly in the inbox that explain it and are not scans."""


def identity_of(facts: os.stat_result) -> FileIdentity:
    """Which file it is, by what its `stat` says."""
    return FileIdentity(device=facts.st_dev, inode=facts.st_ino, size=facts.st_size, mtime_ns=facts.st_mtime_ns)


class InboxFolder:
    """The inbox at ``root``; all paths are relative to it and use ``/``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def scan(self, below: str = "") -> tuple[Entry, ...]:
        """Everything that lies there now (or in the folder ``below``), by path; what was refused and droppings are not.

        Raises:
            Transient: the inbox itself cannot be listed (unmounted share, missing folder).
        """
        try:
            return tuple(sorted(self._walk(below), key=lambda entry: entry.path))
        except OSError as problem:
            raise _translated(problem) from problem

    def _walk(self, folder: str) -> Iterator[Entry]:
        with os.scandir(self._root / folder) as listing:
            found = list(listing)
        for item in found:
            path = f"{folder}/{item.name}" if folder else item.name
            if _ours_or_droppings(folder, item.name):
                continue
            try:
                if item.is_dir(follow_symlinks=False):
                    if item.name != REFUSED:
                        yield from self._walk(path)
                    continue
                facts = item.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # gone between listing and looking: a rename or an upload tool's temporary file
            kind = EntryKind.FILE if stat.S_ISREG(facts.st_mode) else EntryKind.ODD
            yield Entry(path=path, kind=kind, identity=identity_of(facts))

    def entry(self, path: str) -> Entry:
        """One entry by its path, whatever it is; raises `FileChanged` if nothing is there."""
        try:
            facts = (self._root / path).lstat()
        except OSError as problem:
            raise _translated(problem) from problem
        kind = EntryKind.FILE if stat.S_ISREG(facts.st_mode) else EntryKind.ODD
        return Entry(path=path, kind=kind, identity=identity_of(facts))

    def take(self, entry: Entry, target: Path) -> Sha256:
        """Copies the file to ``target``, which gives its SHA-256.

        Raises:
            FileChanged: it is not (or no longer) the file that was seen, or it changed while being read.
            DiskFull: no room for the copy.
        """
        try:
            with self._open(entry.path) as source, target.open("wb") as copy:
                if identity_of(os.fstat(source.fileno())) != entry.identity:
                    raise FileChanged(detail="another file stands under this name")
                digest = hashlib.sha256()
                while piece := source.read(_CHUNK):
                    digest.update(piece)
                    copy.write(piece)
                if identity_of(os.fstat(source.fileno())) != entry.identity:
                    raise FileChanged(detail="grew or was touched while it was read")
        except OSError as problem:
            raise _translated(problem) from problem
        return Sha256(digest.hexdigest())

    def remove(self, path: str, identity: FileIdentity, sha256: Sha256) -> bool:
        """Takes the archived file off the inbox; False if another file stands there now (it is left alone).

        The file is first moved aside under a name of ours, so that nobody can exchange it between the last look
        and the removal; a process killed in between is made good by the next call.
        """
        try:
            aside = self._move_aside(path, identity)
            if aside is None:
                return False
            if self._is(aside, identity, sha256):
                aside.unlink()
                return True
            give_back(aside, self._root / path)
        except OSError as problem:
            raise _translated(problem) from problem
        return False

    def _move_aside(self, path: str, identity: FileIdentity) -> Path | None:
        place = self._root / path
        mark = hashlib.sha256(f"{identity.inode}\n{path}".encode(errors="surrogateescape")).hexdigest()[:16]
        aside = place.parent / f"{ASIDE}{mark}"
        if not os.path.lexists(aside):
            if not self._is(place, identity, None):
                return None
            place.rename(aside)
        return aside

    def _is(self, place: Path, identity: FileIdentity, sha256: Sha256 | None) -> bool:
        """Whether that very file stands there; its bytes are read only when a digest is given."""
        try:
            if identity_of(place.lstat()) != identity:
                return False
        except FileNotFoundError:
            return False
        if sha256 is None:
            return True
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def refuse(self, files: Sequence[tuple[str, FileIdentity]], *, folder: str | None, note: str, mark: str) -> None:
        """Moves files to their agency's ``_tu-choi/``, with ``note`` beside the first, or beside their ``folder``.

        ``mark`` is part of the note and names the refusal: the same one again finds a half-done move and ends it.
        A file that is no longer the one that was refused is left alone.
        """
        try:
            here = [path for path, identity in files if self._is(self._root / path, identity, None)]
            if not here:
                return
            goal = self._reserve(folder or here[0], note, mark)
            if folder is not None:
                goal.mkdir(exist_ok=True)
            for number, path in enumerate(here):
                name = path.rpartition("/")[2]
                beside = (
                    goal / name if folder is not None else goal.with_name(free_name(goal, name)) if number else goal
                )
                (self._root / path).rename(beside)
        except OSError as problem:
            raise _translated(problem) from problem

    def deliver_refused(self, path: str, source: Path, *, note: str, mark: str) -> str:
        """Writes a refused file that has no place of its own in the inbox (a ZIP's member) where `refuse` would."""
        try:
            goal = self._reserve(path, note, mark)
            part = goal.parent / f"{ASIDE}{mark[:32]}"
            with source.open("rb") as origin, part.open("wb") as copy:
                while piece := origin.read(_CHUNK):
                    copy.write(piece)
                copy.flush()
                os.fsync(copy.fileno())
            part.rename(goal)
        except OSError as problem:
            raise _translated(problem) from problem
        return str(goal.relative_to(self._root))

    def _reserve(self, path: str, note: str, mark: str) -> Path:
        """Writes the note under the first free name, gives the place beside it; a note with ``mark`` is ours."""
        agency, slash, rest = path.partition("/")
        folder = self._root / agency / REFUSED if slash else self._root / REFUSED
        *inner, name = rest.split("/") if slash else [path]
        folder.mkdir(parents=True, exist_ok=True)
        for part in inner:
            folder = folder_below(folder, part)
        number = 1
        while True:
            goal = folder / fitted(name, number)
            beside = folder / (goal.name + NOTE)
            try:
                handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
            except FileExistsError:
                if mark in beside.read_text(encoding="utf-8", errors="replace"):
                    return goal
            else:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(note)
                if not os.path.lexists(goal):
                    return goal
                beside.unlink()
            number += 1

    def drop_empty_folder(self, folder: str) -> None:
        """Removes a folder that was one document and is empty now; any other is left alone."""
        try:
            (self._root / folder).rmdir()
        except OSError as problem:
            if problem.errno not in (errno.ENOTEMPTY, errno.ENOENT, errno.EEXIST):
                raise _translated(problem) from problem

    def _open(self, path: str) -> FileIO:
        """Opens a regular file beneath the root; no part of the path may be a link."""
        *folders, name = path.split("/")
        here = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for folder in folders:
                inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
                os.close(here)
                here = inner
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
        finally:
            os.close(here)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise FileChanged(detail="no longer a regular file")
        return FileIO(handle, "rb")


def _ours_or_droppings(folder: str, name: str) -> bool:
    if is_clutter(name) or name in _GIT_MARKS or name.startswith(ASIDE):
        return True
    return not folder and name in _PORCH_SIGNS


def _translated(problem: OSError) -> Transient | Permanent:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(detail=str(problem.strerror))
    if problem.errno in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR, errno.ESTALE):
        return FileChanged(detail=str(problem.strerror))
    return Transient(Code.UNREADABLE, detail=str(problem.strerror))
