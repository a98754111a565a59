"""Runs programs, so many at a time, and says exactly what they and all they started have cost.

    echo '{"lanes": 2, "environment": {}, "jobs": [[["tesseract", "a.jpg", "a"]], …]}' | python -m bench.supervise

A job is a list of commands, one after the other. Prints one JSON object. CPU time is the kernel's own account
(``wait4``), per job. This process adopts orphans (``PR_SET_CHILD_SUBREAPER``), so that a worker whose parent was killed
is charged too; what an orphan used is in ``orphans``, because nobody can say whose it was.
"""

import ctypes
import json
import os
import resource
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(kw_only=True, slots=True)
class _Ledger:
    """What has been charged so far."""

    cpu: dict[int, float] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)
    orphans: float = 0.0


def main() -> None:
    """Reads the jobs, runs them, prints what they cost."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    asked = json.load(sys.stdin)
    environment = {**os.environ, **asked["environment"]}
    started = time.perf_counter()
    ledger = _run([deque(job) for job in asked["jobs"]], int(asked["lanes"]), environment)
    wall = time.perf_counter() - started
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    json.dump(_answer(ledger, len(asked["jobs"]), wall, largest), sys.stdout)


# -------------------------------------------------------------------------------------------------------------------


def _answer(ledger: _Ledger, jobs: int, wall: float, largest: int) -> dict[str, Any]:
    return {
        "wall": wall,
        "cpu": [ledger.cpu.get(n, 0.0) for n in range(jobs)],
        "codes": [ledger.codes.get(n, 0) for n in range(jobs)],
        "orphans": ledger.orphans,
        "largest": largest,
    }


def _run(jobs: list[deque[list[str]]], lanes: int, environment: dict[str, str]) -> _Ledger:
    """Keeps ``lanes`` jobs going; a job whose command fails is not gone on with."""
    ledger, running, waiting = _Ledger(), {}, deque(enumerate(jobs))  # type: _Ledger, dict[int, int], deque[Any]
    while True:
        while waiting and len(running) < lanes:
            number, commands = waiting.popleft()
            if commands:
                running[_start(commands.popleft(), environment)] = number
        try:
            child, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return ledger
        spent = usage.ru_utime + usage.ru_stime
        if child not in running:
            ledger.orphans += spent
            continue
        number = running.pop(child)
        ledger.cpu[number] = ledger.cpu.get(number, 0.0) + spent
        ledger.codes[number] = ledger.codes.get(number, 0) or os.waitstatus_to_exitcode(status)
        if jobs[number] and not ledger.codes[number]:
            running[_start(jobs[number].popleft(), environment)] = number


def _start(command: list[str], environment: dict[str, str]) -> int:
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, flags, 0) for fd, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY))]
    quiet = [*null, (os.POSIX_SPAWN_DUP2, 1, 2)]
    return os.posix_spawnp(command[0], command, environment, file_actions=quiet)


if __name__ == "__main__":
    main()
