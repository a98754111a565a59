"""A worker that takes no more work although it has none in hand, and how it is woken.

A message whose acknowledgement fails (its document ended while the broker was down) stays counted as in hand for ever:
kombu 5.7's ``QoS.ack`` raises before it forgets, Celery 5.7 logs "Couldn't ack" and goes on. With a prefetch of one a
place is lost each time; a worker of one child never asks for work again, and since it asks for nothing it does not
notice that its connection is dead either. Seen whenever Redis, SeaweedFS and PostgreSQL were killed together under load
(`make chaos`); also packit-service #2697, celery #10302.
"""

from typing import Any

from celery.worker import state


class StallGuard:
    """Compares the places the broker's client holds with the work in hand. Called from the worker's own event loop."""

    def __init__(self) -> None:
        self._suspected = False

    def look(self, consumer: Any) -> None:  # noqa: ANN401  # Celery's consumer has no types
        """Makes Celery connect anew when, twice running, more messages are held than there is work in hand.

        Raises:
            ConnectionError: it is stalled; the event loop takes it for a lost connection and starts over, and what
                was held goes back to the queue, where the ledger's lease makes it harmless.
        """
        if consumer.task_consumer is None:  # being connected just now
            self._suspected = False
            return
        qos = consumer.task_consumer.channel.qos
        held = (qos.prefetch_count or 0) - (qos.can_consume_max_estimate() or 0)
        stalled = held > len(state.reserved_requests)
        sure, self._suspected = stalled and self._suspected, stalled
        if sure:
            self._suspected = False
            raise ConnectionError(f"{held} messages held, {len(state.reserved_requests)} in hand")
