"""How quick the pages of the reading room are over a long catalog, from the browser's side of the wire.

``python -m bench.review_pages [--records 100000] [--rounds 60]``

Serves the reading room by uvicorn over SQLite filled as :mod:`bench.desk` does, and asks over loopback with one client:
the whole way, session, rights, queries and page. Milliseconds; also the server's own share of CPU a page.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.desk import agency, fill
from schemas.person import Role
from tests.review.stack import Archive, Standing, standing
from wiring.house import open_house


def paths(dice: random.Random) -> dict[str, str]:
    """Name of the measurement → an address, another one each time."""
    return {
        "first page": "/",
        "queue": "/queue",
        "queue, one agency": f"/queue?agency={agency(dice.randrange(65))}",
        "queue, one reason": f"/queue?reason={dice.choice(('signer_name', 'issued_date', 'number', 'title'))}",
        "queue, words": f"/queue?text={dice.choice(('hoa giai', 'dat dai', 'hon nhan', 'gia dinh'))}",
        "take the next one": "/queue/next",
        "failures": "/failures",
        "my files": "/files",
        "audit log": "/audit",
    }


def measured(room: Standing, rounds: int) -> Iterator[tuple[str, list[float], list[float]]]:
    """Name, milliseconds on the clock, milliseconds of CPU."""
    dice = random.Random(3)
    person = room.person(*Role, login="moi-vai-tro")
    with httpx.Client(
        base_url=room.url, cookies=room.cookie(person), headers={"Accept": "text/html"}, timeout=60
    ) as browser:
        for name in paths(dice):
            clock, work = list[float](), list[float]()
            for _ in range(rounds):
                begun, used = time.perf_counter(), time.process_time()
                answer = browser.get(paths(dice)[name])
                clock.append(1000 * (time.perf_counter() - begun))
                work.append(1000 * (time.process_time() - used))
                assert answer.status_code in (200, 303), (name, answer.status_code)
            yield name, clock, work


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        archive = Archive(root=Path(place), records={})
        archive.inbox.mkdir()
        house = open_house(archive.settings())
        fill(house.database, options.records)
        house.database.dispose()
        with standing(archive) as room:
            print(f"| {options.records:,} records: ms | p50 | p95 | CPU p50 |\n| --- | --- | --- | --- |")
            for name, clock, work in measured(room, options.rounds):
                cuts = statistics.quantiles(clock, n=100)
                print(f"| {name} | {cuts[49]:.0f} | {cuts[94]:.0f} | {statistics.median(work):.0f} |", flush=True)


if __name__ == "__main__":
    main()
