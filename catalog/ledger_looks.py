"""What can be asked of the ledger of work in SQL; nothing here changes anything."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, Select, func, select

from catalog import queue, statements
from catalog.accounts import balance_of
from catalog.rows import due_item, due_part, file_of, item_of, part_of, utc
from catalog.tables import dropped_file, part, unreleased, work
from catalog.transaction import transaction
from catalog.turns import in_turns
from schemas.drop import Balance, DroppedFile, Due, Item, Part, State, Waiting
from schemas.ids import ItemId, RecordId


class LedgerLooks:
    """The questions of the `Ledger` port; `catalog.ledger.SqlLedger` adds what changes it.

    Every method is one transaction, and raises `DatabaseUnreachable` or `DiskFull` for passing trouble.
    """

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def get(self, item: ItemId) -> Item | None:
        """The item's row; None for one never dropped."""
        found = self._items(select(work).where(work.c.id == item))
        return found[0] if found else None

    def items(self, *, state: State | None = None, record: RecordId | None = None) -> Sequence[Item]:
        """Rows by time dropped, then id."""
        statement = select(work)
        if state is not None:
            statement = statement.where(work.c.state == state.value)
        if record is not None:
            statement = statement.where(work.c.record == record)
        return self._items(statement.order_by(work.c.dropped_at, work.c.id))

    def files(self, item: ItemId) -> Sequence[DroppedFile]:
        """The inbox files this item was dropped with, in that order."""
        statement = select(dropped_file).where(dropped_file.c.item == item).order_by(dropped_file.c.position)
        with transaction(self._engine, write=False) as connection:
            return [file_of(row) for row in connection.execute(statement).mappings()]

    def open_files(self) -> Sequence[tuple[ItemId, DroppedFile]]:
        """The inbox files of items not released yet, by item id and position."""
        with transaction(self._engine, write=False) as connection:
            return [(row["item"], file_of(row)) for row in connection.execute(statements.open_files()).mappings()]

    def parts(self, item: ItemId) -> Sequence[Part]:
        """The item's parts by number; none for an item that was not divided."""
        statement = select(part).where(part.c.item == item).order_by(part.c.number)
        with transaction(self._engine, write=False) as connection:
            return [part_of(row) for row in connection.execute(statement).mappings()]

    def due(self, *, now: datetime, limit: int) -> Sequence[Due]:
        """What `lease` or `lease_part` would give now, in turns (see `catalog.turns`); of twins only the first.

        Twins are items in progress with one record. The later ones wait until the first has ended, so that one
        content is not read several times at once.
        """
        asked, dialect = {"now": utc(now), "limit": limit}, self._engine.dialect.name
        lines = ((queue.ITEMS, due_item), (queue.PARTS, due_part))
        with transaction(self._engine, write=False) as connection:
            found = _due(connection, [(queue.urgent(line), of) for line, of in lines], asked)
            if len(found) < limit:
                found += _due(connection, [(queue.turns(line, dialect), of) for line, of in lines], asked)
        return in_turns(found, limit=limit)

    def waiting(self) -> Waiting:
        """How many documents are in progress, and how many of their pages have not been read.

        The pages of more than `statements.SAMPLE` documents are estimated from as many of them.
        """
        with transaction(self._engine, write=False) as connection:
            documents, sampled, pages = connection.execute(statements.waiting()).one()
        return Waiting(documents=documents, pages=pages * max(documents, sampled) // max(sampled, 1))

    def unreleased(self) -> Sequence[Item]:
        """Final items whose place in the inbox has not been tidied yet, by time dropped, then id."""
        final = select(work).where(unreleased, work.c.finished_at.is_not(None))
        return self._items(final.order_by(work.c.dropped_at, work.c.id))

    def balance(self) -> Balance:
        """The account of everything dropped, at one moment."""
        with transaction(self._engine, write=False) as connection:
            return balance_of((row.name, row.number, int(row.total)) for row in connection.execute(statements.sums()))

    def counts(self) -> Mapping[str, Mapping[State, int]]:
        """How many items each agency has in each state."""
        found: dict[str, dict[State, int]] = {}
        statement = select(work.c.agency, work.c.state, func.count()).group_by(work.c.agency, work.c.state)
        with transaction(self._engine, write=False) as connection:
            for agency, state, count in connection.execute(statement):
                found.setdefault(agency, {})[State(state)] = count
        return found

    def _items(self, statement: Select[*tuple[object, ...]]) -> list[Item]:
        with transaction(self._engine, write=False) as connection:
            return [item_of(row) for row in connection.execute(statement).mappings()]


def _due(
    connection: Connection,
    statements: Sequence[tuple[Select[*tuple[object, ...]], Callable[[RowMapping], Due]]],
    asked: Mapping[str, object],
) -> list[Due]:
    return [due_of(row) for statement, due_of in statements for row in connection.execute(statement, asked).mappings()]
