"""What the list of people promises, over SQLite and a real PostgreSQL."""

import threading
from datetime import timedelta

import pytest

from catalog.database import open_database
from catalog.people import SqlPeople
from catalog.sessions import SqlSessions
from schemas.errors import LastAdministrator, LoginTaken, PersonMissing
from schemas.person import Account, Role
from tests.fakes.ledger_items import NOON, later

ALL = frozenset({Role.ADMINISTRATOR})


@pytest.fixture
def people(database_url: str) -> SqlPeople:
    return SqlPeople(open_database(database_url))


@pytest.fixture
def sessions(people: SqlPeople) -> SqlSessions:
    return SqlSessions(people._engine)


def added(people: SqlPeople, login: str = "thu.thu", *, roles: frozenset[Role] = ALL, **more: object) -> Account:
    facts = {"name": "Thủ Thư", "agencies": None, "now": NOON} | more
    return people.add(login, roles=roles, **facts)  # type: ignore[arg-type]


def test_nobody_is_there_at_first(people: SqlPeople) -> None:
    assert people.people() == []
    assert people.by_login("thu.thu") is None
    assert people.by_email("thu.thu@example.org") is None
    assert people.by_identity("https://id.example", "1") is None


def test_whoever_is_added_is_found_as_they_were_given(people: SqlPeople) -> None:
    account = added(
        people, " Thu.Thu ", name="  Thủ   Thư ", roles=frozenset({Role.CLERK, Role.ARCHIVIST}),
        agencies=("Sở Nam", "Sở Bắc", "Sở Nam"), email="Thu@Example.ORG",
    )  # fmt: skip
    person = account.person
    assert (person.login, person.name, person.agencies) == ("thu.thu", "Thủ Thư", ("Sở Bắc", "Sở Nam"))
    assert person.roles == {Role.CLERK, Role.ARCHIVIST}
    assert (account.email, account.enabled, account.has_password, account.must_change) == (
        "thu@example.org", True, False, False,
    )  # fmt: skip
    assert (account.created_at, account.seen_at) == (NOON, None)
    known = people.by_login("thu.thu")
    assert known is not None
    assert people.get(person.id) == known.account == people.by_email(" THU@example.org") == account
    assert people.people() == [account]


def test_agencies_may_be_none_at_all(people: SqlPeople) -> None:
    assert added(people, agencies=()).person.agencies == ()
    assert added(people, "b0", agencies=None).person.agencies is None


def test_people_come_by_login(people: SqlPeople) -> None:
    for login in ("b-1", "a.z", "a-z", "a1"):
        added(people, login)
    assert [one.person.login for one in people.people()] == ["a-z", "a.z", "a1", "b-1"]


def test_a_login_is_given_once_even_after_it_was_disabled(people: SqlPeople) -> None:
    added(people, "quan.tri")
    first = added(people, email="a@example.org")
    people.disable(first.person.id)
    with pytest.raises(LoginTaken) as refused:
        added(people, "THU.THU")
    assert refused.value.facts["name"] == "thu.thu"
    with pytest.raises(LoginTaken):
        added(people, "other", email="A@example.org")


@pytest.mark.parametrize("login", ["", "a", "-ab", "a b", "đức", "a" * 65, "a\nb", "<b>", "a'--"])
def test_what_is_no_login_is_not_taken(people: SqlPeople, login: str) -> None:
    with pytest.raises(ValueError, match="not a login"):
        added(people, login)
    assert people.people() == []


def test_a_login_that_looks_like_the_address_counts_as_the_address(people: SqlPeople) -> None:
    account = added(people, "ai@example.org")
    assert people.by_email("ai@example.org") == account


def test_an_address_that_two_could_mean_means_nobody(people: SqlPeople) -> None:
    added(people, "ai@example.org")
    added(people, "khac", email="ai@example.org")
    assert people.by_email("ai@example.org") is None


def test_roles_and_agencies_are_replaced(people: SqlPeople) -> None:
    added(people, "quan.tri")
    who = added(people, roles=frozenset({Role.CLERK})).person.id
    people.change(who, roles=frozenset({Role.AUDITOR}), agencies=("Sở Nam",))
    person = people.get(who).person
    assert (person.roles, person.agencies) == ({Role.AUDITOR}, ("Sở Nam",))


