"""Runs programs through `bench.supervise` (a process of its own, charged to nobody) and gives what they cost."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.memory import PeakMemory

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What jobs cost."""

    wall: float
    """Seconds for all of them."""
    cpu: tuple[float, ...]
    """Seconds a job, everything it started and waited for included."""
    orphans: float
    """Seconds of processes whose parent had died."""
    codes: tuple[int, ...]
    """Of the first command of each job that failed; 0 if none did."""
    largest: int
    """Bytes resident in the largest process."""
    peak: int | None
    """Bytes of all processes together; None when nobody looked."""


def run_jobs(
    jobs: Sequence[Sequence[Sequence[str]]], *, lanes: int, environment: Mapping[str, str], watch_memory: bool
) -> Cost:
    """Runs the jobs, ``lanes`` at a time; each is a list of commands."""
    asked = json.dumps({"lanes": lanes, "environment": dict(environment), "jobs": jobs})
    command = [sys.executable, "-m", "bench.supervise"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        with ExitStack() as stack:
            watcher = stack.enter_context(PeakMemory(process.pid, with_root=False)) if watch_memory else None
            said, _ = process.communicate(asked)
        answer = json.loads(said)
    return Cost(
        wall=answer["wall"],
        cpu=tuple(answer["cpu"]),
        orphans=answer["orphans"],
        codes=tuple(answer["codes"]),
        largest=answer["largest"],
        peak=watcher.bytes if watcher else None,
    )
