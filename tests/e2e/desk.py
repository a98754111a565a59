"""A desk to work at: one home, one inbox, and the real `kho` command in processes of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psutil
from sqlalchemy.exc import SQLAlchemyError

from catalog.database import open_database
from catalog.ledger import SqlLedger
from schemas.drop import Balance, State
from storage.inbox import InboxFolder

T = TypeVar("T")
PATIENCE = 900.0
"""Seconds: for a slow machine that does other things too. Whoever waits is woken by what happens, not by the clock."""
_QUICK = {
    "KHO_QUIET_SECONDS": "0.4",
    "KHO_FOLDER_QUIET_SECONDS": "0.6",
    "KHO_INCOMPLETE_SECONDS": "3",
    "KHO_RESCAN_SECONDS": "1",
    "KHO_LEASE_SECONDS": "4",
    "KHO_RETRY_SECONDS": "0.5",
    "KHO_JOBS": "2",
    "KHO_MIN_FREE_MB": "0",
}


@dataclass(frozen=True, kw_only=True)
class Glance:
    """How things stand at one moment."""

    dropped: int = 0
    archived: int = 0
    ended: int = 0
    in_progress: int = 0
    working: int = 0
    """Documents that a worker has."""
    pages: int = 0
    """Pages done of documents in progress: noted once a second only, so of a short one never."""
    unsettled: int = 0
    """Files waiting in the inbox, items in progress, ended items not tidied yet."""


class Desk:
    """One home and one inbox below ``root``."""

    def __init__(self, root: Path, **environment: str) -> None:
        self.root, self.home, self.inbox = root, root / "home", root / "inbox"
        self.inbox.mkdir()
        own = {k: v for k, v in os.environ.items() if not k.startswith("KHO_")}
        self.environment = {**own, **_QUICK, "KHO_INBOX": str(self.inbox), **environment}

    def kho(self, *arguments: str | Path, code: int | None = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end; ``code``: the exit code it must have, None for any."""
        ended = subprocess.run(
            [sys.executable, "-m", "cli.main", *map(str, arguments), "--home", str(self.home)],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert code is None or ended.returncode == code, f"{ended.returncode}\n{ended.stdout}\n{ended.stderr}"
        return ended

    def rows(self, *arguments: str | Path, code: int | None = 0, **environment: str) -> list[dict[str, Any]]:
        """The JSON lines of a command."""
        return [
            json.loads(line) for line in self.kho(*arguments, "--json", code=code, **environment).stdout.splitlines()
        ]

    def run(self, *paths: Path, code: int | None = 0, **environment: str) -> list[dict[str, Any]]:
        """`kho run --json` on the paths."""
        return self.rows("run", *paths, code=code, **environment)

    def balance(self) -> Balance:
        """The account, which must hold."""
        (row,) = self.rows("status")
        assert row["balanced"], row
        return Balance(**{name: row[name] for name in Balance.model_fields})

    def glance(self) -> Glance:
        """How things stand, read straight from the ledger: for waiting, instead of starting command after command."""
        url = self.environment.get("KHO_CATALOG_URL", f"sqlite:///{self.home / 'catalog.db'}")
        if url.startswith("sqlite") and not (self.home / "catalog.db").exists():
            return Glance()
        try:
            ledger = SqlLedger(open_database(url))
            balance, working = ledger.balance(), ledger.items(state=State.WORKING)
            busy = [*ledger.items(state=State.QUEUED), *working]
            open_files = {(f.path, f.identity) for _, f in ledger.open_files()}
            waiting = [e for e in InboxFolder(self.inbox).scan() if (e.path, e.identity) not in open_files]
            untidy = len(ledger.unreleased())
        except SQLAlchemyError:  # the tables are just being made
            return Glance()
        return Glance(
            dropped=balance.dropped,
            archived=balance.archived,
            ended=balance.archived + balance.duplicate + balance.refused,
            in_progress=balance.in_progress,
            working=len(working),
            pages=sum(i.pages_done for i in busy),
            unsettled=len(waiting) + untidy + balance.in_progress,
        )

    def show(self, record: str) -> dict[str, Any]:
        """`kho show --json`."""
        (row,) = self.rows("show", record)
        return row

    def records(self) -> list[str]:
        """Ids of all records."""
        return [row["record"] for row in self.rows("list")]

    @contextmanager
    def up(self, *, stop: signal.Signals = signal.SIGTERM, **environment: str) -> Iterator["Running"]:
        """`kho up` in the background; stopped and waited for at the end."""
        log = self.root / f"up-{time.monotonic_ns()}.out"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "cli.main", "up", "--json", "--home", str(self.home)],
                env={**self.environment, **environment},
                stdout=file,
                stderr=subprocess.STDOUT,
                preexec_fn=_hears_interrupts,  # noqa: PLW1509  # one system call, no lock
            )
        running = Running(self, process, log)
        try:
            yield running
        finally:
            if process.poll() is None:
                process.send_signal(stop)
            try:
                process.wait(PATIENCE)
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()


def _hears_interrupts() -> None:
    """As at a terminal: who runs the tests in the background may have SIGINT ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """A `kho up` at work."""

    def __init__(self, desk: Desk, process: subprocess.Popen[bytes], log: Path) -> None:
        self._desk, self.process, self.log = desk, process, log

    def children(self, name: str) -> list[psutil.Process]:
        """Its descendants whose command line holds ``name``."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if name in " ".join(child.cmdline()):
                    found.append(child)
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
        return found

    @property
    def worker(self) -> psutil.Process:
        """The worker's main process."""
        return wait_for(
            lambda: next(iter(p for p in self.children("tasks.worker") if p.ppid() == self.process.pid), None)
        )

    @property
    def broker(self) -> psutil.Process:
        """The embedded redis-server."""
        return wait_for(lambda: next(iter(self.children("redis-server")), None))

    def hands(self) -> list[psutil.Process]:
        """The worker's children."""
        return wait_for(lambda: self.worker.children() or None)


def alive(process: psutil.Process) -> bool:
    """Whether the process still runs; one that only waits to be reaped does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for(look: Callable[[], T | None], *, seconds: float = PATIENCE) -> T:
    """What ``look`` gives once it gives something; polls, and fails with what it last saw."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = look()
        except psutil.NoSuchProcess:
            found = None
        if found:
            return found
        assert time.monotonic() < end, f"nothing within {seconds} s"
        time.sleep(0.1)
