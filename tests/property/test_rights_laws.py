"""Laws of the table of rights: roles only add, agencies only narrow, nobody raises the own rights."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.gate import GateKind
from schemas.person import Person, Role
from schemas.rights import ALLOWED, Action, may, may_decide, may_give, may_manage, scope
from tests.fakes.people import make_person

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""However busy the machine is."""

AGENCIES = st.sampled_from(["A", "B", "C", "Sở Tư pháp"])
SCOPES = st.none() | st.lists(AGENCIES, unique=True).map(tuple)
ROLES = st.frozensets(st.sampled_from(sorted(Role)))
ACTIONS = st.sampled_from(sorted(Action))


def persons(who: str = "p1") -> st.SearchStrategy[Person]:
    return st.builds(lambda roles, scope_: make_person(*roles, agencies=scope_, who=who), ROLES, SCOPES)


@LAW
@given(persons(), st.sampled_from(sorted(Role)), ACTIONS, st.none() | AGENCIES)
def test_one_more_role_takes_nothing_away(person: Person, role: Role, action: Action, agency: str | None) -> None:
    more = person.model_copy(update={"roles": person.roles | {role}})
    assert may(more, action, agency) >= may(person, action, agency)


@LAW
@given(persons(), ACTIONS, AGENCIES)
def test_a_scope_never_widens(person: Person, action: Action, agency: str) -> None:
    everywhere = person.model_copy(update={"agencies": None})
    assert may(everywhere, action, agency) >= may(person, action, agency)
    if person.agencies is not None and agency not in person.agencies:
        assert not may(person, action, agency)


@LAW
@given(persons(), ACTIONS, AGENCIES)
def test_what_is_allowed_for_some_papers_is_allowed_at_all(person: Person, action: Action, agency: str) -> None:
    assert may(person, action) >= may(person, action, agency)


@LAW
@given(persons(), ACTIONS)
def test_a_query_s_scope_says_the_same_as_the_table(person: Person, action: Action) -> None:
    reach = scope(person, action)
    for agency in ("A", "B", "C", "Sở Tư pháp", "nowhere"):
        assert may(person, action, agency) == (reach is None or agency in reach)


@LAW
@given(persons(), AGENCIES)
def test_secrets_are_decided_by_no_more_people_than_other_gates(person: Person, agency: str) -> None:
    assert may_decide(person, GateKind.PERSONAL, agency) >= may_decide(person, GateKind.SECRET, agency)


@LAW
@given(persons("p1"), persons("p2"))
def test_who_is_managed_reaches_no_further_than_who_manages(person: Person, other: Person) -> None:
    if may_manage(person, other):
        assert may(person, Action.MANAGE_PEOPLE)
        for agency in ("A", "B", "C", "nowhere"):
            assert may(person, Action.MANAGE_PEOPLE, agency) or other.agencies is None or agency not in other.agencies
        assert other.agencies is not None or person.agencies is None


@LAW
@given(persons())
def test_nobody_manages_the_own_account(person: Person) -> None:
    assert not may_manage(person, person)


@LAW
@given(persons(), SCOPES)
def test_whoever_is_given_an_agency_gets_none_the_giver_lacks(person: Person, agencies: tuple[str, ...] | None) -> None:
    if may_give(person, agencies) and person.agencies is not None:
        assert agencies is not None
        assert set(agencies) <= set(person.agencies)


def test_without_a_role_nothing_is_allowed() -> None:
    assert not any(may(make_person(), action) for action in Action)


def test_every_role_has_its_rights_and_every_action_somebody_who_may() -> None:
    assert set(ALLOWED) == set(Role)
    assert frozenset().union(*ALLOWED.values()) == set(Action)


def test_machines_and_papers_are_different_people_s() -> None:
    administrator = make_person(Role.ADMINISTRATOR)
    papers = (Action.CORRECT, Action.PUBLISH, Action.WITHDRAW, Action.RESTORE, Action.DECIDE_GATE, Action.UPLOAD)
    assert not any(may(administrator, action) for action in papers)
    assert [role for role in Role if Action.MANAGE_PEOPLE in ALLOWED[role]] == [Role.ADMINISTRATOR]


def test_whoever_corrects_does_not_publish_by_that_role_alone() -> None:
    assert not {Action.PUBLISH, Action.DECIDE_SECRET, Action.RESTORE} & ALLOWED[Role.ARCHIVIST]
    assert Action.CORRECT not in ALLOWED[Role.PUBLISHER]


def test_an_auditor_only_looks() -> None:
    assert ALLOWED[Role.AUDITOR] == {Action.SEE_RECORD, Action.SEE_AUDIT, Action.EXPORT_AUDIT}


def test_the_empty_scope_reaches_nothing() -> None:
    assert not any(may(make_person(*Role, agencies=()), action) for action in Action)
