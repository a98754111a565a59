"""Every route × every role, over the real application with archived records: who is let in, and what is not there.

A route that is not in the table fails the test; so does a row without a route.
"""

import re

import pytest

from schemas.ids import RecordId
from tests.review.access.table import (
    ADMINISTRATOR,
    ARCHIVIST,
    BASE,
    CLERK,
    FOREIGN,
    OWN,
    PUBLISHER,
    ROLES,
    TABLE,
    Place,
    Rule,
    routes,
)  # fmt: skip

NOWHERE = "0" * 17
"""An id that could be, of a record that is not."""


def test_the_table_has_every_route_and_no_other(place: Place) -> None:
    assert routes(place.app) == set(TABLE)


CASES = [(method, path) for method, path in TABLE if path != "/static"]


@pytest.mark.parametrize(("method", "path"), CASES)
def test_who_is_let_in(place: Place, method: str, path: str) -> None:
    rule = TABLE[method, path]
    nobody = place.ask(rule, method, path, None)
    assert (nobody.status_code == 401) == (not rule.open), nobody.text
    for role in ROLES:
        answer = place.ask(rule, method, path, role)
        assert answer.status_code < 500 or path == "/healthz", answer.text
        if role not in rule.roles:
            assert answer.status_code == 403, f"{role}: {answer.status_code}"
        elif not path.startswith("/oidc/"):
            assert answer.status_code not in (401, 403, 404), f"{role}: {answer.status_code} {answer.text[:500]}"


@pytest.mark.parametrize(("method", "path"), [case for case in CASES if TABLE[case].agency])
def test_another_agency_s_papers_are_not_there(place: Place, method: str, path: str) -> None:
    rule = TABLE[method, path]
    invented = {**place.names[FOREIGN], "record": NOWHERE, "item": "0" * 22}
    for role in sorted(rule.roles):
        foreign = place.ask(rule, method, path, role, FOREIGN)
        place.names["nowhere"] = invented
        missing = place.ask(rule, method, path, role, "nowhere")
        assert foreign.status_code == missing.status_code == 404, f"{role}: {foreign.status_code}"
        assert foreign.json() == missing.json()
        assert foreign.headers["x-kho-sentence"] == missing.headers["x-kho-sentence"]


@pytest.mark.parametrize("path", ["/queue", "/failures", "/files", "/", "/audit"])
def test_lists_show_nothing_of_another_agency(place: Place, path: str) -> None:
    other = place.names[FOREIGN]
    for role in sorted(TABLE["GET", path].roles):
        for query in ({}, {"agency": FOREIGN}):
            page = place.ask(Rule(query=query), "GET", path, role)
            assert page.status_code == 200
            assert other["record"] not in page.text
            assert other["item"] not in page.text


@pytest.mark.parametrize(("method", "path"), [case for case in CASES if "{who}" in case[1]])
def test_an_account_of_another_agency_is_not_there(place: Place, method: str, path: str) -> None:
    rule = TABLE[method, path]
    assert place.ask(rule, method, path, ADMINISTRATOR, FOREIGN).status_code == 404
    account = place.app.state.room.people.get(place.names[FOREIGN]["who"])
    assert (account.enabled, account.person.agencies) == (True, (FOREIGN,))


def test_nobody_sends_scans_for_another_agency(place: Place) -> None:
    rule = Rule(form={"agency": FOREIGN})
    assert place.ask(rule, "POST", "/upload", CLERK).status_code == 403


def test_an_agency_s_administrator_gives_no_rights_beyond_the_agency(place: Place) -> None:
    room = place.app.state.room
    before = len(room.people.people())
    for form in (
        {"login": "moi.1", "name": "M", "roles": CLERK, "everywhere": "true"},
        {"login": "moi.2", "name": "M", "roles": CLERK, "agencies": FOREIGN},
        {"login": "moi.3", "name": "M", "roles": CLERK, "agencies": f"{OWN}\n{FOREIGN}"},
    ):
        answer = place.ask(Rule(form=form), "POST", "/people", ADMINISTRATOR)
        assert answer.status_code in (403, 422)
    own = room.people.by_login(ADMINISTRATOR).account.person
    answer = place.ask(
        Rule(form={"roles": PUBLISHER, "everywhere": "true"}), "POST", f"/people/{own.id}/roles", ADMINISTRATOR
    )
    assert answer.status_code in (403, 422)
    assert len(room.people.people()) == before
    assert room.people.get(own.id).person == own


def test_the_record_withdrawn_for_another_is_one_s_own_too(place: Place) -> None:
    vault, own = place.app.state.room.house.vault, RecordId(place.names[OWN]["record"])
    before = len(vault.versions(own))
    foreign, missing = (
        place.ask(Rule(form=BASE | {"replaced_by": other}), "POST", "/record/{record}/withdraw", PUBLISHER)
        for other in (place.names[FOREIGN]["record"], NOWHERE)
    )
    assert foreign.status_code == missing.status_code
    assert foreign.status_code in (404, 422)
    told = [
        re.sub("[0-9a-f]{64}", "token", answer.text).replace(name, "…")
        for answer, name in ((foreign, place.names[FOREIGN]["record"]), (missing, NOWHERE))
    ]
    assert told[0] == told[1]
    assert len(vault.versions(own)) == before


def test_a_mark_of_secrecy_is_decided_by_no_archivist(place: Place) -> None:
    rule = Rule(form=BASE | {"kind": "secret", "decision": "released"})
    assert place.ask(rule, "POST", "/record/{record}/decide", ARCHIVIST).status_code == 403
    assert place.ask(rule, "POST", "/record/{record}/decide", PUBLISHER).status_code not in (401, 403, 404)


def test_the_samples_are_of_the_agencies_the_table_means(place: Place) -> None:
    vault = place.app.state.room.house.vault
    for agency in (OWN, FOREIGN):
        assert vault.record(RecordId(place.names[agency]["record"])).agency == agency
