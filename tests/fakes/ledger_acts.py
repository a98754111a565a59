"""What tests do to a ledger, in one word each."""

from collections.abc import Callable
from datetime import datetime

from catalog.ledger import SqlLedger
from catalog.memory import MemoryLedger
from schemas.drop import Item, Lease, Part, Stage, State
from schemas.errors import Code
from tests.fakes.ledger_items import NOON, later

AnyLedger = SqlLedger | MemoryLedger


def dropped(ledger: AnyLedger, *items: Item) -> None:
    """Drops the items."""
    for item in items:
        assert ledger.drop(item)


def leased(ledger: AnyLedger, item: Item, *, at: datetime = NOON, seconds: float = 60) -> Lease:
    """Leases an item that can be leased."""
    lease = ledger.lease(item.id, now=at, seconds=seconds)
    assert lease is not None
    return lease


def divided(ledger: AnyLedger, item: Item, *ranges: tuple[int, int], at: datetime = NOON) -> None:
    """Leases the item and gives it up into parts."""
    ledger.divide(leased(ledger, item, at=at), ranges, now=at)


def leased_part(ledger: AnyLedger, item: Item, number: int, *, at: datetime = NOON, seconds: float = 60) -> Lease:
    """Leases a part that can be leased."""
    lease = ledger.lease_part(item.id, number, now=at, seconds=seconds)
    assert lease is not None
    return lease


def part_ended(ledger: AnyLedger, item: Item, number: int, *, code: Code | None = None, at: datetime = NOON) -> bool:
    """Leases a part and ends it; whether it was the last."""
    lease = leased_part(ledger, item, number, at=at)
    return ledger.finish_part(lease, code=code, reason=None if code is None else "Hỏng.", now=at)


def row(ledger: AnyLedger, item: Item) -> Item:
    """The item as it is now."""
    found = ledger.get(item.id)
    assert found is not None
    return found


def part(ledger: AnyLedger, item: Item, number: int) -> Part:
    """The part as it is now."""
    (found,) = [one for one in ledger.parts(item.id) if one.number == number]
    return found


def names(ledger: AnyLedger, *, at: datetime = NOON, limit: int = 99) -> list[str]:
    """What is due, in its order; a part as item/number."""
    return [f"{one.item}/{one.part}" if one.part else one.item for one in ledger.due(now=at, limit=limit)]


def finish(ledger: AnyLedger, item: Item, state: State, code: Code | None = None, reason: str | None = None) -> None:
    """Leases the item and ends it."""
    ledger.finish(leased(ledger, item), state=state, code=code, reason=reason, now=later(5))


def every_act_on(ledger: AnyLedger, lease: Lease) -> list[Callable[[], object]]:
    """All that only the holder of a lease may do."""
    acts: list[Callable[[], object]] = [
        lambda: ledger.renew(lease, now=later(70), seconds=999),
        lambda: ledger.progress(lease, stage=Stage.KEPT, pages_done=1, pages_total=1),
        lambda: ledger.put_back(lease, due_at=later(70), code=Code.TIMEOUT, reason=""),
    ]
    if lease.part:
        return [*acts, lambda: ledger.finish_part(lease, code=None, reason=None, now=later(70))]
    return [
        *acts,
        lambda: ledger.finish(lease, state=State.REFUSED, code=Code.DAMAGED, reason="", now=later(70)),
        lambda: ledger.divide(lease, [(1, 2)], now=later(70)),
    ]
