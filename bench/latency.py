"""How long a scan dropped into an idle inbox takes to be in the catalog, beside its quiet time and its reading.

    .venv/bin/python -m bench.latency [--rounds 10] [--seconds 1] [--quiet 0.5] [--books 0]

A whole cluster (Redis, SeaweedFS, PostgreSQL, watcher, scheduler, one worker whose reading is a sleep of known length);
with ``--books``, another agency has dropped so many books of 60 pages before, and the worker is busy with them;
measured from the moment the file has its name to the moment its card can be read in PostgreSQL, asked every 10 ms.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine, func, select

from bench.scale import catalog_url, leaflet, sleepers, wait_for_crew
from catalog.database import open_database
from catalog.tables import card
from cluster.native import Cluster

_PAGES = 2
_AGENCY = "ubnd-xa"


def _filed(database: Engine) -> int:
    """Cards of the agency that drops leaflets."""
    with database.connect() as connection:
        cards = select(func.count()).select_from(card).where(card.c.agency == _AGENCY)
        return int(connection.execute(cards).scalar_one())


def drop_books(cluster: Cluster, number: int) -> None:
    """So many books of sixty pages from another agency; returns when all are in the ledger."""
    folder = cluster.inbox / "thu-vien"
    folder.mkdir()
    for n in range(number):
        draft = cluster.folder / "draft"
        draft.write_bytes(leaflet(1_000_000 + n, length=60))
        draft.rename(folder / f"sach-{n}.tif")
    while (cluster.balance() or {"dropped": 0})["dropped"] < number:
        time.sleep(0.5)


def one(cluster: Cluster, database: Engine, number: int) -> float:
    """Seconds from drop to card."""
    before = _filed(database)
    draft = cluster.folder / "draft"
    draft.write_bytes(leaflet(number))
    folder = cluster.inbox / _AGENCY
    folder.mkdir(exist_ok=True)
    start = time.monotonic()
    draft.rename(folder / f"to-gap-{number}.tif")
    while _filed(database) == before:
        if time.monotonic() - start > 60:
            raise TimeoutError(cluster.balance())
        time.sleep(0.01)
    return time.monotonic() - start


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=1.0, help="of sleep for the whole document")
    parser.add_argument("--quiet", type=float, default=0.5, help="KHO_QUIET_SECONDS")
    parser.add_argument("--books", type=int, default=0, help="of 60 pages each, dropped before by another agency")
    given = parser.parse_args()
    settings = {"KHO_QUIET_SECONDS": str(given.quiet), "KHO_MIN_FREE_MB": "0"}
    with (
        tempfile.TemporaryDirectory(prefix="kho-latency-") as folder,
        Cluster(Path(folder), workers=0, settings=settings) as cluster,
        sleepers(cluster, 1, given.seconds / _PAGES),
    ):
        wait_for_crew(cluster, 1)
        database = open_database(catalog_url(cluster))
        one(cluster, database, 0)
        drop_books(cluster, given.books)
        beside = []
        for number in range(1, given.rounds + 1):
            time.sleep(1 + number % 7 / 7)  # so that no tick of ours is always met at the same point
            beside.append(one(cluster, database, number) - given.quiet - given.seconds)
    print(f"beside quiet time and reading: median {statistics.median(beside):.2f} s, worst {max(beside):.2f} s", beside)


if __name__ == "__main__":
    main()
