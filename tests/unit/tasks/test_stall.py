"""A worker that holds a message nobody works on is woken, and no other is."""

from types import SimpleNamespace

import pytest
from celery.worker import state
from kombu import Connection

from tasks.stall import StallGuard


@pytest.fixture
def consumer() -> SimpleNamespace:
    """What the guard sees of Celery's consumer: a real channel that may hold two messages."""
    channel = Connection("memory://").channel()
    channel.basic_qos(0, 2, False)
    return SimpleNamespace(task_consumer=SimpleNamespace(channel=channel))


def held(consumer: SimpleNamespace, *tags: str) -> None:
    """Delivers messages that are never acknowledged."""
    for tag in tags:
        consumer.task_consumer.channel.qos.append(object(), tag)


def test_a_message_held_by_nobody_twice_running_is_a_stall(consumer: SimpleNamespace) -> None:
    guard = StallGuard()
    held(consumer, "a")
    guard.look(consumer)
    with pytest.raises(ConnectionError, match="1 messages held, 0 in hand"):
        guard.look(consumer)


def test_it_is_told_once_and_looked_at_anew(consumer: SimpleNamespace) -> None:
    guard = StallGuard()
    held(consumer, "a")
    guard.look(consumer)
    with pytest.raises(ConnectionError):
        guard.look(consumer)
    guard.look(consumer)


def test_a_message_just_being_acknowledged_is_none(consumer: SimpleNamespace) -> None:
    guard = StallGuard()
    held(consumer, "a")
    guard.look(consumer)
    consumer.task_consumer.channel.qos.ack("a")
    guard.look(consumer)
    held(consumer, "b")
    guard.look(consumer)


def test_work_in_hand_is_none(consumer: SimpleNamespace) -> None:
    class Request:
        """Celery keeps weak references."""

    guard, request = StallGuard(), Request()
    held(consumer, "a")
    state.reserved_requests.add(request)
    try:
        guard.look(consumer)
        guard.look(consumer)
    finally:
        state.reserved_requests.discard(request)


def test_one_that_is_connecting_is_left_alone() -> None:
    guard = StallGuard()
    guard.look(SimpleNamespace(task_consumer=None))
    guard.look(SimpleNamespace(task_consumer=None))
