"""The queue's settings and the reconciler's choice."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.drop import Due
from schemas.errors import BrokerUnreachable
from schemas.ids import ItemId
from wiring.queue import CeleryDispatcher, Reconciler, make_app, queue_of

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def test_the_measured_settings_stand() -> None:
    conf = make_app("memory://").conf
    assert (conf.task_acks_late, conf.task_retry_on_worker_lost, conf.task_reject_on_worker_lost) == (True, True, False)
    assert not conf.worker_cancel_long_running_tasks_on_connection_loss
    assert conf.worker_prefetch_multiplier == 1
    assert conf.accept_content == ["json"]
    transport = conf.broker_transport_options
    assert transport["visibility_timeout"] > 2 * conf.task_time_limit
    assert transport["unacked_restore_interval"] == transport["unacked_restore_throttle"] == 1


def due(number: int, *, agency: str = "stp", part: int = 0, pages: int = 2, urgent: bool = False) -> Due:
    return Due(
        item=ItemId(f"{number:020d}"), part=part, agency=agency, pages=pages, urgent=urgent,
        dropped_at=NOW + timedelta(seconds=number),
    )  # fmt: skip


def test_the_queue_is_kept_short() -> None:
    waiting = [due(n) for n in range(10)]
    reconciler = Reconciler(resend_seconds=30)
    assert reconciler.choose(waiting, now=0, room=4) == waiting[:4]
    assert reconciler.choose(waiting, now=1, room=4) == []


def test_what_has_left_the_due_list_makes_room() -> None:
    waiting = [due(n) for n in range(5)]
    reconciler = Reconciler(resend_seconds=30)
    reconciler.choose(waiting, now=0, room=4)
    assert reconciler.choose(waiting[1:], now=1, room=4) == [waiting[4]]


def test_what_was_lost_is_sent_again_after_a_while() -> None:
    waiting = [due(1)]
    reconciler = Reconciler(resend_seconds=30)
    assert reconciler.choose(waiting, now=0, room=4) == waiting
    assert reconciler.choose(waiting, now=29, room=4) == []
    assert reconciler.choose(waiting, now=31, room=4) == waiting


def test_after_a_broker_s_death_everything_counts_as_unsent() -> None:
    waiting = [due(1)]
    reconciler = Reconciler(resend_seconds=30)
    reconciler.choose(waiting, now=0, room=4)
    reconciler.forget()
    assert reconciler.choose(waiting, now=1, room=4) == waiting


def test_an_agency_with_nothing_in_the_queue_gets_a_place_in_a_full_one() -> None:
    books, leaflet = [due(n, agency="sgd") for n in range(500)], due(501, agency="ubnd-xa")
    reconciler = Reconciler(resend_seconds=30)
    reconciler.choose(books, now=0, room=4)
    assert reconciler.choose([*books, leaflet], now=1, room=4) == [leaflet]
    assert reconciler.choose([*books, leaflet, due(502, agency="ubnd-xa")], now=2, room=4) == []


def test_a_place_that_becomes_free_goes_to_the_agency_served_longest_ago() -> None:
    a, b = [[due(10 * n + k, agency=name) for n in range(5)] for k, name in enumerate("ab")]
    reconciler = Reconciler(resend_seconds=30)
    assert reconciler.choose([*a, *b], now=0, room=3) == [a[0], b[0], a[1]]
    assert reconciler.choose([*a, *b[1:]], now=1, room=3) == [b[1]]
    assert reconciler.choose([*a[1:], *b[1:]], now=2, room=3) == [a[2]]
    assert reconciler.choose([*a[2:], *b[1:]], now=3, room=3) == [b[2]]


def test_what_is_urgent_never_waits_for_room() -> None:
    books, hasty = [due(n) for n in range(9)], due(10, urgent=True)
    reconciler = Reconciler(resend_seconds=30)
    reconciler.choose(books, now=0, room=4)
    assert reconciler.choose([hasty, *books], now=1, room=4) == [hasty]


def test_parts_of_one_item_are_told_apart() -> None:
    parts = [due(1, part=n) for n in (1, 2, 3)]
    assert Reconciler(resend_seconds=30).choose(parts, now=0, room=9) == parts


def test_each_kind_of_work_has_its_queue() -> None:
    assert [queue_of(due(1)), queue_of(due(1, urgent=True)), queue_of(due(1, pages=0))] == [
        "kho-ocr", "kho-urgent", "kho-default",
    ]  # fmt: skip


def test_a_broker_that_is_not_there_is_an_outage() -> None:
    sender = CeleryDispatcher(make_app("redis://127.0.0.1:1/0"))
    with pytest.raises(BrokerUnreachable):
        sender.send(due(1))
    sender.close()
