"""How many searches a second the window answers over HTTP: the real command, workers, templates and JSON.

``python -m bench.portal --index FOLDER --corpus FOLDER``: an index and texts as of `bench.search`. Every search is
another one, but those asked before. Beside what was reached it prints the processor time of one answer: on a machine
that has other work to do, two cores would give two seconds of it a second.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import psutil

from bench.search import _texts, searched
from search.finder import Finder

_KNOWN = 200
"""Of searches asked before there are so many."""
PATHS = {
    "API, with facets": "/api/v1/documents?q={}",
    "page": "/tim-kiem?q={}",
    "API, asked before": "/api/v1/documents?q={}",
    "page, asked before": "/tim-kiem?q={}",
    "API, suggestions": "/api/v1/suggest?q={}",
    "one document not there": "/api/v1/documents/{}",
}


def main() -> None:
    """Measures each way of asking."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--index", type=Path, required=True)
    asked.add_argument("--corpus", type=Path, required=True)
    asked.add_argument("--searches", type=int, default=2000)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--connections", type=int, default=16)
    given = asked.parse_args()
    if not Finder(given.index).find("", count=False).total:
        raise SystemExit(f"{given.index}: no index of this layout (search.schema.FORMAT)")
    queries = searched(_texts(given.corpus), given.searches * 2)
    first, second = queries[: given.searches], queries[given.searches : 2 * given.searches]
    with tempfile.TemporaryDirectory() as home:
        settings = {"KHO_HOME": home, "KHO_SEARCH": str(given.index.absolute()), "KHO_LANG": "en"}
        command = [
            sys.executable,
            "-m",
            "cli.main",
            "portal",
            "--no-index",
            "--port",
            "0",
            "--workers",
            str(given.workers),
        ]
        with subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True) as server:
            try:
                port = _port(server)
                for name, path in PATHS.items():
                    some = first if name.startswith("API") else second  # what one has asked, the other has not
                    some = [some[n % _KNOWN] for n in range(len(some))] if "before" in name else some
                    _measure(name, path, some, server.pid, port, given.connections)
            finally:
                server.terminate()


def _port(server: "subprocess.Popen[str]") -> int:
    assert server.stdout
    found = re.search(r":(\d+)/", server.stdout.readline())
    assert found, "the portal did not start"
    port, end = int(found[1]), time.monotonic() + 120
    while time.monotonic() < end:
        try:
            asyncio.run(_ask(port, ["/robots.txt"], []))
        except OSError:
            time.sleep(0.2)
        else:
            return port
    raise TimeoutError


def _measure(name: str, path: str, queries: Sequence[str], pid: int, port: int, connections: int) -> None:
    addresses = [path.format(quote(query[:100].strip())) for query in queries]
    asyncio.run(_all(port, addresses[: 4 * connections], connections))  # every worker has its libraries and index open
    worked, start = _cpu(pid), time.perf_counter()
    took = asyncio.run(_all(port, addresses, connections))
    wall, worked = time.perf_counter() - start, _cpu(pid) - worked
    took.sort()
    p50, p99 = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.99))
    each = worked / len(took)
    print(
        f"{name:24} {len(took) / wall:6.0f}/s reached  p50 {p50:.1f} ms  p99 {p99:.1f} ms  "
        f"{each * 1000:.2f} ms of processor each: {2 / each:.0f}/s on two cores of its own",
        flush=True,
    )


async def _all(port: int, addresses: Sequence[str], connections: int) -> list[float]:
    took: list[float] = []
    await asyncio.gather(*(_ask(port, addresses[n::connections], took) for n in range(connections)))
    return took


async def _ask(port: int, addresses: Sequence[str], took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for address in addresses:
        start = time.perf_counter()
        writer.write(f"GET {address} HTTP/1.1\r\nHost: kho\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", head)
        assert length, head
        await reader.readexactly(int(length[1]))
        assert head.split()[1] in {"200", "307", "404"}, head
        took.append(time.perf_counter() - start)
    writer.close()
    await writer.wait_closed()


def _cpu(pid: int) -> float:
    server = psutil.Process(pid)
    return sum(sum(one.cpu_times()[:2]) for one in (server, *server.children(recursive=True)))


if __name__ == "__main__":
    main()
