"""What the count of tries to sign in promises, over SQLite and a real PostgreSQL."""

import threading
from datetime import timedelta

import pytest

from catalog.database import open_database
from catalog.people import SqlPeople
from catalog.sign_in_tries import DEVICE_KNOWN, FORGOTTEN, SqlTries
from schemas.person import Role
from tests.fakes.ledger_items import NOON, later

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tries(database_url: str) -> SqlTries:
    return SqlTries(open_database(database_url))


@pytest.fixture
def who(tries: SqlTries) -> str:
    people = SqlPeople(tries._engine)
    return people.add("thu.thu", name="T", roles=frozenset({Role.CLERK}), agencies=None, now=NOON).person.id


def after(free: int) -> "dict[str, object]":
    """A rule: after so many failures a minute's wait."""
    return {"login a": lambda failures: MINUTE if failures >= free else timedelta()}


def enter(tries: SqlTries, rules: "dict[str, object]", seconds: float = 0) -> object:
    return tries.enter(rules, now=later(seconds))  # type: ignore[arg-type]


def test_tries_are_free_until_the_rule_says_so(tries: SqlTries) -> None:
    assert [enter(tries, after(3), second) for second in range(3)] == [None] * 3
    assert enter(tries, after(3), 3) == later(2) + MINUTE
    assert tries.locked_until("login a", now=later(3)) == later(2) + MINUTE
    assert tries.locked_until("login b", now=later(3)) is None


def test_knocking_does_not_prolong_the_wait(tries: SqlTries) -> None:
    enter(tries, after(1))
    assert [enter(tries, after(1), second) for second in (1, 30, 59)] == [later(60)] * 3
    assert enter(tries, after(1), 60) is None
    assert tries.locked_until("login a", now=later(61)) == later(120)


def test_one_locked_key_is_enough_and_the_others_count_nothing(tries: SqlTries) -> None:
    enter(tries, after(1))
    both = {**after(1), "address b": lambda failures: MINUTE * failures}
    assert enter(tries, both, 1) == later(60)
    assert tries.locked_until("address b", now=later(1)) is None


def test_of_two_waits_the_longer_counts(tries: SqlTries) -> None:
    rules = {"a": lambda _: MINUTE, "b": lambda _: 2 * MINUTE}
    assert enter(tries, rules) is None
    assert enter(tries, rules, 1) == later(120)


def test_the_right_password_clears_the_login_and_takes_back_one_of_the_address(tries: SqlTries) -> None:
    rules = {"login a": lambda n: MINUTE * (n > 2), "address b": lambda n: MINUTE * (n > 3)}
    for second in range(2):
        assert enter(tries, rules, second) is None
    tries.right(cleared=["login a"], taken_back=["address b"])
    assert [enter(tries, rules, second) for second in (2, 3)] == [None, None]
    tries.right(cleared=["login a"], taken_back=["address b"])
    # Two wrong ones of the address are still counted: a login of one's own does not wash the others away.
    assert [enter(tries, rules, second) for second in (4, 5)] == [None, None]
    assert enter(tries, rules, 6) == later(5) + MINUTE


def test_cleared_is_as_if_nothing_had_been(tries: SqlTries) -> None:
    enter(tries, after(1))
    tries.clear("login a")
    tries.clear("never seen")
    assert tries.locked_until("login a", now=later(1)) is None
    assert enter(tries, after(2), 1) is None


def test_failures_are_forgotten_a_day_after_the_last(tries: SqlTries) -> None:
    day = FORGOTTEN.total_seconds()
    enter(tries, after(2))
    assert enter(tries, after(2), day + 1) is None
    assert tries.locked_until("login a", now=later(day + 1)) is None


def test_many_at_once_are_all_counted(tries: SqlTries) -> None:
    let_in: list[object] = []
    start = threading.Barrier(6)

    def guess() -> None:
        start.wait()
        let_in.append(enter(tries, after(2)))

    threads = [threading.Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert let_in.count(None) == 2


def test_a_key_of_any_letters_is_kept_as_a_digest_only(tries: SqlTries) -> None:
    for key in ("login mật khẩu\x00", "login \ud800", "login ' OR 1=1"):
        assert enter(tries, {key: lambda _: timedelta()}) is None
    with tries._engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT key FROM sign_in_try").scalars().all()
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in kept)


def test_a_browser_is_known_to_the_person_who_signed_in_there(tries: SqlTries, who: str) -> None:
    assert not tries.knows("d", who, now=NOON)
    tries.know("d", who, now=NOON)
    tries.know("d", who, now=later(1))
    assert tries.knows("d", who, now=NOON)
    assert not tries.knows("d", "another", now=NOON)
    assert not tries.knows("other", who, now=NOON)


def test_a_browser_is_forgotten_in_time_or_on_demand(tries: SqlTries, who: str) -> None:
    tries.know("d", who, now=NOON)
    assert not tries.knows("d", who, now=NOON + DEVICE_KNOWN)
    tries.know("e", who, now=NOON + DEVICE_KNOWN)
    assert not tries.knows("d", who, now=NOON)
    tries.forget(who)
    assert not tries.knows("e", who, now=NOON + DEVICE_KNOWN)
