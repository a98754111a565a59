"""After an upgrade, what an older release has filed gets its place in the archivists' queue."""

from pathlib import Path

from catalog.desk import SqlDesk
from catalog.tables import attention, attention_count
from catalog.transaction import transaction
from schemas.claim import FieldName
from schemas.desk import Filter
from tests.fakes.archived import archive_as, make_ports
from tests.fakes.attended import machine, told
from tests.fakes.pages import left, page_from_text
from tests.fakes.records import NOON
from wiring.house import open_house
from wiring.late_cards import file_late_cards
from wiring.settings import load


def test_late_cards_are_filed_once_and_cards_without_a_record_are_left(tmp_path: Path) -> None:
    house = open_house(load(home=tmp_path / "home"))
    record = archive_as(make_ports(house.store), [page_from_text([left("Hỏi đáp")])], [machine(FieldName.NUMBER, "1")])
    house.index.put(record, house.vault.versions(record.id), house.vault.receipts(record.id))
    house.index.put(told(), [], [])
    with transaction(house.database, write=True) as connection:  # as after the migration
        for table in (attention, attention_count):
            connection.execute(table.delete())
    desk = SqlDesk(house.database)
    assert desk.queue(Filter(), person="lt01", agencies=None, now=NOON).rows == ()

    assert file_late_cards(house) == 1
    assert [row.record for row in desk.queue(Filter(), person="lt01", agencies=None, now=NOON).rows] == [record.id]
    assert desk.unlisted() == [told().id]
    assert file_late_cards(house) == 0
    house.database.dispose()
