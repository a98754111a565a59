"""The card index in SQL: emptied and rebuilt from the vault at will."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, delete, insert, select, update

from catalog import standing
from catalog.cards import card_rows
from catalog.tables import card, change, change_counter, claim, receipt, version
from catalog.transaction import transaction
from schemas.ids import RecordId
from schemas.record import Receipt, Record, Version

_PAGE = 500


class SqlIndex:
    """The `Index` port over SQLite or PostgreSQL. Raises `DatabaseUnreachable` or `DiskFull` for passing trouble.

    Every put and clear is given the next number in ``change``: whoever follows the index (a search indexer) asks for
    the records with a greater number than the last one it has seen, and drops those that have no card any more.
    """

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def put(self, record: Record, versions: Sequence[Version], receipts: Sequence[Receipt]) -> None:
        """Files the record's card, replacing an older one. The last put wins, whatever it says."""
        rows = card_rows(record, versions, receipts)
        with transaction(self._engine, write=True) as connection:
            _note_change(connection, record.id)
            connection.execute(delete(card).where(card.c.record == record.id))
            connection.execute(insert(card), rows.card)
            for table, below in ((claim, rows.claims), (version, rows.versions), (receipt, rows.receipts)):
                if below:
                    connection.execute(insert(table), below)
            standing.put(connection, rows.attention, rows.topics)

    def cards(self) -> Iterator[dict[str, object]]:
        """One flat card a record, by id; times aware, in UTC. Fetched 500 at a time, each batch of one moment."""
        last = ""
        while True:
            statement = select(card).where(card.c.record > last).order_by(card.c.record).limit(_PAGE)
            with transaction(self._engine, write=False) as connection:
                batch = [dict(row) for row in connection.execute(statement).mappings()]
            yield from batch
            if len(batch) < _PAGE:
                return
            last = batch[-1]["record"]

    def clear(self) -> None:
        """Empties the index (never the ledger)."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(change).values(number=_next_number(connection)))
            connection.execute(delete(card))
            standing.clear(connection)


def _note_change(connection: Connection, record: RecordId) -> None:
    number = _next_number(connection)
    connection.execute(delete(change).where(change.c.record == record))
    connection.execute(insert(change), {"record": record, "number": number})


def _next_number(connection: Connection) -> int:
    """Always a transaction's first write: its lock also keeps two puts of one record apart."""
    statement = update(change_counter).values(number=change_counter.c.number + 1).returning(change_counter.c.number)
    return int(connection.execute(statement).scalar_one())
