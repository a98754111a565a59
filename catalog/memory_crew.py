"""The crew in memory: for tests, with the same contract as the one in SQL."""

from collections.abc import Sequence
from datetime import datetime

from catalog.crew import FORGOTTEN
from catalog.rows import utc
from schemas.drop import Worker


class MemoryCrew:
    """The `Crew` port over a dictionary; see `catalog.crew.SqlCrew`."""

    def __init__(self) -> None:
        """Nobody is there."""
        self._workers: dict[str, Worker] = {}

    def beat(self, worker: Worker) -> None:
        """Enters the worker, or notes that it is still there; forgets those it has outlived by a day."""
        told = worker.model_copy(update={"started_at": utc(worker.started_at), "seen_at": utc(worker.seen_at)})
        known = {name: other for name, other in self._workers.items() if other.seen_at >= told.seen_at - FORGOTTEN}
        self._workers = known | {worker.name: told}

    def leave(self, name: str) -> None:
        """Takes the worker off the list."""
        self._workers.pop(name, None)

    def present(self, *, since: datetime) -> Sequence[Worker]:
        """The workers seen at or after that moment, by name."""
        since = utc(since)
        return [worker for _, worker in sorted(self._workers.items()) if worker.seen_at >= since]
