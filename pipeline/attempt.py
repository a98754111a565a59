"""One try at one item, or at one part of a long one: lease it, do the work, and give the verdict to the ledger.

Takes ids. Whatever goes wrong ends here in one of three ways: refused (the clerk can fix it, or the file breaks its
reader every time), put back (trying again can help), or left alone (another worker has taken it over).
"""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Generic, TypeVar

import structlog

from pipeline.flow import archive, has_reading, read_part
from pipeline.heart import heart
from pipeline.ports import Ports
from pipeline.stages.ranges import ranges
from schemas.drop import Item, Lease, Part, PartState, State
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
_LONGEST_PAUSE = 300.0
_DOUBLINGS = 10
Outcome = TypeVar("Outcome", State, PartState)


def attempt(ports: Ports, item: ItemId) -> State | None:
    """Works on the item if it is due and free; its state afterwards, or None if it was not ours to work on.

    A long document is divided instead (QUEUED); once its parts have ended, the next attempt puts them together.

    Raises:
        DatabaseUnreachable: the ledger could not be told; the lease runs out and the item is tried again.
    """
    lease = ports.ledger.lease(item, now=ports.clock.now(), seconds=ports.lease_seconds)
    row = ports.ledger.get(item) if lease else None
    if lease is None or row is None:
        return None
    end = partial(_refuse_item, ports, lease)
    trial = _Trial(ports=ports, lease=lease, row=row, waiting=State.QUEUED, refused=State.REFUSED, refuse=end)
    with structlog.contextvars.bound_contextvars(item=item, record=row.record, attempt=row.attempts):
        return _tried(trial, partial(_item, ports, row, lease))


def attempt_part(ports: Ports, item: ItemId, number: int) -> PartState | None:
    """Reads a part if it is due and free; its state afterwards, or None if it was not ours to work on.

    Whoever ends the last part goes on with its item at once.

    Raises:
        DatabaseUnreachable: the ledger could not be told; the lease runs out and the part is tried again.
    """
    lease = ports.ledger.lease_part(item, number, now=ports.clock.now(), seconds=ports.lease_seconds)
    part = next((p for p in ports.ledger.parts(item) if p.number == number), None) if lease else None
    if lease is None or part is None:
        return None
    end = partial(_refuse_part, ports, lease)
    trial = _Trial(ports=ports, lease=lease, row=part, waiting=PartState.QUEUED, refused=PartState.FAILED, refuse=end)
    with structlog.contextvars.bound_contextvars(item=item, part=number, attempt=part.attempts):
        return _tried(trial, partial(_part, ports, part, lease))


# --- the work ------------------------------------------------------------------------------------------------------


def _item(ports: Ports, row: Item, lease: Lease) -> State:
    parts = ports.ledger.parts(row.id) if row.pages_total > ports.part_pages else ()
    failed = next((part for part in parts if part.state is PartState.FAILED), None)
    if failed is not None:
        ports.ledger.finish(
            lease, state=State.REFUSED, code=failed.code, reason=failed.reason, now=ports.clock.now()
        )  # fmt: skip
        log.warning("refused", code=failed.code, part=failed.number)
        return State.REFUSED
    if not parts and _is_long(ports, row):
        ports.ledger.divide(lease, ranges(row.pages_total, each=ports.part_pages), now=ports.clock.now())
        log.info("divided", pages=row.pages_total)
        return State.QUEUED
    with heart(ports, lease) as beat:
        state = archive(ports, row.id, lease.token, beat, parts)
    ports.ledger.finish(lease, state=state, code=None, reason=None, now=ports.clock.now())
    log.info("finished", state=state)
    return state


def _is_long(ports: Ports, row: Item) -> bool:
    """Whether there is still enough to read that other hands would help."""
    if row.pages_total <= ports.part_pages:
        return False
    return not has_reading(ports, row.id) and not (row.record is not None and ports.vault.has(row.record))


