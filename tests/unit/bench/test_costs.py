"""What programs cost: the kernel's own account, orphans included."""

import os
import subprocess
import sys
from pathlib import Path

from bench.memory import PeakMemory
from bench.supervised import run_jobs

BURN = "import time; t = time.process_time()\nwhile time.process_time() - t < {}: pass"


def _burn(seconds: float) -> list[str]:
    return [sys.executable, "-S", "-c", BURN.format(seconds)]


def test_each_job_is_charged_what_it_used() -> None:
    cost = run_jobs([[_burn(0.3)], [["true"]]], lanes=2, environment={}, watch_memory=False)
    assert 0.3 <= cost.cpu[0] < 1
    assert cost.cpu[1] < 0.1
    assert cost.wall >= 0.3
    assert (cost.codes, cost.peak) == ((0, 0), None)


def test_a_job_is_charged_for_what_its_programs_started() -> None:
    script = f"import subprocess; subprocess.run({_burn(0.3)!r}, check=True)"
    cost = run_jobs([[[sys.executable, "-S", "-c", script]]], lanes=1, environment={}, watch_memory=False)
    assert cost.cpu[0] >= 0.3


def test_the_orphan_of_a_dead_parent_is_waited_for_and_charged() -> None:
    script = f"import subprocess; subprocess.Popen({_burn(0.3)!r})"
    cost = run_jobs([[[sys.executable, "-S", "-c", script]]], lanes=1, environment={}, watch_memory=False)
    assert cost.orphans >= 0.3
    assert cost.wall >= 0.3


def test_a_job_ends_with_its_first_failure() -> None:
    cost = run_jobs([[["false"], _burn(600)]], lanes=1, environment={}, watch_memory=False)
    assert cost.codes == (1,)
    assert cost.wall < 120


def test_jobs_are_given_their_environment() -> None:
    job = [["sh", "-c", 'test "$BENCH" = yes']]
    assert run_jobs([job], lanes=1, environment={"BENCH": "yes"}, watch_memory=False).codes == (0,)


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    script = f"""
import os, time
x = b"x" * 60_000_000
os.mkdir("{tmp_path}/" + str(os.getpid()))
while len(os.listdir("{tmp_path}")) < 2:  # until both are there, and then a while for whoever looks
    time.sleep(0.01)
time.sleep(2)
"""
    job = [[sys.executable, "-S", "-c", script]]
    cost = run_jobs([job, job], lanes=2, environment={}, watch_memory=True)
    assert cost.peak is not None
    assert cost.peak > 120_000_000 > cost.largest > 60_000_000


def test_a_process_that_is_gone_has_no_memory() -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    with PeakMemory(process.pid, with_root=True) as peak:
        os.sched_yield()
    assert peak.bytes == 0
