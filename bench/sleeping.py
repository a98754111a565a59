"""A worker whose reading is a calibrated sleep, so that two cores can stand for many; everything else is real.

    python -m bench.sleeping SECONDS_A_PAGE        (settings from the environment, as for `kho work`)

Inspection, staging, ledger, queue, description, ALTO and hOCR, vault and card are those of the product. The PDF is one
fixed file (assembling is the engines' business, measured in bench/ocr.py).
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from pipeline.engines.local import LocalEngine
from pipeline.ports import Reading
from schemas.inspection import Inspection, Kind
from schemas.limits import Limits
from schemas.page import Box, Line, Page, PageStatus, Word
from tasks.worker import serve
from wiring.house import open_house
from wiring.logs import open_log
from wiring.settings import load

_WORDS = [
    "Sở",
    "Tư",
    "pháp",
    "phối",
    "hợp",
    "với",
    "các",
    "cơ",
    "quan",
    "phổ",
    "biến",
    "giáo",
    "dục",
    "pháp",
    "luật",
    "cho",
    "nhân",
    "dân",
    "trên",
    "địa",
    "bàn",
    "tỉnh",
]
_LINES = 30


class SleepingEngine:
    """The `Engine` port: looks into files like the real one, and sleeps instead of reading."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._local = LocalEngine(Limits())

    def inspect(self, file: Path) -> Inspection:
        """The real inspection."""
        return self._local.inspect(file)

    def read(
        self, files: Sequence[Path], kind: Kind, *, work: Path, on_page: Callable[[int, int], None],
        first: int = 1, last: int | None = None,
    ) -> Reading:  # fmt: skip
        """Sleeps for every page; the words are always the same."""
        del work
        numbers = range(first, (last or _pages(files, kind)) + 1)
        pages = []
        for done, number in enumerate(numbers, 1):
            time.sleep(self._seconds)
            pages.append(_page(number))
            on_page(done, len(numbers))
        return Reading(pages=tuple(pages), software=(("sleep", str(self._seconds)),))

    def assemble(self, files: Sequence[Path], kind: Kind, pages: Sequence[Page], *, work: Path, target: Path) -> None:
        """A fixed file of a usual size."""
        del files, kind, work
        target.write_bytes(b"%PDF-1.7\n" + b"0" * 150_000 * len(pages))

    def require(self) -> None:
        """Nothing is needed."""

    def warm(self) -> None:
        """Nothing to load."""


def _pages(files: Sequence[Path], kind: Kind) -> int:
    if kind is not Kind.PDF:
        return sum(_frames(file) for file in files)
    import pikepdf  # noqa: PLC0415  # only for PDFs

    with pikepdf.open(files[0]) as document:
        return len(document.pages)


def _frames(file: Path) -> int:
    with Image.open(file) as image:
        return int(getattr(image, "n_frames", 1))


def _page(number: int) -> Page:
    return Page(
        number=number, width=1654, height=2339, dpi=200, status=PageStatus.READ, engine="sleep 1",
        lines=tuple(_line(row) for row in range(_LINES)),
    )  # fmt: skip


def _line(row: int) -> Line:
    top = 150 + 60 * row
    boxes = [Box(x0=150 + 65 * n, y0=top, x1=205 + 65 * n, y1=top + 35) for n in range(len(_WORDS))]
    return Line(words=tuple(Word(text=w, box=b, confidence=0.98) for w, b in zip(_WORDS, boxes, strict=True)))


def main() -> None:
    """Works until it is told to stop."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    settings = load()
    open_log(settings, "worker")
    house = open_house(settings)
    vars(house)["engine"] = SleepingEngine(float(sys.argv[1]))  # where the house would keep its own
    serve(house)


if __name__ == "__main__":
    main()
