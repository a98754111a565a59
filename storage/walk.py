"""All objects of a folder store whose key starts with a prefix, in the order of their keys, a folder at a time."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.ports import ObjectStat
from schemas.errors import ObjectMissing
from schemas.keys import object_key
from storage.descent import folder
from storage.os_trouble import reading


def walk(root: Path, prefix: str, sign: Path) -> Iterator[ObjectStat]:
    """The objects below ``root``; links, and files whose name can be no part of a key, are none.

    Raises:
        StoreUnreachable, Unreadable: a folder cannot be read.
    """
    above, slash, start = prefix.rpartition("/")
    if not slash or _is_key(above):
        yield from _below(root, above.split("/") if slash else [], start, sign)


def _below(root: Path, parts: list[str], start: str, sign: Path) -> Iterator[ObjectStat]:
    for name, size in _entries(root, parts, start, sign):
        key = "/".join([*parts, name])
        if name.endswith("/"):
            yield from _below(root, key[:-1].split("/"), "", sign)
        else:
            yield ObjectStat(key=object_key(key), size=size)


def _entries(root: Path, parts: list[str], start: str, sign: Path) -> list[tuple[str, int]]:
    """Names and sizes; a folder's name ends in a slash, so that names sort as the keys below them do."""
    try:
        with reading("/".join(parts), sign), folder(root, parts) as here, os.scandir(here) as listing:
            found = [_named(entry) for entry in listing if entry.name.startswith(start) and _is_key(entry.name)]
    except ObjectMissing:
        return []
    return sorted(entry for entry in found if entry is not None)


def _named(entry: "os.DirEntry[str]") -> tuple[str, int] | None:
    try:
        facts = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # deleted since the folder was read
        return None
    if stat.S_ISDIR(facts.st_mode):
        return entry.name + "/", 0
    return (entry.name, facts.st_size) if stat.S_ISREG(facts.st_mode) else None


def _is_key(text: str) -> bool:
    try:
        object_key(text)
    except ValueError:
        return False
    return True
