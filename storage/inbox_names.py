"""What files are called on the porch: refused ones, their notes, what is not for the watcher. Overwrites nothing."""

import os
from pathlib import Path

REFUSED = "_tu-choi"
"""The folder of what was refused, one in every agency's."""
NOTE = ".ly-do.txt"
"""Behind a refused file's name: the note with the reason."""
ASIDE = ".kho-roi-hop."
"""Before a name of ours: what bears it is in somebody's hands, and the watcher passes over it."""
_NAME_MAX = 255
"""Bytes."""


def fitted(name: str, number: int) -> str:
    """``name``, numbered from the second on, cut so that its note's name still fits into 255 bytes."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(os.fsencode(ending)) > 10:
        stem, dot, ending = name, "", ""
    tail = (f" ({number})" if number > 1 else "") + dot + ending
    room = _NAME_MAX - len(NOTE) - len(os.fsencode(tail))
    raw = os.fsencode(stem)
    if len(raw) > room:
        raw = raw[:room].decode("utf-8", "ignore").encode() or raw[:room]
    return os.fsdecode(raw) + tail


def free_name(goal: Path, name: str) -> str:
    """The first name like ``name`` that is free beside ``goal``."""
    number = 1
    while os.path.lexists(goal.with_name(fitted(name, number))):
        number += 1
    return fitted(name, number)


def folder_below(folder: Path, name: str) -> Path:
    """The folder of this name, or of the next one that is no file: a ZIP may have been refused as a whole before."""
    number = 1
    while True:
        inner = folder / fitted(name, number)
        try:
            inner.mkdir()
        except FileExistsError:
            if not inner.is_dir() or inner.is_symlink():
                number += 1
                continue
        return inner


def give_back(aside: Path, place: Path) -> None:
    """Gives a file that was not the expected one its name back, or the next free one; overwrites nothing."""
    number = 1
    while True:
        goal = place if number == 1 else place.with_name(fitted(place.name, number))
        try:
            os.link(aside, goal, follow_symlinks=False)
        except FileExistsError:
            number += 1
        else:
            aside.unlink()
            return
