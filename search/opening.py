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

from search.place import current, format_of
from search.schema import FORMAT
from search.writer import Mark, mark_of, register

_LOCK = ".tantivy-meta.lock"
_TRIES = 5


class Opened(NamedTuple):
    """An index as of one commit. Keep it while you look: what it shows does not change."""

    searcher: tantivy.Searcher
    mark: Mark
    stamp: tuple[str, int, int]
    """Which commit it is; another commit has another one."""


class Opening:
    """The newest state of the index in a folder. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._opened: Opened | None = None
        self._links: TemporaryDirectory[str] | None = None

    def newest(self) -> Opened | None:
        """The index as of its newest commit; None while there is none that we can read: then nothing is public."""
        opened = self._opened
        place = current(self._folder)
        if place is None or format_of(place) != FORMAT:
            return None
        if opened is not None and opened.stamp == _stamp(place):
            return opened
        with self._lock:
            for left in reversed(range(_TRIES)):
                try:
                    return self._open()
                except (ValueError, OSError):  # files went while we opened them: a merge, or a newer index
                    if left == 0:
                        raise
        return None

    def _open(self) -> Opened | None:
        place = current(self._folder)
        if place is None:
            return None
        stamp = _stamp(place)
        if self._opened is not None and self._opened.stamp == stamp:
            return self._opened
        index = tantivy.Index.open(str(self._readable(place)))
        register(index)
        index.config_reader("manual")
        index.reload()
        self._opened = Opened(index.searcher(), mark_of(index), stamp)
        return self._opened

    def _readable(self, place: Path) -> Path:
        if os.access(place / _LOCK, os.W_OK):
            return place
        links = TemporaryDirectory(prefix="kho-search-")
        for file in place.iterdir():
            if file.name != _LOCK:
                (Path(links.name) / file.name).symlink_to(file)
        self._links = links
        return Path(links.name)


def _stamp(place: Path) -> tuple[str, int, int]:
    try:
        facts = (place / "meta.json").stat()
    except FileNotFoundError:  # the index was just changed for another one
        return place.name, 0, 0
    return place.name, facts.st_mtime_ns, facts.st_ino
