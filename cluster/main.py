"""`make cluster`: the whole cluster on this machine, the sample scans through it, the balance; all stopped again."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from cluster.native import Cluster

SAMPLES = Path(__file__).parents[1] / "tests" / "samples" / "scans"
QUICK = {
    "KHO_QUIET_SECONDS": "0.5",
    "KHO_FOLDER_QUIET_SECONDS": "0.5",
    "KHO_INCOMPLETE_SECONDS": "2",
    "KHO_RESCAN_SECONDS": "1",
}
"""Files that are dropped whole need no patience."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs it; 0 if everything that was dropped is archived and `kho verify` finds it whole."""
    options = _options(arguments)
    out = Console(highlight=False, soft_wrap=True)
    folder = Path(tempfile.mkdtemp(prefix="kho-cluster-"))
    try:
        with Cluster(folder, workers=options.workers, jobs=options.jobs, settings=QUICK) as cluster:
            for part in cluster.parts.values():
                out.print(f"{part.name:<12} pid {part.pid}")
            shutil.copytree(options.scans, cluster.inbox, dirs_exist_ok=True)
            balance = cluster.wait_settled(options.seconds, tell=_teller(out))
            out.print(cluster.kho("status").stdout, end="")
            verified = cluster.kho("verify", seconds=options.seconds)
            out.print(verified.stdout + verified.stderr, end="")
        out.print("Đã dừng hết, không sót tiến trình nào (all stopped, nothing left behind).")
        whole = balance["balanced"] and not balance["refused"] and verified.returncode == 0
        return 0 if whole else 1
    finally:
        shutil.rmtree(folder)


def _teller(out: Console) -> Callable[[dict[str, Any]], None]:
    """Prints a balance when it has changed."""
    start, told = time.monotonic(), [""]

    def tell(balance: dict[str, Any]) -> None:
        line = "  ".join(f"{name} {balance[name]}" for name in ("dropped", "archived", "refused", "in_progress"))
        if line != told[0]:
            out.print(f"{time.monotonic() - start:6.1f} s  {line}")
            told[0] = line

    return tell


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="cluster", description=__doc__)
    options.add_argument("--workers", type=int, default=2, help="worker processes")
    options.add_argument("--jobs", type=int, default=1, help="children of each worker")
    options.add_argument("--seconds", type=float, default=900.0, help="patience")
    options.add_argument("scans", type=Path, nargs="?", default=SAMPLES, help="what is dropped into the inbox")
    return options.parse_args(arguments)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that folders and sockets are taken away
    sys.exit(main())
