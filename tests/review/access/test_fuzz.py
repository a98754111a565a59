"""Schemathesis over the application's own OpenAPI: whatever is sent, signed in with every right, nothing breaks."""

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation.case import Case
from schemathesis.schemas import BaseSchema

from review.access.headers import ALWAYS
from review.access.tokens import digest, forgery_token, new_token
from schemas.person import Role
from tests.review.access.table import OWN, TABLE, Place

OPERATIONS = sorted((method, path) for method, path in TABLE if path not in ("/static", "/healthz"))


@pytest.fixture(scope="module")
def described(place: Place) -> BaseSchema:
    """The application as it describes itself."""
    schema = schemathesis.openapi.from_dict(place.app.openapi())
    schema.app = place.app
    return schema


@pytest.fixture
def session(place: Place) -> dict[str, dict[str, str]]:
    """Cookies and headers of somebody who may do everything."""
    room, token = place.app.state.room, new_token()
    known = room.people.by_login("moi.quyen")
    account = known.account if known else room.people.add(
        "moi.quyen", name="Mọi Quyền", roles=frozenset(Role), agencies=None, now=room.now()
    )  # fmt: skip
    room.sessions.start(account.person.id, digest(token), address="", agent="", now=room.now())
    return {"cookies": {"kho": token}, "headers": {"X-CSRF-Token": forgery_token(token), "accept": "text/html"}}


def test_it_describes_every_route(place: Place) -> None:
    described = {(method.upper(), path) for path, way in place.app.openapi()["paths"].items() for method in way}
    assert described == {case for case in TABLE if case[1] != "/static"}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nothing_that_is_sent_breaks_it(
    place: Place, described: BaseSchema, session: dict[str, dict[str, str]], method: str, path: str
) -> None:
    known = place.names[OWN]

    @settings(
        max_examples=15, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=described[path][method].as_strategy(), real=st.booleans())
    def send(case: Case, real: bool) -> None:
        if real:
            case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
        answer = case.call(cookies=session["cookies"], headers=session["headers"])
        assert answer.status_code < 500, case.as_curl_command()
        for header in ALWAYS:
            assert answer.headers.get(header.lower()), header
        assert b"Traceback" not in answer.content

    send()


FORMS = sorted(case for case, rule in TABLE.items() if rule.form is not None and case[1].startswith("/record/"))
NAMES = (
    "base", "version", "why", "kind", "decision", "until", "access", "lift", "replaced_by", "all", "stay", "save", "ok",
    "f.title", "was.title", "f.issued_date", "f.pages", "f.citations", "w.0", "csrf",
)  # fmt: skip
SAID = (
    "1", "2", "0", "-1", "9" * 21, "\u0661", "\u00b2", "personal", "secret", "kept", "redacted", "public", "title",
    "on", "mine", "2026-02-30T99:00", "2026-03-02T08:00", "0001-01-01T00:00", "9999-12-31T23:59", "\x00", "\ufeff",
)  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(SAID)


@pytest.mark.parametrize(("method", "path"), FORMS)
def test_no_form_breaks_it(place: Place, session: dict[str, dict[str, str]], method: str, path: str) -> None:
    """Forms of which the description knows nothing but that there is one."""
    client = TestClient(place.app, base_url="http://kho.test", follow_redirects=False, raise_server_exceptions=False)
    client.cookies.update(session["cookies"])
    target = path.format_map(place.names[OWN])

    @settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(form=st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=4))
    def send(form: dict[str, str]) -> None:
        whole = {**(TABLE[method, path].form or {}), **form}
        answer = client.request(method, target, data=whole, headers=session["headers"])
        assert answer.status_code < 500, answer.text

    send()
