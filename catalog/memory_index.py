"""The card index in memory: for tests, with the same contract as the one in SQL."""

from collections.abc import Iterator, Sequence

from catalog.cards import CardRows, card_rows
from schemas.ids import RecordId
from schemas.record import Receipt, Record, Version


class MemoryIndex:
    """The `Index` port over a dictionary; see `catalog.index.SqlIndex`."""

    def __init__(self) -> None:
        """An empty index."""
        self._cards: dict[RecordId, CardRows] = {}

    def put(self, record: Record, versions: Sequence[Version], receipts: Sequence[Receipt]) -> None:
        """Files the record's card, replacing an older one."""
        self._cards[record.id] = card_rows(record, versions, receipts)

    def cards(self) -> Iterator[dict[str, object]]:
        """One flat card a record, by id."""
        for _, rows in sorted(self._cards.items()):
            yield dict(rows.card)

    def clear(self) -> None:
        """Empties the index."""
        self._cards.clear()