def test_the_last_administrator_of_all_stays(people: SqlPeople) -> None:
    first = added(people, "quan.tri").person.id
    added(people, "so.nam", agencies=("Sở Nam",))
    for take_away in (
        lambda: people.disable(first),
        lambda: people.change(first, roles=frozenset({Role.CLERK}), agencies=None),
        lambda: people.change(first, roles=ALL, agencies=("Sở Nam",)),
    ):
        with pytest.raises(LastAdministrator):
            take_away()
    assert people.get(first).enabled
    second = added(people, "quan.tri.2").person.id
    people.disable(first)
    people.enable(first)
    people.disable(second)
    assert [one.enabled for one in people.people()] == [True, False, True]


def test_two_administrators_that_remove_each_other_at_once_leave_one(people: SqlPeople) -> None:
    ids = [added(people, f"quan.tri.{number}").person.id for number in range(2)]
    refused: list[str] = []

    def remove(who: str) -> None:
        try:
            people.disable(who)
        except LastAdministrator:
            refused.append(who)

    threads = [threading.Thread(target=remove, args=(who,)) for who in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert sum(one.enabled for one in people.people()) == 1


def test_whoever_is_not_there_cannot_be_changed(people: SqlPeople) -> None:
    for verb in (
        lambda: people.get("nobody"),
        lambda: people.enable("nobody"),
        lambda: people.disable("nobody"),
        lambda: people.change("nobody", roles=ALL, agencies=None),
    ):
        with pytest.raises(PersonMissing):
            verb()


def test_a_password_s_hash_is_kept_and_replaced(people: SqlPeople) -> None:
    who = added(people).person.id
    people.set_password(who, "hash 1", must_change=True, now=NOON, valid_until=later(60))
    known = people.by_login("thu.thu")
    assert known is not None
    assert (known.hash, known.valid_until, known.account.must_change) == ("hash 1", later(60), True)
    people.set_password(who, "hash 2", must_change=False, now=later(1))
    known = people.by_login("thu.thu")
    assert known is not None
    assert (known.hash, known.valid_until) == ("hash 2", None)
    assert (known.account.must_change, known.account.has_password) == (False, True)


def test_the_same_password_is_hashed_anew_only_if_it_still_stands(people: SqlPeople) -> None:
    who = added(people).person.id
    people.set_password(who, "old", must_change=False, now=NOON)
    people.rehash(who, "another", "stale")
    people.rehash(who, "old", "new")
    known = people.by_login("thu.thu")
    assert known is not None
    assert known.hash == "new"


def test_a_new_password_or_a_disabled_account_ends_every_session(people: SqlPeople, sessions: SqlSessions) -> None:
    added(people, "quan.tri")
    who, other = added(people).person.id, added(people, "khac").person.id

    def start() -> None:
        for person in (who, other):
            sessions.start(person, f"{person}", address="::1", agent="", now=NOON)

    start()
    people.set_password(who, "hash", must_change=False, now=NOON)
    assert (len(sessions.of(who, now=NOON)), len(sessions.of(other, now=NOON))) == (0, 1)
    sessions.end_all(other)
    start()
    people.disable(who)
    assert (len(sessions.of(who, now=NOON)), len(sessions.of(other, now=NOON))) == (0, 1)


def test_a_subject_is_linked_once_and_a_person_once_an_issuer(people: SqlPeople) -> None:
    one, other = added(people), added(people, "khac")
    issuer = "https://id.example"
    assert people.link(one.person.id, issuer=issuer, subject="42", now=NOON)
    assert not people.link(other.person.id, issuer=issuer, subject="42", now=NOON)
    assert not people.link(one.person.id, issuer=issuer, subject="43", now=NOON)
    assert people.link(one.person.id, issuer="https://other.example", subject="42", now=NOON)
    assert people.by_identity(issuer, "42") == one
    assert people.by_identity(issuer, "43") is None


def test_hostile_words_are_only_words(people: SqlPeople) -> None:
    name = "'; DROP TABLE person; -- <script>alert(1)</script>"
    account = added(people, name=name, agencies=(name, '"],"x'))
    assert people.get(account.person.id).person.name == name
    assert people.get(account.person.id).person.agencies == tuple(sorted((name, '"],"x')))
    assert people.by_email("' OR 1=1 --") is None
    assert NOON + timedelta(0) == account.created_at
