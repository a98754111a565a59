"""The worker process: ``python -m tasks.worker`` in an empty folder, settings from the environment.

Prefork: engines and imports are loaded before the fork, one process a core, OMP_THREAD_LIMIT=1. SIGTERM drains it: it
takes no more work and ends when what it has in hand is done; whatever is killed instead, its lease runs out.
"""

import os
import signal

import structlog
from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_ready, worker_shutdown

from pipeline.attempt import sweep_work
from schemas.drop import Worker
from schemas.errors import KhoError
from tasks.archive import register
from tasks.stall import StallGuard
from wiring.broker import broker_url
from wiring.children import death_pact
from wiring.house import House, open_house
from wiring.logs import open_log
from wiring.pulse import Role, beat
from wiring.queue import QUEUES, make_app
from wiring.scheduler import crew_name, software_version
from wiring.settings import Settings, load

log = structlog.get_logger()
_BEAT_SECONDS = 5.0


def build(house: House) -> Celery:
    """The application with every task registered on these adapters."""
    app = make_app(broker_url(house.settings))
    register(app, house)
    return app


class Presence:
    """Tells the crew's list and the pulse, from the worker's own event loop, that it is there."""

    def __init__(self, house: House) -> None:
        now, settings = house.ports.clock.now(), house.settings
        self._house = house
        self._row = Worker(
            name=crew_name("work"), slots=settings.jobs, queues=tuple(settings.queues.split(",")),
            version=software_version(), started_at=now, seen_at=now,
        )  # fmt: skip

    def tell(self) -> None:
        """I am here. A database that does not answer is no reason to stop working."""
        beat(self._house.settings, Role.WORK)
        try:
            self._house.crew.beat(self._row.model_copy(update={"seen_at": self._house.ports.clock.now()}))
        except KhoError as outage:
            log.warning("not_told", code=outage.code)

    def leave(self) -> None:
        """I am going."""
        try:
            self._house.crew.leave(self._row.name)
        except KhoError as outage:
            log.warning("not_told", code=outage.code)


def serve(house: House) -> None:
    """Works until it is told to stop."""
    settings, app, presence = house.settings, build(house), Presence(house)
    setup_logging.connect(lambda **_: None, weak=False)  # ours is set; Celery must not add handlers
    pact = death_pact()
    worker_process_init.connect(lambda **_: pact(), weak=False)

    def ready(sender: object, **_: object) -> None:
        presence.tell()
        sender.timer.call_repeatedly(_BEAT_SECONDS, presence.tell)  # type: ignore[attr-defined]  # Celery's consumer
        sender.timer.call_repeatedly(_BEAT_SECONDS, StallGuard().look, (sender,))  # type: ignore[attr-defined]

    worker_ready.connect(ready, weak=False)
    worker_shutdown.connect(lambda **_: presence.leave(), weak=False)
    _tidy(house)
    app.worker_main(
        ["worker", "--pool=prefork", f"--concurrency={settings.jobs}", "--loglevel=INFO", "--without-gossip",
         "--without-mingle", "--without-heartbeat", f"--hostname=kho-{os.getpid()}@%h",
         "--queues", ",".join(QUEUES[name] for name in settings.queues.split(","))]
    )  # fmt: skip


def _tidy(house: House) -> None:
    """What an earlier life of this machine has left in the work folder."""
    try:
        sweep_work(house.ports)
    except KhoError as outage:
        log.warning("not_tidied", code=outage.code)


def opened(settings: Settings) -> House:
    """The house of these settings, with what the first document would otherwise wait for."""
    open_log(settings, "worker")
    house = open_house(settings)
    house.engine.warm()
    return house


def main() -> None:
    """Runs the worker until it is told to stop."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    serve(opened(load()))


if __name__ == "__main__":
    main()
