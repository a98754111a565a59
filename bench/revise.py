"""How long a correction takes, from the call until the new version is archived and its card filed.

    .venv/bin/python -m bench.revise [--pages 4,60] [--rounds 5]

A folder store and SQLite, as `kho` uses them, in one process that is warm; a document of so many scanned pages of 350
words; one word corrected (ALTO, hOCR, text, the PDF's text layer, contents, index), one field corrected, and published.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.ports import Ports
from pipeline.revise.revise import revise
from schemas.change import Change, FieldChange, WordChange
from schemas.claim import FieldName
from schemas.ids import RecordId
from schemas.page import Page
from schemas.redescription import Outcome
from tests.fakes.pages import page_from_text
from tests.fakes.revisable import LETTER, archive_scan
from wiring.house import open_house
from wiring.settings import load

_LINE = "Công dân có quyền được thông tin về pháp luật và có trách nhiệm chủ động tìm hiểu"


def document(count: int) -> list[Page]:
    """A document of so many full pages."""
    rows = [*LETTER, *[_LINE] * 18]
    return [page_from_text(*rows, number=number) for number in range(1, count + 1)]


def timed(ports: Ports, record: RecordId, change: Change, by: str) -> tuple[float, float]:
    """Seconds of one change on the newest version: by the clock, and of this process."""
    base, start, used = len(ports.vault.versions(record)), time.perf_counter(), time.process_time()
    made = revise(ports, record, change, by=by, base=base)
    seconds = time.perf_counter() - start, time.process_time() - used
    if made.outcome is not Outcome.CHANGED:
        raise RuntimeError(made.outcome)
    return seconds


def rounds(count: int, one: Callable[[int], tuple[float, float]]) -> str:
    """Median of so many rounds, as a cell of a table."""
    clock, used = zip(*(one(n) for n in range(count)), strict=True)
    return f"{statistics.median(clock):.2f} s ({statistics.median(used):.2f})"


def measure(pages: int, number: int) -> None:
    """One row: a document of so many pages."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ports = open_house(load(home=folder / "home", vault=None)).ports
        read = document(pages)
        record = archive_scan(ports, read, folder / "scan").id
        words = read[-1].words

        def word(n: int) -> tuple[float, float]:
            old = words[40 + n]
            change = Change(words=(WordChange(page=pages, box=old.box, old=old.text, new=f"{old.text}x"),))
            return timed(ports, record, change, "An")

        def field(n: int) -> tuple[float, float]:
            change = Change(fields=(FieldChange(field=FieldName.PLACE, value=f"Nơi {n}"),))
            return timed(ports, record, change, "An")

        cells = [rounds(number, word), rounds(number, field)]
        cells.append(rounds(1, lambda _: timed(ports, record, Change(publish=True), "Bình")))
        paths = ports.vault.paths(record)
        sizes = [ports.store.stat(paths[p]).size for p in ports.vault.record(record).files.web]  # type: ignore[union-attr]
        print(f"| {pages} | {' | '.join(cells)} | {statistics.median(sizes) // 1000} kB |", flush=True)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", default="4,60")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print("| pages | one word, median by the clock (CPU) | one field | publish | a page's picture |")
    print("| --- | --- | --- | --- | --- |")
    for pages in map(int, options.pages.split(",")):
        measure(pages, options.rounds)


if __name__ == "__main__":
    main()
