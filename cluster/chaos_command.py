"""The command line of `make chaos`."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from cluster.chaos import chaos
from cluster.report import Plan, as_table


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the chaos of these options; 0 if nothing was lost."""
    options = _options(arguments)
    out = Console(highlight=False, soft_wrap=True)
    folder, start = Path(tempfile.mkdtemp(prefix="kho-chaos-")), time.monotonic()
    plan = Plan(
        rounds=options.rounds,
        good=sorted((options.documents / "good").iterdir()),
        bad=sorted((options.documents / "bad").iterdir()),
        workers=options.workers,
        strikes=options.strikes,
        level=options.level,
        seed=options.seed,
        patience=options.patience,
    )
    report = chaos(folder, plan, lambda line: out.print(f"{time.monotonic() - start:7.1f} s  {line}", markup=False))
    table = as_table(report)
    out.print(table, markup=False)
    if options.report is not None:
        with options.report.open("a", encoding="utf-8") as file:
            file.write(f"\n### Chaos, {datetime.now(UTC):%Y-%m-%d}, seed {plan.seed}\n\n{table}\n")
    if report.losses or options.keep:
        out.print(f"logs: {folder}")
    else:
        shutil.rmtree(folder)
    return 1 if report.losses else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="chaos", description=__doc__)
    options.add_argument("documents", type=Path, help="folder with good/ and bad/ files to drop")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--strikes", type=int, default=2, help="how often every kind of fault comes in a round")
    options.add_argument("--workers", type=int, default=2, help="besides the one behind a cable and the one on a disk")
    options.add_argument("--level", type=int, default=220, help="files kept in flight, as long as there are any")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--patience", type=float, default=1800.0, help="seconds to come to rest after the last strike")
    options.add_argument("--keep", action="store_true", help="keep the logs")
    options.add_argument("--report", type=Path, default=None, help="Markdown file the table is appended to")
    return options.parse_args(arguments)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that networks, mounts and folders are taken down
    sys.exit(main())
