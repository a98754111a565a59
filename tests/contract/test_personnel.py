"""What administrators may do with accounts, over SQLite and a real PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from catalog.audit import AuditFilter, SqlAudit
from catalog.database import open_database
from catalog.people import SqlPeople
from catalog.sessions import SqlSessions
from catalog.sign_in_tries import SqlTries
from review.access.lockout import key_of_login
from review.access.passwords import Passwords
from review.access.personnel import AT_THE_MACHINE, ONE_TIME, Actor, Personnel
from schemas.errors import LastAdministrator, LoginInvalid, LoginTaken, NotAllowed, PersonMissing
from schemas.person import Account, Role
from tests.fakes.ledger_items import NOON, later
from tests.fakes.people import NORTH, SOUTH

CLERK, ADMINISTRATOR = frozenset({Role.CLERK}), frozenset({Role.ADMINISTRATOR})


class Noon:
    """Always noon."""

    def now(self) -> object:
        return NOON


@pytest.fixture
def staff(database_url: str) -> Personnel:
    engine = open_database(database_url)
    return Personnel(
        people=SqlPeople(engine), sessions=SqlSessions(engine), tries=SqlTries(engine), audit=SqlAudit(engine),
        passwords=Passwords(PasswordHasher.from_parameters(CHEAPEST)), clock=Noon(),
    )  # type: ignore[arg-type]  # the clock tells one time only  # fmt: skip


def actor(staff: Personnel, login: str = "quan.tri", agencies: tuple[str, ...] | None = None) -> Actor:
    account, _ = staff.add(AT_THE_MACHINE, login, name="Q", roles=ADMINISTRATOR, agencies=agencies)
    return Actor(account.person, "192.0.2.1")


def added(staff: Personnel, login: str = "thu.thu", agencies: tuple[str, ...] | None = (SOUTH,)) -> Account:
    account, _ = staff.add(AT_THE_MACHINE, login, name="T", roles=CLERK, agencies=agencies)
    return account


def test_whoever_is_added_has_a_password_for_once(staff: Personnel) -> None:
    account, password = staff.add(actor(staff), "thu.thu", name="T", roles=CLERK, agencies=None)
    known = staff.people.by_login("thu.thu")
    assert known is not None
    assert staff.passwords.right(known.hash, password)
    assert known.account.must_change
    assert known.valid_until == NOON + ONE_TIME == NOON + timedelta(days=7)
    assert password not in str(account)


@pytest.mark.parametrize("login", ["", "có dấu", "a b"])
def test_what_is_no_login_is_refused(staff: Personnel, login: str) -> None:
    with pytest.raises(LoginInvalid):
        staff.add(AT_THE_MACHINE, login, name="T", roles=CLERK, agencies=None)


def test_a_login_is_given_once(staff: Personnel) -> None:
    added(staff)
    with pytest.raises(LoginTaken):
        added(staff, "Thu.Thu")


def test_a_reset_signs_out_ends_the_wait_and_forgets_the_browsers(staff: Personnel) -> None:
    account = added(staff)
    who = account.person.id
    staff.sessions.start(who, "d", address="", agent="", now=NOON)
    staff.tries.know("device", who, now=NOON)
    key = key_of_login("thu.thu")
    staff.tries.enter({key: lambda _: timedelta(minutes=5)}, now=NOON)
    password = staff.reset_password(actor(staff), who)
    assert staff.sessions.holder("d", now=NOON) is None
    assert staff.tries.locked_until(key, now=later(1)) is None
    assert not staff.tries.knows("device", who, now=NOON)
    known = staff.people.by_login("thu.thu")
    assert known is not None
    assert staff.passwords.right(known.hash, password)


def test_sessions_are_shown_and_ended(staff: Personnel) -> None:
    who, by = added(staff).person.id, actor(staff)
    for digest in ("d1", "d2"):
        staff.sessions.start(who, digest, address="192.0.2.7", agent="", now=NOON)
    assert {one.digest for one in staff.sessions_of(by, who)} == {"d1", "d2"}
    assert staff.end_sessions(by, who) == 2
    assert staff.sessions_of(by, who) == []


def verbs(staff: Personnel, who: str) -> dict[str, Callable[[Actor], object]]:
    """Everything that can be done to an account."""
    return {
        "roles": lambda by: staff.change_roles(by, who, roles=CLERK, agencies=(SOUTH,)),
        "reset": lambda by: staff.reset_password(by, who),
        "disable": lambda by: staff.disable(by, who),
        "enable": lambda by: staff.enable(by, who),
        "sessions": lambda by: staff.sessions_of(by, who),
        "end": lambda by: staff.end_sessions(by, who),
    }


@pytest.mark.parametrize("verb", ["disable", "enable", "end", "reset", "roles", "sessions"])
@pytest.mark.parametrize("reach", [None, (NORTH,), (NORTH, SOUTH), ()])
def test_an_agency_s_administrator_manages_only_those_within_it(
    staff: Personnel, verb: str, reach: tuple[str, ...] | None
) -> None:
    by = actor(staff, "cua.nam", (SOUTH,))
    beyond = added(staff, agencies=reach)
    if reach == ():
        verbs(staff, beyond.person.id)[verb](by)  # who reaches nothing reaches no further than anybody
        return
    before = staff.people.get(beyond.person.id)
    with pytest.raises(PersonMissing):
        verbs(staff, beyond.person.id)[verb](by)
    assert staff.people.get(beyond.person.id) == before
    verbs(staff, added(staff, "cung.so").person.id)[verb](by)


@pytest.mark.parametrize("verb", ["disable", "enable", "end", "reset", "roles", "sessions"])
def test_nobody_manages_the_own_account_nor_one_that_is_not_there(staff: Personnel, verb: str) -> None:
    by = actor(staff)
    assert by.person is not None
    with pytest.raises(NotAllowed):
        verbs(staff, by.person.id)[verb](by)
    if verb not in ("sessions", "end"):
        actor(staff, "another")
    with pytest.raises(PersonMissing):
        verbs(staff, "nobody")[verb](by)


@pytest.mark.parametrize("verb", ["disable", "enable", "end", "reset", "roles", "sessions"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_without_the_role_nobody_is_managed(staff: Personnel, verb: str, role: Role) -> None:
    account, _ = staff.add(AT_THE_MACHINE, "khac", name="K", roles=frozenset({role}), agencies=None)
    other = added(staff)
    with pytest.raises(PersonMissing):
        verbs(staff, other.person.id)[verb](Actor(account.person, None))


@pytest.mark.parametrize("agencies", [None, (NORTH,), (SOUTH, NORTH)])
def test_an_agency_s_administrator_gives_nothing_beyond_it(staff: Personnel, agencies: tuple[str, ...] | None) -> None:
    by, mine = actor(staff, "cua.nam", (SOUTH,)), added(staff)
    with pytest.raises(NotAllowed):
        staff.add(by, "moi", name="M", roles=CLERK, agencies=agencies)
    with pytest.raises(NotAllowed):
        staff.change_roles(by, mine.person.id, roles=ADMINISTRATOR, agencies=agencies)
    assert staff.people.by_login("moi") is None
    assert staff.people.get(mine.person.id) == mine


def test_whom_an_administrator_sees(staff: Personnel) -> None:
    by = actor(staff, "cua.nam", (SOUTH,))
    added(staff, "a.nam", (SOUTH,))
    added(staff, "b.bac", (NORTH,))
    added(staff, "c.moi", None)
    assert [one.person.login for one in staff.accounts(by)] == ["a.nam", "cua.nam"]
    assert len(staff.accounts(AT_THE_MACHINE)) == 4


def test_the_machine_may_do_all_but_leave_nobody_in_charge(staff: Personnel) -> None:
    by = actor(staff)
    assert by.person is not None
    for verb in (
        lambda: staff.disable(AT_THE_MACHINE, by.person.id),  # type: ignore[union-attr]
        lambda: staff.change_roles(AT_THE_MACHINE, by.person.id, roles=CLERK, agencies=None),  # type: ignore[union-attr]
    ):
        with pytest.raises(LastAdministrator):
            verb()
    actor(staff, "another")
    staff.disable(AT_THE_MACHINE, by.person.id)
    assert not staff.people.get(by.person.id).enabled


def test_what_was_refused_is_not_noted_and_what_was_done_once(staff: Personnel) -> None:
    by, account = actor(staff), added(staff)
    for verb in verbs(staff, account.person.id).values():
        verb(by)
    for wrong in verbs(staff, "nobody").values():
        with pytest.raises(PersonMissing):
            wrong(by)
    noted = [
        (one.action, one.person, one.detail["login"]) for one in staff.audit.entries(AuditFilter(person="quan.tri"))
    ]
    done = ["person-signed-out", "person-enabled", "person-disabled", "person-password-reset", "person-roles"]
    assert noted == [(action, "quan.tri", "thu.thu") for action in done]
