"""A long document in parts: divided once, and put together again by whoever ends the last part."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, func, insert, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from catalog.rows import NEVER, part_row
from catalog.statements import change_held
from catalog.tables import in_progress, part, part_in_progress, work
from schemas.drop import Lease, Part, PartState, State
from schemas.errors import LeaseLost
from schemas.ids import ItemId


def divide(connection: Connection, lease: Lease, parts: Sequence[Part], *, now: datetime) -> None:
    """Ends the item's lease and enters its parts, unless it has some.

    Raises:
        LeaseLost: another worker has taken over.
    """
    given_up = {"state": State.QUEUED.value, "lease_until": None, "attempts": work.c.attempts - 1, "due_at": now}
    row = connection.execute(change_held(lease, **given_up)).mappings().first()
    if row is None:
        raise LeaseLost(detail=str(lease))
    if connection.execute(select(part.c.number).where(part.c.item == lease.item).limit(1)).first() is None:
        connection.execute(insert(part), [part_row(one, row) for one in parts])
        pages = sum(one.last - one.first + 1 for one in parts)
        waits = update(work).where(work.c.id == lease.item)
        connection.execute(waits.values(due_at=NEVER, pages_done=0, pages_total=pages))


def finish_part(connection: Connection, lease: Lease, ended: Mapping[str, object], *, now: datetime) -> bool:
    """Ends a part with that code and reason; True if no other part of its item is left: then the item is due now.

    The item's row is changed first. Its lock keeps two parts that end at once apart, so that the second one sees the
    first one's end; and whoever changes an item and its parts takes the locks in this order.

    Raises:
        LeaseLost: another worker has taken over, or part or item has ended.
    """
    state = PartState.DONE if ended["code"] is None else PartState.FAILED
    end = change_held(lease, **ended, state=state.value, finished_at=now, lease_until=None)
    for statement in (_counted(lease), end):
        if connection.execute(statement).first() is None:
            raise LeaseLost(detail=str(lease))
    return connection.execute(_rejoined(lease.item, now)).first() is not None


def _counted(lease: Lease) -> ReturningUpdate[tuple[str]]:
    """The part's pages count as done; gives a row if the item is in progress."""
    of_part = (part.c.item == lease.item, part.c.number == lease.part)
    pages = func.coalesce(select(part.c.last - part.c.first + 1).where(*of_part).scalar_subquery(), 0)
    counted = update(work).where(work.c.id == lease.item, in_progress)
    return counted.values(pages_done=work.c.pages_done + pages).returning(work.c.id)


def _rejoined(item: ItemId, now: datetime) -> ReturningUpdate[tuple[str]]:
    """The item is due if none of its parts is in progress; gives a row then."""
    left = exists(select(part.c.number).where(part.c.item == item, part_in_progress))
    return update(work).where(work.c.id == item, in_progress, ~left).values(due_at=now).returning(work.c.id)
