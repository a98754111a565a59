"""Page pictures of archived records for the screen, made once and kept on the local disk up to a bound.

A picture never changes: its name says which PDF (a version's content has one key for ever), which page, how wide.
Widths are steps, so that nobody can fill the disk with all the widths there are. Losing the folder loses nothing.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.engines.web_picture import page_picture
from pipeline.ports import ObjectStore
from schemas.keys import ObjectKey
from schemas.limits import Limits

WIDTHS = (160, 480, 1400, 2600)
"""Thumbnail, first paint, reading, full sharpness."""
BOUND = 2_000_000_000
"""Bytes on disk."""
HANDS = 2
"""Pages drawn at the same time. A scan has passed the sandbox when it was taken in, with the same bounds on pixels and
memory; here it is decoded in this process, so what a page may take is taken so many times and no more."""
_LOCKS = 16


class Pictures:
    """A folder of pictures, and of the PDFs they are made from; beyond ``bound`` bytes the longest unused ones go."""

    def __init__(self, folder: Path, store: ObjectStore, *, bound: int = BOUND, limits: Limits | None = None) -> None:
        self._folder, self._store, self._bound, self._limits = folder, store, bound, limits
        self._hands = threading.BoundedSemaphore(HANDS)
        self._drawing = tuple(threading.Lock() for _ in range(_LOCKS))
        self._fetching = tuple(threading.Lock() for _ in range(_LOCKS))  # taken while drawing, never the other way
        self._tidying = threading.Lock()

    def picture(self, pdf: ObjectKey, number: int, width: int, *, turn: int = 0) -> bytes:
        """Page ``number`` of that PDF of the vault as WebP, at the next step of width; see `page_picture`.

        Raises:
            ObjectMissing, StoreUnreachable: the PDF cannot be had.
            EngineFailed, EngineTimeout, EngineMissing: the page cannot be drawn.
        """
        step = step_of(width)

        def draw(target: Path) -> None:
            place = self._made(self._folder / f"{_short(pdf)}.pdf", self._fetching, self._fetch(pdf))
            with self._hands:
                target.write_bytes(page_picture(place, number, step, turn=turn, limits=self._limits))

        place = self._folder / f"{_short(pdf)}-{number}-{step}-{turn}.webp"
        try:
            return self._made(place, self._drawing, draw).read_bytes()
        except FileNotFoundError:  # tidied away in between, in a folder far too small
            return self._made(place, self._drawing, draw).read_bytes()

    def _fetch(self, pdf: ObjectKey) -> Callable[[Path], None]:
        return lambda target: self._store.fetch(pdf, target)

    def _made(self, place: Path, locks: Sequence[threading.Lock], make: Callable[[Path], None]) -> Path:
        """The file, made if it is not there; who comes meanwhile waits and finds it."""
        if not _used(place):
            with locks[hash(place.name) % len(locks)]:
                if not _used(place):
                    self._make(place, make)
        return place

    def _make(self, place: Path, make: Callable[[Path], None]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.{os.getpid()}-{threading.get_ident()}")
        try:
            make(part)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
        self._tidy(place)

    def _tidy(self, newest: Path) -> None:
        """Keeps the folder within its bound; one thread at a time, and never at the cost of what was just made."""
        if not self._tidying.acquire(blocking=False):
            return
        try:
            left = self._bound
            for place, size in _by_use(self._folder, first=newest):
                left -= size
                if left < 0 and place != newest:
                    place.unlink(missing_ok=True)
        finally:
            self._tidying.release()


def step_of(width: int) -> int:
    """The width a picture is made in for who asks for this one."""
    return next((step for step in WIDTHS if step >= width), WIDTHS[-1])


def mark_of(pdf: ObjectKey, number: int, width: int) -> str:
    """A picture's name for a browser that has it already (ETag)."""
    return f'"{_short(pdf)}-{number}-{step_of(width)}"'


# ---------------------------------------------------------------------------------------------------------------------


def _short(pdf: ObjectKey) -> str:
    return hashlib.sha256(pdf.encode()).hexdigest()[:32]


def _used(place: Path) -> bool:
    """Whether it is there; notes that it was wanted now."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _by_use(folder: Path, *, first: Path) -> list[tuple[Path, int]]:
    """Files with their sizes, the last used one first; ``first`` before all."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                facts = entry.stat()
            except FileNotFoundError:  # another process tidies the same folder
                continue
            found.append((Path(entry.path) == first, facts.st_mtime_ns, Path(entry.path), facts.st_size))
    return [(place, size) for _, _, place, size in sorted(found, reverse=True)]
