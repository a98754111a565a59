"""What the list of sessions promises, over SQLite and a real PostgreSQL."""

from datetime import datetime, timedelta

import pytest

from catalog.database import open_database
from catalog.people import SqlPeople
from catalog.sessions import IDLE, LONGEST, SqlSessions
from schemas.person import Role
from tests.fakes.ledger_items import NOON


@pytest.fixture
def people(database_url: str) -> SqlPeople:
    return SqlPeople(open_database(database_url))


@pytest.fixture
def sessions(people: SqlPeople) -> SqlSessions:
    return SqlSessions(people._engine)


@pytest.fixture
def who(people: SqlPeople) -> str:
    roles = frozenset({Role.CLERK})
    return people.add("thu.thu", name="Thủ Thư", roles=roles, agencies=None, now=NOON).person.id


def start(sessions: SqlSessions, who: str, digest: str = "d1", *, now: datetime = NOON) -> None:
    sessions.start(who, digest, address="192.0.2.7", agent="Trình duyệt", now=now)


def test_whoever_has_the_secret_is_the_person(sessions: SqlSessions, people: SqlPeople, who: str) -> None:
    start(sessions, who)
    holder = sessions.holder("d1", now=NOON)
    assert holder is not None
    assert (holder.person, holder.must_change) == (people.get(who).person, False)
    assert sessions.holder("d2", now=NOON) is None


def test_that_the_password_must_be_changed_is_known(sessions: SqlSessions, people: SqlPeople, who: str) -> None:
    people.set_password(who, "hash", must_change=True, now=NOON)
    start(sessions, who)
    holder = sessions.holder("d1", now=NOON)
    assert holder is not None
    assert holder.must_change


def test_rights_taken_away_are_gone_with_the_next_request(sessions: SqlSessions, people: SqlPeople, who: str) -> None:
    start(sessions, who)
    people.change(who, roles=frozenset({Role.AUDITOR}), agencies=("Sở Nam",))
    holder = sessions.holder("d1", now=NOON)
    assert holder is not None
    assert (holder.person.roles, holder.person.agencies) == ({Role.AUDITOR}, ("Sở Nam",))


def test_a_session_nobody_uses_is_over_after_an_hour(sessions: SqlSessions, who: str) -> None:
    start(sessions, who)
    assert sessions.holder("d1", now=NOON + IDLE) is None
    assert sessions.of(who, now=NOON + IDLE) == []


def test_using_it_keeps_it_but_not_beyond_the_day(sessions: SqlSessions, who: str, people: SqlPeople) -> None:
    start(sessions, who)
    moment = NOON
    while moment + timedelta(minutes=50) < NOON + LONGEST:
        moment += timedelta(minutes=50)
        assert sessions.holder("d1", now=moment) is not None
    assert people.get(who).seen_at == moment
    assert sessions.of(who, now=moment)[0].seen_at == moment
    assert sessions.holder("d1", now=NOON + LONGEST) is None


def test_that_it_is_used_is_written_down_once_a_minute(sessions: SqlSessions, who: str) -> None:
    start(sessions, who)
    sessions.holder("d1", now=NOON + timedelta(seconds=59))
    assert sessions.of(who, now=NOON)[0].seen_at == NOON
    sessions.holder("d1", now=NOON + timedelta(seconds=60))
    assert sessions.of(who, now=NOON)[0].seen_at == NOON + timedelta(seconds=60)


def test_a_disabled_account_has_no_session(sessions: SqlSessions, people: SqlPeople, who: str) -> None:
    people.disable(who)
    start(sessions, who)
    assert sessions.holder("d1", now=NOON) is None


def test_ended_is_ended(sessions: SqlSessions, who: str) -> None:
    for digest in ("d1", "d2", "d3"):
        start(sessions, who, digest)
    sessions.end("d1")
    sessions.end("d1")
    assert [one.digest for one in sessions.of(who, now=NOON)] == ["d2", "d3"]
    assert sessions.end_all(who) == 2
    assert sessions.end_all(who) == 0
    assert sessions.holder("d2", now=NOON) is None


def test_a_person_s_sessions_are_shown_the_newest_first(sessions: SqlSessions, who: str) -> None:
    start(sessions, who, "old")
    start(sessions, who, "new", now=NOON + timedelta(minutes=1))
    newest, _ = sessions.of(who, now=NOON + timedelta(minutes=1))
    assert (newest.digest, newest.address, newest.agent) == ("new", "192.0.2.7", "Trình duyệt")
    assert newest.expires_at - newest.created_at == LONGEST


def test_what_is_over_is_forgotten_when_somebody_signs_in(sessions: SqlSessions, who: str) -> None:
    start(sessions, who, "old")
    start(sessions, who, "new", now=NOON + IDLE)
    assert [one.digest for one in sessions.of(who, now=NOON)] == ["new"]
