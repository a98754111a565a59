"""The scheduler: who leads, how many hands there are, and what an outage does. A real Redis behind it."""

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

from catalog.memory import MemoryLedger
from catalog.memory_crew import MemoryCrew
from pipeline.ports import Ports
from schemas.drop import Worker
from tests.fakes.ledger_items import make_item, make_items
from wiring.broker import server_program, wait_for_broker
from wiring.queue import QUEUES
from wiring.scheduler import SCHEDULE, Scheduler, crew_name, software_version


class Clock:
    """Moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 7, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


class Office:
    """Memory twins and one Redis."""

    def __init__(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url, self.clock, self.ledger, self.crew = url, Clock(), MemoryLedger(), MemoryCrew()
        self._monkeypatch = monkeypatch
        self.redis = redis.Redis.from_url(url.replace("redis+socket://", "unix://"))

    def scheduler(self, *, slots: int = 1, alone: bool = False, url: str | None = None) -> Scheduler:
        ports = Ports.__new__(Ports)  # only these three are looked at
        for name, value in {"ledger": self.ledger, "clock": self.clock, "lease_seconds": 20.0}.items():
            object.__setattr__(ports, name, value)
        return Scheduler(ports, self.crew, broker_url=url or self.url, slots=slots, alone=alone)

    def elapse(self, seconds: float) -> None:
        """Time goes by, for the clock of the ledger and for the one that measures pauses."""
        self.clock.time += timedelta(seconds=seconds)
        ahead = time.monotonic() + seconds
        self._monkeypatch.setattr("wiring.scheduler.time.monotonic", lambda: ahead)

    def queued(self) -> int:
        return sum(int(self.redis.llen(queue)) for queue in QUEUES.values())


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    place = tmp_path / "redis.sock"
    command = [server_program(), "--port", "0", "--unixsocket", str(place), "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_broker(f"redis+socket://{place}", seconds=120)
        yield Office(f"redis+socket://{place}", monkeypatch)
    finally:
        server.kill()
        server.wait()


@contextmanager
def deaf_server() -> Iterator[tuple[int, list[int]]]:
    """A server that hangs up on whoever comes: its port, and one entry for each who came."""
    knocks: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def answer() -> None:
            while True:
                try:
                    caller, _ = door.accept()
                except OSError:  # closed
                    return
                knocks.append(1)
                caller.close()

        porter = threading.Thread(target=answer)
        porter.start()
        try:
            yield int(door.getsockname()[1]), knocks
        finally:
            door.shutdown(socket.SHUT_RDWR)
            porter.join()


def worker(name: str, *, slots: int, seen_at: datetime) -> Worker:
    return Worker(
        name=name, slots=slots, queues=("urgent", "ocr"), version="0.1.0", started_at=seen_at, seen_at=seen_at
    )


def test_on_one_machine_it_leads_and_sends_what_is_due(office: Office) -> None:
    for item in make_items(5):
        office.ledger.drop(item)
    office.clock.time = datetime(2026, 7, 2, tzinfo=UTC)
    scheduler = office.scheduler(slots=2, alone=True)
    scheduler.tend()
    assert scheduler.leads
    assert office.queued() == 2, "a place a hand"
    assert office.crew.present(since=datetime(2000, 1, 1, tzinfo=UTC)) == []
    scheduler.close()


def test_the_hands_of_all_workers_count(office: Office) -> None:
    for item in make_items(9):
        office.ledger.drop(item)
    for name in ("w1", "w2"):
        office.crew.beat(worker(name, slots=2, seen_at=office.clock.now()))
    office.crew.beat(worker("gone", slots=50, seen_at=office.clock.now() - timedelta(minutes=5)))
    scheduler = office.scheduler()
    scheduler.tend()
    assert office.queued() == 4
    scheduler.close()


def test_one_leads_and_the_next_takes_over_when_it_goes_or_falls_silent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiring.scheduler.os.getpid", lambda: 1)
    first = office.scheduler()
    first.tend()
    office.elapse(3)
    monkeypatch.setattr("wiring.scheduler.os.getpid", lambda: 2)
    second = office.scheduler()
    second.tend()
    assert (first.leads, second.leads) == (True, False)
    office.elapse(20)  # the first has said nothing for longer than anybody waits
    second.tend()
    assert second.leads
    first.tend()
    office.elapse(3)
    second.tend()
    assert (first.leads, second.leads) == (True, False), "it was only slow: the elder leads again"
    first.close()
    office.elapse(3)
    second.tend()
    assert second.leads
    second.close()


def test_a_broker_that_is_down_is_left_alone_for_a_while_and_nothing_counts_as_sent(office: Office) -> None:
    office.ledger.drop(make_item())
    with deaf_server() as (port, knocks):
        scheduler = office.scheduler(alone=True, url=f"redis://127.0.0.1:{port}/0")
        scheduler.tend()
        office.elapse(0)  # from here on no time goes by
        before = len(knocks)
        assert before > 0
        scheduler.tend()
        assert len(knocks) == before, "it does not knock again at once"
        office.elapse(60)
        scheduler.tend()
        assert len(knocks) > before
        scheduler.close()
    again = office.scheduler(alone=True)
    again.tend()
    assert office.queued() == 1
    again.close()


def test_what_was_forgotten_is_sent_again(office: Office) -> None:
    office.ledger.drop(make_item())
    scheduler = office.scheduler(alone=True)
    scheduler.tend()
    scheduler.tend()
    assert office.queued() == 1
    scheduler.forget()
    scheduler.tend()
    assert office.queued() == 2
    scheduler.close()


def test_names_tell_role_machine_and_process() -> None:
    role, machine, pid = crew_name(SCHEDULE).split(":")
    assert role == SCHEDULE
    assert machine
    assert pid.isdigit()
    assert software_version()[0].isdigit()
