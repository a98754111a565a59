"""The feed of changes to the card index: what an indexer follows. Changes nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Engine, and_, or_, select

from catalog.tables import change, change_counter
from catalog.transaction import transaction
from schemas.ids import RecordId

AFTER_ALL = "~"
"""Sorts behind every record id."""


class RecordChange(NamedTuple):
    """That something happened to a record: it was filed anew, or its card was cleared. Which, the archive tells."""

    number: int
    record: RecordId


class SqlChanges:
    """Reads ``change``. Raises `DatabaseUnreachable` for passing trouble."""

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def number(self) -> int:
        """The number of the newest change; 0 in a new catalog."""
        with transaction(self._engine, write=False) as connection:
            return int(connection.execute(select(change_counter.c.number)).scalar() or 0)

    def after(self, number: int, record: str = AFTER_ALL, *, limit: int = 500) -> Sequence[RecordChange]:
        """Changes after this one, oldest first; each record once, with its newest change.

        Takes: the number and record of the last change seen. Of changes with one number (a cleared index gives one to
        all its records) those with a greater record follow; by default none.
        """
        later = or_(change.c.number > number, and_(change.c.number == number, change.c.record > record))
        statement = select(change.c.number, change.c.record).where(later)
        statement = statement.order_by(change.c.number, change.c.record).limit(limit)
        with transaction(self._engine, write=False) as connection:
            return [RecordChange(int(n), RecordId(str(r))) for n, r in connection.execute(statement)]
