"""The queue's settings and the reconciler's choice."""

from datetime import UTC, datetime

import pytest

from schemas.errors import BrokerUnreachable
from tests.fakes.ledger_items import make_item
from wiring.queue import CeleryDispatcher, Reconciler, make_app

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


def test_the_queue_is_kept_short() -> None:
    items = [make_item() for _ in range(10)]
    reconciler = Reconciler(resend_seconds=30, in_flight=4)
    assert reconciler.choose(items, now=0) == tuple(items[:4])
    assert reconciler.choose(items, now=1) == ()


def test_what_has_left_the_due_list_makes_room() -> None:
    items = [make_item() for _ in range(5)]
    reconciler = Reconciler(resend_seconds=30, in_flight=4)
    reconciler.choose(items, now=0)
    assert reconciler.choose(items[1:], now=1) == (items[4],)


def test_what_was_lost_is_sent_again_after_a_while() -> None:
    (item,) = items = [make_item()]
    reconciler = Reconciler(resend_seconds=30, in_flight=4)
    assert reconciler.choose(items, now=0) == (item,)
    assert reconciler.choose(items, now=29) == ()
    assert reconciler.choose(items, now=31) == (item,)


def test_after_a_broker_s_death_everything_counts_as_unsent() -> None:
    items = [make_item()]
    reconciler = Reconciler(resend_seconds=30, in_flight=4)
    reconciler.choose(items, now=0)
    reconciler.forget()
    assert reconciler.choose(items, now=1) == tuple(items)


def test_a_broker_that_is_not_there_is_an_outage() -> None:
    sender = CeleryDispatcher(make_app("redis://127.0.0.1:1/0"))
    with pytest.raises(BrokerUnreachable):
        sender.send(make_item())
    sender.close()
