"""What is published and withdrawn, in pieces of any size: nothing twice, nothing left out, of one moment too."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.ids import RecordId
from search.entry import Entry
from search.finder import Finder
from search.found import Found, HitKind
from search.place import begin, switch
from search.schema import FORMAT
from search.writer import Mark, Writer

START = datetime(2026, 11, 22, tzinfo=UTC)
MOMENTS = {RecordId(f"r{n:02}"): START + timedelta(seconds=n // 4) for n in range(20)}  # four at a time
GONE = RecordId("r07")


def _entry(record: RecordId, at: datetime) -> Entry:
    found = Found(kind=HitKind.DOCUMENT, record=record, version=1, title="Tờ gấp", pages=1, published_at=at.isoformat())
    return Entry(record, found, "chữ", "tờ gấp", "", "", "", {}, None)


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder = tmp_path_factory.mktemp("turnover")
    place = begin(folder, FORMAT)
    writer = Writer(place)
    for record, at in sorted(MOMENTS.items(), reverse=True):
        writer.put(record, [_entry(record, at)])
    writer.bury(GONE, MOMENTS[GONE])
    writer.commit(Mark(1))
    writer.close()
    switch(folder, place)
    return Finder(folder)


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 7, 20, 100])
def test_pieces_make_the_whole(finder: Finder, limit: int) -> None:
    found, number, record = [], 0, ""
    while turns := finder.turnover(number, record, limit=limit):
        assert len(turns) <= limit
        found += turns
        number, record = turns[-1].number, turns[-1].record
    assert [turn.record for turn in found] == sorted(MOMENTS)
    assert [turn.record for turn in found if turn.gone] == [GONE]


def test_a_tombstone_is_not_found_by_a_search(finder: Finder) -> None:
    found = finder.find("", limit=100)
    assert (found.total, GONE in [hit.found.record for hit in found.hits]) == (len(MOMENTS) - 1, False)
    assert finder.get(GONE) is None
