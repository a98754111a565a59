"""Brings what was refused from ``_tu-choi/`` back into the inbox, where the watcher takes it as something new.

Only the very files that were refused come back: they are known by device, inode, size and time stamp, whatever they
are called now. No link is followed, nothing is overwritten, the note stays where it is. Every file first leaves its
place under a name of ours, so that of two who press the button at once only one brings it back.
"""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from schemas.drop import FileIdentity
from schemas.errors import Code, DiskFull, Transient
from storage.aside import alone, below, gathered, link, set_aside
from storage.descent import folder as open_folder
from storage.inbox_names import fitted
from storage.refused import entries, is_file, lying, named, noted, refused_folder


class RefusedFiles:
    """Of the inbox at ``root``; all paths are relative to it and use ``/``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put_back(
        self, files: Sequence[tuple[str, FileIdentity]], *, folder: str | None = None, beside: bytes | None = None
    ) -> str | None:
        """Brings a refused document back; gives its path in the inbox, None if it lies in ``_tu-choi/`` no more.

        Takes:
            files: path as dropped and identity, the document first, its sidecar last.
            folder: the folder, of a document that was one.
            beside: the text of a JSON sidecar that is to lie beside it in place of the one it had.

        Raises:
            DiskFull, Transient: something may be back already; the same again brings back the rest.
        """
        try:
            return self._folder_back(files, folder, beside) if folder else self._files_back(files, beside)
        except OSError as problem:
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull(detail=str(problem.strerror)) from problem
            raise Transient(Code.UNREADABLE, detail=str(problem.strerror)) from problem

    def content(self, path: str, identity: FileIdentity, *, folder: str | None = None, limit: int) -> bytes | None:
        """The first ``limit`` bytes of a refused file; None if it lies there no more."""
        try:
            with open_folder(self._root, refused_folder(folder or path)) as here:
                name = named(here, identity)
                place = lying(here).get(identity) if folder else ([], name) if name is not None else None
                if place is None:
                    return None
            with open_folder(self._root, [*refused_folder(folder or path), *place[0]]) as here:
                handle = os.open(place[1], os.O_RDONLY | os.O_NOFOLLOW, dir_fd=here)
            with os.fdopen(handle, "rb") as file:
                return file.read(limit)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as problem:
            raise Transient(Code.UNREADABLE, detail=str(problem.strerror)) from problem

    def put_back_member(self, bundle: str, item: str, *, beside: bytes | None = None) -> str | None:
        """The same for a document that came in a ZIP: it is known by its note, and comes back as a file of its own.

        Takes: the path of the ZIP as dropped, and the item. None also if it has several files. Its folder has a number
        if the ZIP was refused as a whole another time.
        """
        above, _, name = bundle.rpartition("/")
        try:
            number = 1
            while True:
                with open_folder(self._root, refused_folder(bundle)) as outer:
                    folder = fitted(name, number)
                    if not any(entry.name == folder for entry in entries(outer)):
                        return None
                back = self._member_back([*refused_folder(bundle), folder], item, above, beside)
                if back is not None:
                    return back
                number += 1
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise Transient(Code.UNREADABLE, detail=str(problem.strerror)) from problem

    def _member_back(self, folders: Sequence[str], item: str, above: str, beside: bytes | None) -> str | None:
        try:
            with alone(self._root, folders) as here:
                names = [name for name in noted(here, f"{item}-0") if is_file(here, name)]
                if len(names) != 1 or any(noted(here, f"{item}-1")):
                    return None
                return self._one_back(here, names[0], _joined(above, names[0]), None, beside)
        except NotADirectoryError:  # the ZIP itself, refused another time
            return None

    def _files_back(self, files: Sequence[tuple[str, FileIdentity]], beside: bytes | None) -> str | None:
        path, identity = files[0]
        try:
            with alone(self._root, refused_folder(path)) as here:
                name = named(here, identity)
                if name is None:
                    return None
                back = self._one_back(here, name, path, identity, beside)
                for other, its in files[1:] if beside is None else ():
                    if (known := named(here, its)) is not None:
                        self._one_back(here, known, other, its, None)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return back

    def _folder_back(self, files: Sequence[tuple[str, FileIdentity]], folder: str, beside: bytes | None) -> str | None:
        """All that is left of it, in one step, as a folder of its old name, or the next free one."""
        pages = [(path, its) for path, its in files if path.rpartition("/")[0] == folder]
        try:
            with alone(self._root, refused_folder(folder)) as here:
                together = gathered(here, pages)
                if together is None:
                    return None
                for path, its in files if beside is None else ():
                    if path.rpartition("/")[0] != folder:
                        self._sidecar_back(here, path, its)
                return self._in_one_step(here, together, folder, beside)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _sidecar_back(self, here: int, path: str, identity: FileIdentity) -> None:
        place = lying(here).get(identity)
        if place is not None:
            with below(here, place[0]) as inner:
                self._one_back(inner, place[1], path, identity, None)

    def _in_one_step(self, here: int, together: str, folder: str, beside: bytes | None) -> str:
        above, _, name = folder.rpartition("/")
        with open_folder(self._root, above.split("/") if above else [], make=True) as there:
            goal = _new_folder(there, name)  # empty: the folder of pages takes its place
            if beside is not None:
                _write(there, f"{goal}.json", beside)
            os.rename(together, goal, src_dir_fd=here, dst_dir_fd=there)
        return _joined(above, goal)

    def _one_back(
        self, here: int, name: str, path: str, identity: FileIdentity | None, beside: bytes | None
    ) -> str | None:
        """Moves one file to ``path`` or the next free name there; None if it was another one or has just gone."""
        aside = set_aside(here, name, identity)
        if aside is None:
            return None
        above, _, wanted = path.rpartition("/")
        with open_folder(self._root, above.split("/") if above else [], make=True) as there:
            if beside is not None:
                goal = _free(there, wanted)
                _write(there, f"{goal}.json", beside)
                link(aside, goal, here, there)
            else:
                goal = link(aside, wanted, here, there)
        os.unlink(aside, dir_fd=here)
        return _joined(above, goal)


def _free(there: int, wanted: str) -> str:
    taken = {entry.name for entry in entries(there)}
    number = 1
    while fitted(wanted, number) in taken or f"{fitted(wanted, number)}.json" in taken:
        number += 1
    return fitted(wanted, number)


def _new_folder(there: int, wanted: str) -> str:
    number = 1
    while True:
        goal = fitted(wanted, number)
        try:
            os.mkdir(goal, dir_fd=there)
        except FileExistsError:
            number += 1
        else:
            return goal


def _write(there: int, name: str, content: bytes) -> None:
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=there)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
