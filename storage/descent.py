"""Goes down folders below a root one step at a time, by descriptor, and never through a symbolic link.

A link that somebody puts below the root leads nowhere: what is behind it is not in the store.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_MODE = 0o755


@contextmanager
def folder(root: Path, parts: Sequence[str], *, make: bool = False) -> Iterator[int]:
    """The descriptor of the folder ``parts`` below ``root``; ``root`` itself may be a link.

    With ``make`` folders that are missing are made, and every name on the way is on disk (fsync) before the
    block is entered, whoever made it: another writer may have made a folder a moment ago and not synced it yet.

    Raises:
        OSError: FileNotFoundError for a missing folder, NotADirectoryError for a file or link in the way.
    """
    here = os.open(root, _FOLDER)
    try:
        for part in parts:
            below = _below(here, part, make=make)
            os.close(here)
            here = below
        yield here
    finally:
        os.close(here)


def _below(here: int, part: str, *, make: bool) -> int:
    if not make:
        return os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=here)
    try:
        below = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=here)
    except FileNotFoundError:
        _make(here, part)
        below = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=here)
    os.fsync(here)
    return below


def _make(here: int, part: str) -> None:
    try:
        os.mkdir(part, _MODE, dir_fd=here)
    except FileExistsError:
        return  # another writer was faster


def prune(root: Path, parts: Sequence[str]) -> None:
    """Removes the folder ``parts`` and those above it as long as they are empty; never ``root``.

    An archive must not hold empty folders (OCFL 1.1, E024 and E073).
    """
    for depth in range(len(parts), 0, -1):
        try:
            with folder(root, parts[: depth - 1]) as above:
                os.rmdir(parts[depth - 1], dir_fd=above)
        except OSError:  # not empty, or gone already: the end of the work either way
            return
