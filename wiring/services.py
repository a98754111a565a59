"""What `kho run` and `kho up` keep alive: the broker, the worker and the scheduler of this home, and who tends them.

A lock in the home folder says who: the holder starts both as its children, everybody else only sends work.
When the holder goes, children and all, the next one takes over.
"""

import fcntl
import os
import sys
from pathlib import Path
from typing import IO, Self

import structlog

from schemas.drop import State
from schemas.errors import BrokerUnreachable, Transient
from wiring.broker import broker_url, embedded, wait_for_broker
from wiring.children import Child
from wiring.house import House
from wiring.scheduler import Scheduler
from wiring.settings import Settings, as_environment

log = structlog.get_logger()
_GRACE = 3.0
"""Seconds a worker gets to end its documents; a killed one loses nothing, its work is taken up again."""


class Services:
    """Broker, worker and scheduler of one home; a context manager. Call `tend` about four times a second."""

    def __init__(self, house: House) -> None:
        self._house, self._settings = house, house.settings
        self._lock: IO[bytes] | None = None
        self._broker: Child | None = None
        self._worker: Child | None = None
        self._scheduler = Scheduler(
            house.ports, house.crew, broker_url=broker_url(house.settings), slots=house.settings.jobs,
            alone=house.settings.broker_url is None,
        )  # fmt: skip

    def __enter__(self) -> Self:
        self.tend()
        return self

    def __exit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.stop(grace=_GRACE if self._busy() else 0.0)
        if self._broker is not None:
            self._broker.stop(grace=_GRACE)
        if self._lock is not None:
            self._lock.close()
        self._scheduler.close()

    @property
    def leads(self) -> bool:
        """Whether this process looks after the home's broker and worker."""
        return self._lock is not None

    def tend(self) -> None:
        """Keeps broker and worker alive and sends what is due; an outage is logged and left to the next call."""
        if self._lock is None:
            self._take_over()
        if self._broker is not None and self._broker.tend():
            self._scheduler.forget()
        if self._worker is not None and self._worker.tend():
            self._scheduler.forget()
            self._free_leases()
        self._scheduler.tend()

    def _take_over(self) -> None:
        self._lock = locked(self._settings.state / "lock")
        if self._lock is None:
            return
        (self._settings.state / "logs").mkdir(parents=True, exist_ok=True)
        if self._settings.broker_url is None:
            self._broker = embedded(self._settings)
            self._broker.start()
            try:
                wait_for_broker(broker_url(self._settings), seconds=5)
            except BrokerUnreachable as slow:  # an outage like any later one: the intake goes on, the worker reconnects
                log.warning("broker_not_ready", code=slow.code, detail=slow.detail)
            self._free_leases()
        self._worker = _worker(self._settings)
        self._worker.start()

    def _busy(self) -> bool:
        """Whether anybody is at work; an idle worker takes seconds to say goodbye, and need not."""
        try:
            return bool(self._house.ledger.items(state=State.WORKING))
        except Transient:
            return True

    def _free_leases(self) -> None:
        """With a broker of our own nobody else works for this home: every lease left is a dead worker's."""
        if self._broker is not None:
            self._house.ledger.free_leases()


def locked(place: Path) -> IO[bytes] | None:
    """The open file that holds the lock, or None if another process holds it."""
    file = place.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def empty_folder(settings: Settings) -> Path:
    """Where a worker starts: Celery puts the current folder first on the module path, so nothing may lie in it."""
    empty = settings.state / "worker-cwd"
    empty.mkdir(parents=True, exist_ok=True)
    empty.chmod(0o500)
    return empty


def worker_command() -> list[str]:
    """What starts a worker, in an empty folder, with its settings in the environment."""
    return [sys.executable, "-P", "-m", "tasks.worker"]


def _worker(settings: Settings) -> Child:
    empty = empty_folder(settings)
    environment = {**os.environ, **as_environment(settings), "OMP_THREAD_LIMIT": "1"}
    if settings.broker_url is None:
        environment["KHO_BROKER_URL"] = broker_url(settings)
    return Child(
        "worker",
        worker_command,
        cwd=empty,
        environment=environment,
        log_file=settings.state / "logs" / "worker.out.log",
    )
