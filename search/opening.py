"""Opens an index for reading, and notices when there is a newer one. Changes nothing in it.

tantivy takes a lock file in the index's folder while it looks which segments there are. Where the folder is mounted
read-only that cannot be, so the index is looked at through a folder of links of our own.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import NamedTuple

import tantivy

from search.place import current, format_of, pointer
from search.schema import FORMAT
from search.values import Values
from search.writer import Mark, mark_of, register, values_of

_LOCK = ".tantivy-meta.lock"
_TRIES = 5


class Opened(NamedTuple):
    """An index as of one commit. Keep it while you look: what it shows does not change."""

    searcher: tantivy.Searcher
    mark: Mark
    stamp: tuple[str, int, int]
    """Which commit it is; another commit has another one."""
    values: Values
    """Which numbers are which values of facets."""


class _Sight(NamedTuple):
    """What is seen of an index without reading anything."""

    meta: str
    named: tuple[int, int]
    """The file that names the index to read."""
    changed: tuple[int, int]
    """Its own file that every commit writes anew."""


class Opening:
    """The newest state of the index in a folder. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = str(pointer(folder))
        self._lock = Lock()
        self._opened: tuple[Opened, _Sight] | None = None
        self._links: TemporaryDirectory[str] | None = None

    def newest(self) -> Opened | None:
        """The index as of its newest commit; None while there is none that we can read: then nothing is public."""
        found = self._opened
        if found is not None and self._sight(found[1].meta) == found[1]:
            return found[0]  # every search asks: two looks at a file's facts, nothing is read
        with self._lock:
            for left in reversed(range(_TRIES)):
                try:
                    return self._open()
                except (ValueError, OSError):  # files went while we opened them: a merge, or a newer index
                    if left == 0:
                        raise
        return None

    def _sight(self, meta: str) -> "_Sight":
        return _Sight(meta, _facts(self._pointer), _facts(meta))

    def _open(self) -> Opened | None:
        named = _facts(self._pointer)  # before it is read: if it changes now, the next search sees that
        place = current(self._folder)
        if place is None or format_of(place) != FORMAT:
            return None
        sight = _Sight(str(place / "meta.json"), named, _facts(str(place / "meta.json")))
        if self._opened is not None and self._opened[1] == sight:
            return self._opened[0]
        index = tantivy.Index.open(str(self._readable(place)))
        register(index)
        index.config_reader("manual")
        index.reload()
        searcher = index.searcher()
        opened = Opened(searcher, mark_of(searcher), (place.name, *sight.changed), values_of(searcher))
        self._opened = opened, sight
        return opened

    def _readable(self, place: Path) -> Path:
        if os.access(place / _LOCK, os.W_OK):
            return place
        links = TemporaryDirectory(prefix="kho-search-")
        for file in place.iterdir():
            if file.name != _LOCK:
                (Path(links.name) / file.name).symlink_to(file)
        self._links = links
        return Path(links.name)


def _facts(path: str) -> tuple[int, int]:
    """When it was changed, and which file it is."""
    try:
        facts = os.stat(path)  # noqa: PTH116  # a third of the time that Path.stat takes
    except FileNotFoundError:  # the index was just changed for another one
        return 0, 0
    return facts.st_mtime_ns, facts.st_ino
