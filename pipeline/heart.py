"""The heart of a try: it keeps the lease alive while the work goes on, and notes how far that has come."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from pipeline.ports import Ports
from schemas.drop import Lease, Stage
from schemas.errors import LeaseLost, Transient

log = structlog.get_logger()
_PAUSE = timedelta(seconds=1)
"""Whoever watches a bar sees no more than this; a leaflet is read in a second or two."""


class Beat:
    """Notes progress, and stops the work as soon as the lease is known to be lost."""

    def __init__(self, ports: Ports, lease: Lease) -> None:
        self._ports, self._lease = ports, lease
        self._lost = threading.Event()
        self._told = ports.clock.now()

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        """Notes the stage reached, pages done, pages in all: once a second at most, and that the document is kept.

        Raises:
            LeaseLost: another worker has taken over.
        """
        if self._lost.is_set():
            raise LeaseLost(detail=self._lease.item)
        now = self._ports.clock.now()
        if stage is not Stage.KEPT and now - self._told < _PAUSE:
            return
        self._told = now
        self._ports.ledger.progress(self._lease, stage=stage, pages_done=done, pages_total=total)

    def renew(self, stop: threading.Event) -> None:
        """Prolongs the lease until stopped; an unreachable database is tried again at the next beat."""
        while not stop.wait(self._ports.lease_seconds / 3):
            try:
                self._ports.ledger.renew(self._lease, now=self._ports.clock.now(), seconds=self._ports.lease_seconds)
            except LeaseLost:
                self._lost.set()
                return
            except Transient as trouble:
                log.warning("renewal_failed", code=trouble.code)


@contextmanager
def heart(ports: Ports, lease: Lease) -> Iterator[Beat]:
    """A beating heart for the time of the block."""
    beat, stop = Beat(ports, lease), threading.Event()
    thread = threading.Thread(target=beat.renew, args=(stop,), name="heart", daemon=True)
    thread.start()
    try:
        yield beat
    finally:
        stop.set()
        thread.join()
