"""The tasks: every step is known, and a message of another release is understood."""

from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery

from catalog.memory import MemoryLedger
from tasks.archive import register
from wiring.clock import SystemClock
from wiring.queue import ARCHIVE, READ, STEPS, make_app


@pytest.fixture
def app() -> Celery:
    made = make_app("memory://")
    ports = SimpleNamespace(ledger=MemoryLedger(), clock=SystemClock(), lease_seconds=20.0)
    house: Any = SimpleNamespace(ports=ports)
    register(made, house)
    return made


@pytest.mark.parametrize("step", STEPS)
def test_every_step_that_is_ever_sent_is_registered(app: Celery, step: str) -> None:
    assert step in app.tasks


def test_a_message_of_an_older_release_is_understood(app: Celery) -> None:
    assert app.tasks[ARCHIVE].apply(kwargs={"item": "nobody knows it"}).successful()


@pytest.mark.parametrize(("step", "arguments"), [(ARCHIVE, {}), (READ, {"part": 1})])
def test_what_a_newer_release_adds_is_passed_over(app: Celery, step: str, arguments: dict[str, int]) -> None:
    sent = {"item": "nobody knows it", "hint": "from tomorrow", **arguments}
    assert app.tasks[step].apply(kwargs=sent).successful()
