"""What every list of workers promises: over SQLite, a real PostgreSQL and in memory."""

import pytest

from catalog.crew import SqlCrew
from catalog.database import open_database
from catalog.memory_crew import MemoryCrew
from pipeline.ports import Crew
from schemas.drop import Worker
from tests.fakes.ledger_items import NOON, later


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def crew(request: pytest.FixtureRequest) -> Crew:
    if request.param == "memory":
        return MemoryCrew()
    return SqlCrew(open_database(request.getfixturevalue(f"{request.param}_url")))


def worker(name: str = "may-1:204", *, seen: float = 0, **changes: object) -> Worker:
    at_noon = Worker(
        name=name, slots=4, queues=("urgent", "ocr"), version="0.2.0", started_at=NOON, seen_at=later(seen)
    )
    return at_noon.model_copy(update=changes)


def test_nobody_is_there_at_first(crew: Crew) -> None:
    assert list(crew.present(since=later(-999))) == []


def test_whoever_has_been_seen_is_present_by_name(crew: Crew) -> None:
    other, one = worker("b"), worker("B")
    crew.beat(other)
    crew.beat(one)
    assert crew.present(since=NOON) == [one, other]


def test_the_last_beat_counts(crew: Crew) -> None:
    crew.beat(worker())
    crew.beat(changed := worker(seen=5, slots=2, queues=(), version="0.3.0", started_at=later(4)))
    assert crew.present(since=NOON) == [changed]


def test_whoever_has_been_silent_is_not_present(crew: Crew) -> None:
    crew.beat(worker("silent", seen=0))
    crew.beat(worker("alive", seen=10))
    assert [one.name for one in crew.present(since=later(10))] == ["alive"]
    assert [one.name for one in crew.present(since=NOON)] == ["alive", "silent"]
    assert list(crew.present(since=later(10.000001))) == []


def test_whoever_leaves_is_gone(crew: Crew) -> None:
    crew.beat(worker("a"))
    crew.beat(stays := worker("b"))
    crew.leave("a")
    crew.leave("a")
    assert crew.present(since=NOON) == [stays]


def test_whoever_has_not_been_seen_for_a_day_is_forgotten(crew: Crew) -> None:
    crew.beat(worker("yesterday"))
    crew.beat(worker("a day ago", seen=1))
    crew.beat(worker("today", seen=86401))
    assert [one.name for one in crew.present(since=NOON)] == ["a day ago", "today"]


def test_a_moment_without_a_zone_is_no_moment(crew: Crew) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        crew.present(since=naive)
    with pytest.raises(ValueError, match="aware"):
        crew.beat(worker(seen_at=naive))
