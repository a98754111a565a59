"""kill -9 of every part, with documents in flight: each ends by itself, once, with no human hand."""

import signal
from collections.abc import Callable

import pytest

from tests.e2e.desk import PATIENCE, Desk, Running, alive, wait_for
from tests.fakes import scans
from wiring.broker import wait_for_broker

pytestmark = pytest.mark.timeout(3600)
FOUR = 4


def drop_four(desk: Desk, *, pages: int = 4) -> None:
    """Four documents, made before the first is dropped: making them takes as long as reading them."""
    made = [scans.pdf(*range(first, first + pages)) for first in range(1, FOUR * pages, pages)]
    for number, document in enumerate(made):
        scans.write(desk.inbox / "stp" / f"{number}.pdf", document)


def in_flight(desk: Desk) -> bool | None:
    """Whether all are in the ledger, and at least one is being read."""
    seen = desk.glance()
    return (seen.dropped == FOUR and seen.working > 0) or None


def none_has_ended(desk: Desk) -> bool | None:
    seen = desk.glance()
    return (seen.in_progress == FOUR and seen.working > 0) or None


def all_archived(desk: Desk) -> bool | None:
    seen = desk.glance()
    return (seen.archived == FOUR and seen.unsettled == 0) or None


def each_exactly_once(desk: Desk) -> None:
    balance = desk.balance()
    assert (balance.dropped, balance.archived, balance.refused, balance.duplicate) == (4, 4, 0, 0)
    rows = desk.rows("list")
    assert len({row["record"] for row in rows}) == 4
    assert [row["pages"] for row in rows] == [4, 4, 4, 4]
    assert all(row["ok"] for row in desk.rows("verify"))
    assert not [p for p in desk.inbox.rglob("*") if p.is_file()]


def kill_child(running: Running) -> None:
    running.hands()[0].kill()


def kill_all_children(running: Running) -> None:
    for hand in running.hands():
        hand.kill()


def kill_worker(running: Running) -> None:
    running.worker.kill()


def kill_broker(running: Running) -> None:
    running.broker.kill()


def kill_tesseract(running: Running) -> None:
    wait_for(lambda: [p.kill() for p in running.children("tesseract")] or None)


@pytest.mark.parametrize("kill", [kill_child, kill_all_children, kill_worker, kill_broker, kill_tesseract])
def test_a_part_is_killed_and_everything_ends_by_itself(desk: Desk, kill: Callable[[Running], None]) -> None:
    readers = "tesseract-program" if kill is kill_tesseract else "net+tesseract"  # only a program can be killed
    with desk.up(KHO_READERS=readers) as running:
        drop_four(desk)
        wait_for(lambda: in_flight(desk))
        kill(running)
        wait_for(lambda: all_archived(desk))
    each_exactly_once(desk)


def test_the_whole_house_is_killed_and_started_again(desk: Desk) -> None:
    with desk.up(stop=signal.SIGKILL) as running:
        drop_four(desk)
        wait_for(lambda: in_flight(desk))
        family = [*running.children("tasks.worker"), *running.children("redis-server")]
    wait_for(lambda: not [p for p in family if alive(p)] or None)  # they died with it
    with desk.up():
        wait_for(lambda: all_archived(desk))
    each_exactly_once(desk)


def test_a_drop_while_the_broker_is_down(desk: Desk) -> None:
    with desk.up() as running:
        broker = running.broker
        broker.suspend()
        drop_four(desk)
        wait_for(lambda: desk.glance().dropped == 4 or None)
        broker.kill()
        wait_for(lambda: all_archived(desk))
    each_exactly_once(desk)


def test_the_queue_is_flushed_and_nothing_is_forgotten(desk: Desk) -> None:
    import redis

    with desk.up(KHO_JOBS="1") as running:
        drop_four(desk)
        wait_for(lambda: desk.glance().dropped == 4 or None)
        assert running.broker.is_running()
        wait_for_broker(f"redis+socket://{socket_of(desk)}", seconds=PATIENCE)
        client = redis.Redis(unix_socket_path=str(socket_of(desk)))
        client.flushall()
        client.close()
        wait_for(lambda: all_archived(desk))
    each_exactly_once(desk)


def socket_of(desk: Desk) -> str:
    from wiring.broker import socket_path
    from wiring.settings import load

    return str(socket_path(load(home=desk.home)))


def test_the_catalog_is_lost_with_work_in_flight(desk: Desk) -> None:
    with desk.up(stop=signal.SIGKILL) as running:
        drop_four(desk, pages=10)  # long ones: what has ended and left the inbox is in the vault alone
        wait_for(lambda: none_has_ended(desk))
        family = [*running.children("tasks.worker"), *running.children("redis-server")]
    wait_for(lambda: not [p for p in family if alive(p)] or None)
    for file in desk.home.glob("catalog.db*"):
        file.unlink()
    with desk.up():
        wait_for(lambda: len(desk.records()) == 4 or None)
        wait_for(lambda: not [p for p in desk.inbox.rglob("*") if p.is_file()] or None)
    assert desk.balance().archived == 4
    assert all(row["ok"] for row in desk.rows("verify"))


def test_stray_tasks_of_an_unknown_item_harm_nobody(desk: Desk) -> None:
    from schemas.drop import Due
    from tests.fakes.ledger_items import make_item
    from wiring.queue import CeleryDispatcher, make_app

    with desk.up() as running:
        assert running.broker.is_running()
        wait_for_broker(f"redis+socket://{socket_of(desk)}", seconds=PATIENCE)
        one = make_item()
        whole = Due(item=one.id, agency=one.agency, pages=1, urgent=False, dropped_at=one.dropped_at)
        sender = CeleryDispatcher(make_app(f"redis+socket://{socket_of(desk)}"))
        sender.send(whole)
        sender.send(whole.model_copy(update={"part": 3}))
        drop_four(desk)
        wait_for(lambda: all_archived(desk))
        sender.close()
    each_exactly_once(desk)
