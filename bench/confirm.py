"""How fast a record is confirmed and how soon its screen is there: `python -m bench.confirm` (minutes; Chromium).

Archives the samples that the reading room's tests use, later a book of sixty pages, serves the reading room on loopback
and measures, in Debian's Chromium and with plain requests: keystrokes and seconds of a keyboard-only confirmation,
first paint of screen and page image with nothing kept and as they come from the queue, and the server's time for the
record screen.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page

from pipeline.ports import Ports
from pipeline.stages.describe import describe
from schemas.ids import RecordId
from schemas.person import Person, Role
from tests.fakes.archived import archive_as
from tests.fakes.pages import full, page_from_text
from tests.review.browser import Windows
from tests.review.record.desk_work import doubtful_fields, ready
from tests.review.stack import Standing, archived_once, copied, standing
from tests.servers.chromium import PATIENCE, chromium

BOOK_PAGES, ROWS = 60, 36
REQUESTS = 200


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """One record confirmed by keyboard alone."""

    record: str
    doubtful: int
    keystrokes: int
    seconds: float
    """From the screen at work to the next one's, saving and all; fields are looked at for no time at all."""


@dataclass(frozen=True, kw_only=True)
class Painted:
    """When what was there, in milliseconds after the navigation began."""

    record: str
    way: str
    """``typed``: nothing was kept anywhere; ``queue``: opened from the queue, a moment after its row was reached."""
    first_paint: float
    page_image: float
    drawn: float
    """Of these, between the question for the page image and its last byte: fetched from the vault, drawn, sent."""
    ready: float


@dataclass(frozen=True, kw_only=True)
class Served:
    """Milliseconds of the server for one address, the reading of the answer included."""

    what: str
    median: float
    p95: float


def main() -> None:
    """Prints everything as JSON lines."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with standing(copied(archived_once(folder), folder)) as room, chromium() as browser:
            person = room.person(Role.ARCHIVIST)
            windows = Windows(browser, room)
            for one in (
                *painted(windows, room, person),
                *painted(windows, room, person, queue=True),
                *confirmed(windows, person),
                *served(room, person),
            ):
                sys.stdout.write(json.dumps({"kind": type(one).__name__, **asdict(one)}, ensure_ascii=False) + "\n")
            windows.close()


def a_book(ports: Ports) -> RecordId:
    """Sixty pages of print."""
    line = "Công dân có quyền được thông tin về pháp luật và có trách nhiệm tìm hiểu"
    rows = tuple(full(f"{n}. {line}") for n in range(1, ROWS))
    pages = tuple(page_from_text(*rows, number=number) for number in range(1, BOOK_PAGES + 1))
    return archive_as(ports, pages, describe(pages), scan=b"a book of sixty pages").id


def painted(windows: Windows, room: Standing, person: Person, *, queue: bool = False) -> Iterator[Painted]:
    """Every sample opened for the first time: by its address, or from the queue."""
    shutil.rmtree(room.archive.settings().state / "pictures", ignore_errors=True)
    for name, record in sorted(room.archive.records.items()):
        page = windows.open(person, "/queue?reason=" if queue else f"/record/{record}")
        if queue:
            page.locator(f"tr[data-record='{record}'] a.open").focus()
            until(page, f"performance.getEntriesByType('resource').some((one) => one.name.includes('{record}'))")
            page.keyboard.press("Enter")
            page.wait_for_url("**/record/**")
        ready(page)
        until(page, "document.getElementById('low').complete")
        times = page.evaluate("""() => {
          const image = performance.getEntriesByType("resource").find((one) => one.name.includes("w=480"));
          return {
            first_paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
            page_image: image.responseEnd, drawn: image.responseEnd - image.startTime, ready: performance.now(),
          };
        }""")
        way = "queue" if queue else "typed"
        yield Painted(record=name, way=way, **{what: round(time) for what, time in times.items()})
        page.close()


def until(page: Page, true: str) -> None:
    """Waits until this is true in the page; by asking, as the page's own rules forbid code made of text."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(true):
        if time.monotonic() > end:
            raise TimeoutError(true)
        time.sleep(0.02)


def served(room: Standing, person: Person) -> Iterator[Served]:
    """The record screen and what it fetches, again and again, of a letter and of a book."""
    book = a_book(room.room.house.ports)
    letter = room.archive.records["cong-van-so-hoa"]
    paths = {
        "screen, one page": f"/record/{letter}",
        "screen, 60 pages": f"/record/{book}",
        "state, 60 pages": f"/record/{book}/state.json",
        "words of a page": f"/record/{book}/words/7.json?v=1",
        "picture, kept": f"/record/{letter}/page/1.webp?w=480",
        "versions": f"/record/{letter}/versions",
    }
    with httpx.Client(base_url=room.url, cookies=room.cookie(person), timeout=60) as browser:
        for what, path in paths.items():
            browser.get(path)
            times = [timed(browser, path) for _ in range(REQUESTS)]
            yield Served(
                what=what, median=round(statistics.median(times), 1), p95=round(sorted(times)[int(0.95 * REQUESTS)], 1)
            )


def timed(browser: httpx.Client, path: str) -> float:
    """Milliseconds of one request."""
    begun = time.perf_counter()
    browser.get(path).raise_for_status()
    return 1000 * (time.perf_counter() - begun)


def confirmed(windows: Windows, person: Person) -> Iterator[Confirmed]:
    """The queue worked off: Enter on every doubtful field, then Ctrl+Enter."""
    page = windows.open(person, "/queue?reason=")
    page.keyboard.press("n")
    for _ in range(4):
        page.wait_for_url("**/record/**")
        ready(page)
        yield one_confirmed(page)
        if "/record/" not in page.url:
            return


def one_confirmed(page: Page) -> Confirmed:
    """Confirms the record on the screen."""
    here, title, left = page.url, page.title().partition(" ·")[0], doubtful_fields(page)
    begun = time.perf_counter()
    for _ in left:
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != here)
    if "/record/" in page.url:
        ready(page)
    seconds = round(time.perf_counter() - begun, 2)
    return Confirmed(record=title, doubtful=len(left), keystrokes=len(left) + 1, seconds=seconds)


if __name__ == "__main__":
    main()
