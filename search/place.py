"""Where the index lies: a folder of its own for each time it was built anew, and one file that names the right one.

Readers go on with the old one while the new one is built, and change over when the file does. All of it can be
deleted: the indexer then builds it again from the archive.
"""

import fcntl
import os
import shutil
from pathlib import Path

from schemas.errors import Code, Transient

_POINTER = "current"
_HOLD = "indexer.lock"
_PREFIX = "index"


def pointer(folder: Path) -> Path:
    """The file that names the index to read; replaced, never changed."""
    return folder / _POINTER


def current(folder: Path) -> Path | None:
    """The folder of the index to read; None while there is none."""
    try:
        name = pointer(folder).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return folder / name if name and (folder / name / "meta.json").exists() else None


class Hold:
    """The right to write in a folder: one process has it, and loses it when it ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Takes the right.

        Raises:
            Transient: another process has it.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / _HOLD).open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            self._file.close()
            raise Transient(Code.INDEXER_AT_WORK, detail=f"{folder}: another indexer is at work") from taken

    def release(self) -> None:
        """Gives it back."""
        self._file.close()


def format_of(place: Path) -> int | None:
    """By which layout (`search.schema.FORMAT`) it was built; None for a folder that is none of ours."""
    parts = place.name.split("-")
    return int(parts[1]) if len(parts) == 3 and parts[0] == _PREFIX and parts[1].isdigit() else None


def begin(folder: Path, layout: int) -> Path:
    """Makes an empty folder for an index of that layout; nobody reads it before `switch`."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = [place.name.split("-")[2] for place in folder.glob(f"{_PREFIX}-*-*")]
    place = folder / f"{_PREFIX}-{layout}-{max((int(n) for n in taken if n.isdigit()), default=0) + 1}"
    place.mkdir()
    return place


def switch(folder: Path, place: Path) -> None:
    """Makes ``place`` the index to read, for good, and removes all others."""
    new = folder / f"{_POINTER}.new"
    with new.open("w", encoding="ascii") as file:
        file.write(place.name)
        file.flush()
        os.fsync(file.fileno())
    new.replace(pointer(folder))
    clean(folder)


def clean(folder: Path) -> None:
    """Removes every index but the one to read: old ones, and those that were never finished."""
    kept = current(folder)
    for place in folder.glob(f"{_PREFIX}-*-*"):
        if place != kept:
            shutil.rmtree(place, ignore_errors=True)  # a reader may still hold files of it: they go when it lets go
