"""The Celery application and its queue. The queue is never the record of work: the ledger is.

Settings by measurement (docs/decisions/0003-queue-and-ledger.md): a message may be lost or come twice at any time; the
ledger's lease makes the second harmless and the reconciler re-sends the first.
"""

from collections.abc import Iterable

from celery import Celery
from kombu.exceptions import OperationalError

from schemas.drop import Item
from schemas.errors import BrokerUnreachable

ARCHIVE = "kho.archive"
"""Task: work on one item. Keyword: ``item``."""
STEPS = (ARCHIVE,)
"""Every task name that is ever sent; a test asserts that each is registered."""
QUEUE = "kho-ocr"

_HARD_LIMIT = 6 * 3600
_VISIBILITY = 2 * _HARD_LIMIT + 600
"""Longer than twice the hard limit, or a long task would run twice at the same time."""


def make_app(broker_url: str, *, patience: float = 10.0) -> Celery:
    """A Celery application on this broker; connects to nothing yet. ``patience``: seconds until it counts as hung."""
    app = Celery("kho", broker=broker_url, set_as_current=False)
    transport = {
        "visibility_timeout": _VISIBILITY,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "socket_timeout": patience,
        "socket_connect_timeout": min(patience, 5.0),
    }
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=True,
        task_retry_on_worker_lost=True,
        task_reject_on_worker_lost=False,
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=100,
        worker_max_memory_per_child=1_500_000,
        worker_soft_shutdown_timeout=0.0,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        worker_proc_alive_timeout=60.0,
        task_time_limit=_HARD_LIMIT,
        task_default_queue=QUEUE,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=transport,
        visibility_timeout=_VISIBILITY,
        broker_heartbeat=0,
        timezone="UTC",
        enable_utc=True,
    )
    return app


class CeleryDispatcher:
    """Sends items to the workers by task name."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def send(self, item: Item) -> None:
        """Asks for the item to be worked on.

        Raises:
            BrokerUnreachable: Redis does not answer; the reconciler will send it again.
        """
        try:
            self._app.send_task(ARCHIVE, kwargs={"item": item.id}, queue=QUEUE, ignore_result=True, retry=False)
        except (OperationalError, ConnectionError, TimeoutError) as down:
            raise BrokerUnreachable(detail=type(down).__name__) from down

    def close(self) -> None:
        """Gives the connections back."""
        self._app.close()


class Reconciler:
    """Re-sends what is due and not leased, a little at a time: the queue stays short, and urgent work can pass."""

    def __init__(self, *, resend_seconds: float, in_flight: int) -> None:
        self._resend, self._in_flight = resend_seconds, in_flight
        self._sent: dict[str, float] = {}

    def choose(self, due: Iterable[Item], *, now: float) -> tuple[Item, ...]:
        """Which of the due items to send now; remembers them as sent."""
        waiting = list(due)
        ids = {item.id for item in waiting}
        self._sent = {i: t for i, t in self._sent.items() if i in ids and now - t < self._resend}
        room = max(0, self._in_flight - len(self._sent))
        chosen = tuple(item for item in waiting if item.id not in self._sent)[:room]
        self._sent.update({item.id: now for item in chosen})
        return chosen

    def forget(self) -> None:
        """Everything counts as unsent again (the broker was restarted)."""
        self._sent.clear()