def _part(ports: Ports, part: Part, lease: Lease) -> PartState:
    with heart(ports, lease) as beat:
        read_part(ports, part.item, (part.first, part.last), beat)
    _end_part(ports, lease, code=None, reason=None)
    return PartState.DONE


def _end_part(ports: Ports, lease: Lease, *, code: Code | None, reason: str | None) -> None:
    last = ports.ledger.finish_part(lease, code=code, reason=reason, now=ports.clock.now())
    sweep_work(ports, keep=lease.item)
    if last:
        attempt(ports, lease.item)


def sweep_work(ports: Ports, *, keep: ItemId | None = None) -> None:
    """Removes what this machine still holds of items that have ended, here or on another machine."""
    if not ports.work.is_dir():
        return
    for folder in ports.work.iterdir():
        row = ports.ledger.get(ItemId(folder.name)) if folder.name != keep else None
        if row is not None and row.state.final:
            shutil.rmtree(folder, ignore_errors=True)


# --- the verdict ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Trial(Generic[Outcome]):
    """A try: whose, and what its ends are called."""

    ports: Ports
    lease: Lease
    row: Item | Part
    waiting: Outcome
    refused: Outcome
    refuse: Callable[[KhoError], None]


def _tried(trial: _Trial[Outcome], work: Callable[[], Outcome]) -> Outcome | None:
    try:
        try:
            return _ours(trial.ports, trial.row, work)
        except LeaseLost:
            raise
        except KhoError as trouble:
            return _verdict(trial, trouble)
    except LeaseLost:  # while working, or while telling how it ended
        log.warning("lease_lost")
        return None


def _ours(ports: Ports, row: Item | Part, work: Callable[[], Outcome]) -> Outcome:
    """What the work gives; whatever it raises is an error of this house."""
    if row.attempts - row.failures > ports.max_silent:
        raise Refused(Code.ENGINE_FAILED, detail="every try ended without a word", attempts=row.attempts - 1)
    try:
        return work()
    except KhoError:
        raise
    except MemoryError as failure:
        raise EngineOutOfMemory(detail=str(failure)) from failure
    except Exception as bug:  # one bad scan never stops the others; the bug is logged with its trace
        log.exception("unexpected")
        raise Permanent(Code.UNEXPECTED, detail=type(bug).__name__) from bug


def _verdict(trial: _Trial[Outcome], trouble: KhoError) -> Outcome:
    passing = isinstance(trouble, Transient | EngineMissing | SettingInvalid)  # nothing of this is the file's fault
    if isinstance(trouble, Refused) or not (passing or trial.row.failures + 1 < trial.ports.max_attempts):
        log.warning("refused", code=trouble.code, detail=trouble.detail)
        trial.refuse(trouble)
        return trial.refused
    log.warning("put_back", code=trouble.code, detail=trouble.detail, passing=passing)
    wait = pause(trial.ports.retry_seconds, trial.row.delays if passing else 0, salt=str(trial.lease))
    trial.ports.ledger.put_back(
        trial.lease, due_at=trial.ports.clock.now() + wait, code=trouble.code, reason=sentence(trouble), passing=passing
    )
    return trial.waiting


def pause(first: float, outages: int, *, salt: str) -> timedelta:
    """How long to wait after trouble: ``first`` seconds, doubled with every outage in a row, at most five minutes.

    Up to a quarter longer or shorter, by ``salt``, so that what failed together does not come back together.
    """
    spread = 0.75 + 0.5 * (hashlib.sha256(salt.encode()).digest()[0] / 255)
    return timedelta(seconds=min(_LONGEST_PAUSE, first * 2.0 ** min(outages, _DOUBLINGS)) * spread)


def _refuse_item(ports: Ports, lease: Lease, problem: KhoError) -> None:
    now = ports.clock.now()
    ports.ledger.finish(lease, state=State.REFUSED, code=problem.code, reason=sentence(problem), now=now)


def _refuse_part(ports: Ports, lease: Lease, problem: KhoError) -> None:
    _end_part(ports, lease, code=problem.code, reason=sentence(problem))
