"""Takes refused files out of everybody else's reach before they are brought back; overwrites and follows nothing."""

import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from schemas.drop import FileIdentity
from storage.descent import folder as open_folder
from storage.inbox import identity_of
from storage.inbox_names import ASIDE, fitted
from storage.refused import lying


@contextmanager
def alone(root: Path, folders: Sequence[str]) -> Iterator[int]:
    """The folder, with nobody else bringing back anything of it at the same time, where the file system can tell."""
    with open_folder(root, folders) as here:
        with suppress(OSError):  # a share that knows no locks: every single file still comes back only once
            fcntl.flock(here, fcntl.LOCK_EX)
        yield here


@contextmanager
def below(here: int, folders: Sequence[str]) -> Iterator[int]:
    """The folder of this name in that one; that one itself for none."""
    inner = os.open(folders[0] if folders else ".", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
    try:
        yield inner
    finally:
        os.close(inner)


def gathered(here: int, pages: Sequence[tuple[str, FileIdentity]]) -> str | None:
    """Moves the pages that are there into a folder of ours beside them, under their old names; None if there is none.

    A crash leaves them in it; the next time they are found there.
    """
    together, places = ASIDE + secrets.token_hex(8), lying(here)
    found = [(path, identity, *places[identity]) for path, identity in pages if identity in places]
    os.mkdir(together, dir_fd=here)
    with below(here, [together]) as goal:
        moved = [_moved(here, folders, name, identity, goal, path) for path, identity, folders, name in found]
    for emptied in {*(folders[0] for _, _, folders, _ in found if folders), *([] if any(moved) else [together])}:
        with suppress(OSError):  # there is more in it
            os.rmdir(emptied, dir_fd=here)
    return together if any(moved) else None


def _moved(here: int, folders: Sequence[str], name: str, identity: FileIdentity, goal: int, path: str) -> bool:
    with below(here, folders) as source:
        aside = set_aside(source, name, identity)
        if aside is not None:
            os.rename(aside, path.rpartition("/")[2], src_dir_fd=source, dst_dir_fd=goal)
    return aside is not None


def set_aside(here: int, name: str, identity: FileIdentity | None) -> str | None:
    """Gives the file a name of ours, under which nobody else reaches for it; None if somebody was faster.

    One that is aside already was left there by a crash, or is in somebody's hands: with a second name it is back.
    """
    aside = ASIDE + secrets.token_hex(8)
    try:
        os.rename(name, aside, src_dir_fd=here, dst_dir_fd=here)
        facts = os.stat(aside, dir_fd=here, follow_symlinks=False)
    except FileNotFoundError:
        return None
    other = identity is not None and identity_of(facts) != identity
    if other:
        link(aside, name, here, here)
    if other or (name.startswith(ASIDE) and facts.st_nlink > 1):
        os.unlink(aside, dir_fd=here)
        return None
    return aside


def link(name: str, wanted: str, here: int, there: int) -> str:
    """A second name for a file, the wanted one or the next free one; gives it."""
    number = 1
    while True:
        goal = fitted(wanted, number)
        try:
            os.link(name, goal, src_dir_fd=here, dst_dir_fd=there, follow_symlinks=False)
        except FileExistsError:
            number += 1
        else:
            return goal
