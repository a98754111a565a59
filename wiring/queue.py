"""The Celery application and its queues. The queue is never the record of work: the ledger is.

Settings by measurement (docs/decisions/0003-queue-and-ledger.md): a message may be lost or come twice at any time; the
ledger's lease makes the second harmless and the reconciler re-sends the first.

Messages are the seam between releases: a name and keyword arguments are never changed or taken away, only added, and
every task passes over arguments it does not know, so that two releases of worker run side by side.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from celery import Celery
from kombu.exceptions import OperationalError

from schemas.drop import Due
from schemas.errors import BrokerUnreachable

ARCHIVE = "kho.archive"
"""Task: work on one item. Keyword: ``item``."""
READ = "kho.read"
"""Task: read one part of a long document. Keywords: ``item``, ``part``."""
STEPS = (ARCHIVE, READ)
"""Every task name that is ever sent; a test asserts that each is registered."""
QUEUES = {"urgent": "kho-urgent", "ocr": "kho-ocr", "default": "kho-default"}
"""What people call a queue → its name at the broker. A worker empties them in this order."""
QUEUE = QUEUES["ocr"]

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
        "queue_order_strategy": "priority",
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
    """Sends work to the workers by task name."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def send(self, due: Due) -> None:
        """Asks for the item, or the part, to be worked on.

        Raises:
            BrokerUnreachable: Redis does not answer; the reconciler will send it again.
        """
        task, arguments = (READ, {"item": due.item, "part": due.part}) if due.part else (ARCHIVE, {"item": due.item})
        queue = queue_of(due)
        try:
            self._app.send_task(task, kwargs=arguments, queue=queue, ignore_result=True, retry=False)
        except (OperationalError, ConnectionError, TimeoutError) as down:
            raise BrokerUnreachable(detail=type(down).__name__) from down

    def close(self) -> None:
        """Gives the connections back."""
        self._app.close()


def queue_of(due: Due) -> str:
    """The broker's queue for it: the urgent one, that of reading, or the default one where nothing is left to read."""
    if due.urgent:
        return QUEUES["urgent"]
    return QUEUES["ocr" if due.pages > 0 else "default"]


class Reconciler:
    """Re-sends what is due and not leased, a little at a time: the queue stays short, and others can pass.

    An agency that has nothing in the queue gets its first place there even when the queue is full, so that one
    agency's five hundred books never stand before another's leaflet.
    """

    def __init__(self, *, resend_seconds: float) -> None:
        self._resend = resend_seconds
        self._sent: dict[tuple[str, int], float] = {}
        self._served: dict[str, float] = {}

    def choose(self, due: Iterable[Due], *, now: float, room: int) -> Sequence[Due]:
        """Which of what is due to send now; remembers it as sent. ``room``: places in the queue.

        What is urgent first; then the agency with the least in the queue, of several the one served longest ago.
        """
        waiting = list(due)
        keys = {_key(one) for one in waiting}
        self._sent = {key: sent for key, sent in self._sent.items() if key in keys and now - sent < self._resend}
        queued = Counter(one.agency for one in waiting if _key(one) in self._sent)
        chosen = []
        for one in self._in_turn([one for one in waiting if _key(one) not in self._sent], queued):
            if len(self._sent) < room or one.urgent or not queued[one.agency]:
                self._sent[_key(one)] = self._served[one.agency] = now
                queued[one.agency] += 1
                chosen.append(one)
        return chosen

    def _in_turn(self, fresh: Sequence[Due], queued: Mapping[str, int]) -> Sequence[Due]:
        turn, places = Counter(queued), []
        for number, one in enumerate(fresh):
            places.append((not one.urgent, turn[one.agency], self._served.get(one.agency, float("-inf")), number))
            turn[one.agency] += not one.urgent
        return [fresh[place[-1]] for place in sorted(places)]

    def forget(self) -> None:
        """Everything counts as unsent again (the broker was restarted)."""
        self._sent.clear()


def _key(due: Due) -> tuple[str, int]:
    return due.item, due.part
