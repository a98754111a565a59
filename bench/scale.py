"""Scale-out on real Redis, SeaweedFS and PostgreSQL, with reading replaced by a calibrated sleep.

    .venv/bin/python -m bench.scale [--workers 1 2 4 8 16 32] [--seconds 2] [--documents 6] [--json FILE]

For every number of workers: a new cluster; ``documents`` leaflets of two pages for each worker are dropped at once
(from ten agencies in turn); measured is the time from the first drop entered to the last end, by the ledger. Linear
is what that many workers would do if nothing but reading took time. CPU is that of all processes, by role, over the
whole run; the servers count apart.
"""

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from PIL import Image, ImageDraw
from sqlalchemy import func, select

from catalog.database import open_database
from catalog.tables import work
from cluster.native import Cluster

ROOT = Path(__file__).parents[1]
PAGES = 2
_SETTINGS = {
    "KHO_QUIET_SECONDS": "0.3",
    "KHO_MIN_FREE_MB": "0",
    "KHO_RESCAN_SECONDS": "2",
    "KHO_LEASE_SECONDS": "60",
}


def leaflet(number: int, *, length: int = PAGES) -> bytes:
    """A TIFF of two pages, or more (fax-compressed scans at 200 dpi), its content its own."""
    noise = random.Random(number)
    pages = []
    for _ in range(length):
        page = Image.new("1", (1654, 2339), 1)
        draw = ImageDraw.Draw(page)
        for row in range(60):
            x = 150
            while x < 1500:
                width = noise.randint(20, 90)
                draw.rectangle((x, 150 + 33 * row, x + width, 165 + 33 * row), fill=0)
                x += width + 14
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200))
    return out.getvalue()


@contextmanager
def sleepers(cluster: Cluster, number: int, seconds: float) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """So many sleeping workers, each in a home of its own."""
    running = []
    try:
        for n in range(number):
            home = cluster.folder / f"sleeper-{n}"
            home.mkdir()
            environment = {**cluster.environment, **_SETTINGS, "KHO_HOME": str(home), "KHO_JOBS": "1"}
            environment |= {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
            log = (home / "log").open("ab")
            command = [sys.executable, "-m", "bench.sleeping", str(seconds)]
            running.append(subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log))
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def cpu(pid: int | None) -> float:
    """CPU seconds of a process, its living descendants and all its dead ones."""
    if pid is None:
        return 0.0
    whole = 0.0
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            times = process.cpu_times()
            whole += times.user + times.system + times.children_user + times.children_system
    except psutil.NoSuchProcess:
        return whole
    return whole


def costs(cluster: Cluster, running: list["subprocess.Popen[bytes]"]) -> dict[str, float]:
    """CPU seconds so far, by role."""
    by_role = {name: cpu(part.pid) for name, part in cluster.parts.items()}
    return {**by_role, "workers": sum(cpu(process.pid) for process in running)}


def drop(cluster: Cluster, documents: int, *, start: int = 0) -> None:
    """So many leaflets into the inbox, from ten agencies in turn; each appears whole, all within a moment."""
    drafts = cluster.folder / "drafts"
    drafts.mkdir()
    for number in range(start, start + documents):
        (drafts / f"to-gap-{number:06}.tif").write_bytes(leaflet(number))
    for number, draft in enumerate(sorted(drafts.iterdir())):
        folder = cluster.inbox / f"co-quan-{number % 10}"
        folder.mkdir(exist_ok=True)
        draft.rename(folder / draft.name)


def settled(cluster: Cluster, documents: int, *, seconds: float) -> dict[str, Any]:
    """Waits until all of them have ended and are tidied; the balance."""
    database = open_database(catalog_url(cluster))
    end = time.monotonic() + seconds
    statement = select(func.count()).where(work.c.released)
    while time.monotonic() < end:
        with database.connect() as connection:
            if connection.execute(statement).scalar_one() >= documents:
                return cluster.wait_settled(60)
        time.sleep(1)
    raise TimeoutError(f"{documents} documents have not ended: {cluster.balance()}")


def catalog_url(cluster: Cluster) -> str:
    """The database's URL."""
    return (Path(cluster.environment["KHO_SECRETS_DIR"]) / "kho_catalog_url").read_text(encoding="utf-8").strip()


def one(workers: int, *, seconds: float, each: int) -> dict[str, Any]:
    """One cluster, one number of workers."""
    documents = workers * each
    with (
        tempfile.TemporaryDirectory(prefix="kho-scale-") as folder,
        Cluster(Path(folder), workers=0, settings=_SETTINGS) as cluster,
        sleepers(cluster, workers, seconds) as running,
    ):
        wait_for_crew(cluster, workers)
        before = costs(cluster, running)
        drop(cluster, documents)
        balance = settled(cluster, documents, seconds=120 + 6 * each * PAGES * seconds)
        after = costs(cluster, running)
        spent = {role: after[role] - before[role] for role in after}
        wall = span(cluster)
    assert balance["archived"] == documents, balance
    linear = workers / (PAGES * seconds)
    found = {
        "workers": workers, "documents": documents, "seconds": round(wall, 2),
        "per_second": round(documents / wall, 3), "of_linear": round(documents / wall / linear, 3),
        "cpu_ms_a_document": {role: round(1000 * cost / documents, 1) for role, cost in spent.items()},
    }  # fmt: skip
    servers = ("broker", "store", "catalog")
    ours = sum(cost for role, cost in spent.items() if role not in servers)
    found["ours_ms"] = round(1000 * ours / documents, 1)
    found["servers_ms"] = round(1000 * sum(spent[role] for role in servers) / documents, 1)
    return found


def wait_for_crew(cluster: Cluster, workers: int) -> None:
    """Waits until that many workers are on the list."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        lines = [json.loads(line) for line in cluster.kho("crew", "--json").stdout.splitlines() if line[:1] == "{"]
        if sum("schedule" not in member["queues"] for member in lines) >= workers:
            time.sleep(3)  # the scheduler counts them every two seconds
            return
        time.sleep(0.5)
    raise TimeoutError("the workers have not come")


def span(cluster: Cluster) -> float:
    """Seconds from the first drop that was entered to the last end, by the ledger."""
    database = open_database(catalog_url(cluster))
    with database.connect() as connection:
        first, last = connection.execute(select(func.min(work.c.dropped_at), func.max(work.c.finished_at))).one()
    return float((last - first).total_seconds())


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32])
    parser.add_argument("--seconds", type=float, default=2.0, help="of sleep for a page")
    parser.add_argument("--documents", type=int, default=6, help="for each worker")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    results = []
    for workers in given.workers:
        found = one(workers, seconds=given.seconds, each=given.documents)
        results.append(found)
        print(json.dumps(found), flush=True)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
