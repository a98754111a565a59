"""What `kho run` and `kho up` keep alive: the broker and the worker of this home, and who looks after them.

A lock in the home folder says who: the holder starts both as its children, everybody else only sends work.
When the holder goes, children and all, the next one takes over.
"""

import fcntl
import os
import sys
import time
from pathlib import Path
from typing import IO, Self

import structlog

from schemas.drop import State
from schemas.errors import BrokerUnreachable, Transient
from wiring.broker import broker_url, embedded, wait_for_broker
from wiring.children import Child
from wiring.house import House
from wiring.queue import CeleryDispatcher, Reconciler, make_app
from wiring.settings import Settings, as_environment

log = structlog.get_logger()
_IN_FLIGHT_PER_JOB = 4
_BROKER_PATIENCE = 2.0
_BROKER_PAUSE = 5.0
_GRACE = 3.0
"""Seconds a worker gets to end its documents; a killed one loses nothing, its work is taken up again."""


class Services:
    """Broker, worker and reconciler of one home; a context manager. Call `tend` about four times a second."""

    def __init__(self, house: House) -> None:
        self._house, self._settings = house, house.settings
        self._lock: IO[bytes] | None = None
        self._broker: Child | None = None
        self._worker: Child | None = None
        self._dispatcher = CeleryDispatcher(make_app(broker_url(house.settings), patience=_BROKER_PATIENCE))
        self._silent_until = 0.0
        self._reconciler = Reconciler(
            resend_seconds=house.settings.lease_seconds * 1.5, in_flight=house.settings.jobs * _IN_FLIGHT_PER_JOB
        )

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
        self._dispatcher.close()

    @property
    def leads(self) -> bool:
        """Whether this process looks after the home's broker and worker."""
        return self._lock is not None

    def tend(self) -> None:
        """Keeps broker and worker alive and sends what is due; an outage is logged and left to the next call."""
        if self._lock is None:
            self._take_over()
        if self._broker is not None and self._broker.tend():
            self._reconciler.forget()
        if self._worker is not None and self._worker.tend():
            self._reconciler.forget()
            self._free_leases()
        self._send()

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

    def _send(self) -> None:
        """Sends what is due; after a failure not for a while, so that a hung broker does not hold up the intake."""
        if time.monotonic() < self._silent_until:
            return
        ledger = self._house.ledger
        due = ledger.due(now=self._house.ports.clock.now(), limit=200)
        for item in self._reconciler.choose(due, now=time.monotonic()):
            try:
                self._dispatcher.send(item)
            except BrokerUnreachable as down:
                log.warning("not_sent", code=down.code, detail=down.detail)
                self._reconciler.forget()
                self._silent_until = time.monotonic() + _BROKER_PAUSE
                return


def locked(place: Path) -> IO[bytes] | None:
    """The open file that holds the lock, or None if another process holds it."""
    file = place.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _worker(settings: Settings) -> Child:
    """The worker, started from an empty folder: Celery puts the current one first on the module path."""
    empty = settings.state / "worker-cwd"
    empty.mkdir(parents=True, exist_ok=True)
    empty.chmod(0o500)
    environment = {**os.environ, **as_environment(settings), "OMP_THREAD_LIMIT": "1"}
    if settings.broker_url is None:
        environment["KHO_BROKER_URL"] = broker_url(settings)
    return Child(
        "worker",
        lambda: [sys.executable, "-P", "-m", "tasks.worker"],
        cwd=empty,
        environment=environment,
        log_file=settings.state / "logs" / "worker.out.log",
    )
