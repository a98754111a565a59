"""The indexer: what happens in the archive is in the index soon after, whatever happens to the indexer."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from schemas.errors import Code, Mismatch, Transient
from schemas.ids import RecordId, new_item_id
from search.follow import Follower, Published
from search.place import begin, current, switch
from search.schema import FORMAT
from search.writer import Writer
from tests.fakes.records import stage
from tests.search.stack import Stack, open_stack


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return open_stack(tmp_path)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """A stack with two leaflets before the public, not indexed."""
    made = open_stack(tmp_path_factory.mktemp("played"))
    made.paper("TỜ GẤP VỀ ĐẤT ĐAI", "Luật Đất đai số 31/2024/QH15.")
    made.paper("SỔ TAY HÒA GIẢI", "Hòa giải ở cơ sở.")
    return made


def test_an_index_is_built_from_the_archive_and_followed_on(played: Stack) -> None:
    finder = played.rebuilt()
    assert finder.find("").total == 2
    number = finder.number()

    late = played.paper("HỎI ĐÁP BẦU CỬ", "Cử tri đi bầu.")

    assert played.caught_up().get(late) is not None
    assert finder.number() > number


def test_a_second_step_has_nothing_to_do(played: Stack) -> None:
    played.caught_up()
    with played.follower() as follower:
        assert [step.looked for step in played.steps(follower)] == [0]


def test_a_new_follower_goes_on_where_the_last_commit_was(stack: Stack) -> None:
    stack.rebuilt()
    record = stack.paper("TỜ GẤP VỀ ĐẤT ĐAI", "Đất đai.")
    with stack.follower() as follower:
        stack.steps(follower)

    with stack.follower() as follower:
        assert [step.looked for step in stack.steps(follower)] == [0]
    assert stack.finder.get(record) is not None


def test_one_indexer_a_folder(stack: Stack) -> None:
    with stack.follower(), pytest.raises(Transient) as refused:
        stack.follower()
    assert refused.value.code is Code.INDEXER_AT_WORK

    stack.follower().close()


def test_without_an_index_it_says_so(stack: Stack) -> None:
    with stack.follower() as follower:
        assert follower.stale
        with pytest.raises(RuntimeError):
            follower.step(stack.clock.now())


def test_an_index_of_another_layout_is_built_anew(stack: Stack) -> None:
    place = begin(stack.place, FORMAT + 1)
    Writer(place, heap=20_000_000).close()
    switch(stack.place, place)

    with stack.follower() as follower:
        assert follower.stale
        follower.rebuild(stack.vault.records(), stack.clock.now)
        assert not follower.stale


def test_a_cleared_catalog_hides_nothing_that_is_public(played: Stack) -> None:
    total = played.caught_up().find("").total
    played.cards.clear()

    assert played.caught_up().find("").total == total


def test_a_new_catalog_is_followed_from_its_beginning(stack: Stack, tmp_path: Path) -> None:
    for title in ("TỜ GẤP MỘT", "TỜ GẤP HAI"):
        stack.paper(title, "Đất đai.")
    stack.rebuilt()
    other = open_stack(tmp_path / "other")
    stack.changes = other.changes
    record = other.paper("HỎI ĐÁP BẦU CỬ", "Cử tri.", public=False)

    with stack.follower() as follower:
        assert sum(step.looked for step in stack.steps(follower)) == 1
    assert stack.finder.number() == other.changes.number()
    assert stack.finder.get(record) is None


def test_what_cannot_be_told_is_not_in_the_index_and_stops_nothing(played: Stack) -> None:
    class Damaged:
        """A showcase to which one record is damaged."""

        def published(self, record: RecordId, now: datetime) -> Published | None:
            raise Mismatch(name=record)

        def opens(self, record: RecordId, now: datetime) -> datetime | None:
            return None

    played.rebuilt()
    with Follower(played.place, played.changes, Damaged(), heap=20_000_000) as follower:
        damaged = follower.rebuild(played.vault.records(), played.clock.now)

    assert set(damaged) == set(played.known)
    assert played.finder.find("").total == 0
    assert played.rebuilt().find("").total == len(played.known)


def test_an_outage_loses_nothing(stack: Stack) -> None:
    stack.rebuilt()
    record = stack.paper("TỜ GẤP VỀ ĐẤT ĐAI", "Đất đai.")

    class Down:
        """A showcase whose store does not answer."""

        def published(self, record: RecordId, now: datetime) -> Published | None:
            raise Transient(Code.STORE_UNREACHABLE)

        def opens(self, record: RecordId, now: datetime) -> datetime | None:
            raise Transient(Code.STORE_UNREACHABLE)

    with Follower(stack.place, stack.changes, Down(), heap=20_000_000) as follower, pytest.raises(Transient):
        follower.step(stack.clock.now())
    assert stack.finder.get(record) is None

    assert stack.caught_up().get(record) is not None


def test_a_cited_act_that_ends_changes_its_documents_by_itself(stack: Stack) -> None:
    stack.clock.moment = datetime.fromisoformat("2024-07-01T00:00:00+00:00")
    record = stack.paper("TỜ GẤP VỀ ĐẤT ĐAI", "Theo Luật Đất đai số 45/2013/QH13 thì người dân có quyền.")
    told = stack.caught_up().get(record)
    assert told is not None
    assert told.validity == "current"

    stack.clock.moment += timedelta(days=62)

    told = stack.caught_up().get(record)
    assert told is not None
    assert told.validity == "expired"


def test_the_readers_index_is_never_away_while_it_is_built_anew(played: Stack) -> None:
    finder = played.rebuilt()
    seen: list[int] = []

    def records() -> object:
        for record in played.known:
            seen.append(finder.find("").total)
            yield record

    with played.follower() as follower:
        follower.rebuild(records(), played.clock.now)  # type: ignore[arg-type]

    assert set(seen) == {len(played.known)}
    assert current(played.place) is not None


def test_contents_of_another_make_are_damage_and_stop_nothing(stack: Stack) -> None:
    record, other = stack.paper("TỜ GẤP MỘT", "Đất đai."), stack.paper("TỜ GẤP HAI", "Đất đai.")
    known = stack.vault.record(record)
    assert known.publication is not None
    last = len(stack.vault.versions(record))
    told = known.model_copy(update={"publication": known.publication.model_copy(update={"version": last + 1})})
    new = {"contents.json": b"{}", "record.json": told.model_dump_json().encode()}
    staged = stage(stack.store, new_item_id(stack.clock.now()), new)
    kept = [file for file in stack.vault.files(record) if file.path not in new]
    assert stack.vault.commit(record, [*kept, *staged], message="x", user="x", created=stack.clock.now(), base=last)

    with stack.follower() as follower:
        damaged = follower.rebuild(stack.vault.records(), stack.clock.now)

    assert damaged == (record,)
    assert stack.finder.get(record) is None
    assert stack.finder.get(other) is not None
