"""The feed of changes: what an indexer follows, over SQLite and a real PostgreSQL."""

import pytest

from catalog.changes import RecordChange, SqlChanges
from catalog.database import open_database
from catalog.index import SqlIndex
from schemas.ids import RecordId
from tests.fakes.records import make_record


class Feed:
    """An index and its feed."""

    def __init__(self, url: str) -> None:
        engine = open_database(url)
        self.index, self.changes = SqlIndex(engine), SqlChanges(engine)

    def put(self, name: str) -> RecordId:
        record = make_record(scan=name.encode())
        self.index.put(record, (), ())
        return record.id


@pytest.fixture
def feed(database_url: str) -> Feed:
    return Feed(database_url)


def test_a_new_catalog_has_no_changes(feed: Feed) -> None:
    assert feed.changes.number() == 0
    assert feed.changes.after(0) == []


def test_changes_come_in_their_order_each_record_once_with_its_newest(feed: Feed) -> None:
    one, two = feed.put("one"), feed.put("two")
    feed.put("one")

    assert feed.changes.after(0) == [RecordChange(2, two), RecordChange(3, one)]
    assert feed.changes.number() == 3


def test_only_later_ones_are_told(feed: Feed) -> None:
    feed.put("one")
    two = feed.put("two")

    assert feed.changes.after(1) == [RecordChange(2, two)]
    assert feed.changes.after(2) == []


def test_a_cleared_index_changes_all_its_records_at_once(feed: Feed) -> None:
    records = sorted(feed.put(name) for name in ("one", "two", "three"))
    feed.index.clear()

    assert [change.record for change in feed.changes.after(3)] == records
    assert len({change.number for change in feed.changes.after(3)}) == 1


def test_changes_of_one_number_are_followed_record_by_record(feed: Feed) -> None:
    records = sorted(feed.put(name) for name in ("one", "two", "three"))
    feed.index.clear()
    seen: list[RecordId] = []
    number, last = 3, ""
    while changes := feed.changes.after(number, last, limit=1):
        number, last = changes[-1].number, changes[-1].record
        seen += [change.record for change in changes]

    assert seen == records
