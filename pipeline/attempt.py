"""One try at one item: lease it, keep the lease alive, archive it, and give the verdict to the ledger.

Takes an item id. Whatever goes wrong ends here in one of three ways: refused (the clerk can fix it, or the file
breaks its reader every time), put back (trying again can help), or left alone (another worker has taken it over).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from pipeline.flow import archive
from pipeline.ports import Ports
from schemas.drop import Item, Lease, Stage, State
from schemas.errors import (
    Code,
    EngineMissing,
    EngineOutOfMemory,
    KhoError,
    LeaseLost,
    Permanent,
    Refused,
    SettingInvalid,
    Transient,
)
from schemas.ids import ItemId
from schemas.messages import sentence

log = structlog.get_logger()


def attempt(ports: Ports, item: ItemId) -> State | None:
    """Works on the item if it is due and free; its state afterwards, or None if it was not ours to work on.

    Raises:
        DatabaseUnreachable: the ledger could not be told; the lease runs out and the item is tried again.
    """
    lease = ports.ledger.lease(item, now=ports.clock.now(), seconds=ports.lease_seconds)
    row = ports.ledger.get(item)
    if lease is None or row is None:
        return None
    with structlog.contextvars.bound_contextvars(item=item, record=row.record, attempt=row.attempts):
        try:
            return _tried(ports, row, lease)
        except LeaseLost:
            log.warning("lease_lost")
            return None


def _tried(ports: Ports, row: Item, lease: Lease) -> State:
    try:
        if row.attempts > ports.max_attempts:
            raise Refused(Code.ENGINE_FAILED, detail="every try ended without a word", attempts=row.attempts - 1)
        with _heart(ports, lease) as beat:
            state = archive(ports, row.id, lease.token, beat)
        ports.ledger.finish(lease, state=state, code=None, reason=None, now=ports.clock.now())
    except LeaseLost:
        raise
    except Refused as problem:
        return _refused(ports, lease, problem)
    except (Transient, EngineMissing, SettingInvalid) as trouble:  # nothing of this is the file's fault
        return _put_back(ports, lease, trouble, passing=True)
    except Permanent as failure:
        return _failed(ports, row, lease, failure)
    except MemoryError as failure:
        return _failed(ports, row, lease, EngineOutOfMemory(detail=str(failure)))
    except Exception as bug:  # one bad scan never stops the others; the bug is logged with its trace
        log.exception("unexpected")
        return _failed(ports, row, lease, Permanent(Code.UNEXPECTED, detail=type(bug).__name__))
    log.info("finished", state=state)
    return state


def _failed(ports: Ports, row: Item, lease: Lease, failure: KhoError) -> State:
    if row.attempts >= ports.max_attempts:
        return _refused(ports, lease, failure)
    return _put_back(ports, lease, failure, passing=False)


def _refused(ports: Ports, lease: Lease, problem: KhoError) -> State:
    log.warning("refused", code=problem.code, detail=problem.detail)
    now = ports.clock.now()
    ports.ledger.finish(lease, state=State.REFUSED, code=problem.code, reason=sentence(problem), now=now)
    return State.REFUSED


def _put_back(ports: Ports, lease: Lease, trouble: KhoError, *, passing: bool) -> State:
    log.warning("put_back", code=trouble.code, detail=trouble.detail, passing=passing)
    due_at = ports.clock.now() + timedelta(seconds=ports.retry_seconds)
    ports.ledger.put_back(lease, due_at=due_at, code=trouble.code, reason=sentence(trouble), passing=passing)
    return State.QUEUED


class _Beat:
    """Notes progress, and stops the work as soon as the lease is known to be lost."""

    def __init__(self, ports: Ports, lease: Lease) -> None:
        self._ports, self._lease = ports, lease
        self.lost = threading.Event()

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        if self.lost.is_set():
            raise LeaseLost(detail=self._lease.item)
        self._ports.ledger.progress(self._lease, stage=stage, pages_done=done, pages_total=total)

    def renew(self, stop: threading.Event) -> None:
        """Prolongs the lease until stopped; an unreachable database is tried again at the next beat."""
        while not stop.wait(self._ports.lease_seconds / 3):
            try:
                self._ports.ledger.renew(self._lease, now=self._ports.clock.now(), seconds=self._ports.lease_seconds)
            except LeaseLost:
                self.lost.set()
                return
            except Transient as trouble:
                log.warning("renewal_failed", code=trouble.code)


@contextmanager
def _heart(ports: Ports, lease: Lease) -> Iterator[_Beat]:
    beat, stop = _Beat(ports, lease), threading.Event()
    thread = threading.Thread(target=beat.renew, args=(stop,), name="heart", daemon=True)
    thread.start()
    try:
        yield beat
    finally:
        stop.set()
        thread.join()
