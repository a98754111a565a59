"""Files again what an older release has filed: its cards say nothing of what needs a person. And what a crash left."""

from catalog.desk import SqlDesk
from pipeline.versioning import heal
from schemas.errors import RecordMissing
from wiring.house import House


def file_late_cards(house: House) -> int:
    """Files every record again that has a card and no place in the archivists' queue, or an old card; gives how many.

    After an upgrade that is all of them, and takes as long as `kho rebuild-catalog`; later it is one quick question.
    An old card is left by whoever is killed between a version and its card.

    Raises:
        Transient: vault or catalog cannot be reached.
    """
    count = len(list(heal(house)))
    for record in SqlDesk(house.database).unlisted():
        try:
            found = house.vault.record(record)
        except RecordMissing:  # a card without a record: `kho rebuild-catalog` sees to that
            continue
        house.index.put(found, house.vault.versions(record), house.vault.receipts(record))
        count += 1
    return count
