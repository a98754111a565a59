"""The worker process: ``python -m tasks.worker`` in an empty folder, settings from the environment.

Prefork: engines and imports are loaded before the fork, one process a core, OMP_THREAD_LIMIT=1.
"""

import os
import signal

from celery import Celery
from celery.signals import setup_logging, worker_process_init

from tasks.archive import register
from wiring.broker import broker_url
from wiring.children import death_pact
from wiring.house import open_house
from wiring.logs import open_log
from wiring.queue import make_app
from wiring.settings import load


def build() -> Celery:
    """The application with every task registered on the adapters of this process's settings."""
    settings = load()
    open_log(settings, "worker")
    house = open_house(settings)
    house.engine.warm()
    app = make_app(broker_url(settings))
    register(app, house)
    return app


def main() -> None:
    """Runs the worker until it is told to stop."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    settings = load()
    app = build()
    setup_logging.connect(lambda **_: None, weak=False)  # ours is set; Celery must not add handlers
    pact = death_pact()
    worker_process_init.connect(lambda **_: pact(), weak=False)
    app.worker_main(
        ["worker", "--pool=prefork", f"--concurrency={settings.jobs}", "--loglevel=INFO", "--without-gossip",
         "--without-mingle", "--without-heartbeat", f"--hostname=kho-{os.getpid()}@%h"]
    )  # fmt: skip


if __name__ == "__main__":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    main()
