"""The scheduler: sends what is due to the workers' queue. Several may run; the one that has run longest sends.

Two sending at once, for as long as they see each other late, is harmless: the ledger's lease decides who works.
"""

import os
import socket
import time
from datetime import timedelta
from importlib.metadata import version

import structlog

from pipeline.ports import Crew, Ports
from schemas.drop import Worker
from schemas.errors import BrokerUnreachable
from wiring.queue import CeleryDispatcher, Reconciler, make_app

log = structlog.get_logger()
SCHEDULE = "schedule"
"""What a scheduler has in the crew's list instead of queues."""
PRESENT = timedelta(seconds=30)
"""A worker that has not been heard of for so long is gone."""
_AT_THE_DESK = timedelta(seconds=8)
"""A scheduler that has not been heard of for so long has left the lead to the next."""
_BEAT_SECONDS = 2.0
_PATIENCE = 2.0
_PAUSE = 5.0
_PLACES_A_SLOT = 1
"""One to begin with when the work in hand ends; every further one only makes another agency's leaflet wait."""
_AGENCIES = 50
"""How many are looked at beyond what the hands need, so that every agency's first is among them."""


class Scheduler:
    """Call `tend` about four times a second; `close` at the end."""

    def __init__(self, ports: Ports, crew: Crew, *, broker_url: str, slots: int, alone: bool) -> None:
        """Takes: ``slots``, how many hands there are when no worker has said so yet; ``alone``, on one machine."""
        self._ports, self._crew, self._slots, self._alone = ports, crew, slots, alone
        self._dispatcher = CeleryDispatcher(make_app(broker_url, patience=_PATIENCE))
        self._reconciler = Reconciler(resend_seconds=ports.lease_seconds * 1.5)
        now = ports.clock.now()
        self._self = Worker(
            name=crew_name(SCHEDULE), slots=1, queues=(SCHEDULE,), version=software_version(), started_at=now,
            seen_at=now,
        )  # fmt: skip
        self._leads, self._looked, self._silent_until = alone, float("-inf"), 0.0

    @property
    def leads(self) -> bool:
        """Whether this is the one that sends."""
        return self._leads

    def tend(self) -> None:
        """Sends what is due and free; after a failure not for a while, so that a hung broker holds up nobody.

        Raises:
            DatabaseUnreachable, DiskFull: nothing can be known; call again later.
        """
        self._look_around()
        if not self._leads or time.monotonic() < self._silent_until:
            return
        room = self._slots * _PLACES_A_SLOT
        due = self._ports.ledger.due(now=self._ports.clock.now(), limit=2 * room + _AGENCIES)
        for one in self._reconciler.choose(due, now=time.monotonic(), room=room):
            try:
                self._dispatcher.send(one)
            except BrokerUnreachable as down:
                log.warning("not_sent", code=down.code, detail=down.detail)
                self._reconciler.forget()
                self._silent_until = time.monotonic() + _PAUSE
                return

    def forget(self) -> None:
        """Everything counts as unsent (broker or worker were started anew)."""
        self._reconciler.forget()

    def close(self) -> None:
        """Gives the connections back, and the lead to the next."""
        self._dispatcher.close()
        if not self._alone:
            self._crew.leave(self._self.name)

    def _look_around(self) -> None:
        """Who else is there: how many hands, and who leads. On one machine nobody has to be asked."""
        if self._alone or time.monotonic() - self._looked < _BEAT_SECONDS:
            return
        self._looked = time.monotonic()
        now = self._ports.clock.now()
        self._crew.beat(self._self.model_copy(update={"seen_at": now}))
        present = self._crew.present(since=now - PRESENT)
        self._slots = sum(w.slots for w in present if SCHEDULE not in w.queues) or self._slots
        desk = [w for w in present if SCHEDULE in w.queues and w.seen_at >= now - _AT_THE_DESK]
        first = min(desk, key=lambda w: (w.started_at, w.name))
        if self._leads != (first.name == self._self.name):
            self._leads = not self._leads
            self._reconciler.forget()
            log.info("leads" if self._leads else "follows", slots=self._slots)


def crew_name(role: str) -> str:
    """What this process is called in the crew's list."""
    return f"{role}:{socket.gethostname()}:{os.getpid()}"


def software_version() -> str:
    """The version of this software."""
    return version("kho-pbgdpl")
