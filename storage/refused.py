"""Finds what was refused, in `_tu-choi/`: by what file it is, or by the note beside it. Looks, and changes nothing."""

import os
from collections.abc import Iterator
from contextlib import suppress

from schemas.drop import FileIdentity
from storage.inbox import identity_of
from storage.inbox_names import NOTE, REFUSED

_LOOKED_AT = 4096
"""Bytes of a note; ours are a few lines."""


def refused_folder(path: str) -> list[str]:
    """The folder in which `InboxFolder.refuse` puts what was dropped under this path."""
    agency, slash, rest = path.partition("/")
    return [agency, REFUSED, *rest.split("/")[:-1]] if slash else [REFUSED]


def named(here: int, identity: FileIdentity) -> str | None:
    """What that very file is called in this folder."""
    return next((name for its, name in _files(here) if its == identity), None)


def lying(here: int) -> dict[FileIdentity, tuple[list[str], str]]:
    """Every file in this folder and those one below: the folders on the way, and its name in the last of them."""
    found = {its: (list[str](), name) for its, name in _files(here)}
    for entry in entries(here):
        if entry.is_dir(follow_symlinks=False):
            inner = os.open(entry.name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            try:
                found |= {its: ([entry.name], name) for its, name in _files(inner)}
            finally:
                os.close(inner)
    return found


def noted(here: int, mark: str) -> Iterator[str]:
    """The files beside whose notes this mark stands."""
    for entry in entries(here):
        if entry.name.endswith(NOTE) and entry.is_file(follow_symlinks=False):
            handle = os.open(entry.name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=here)
            with os.fdopen(handle, "rb") as note:
                if f"{mark}\n".encode() in note.read(_LOOKED_AT):
                    yield entry.name.removesuffix(NOTE)


def is_file(here: int, name: str) -> bool:
    """Whether a regular file of this name lies in the folder."""
    return any(entry.name == name and entry.is_file(follow_symlinks=False) for entry in entries(here))


def entries(here: int) -> list["os.DirEntry[str]"]:
    """What lies in the folder, as long as its descriptor is open."""
    with os.scandir(here) as listing:
        return list(listing)


def _files(here: int) -> Iterator[tuple[FileIdentity, str]]:
    for entry in entries(here):
        with suppress(FileNotFoundError):  # gone between listing and looking
            if entry.is_file(follow_symlinks=False):
                yield identity_of(entry.stat(follow_symlinks=False)), entry.name
