"""Signing in at an identity provider: a real one, in a process of its own."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fastapi import FastAPI

from catalog.audit import AuditFilter
from review.access.cookies import OIDC
from schemas.errors import SettingInvalid
from schemas.person import Role
from tests.review.access.hall import MORNING, Hands, Visitor, audited, hall, somebody
from tests.review.access.provider import agree, asked, provider, refuse
from wiring.clock import SystemClock
from wiring.settings import load

BACK = "http://kho.test/oidc/back"
EMAIL = "thu.thu@example.org"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider's address."""
    with provider(tmp_path_factory.mktemp("provider") / "log") as running:
        yield running


@pytest.fixture
def clock() -> Hands:
    """The real time: the provider's signatures say when they are good."""
    return Hands(at=SystemClock().now())


@pytest.fixture
def app(tmp_path: Path, clock: Hands, issuer: str) -> FastAPI:
    return hall(tmp_path, clock, oidc_issuer=issuer, oidc_client_id="phong-doc", oidc_client_secret="sehr geheim")


def there_and_back(visitor: Visitor, subject: str, after: str = "/") -> str:
    """From our page to the provider's, and where it sends the browser back to."""
    sent = visitor.get("/oidc/start", params={"next": after})
    assert sent.status_code == 303
    return agree(sent.headers["location"], subject)


def test_whoever_has_an_account_comes_in_and_goes_on(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST, email=EMAIL, password=None)
    assert "/oidc/start?next=/queue" in visitor.get("/login?next=/queue").text
    done = visitor.get(there_and_back(visitor, "s-1", "/queue"))
    assert (done.status_code, done.headers["location"]) == (303, "/queue")
    assert visitor.get("/queue").text == "thu.thu"
    assert audited(app) == ["identity-linked", "signed-in"]
    assert visitor.client.cookies.get(OIDC) is None


def test_the_question_has_everything_that_protects_the_answer(app: FastAPI, visitor: Visitor, issuer: str) -> None:
    first, second = (visitor.get("/oidc/start").headers["location"] for _ in range(2))
    assert first.startswith(f"{issuer}/oauth2/authorize?")
    question, other = asked(first), asked(second)
    assert question["redirect_uri"] == BACK
    assert (question["response_type"], question["client_id"]) == ("code", "phong-doc")
    assert question["scope"] == "openid email profile"
    assert question["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(question[name]) >= 43
        assert question[name] != other[name]
    assert "sehr geheim" not in first


def test_the_second_time_only_the_subject_counts(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST, email=EMAIL)
    visitor.get(there_and_back(visitor, "s-1"))
    stranger = Visitor(app)
    # The address was given to somebody new: the provider calls that person by another subject.
    answer = stranger.get(there_and_back(stranger, "s-2"))
    assert answer.status_code == 422
    assert "chưa được mở ở đây" in answer.text
    assert stranger.get("/queue").status_code == 303
    visitor.post("/logout")
    assert visitor.get(there_and_back(visitor, "s-1")).status_code == 303
    assert audited(app).count("identity-linked") == 1


@pytest.mark.parametrize("subject", ["s-3", "s-4", "s-5", "s-6", "never-seen"])
def test_whoever_has_none_gets_none(app: FastAPI, visitor: Visitor, subject: str) -> None:
    somebody(app, Role.ADMINISTRATOR, email=EMAIL)
    before = app.state.doors.people.people()
    answer = visitor.get(there_and_back(visitor, subject))
    assert answer.status_code == 422
    assert visitor.get("/queue").status_code == 303
    assert app.state.doors.people.people() == before
    (entry,) = app.state.doors.audit.entries(AuditFilter())
    assert (entry.action, entry.person, entry.detail) == (
        "sign-in-failed", None, {"by": "provider", "code": "not-allowed"},
    )  # fmt: skip


def test_a_disabled_account_stays_closed(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ADMINISTRATOR, login="quan.tri")
    account = somebody(app, Role.ARCHIVIST, email=EMAIL)
    visitor.get(there_and_back(visitor, "s-1"))
    visitor.post("/logout")
    app.state.doors.people.disable(account.person.id)
    for subject in ("s-1", "s-2"):
        assert visitor.get(there_and_back(visitor, subject)).status_code == 422
    assert visitor.get("/queue").status_code == 303


def test_an_answer_opens_only_the_browser_that_asked(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST, email=EMAIL)
    answer = there_and_back(visitor, "s-1")
    other = Visitor(app)
    assert other.get(answer).status_code == 422
    other.get("/oidc/start")
    assert other.get(answer).status_code == 422
    assert other.get("/queue").status_code == 303


def test_an_answer_is_good_once(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST, email=EMAIL)
    answer = there_and_back(visitor, "s-1")
    secret = visitor.client.cookies.get(OIDC)
    assert visitor.get(answer).status_code == 303
    visitor.post("/logout")
    visitor.client.cookies.set(OIDC, str(secret))
    assert visitor.get(answer).status_code == 422
    assert visitor.get("/queue").status_code == 303


@pytest.mark.parametrize("change", ["state", "code", "no code", "no state", "next"])
def test_a_changed_answer_is_refused(app: FastAPI, visitor: Visitor, change: str) -> None:
    somebody(app, Role.ARCHIVIST, email=EMAIL)
    answer = asked(there_and_back(visitor, "s-1"))
    if change.startswith("no "):
        del answer[change[3:]]
    elif change == "next":
        other = asked(visitor.get("/oidc/start", params={"next": "/people"}).headers["location"])
        answer["state"] = f"{answer['state'].partition('.')[0]}.{other['state'].partition('.')[2]}"
    else:
        answer[change] = "0" + answer[change][1:]
    refused = visitor.get("/oidc/back", params=answer)
    assert refused.status_code == 422
    assert visitor.get("/queue").status_code == 303


def test_whoever_says_no_there_is_back_at_the_form(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, email=EMAIL)
    place = visitor.get("/oidc/start").headers["location"]
    answer = visitor.get(refuse(place))
    assert answer.status_code == 422
    assert 'action="/login"' in answer.text


@pytest.mark.parametrize("after", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_away_from_here_afterwards(app: FastAPI, visitor: Visitor, after: str) -> None:
    somebody(app, email=EMAIL)
    assert visitor.get(there_and_back(visitor, "s-1", after)).headers["location"] == "/"


def test_a_signature_is_good_for_its_time(app: FastAPI, visitor: Visitor, clock: Hands) -> None:
    somebody(app, Role.ARCHIVIST, email=EMAIL)
    answer = there_and_back(visitor, "s-1")
    clock.pass_(hours=2)
    assert visitor.get(answer).status_code == 422


def test_a_signature_for_another_client_is_none_for_us(tmp_path: Path, clock: Hands, issuer: str) -> None:
    app = hall(tmp_path, clock, oidc_issuer=issuer, oidc_client_id="phong-doc")
    somebody(app, Role.ARCHIVIST, email=EMAIL)
    visitor = Visitor(app)
    place = visitor.get("/oidc/start").headers["location"].replace("client_id=phong-doc", "client_id=khac")
    assert visitor.get(agree(place, "s-1")).status_code == 422


def test_an_answer_to_another_question_is_none_to_ours(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST, email=EMAIL)
    place = visitor.get("/oidc/start").headers["location"]
    swapped = place.replace(asked(place)["nonce"], "0" * 64)
    assert visitor.get(agree(swapped, "s-1")).status_code == 422


def test_without_a_provider_there_is_no_such_page(tmp_path: Path, clock: Hands) -> None:
    visitor = Visitor(hall(tmp_path, clock))
    assert visitor.get("/oidc/start").status_code == 404
    assert visitor.get("/oidc/back?state=a&code=b").status_code == 404
    assert "/oidc/start" not in visitor.get("/login").text


def test_a_provider_that_is_away_is_told_at_the_form(tmp_path: Path, clock: Hands) -> None:
    with socket.socket() as deaf:  # held, so that nobody else answers there
        deaf.bind(("127.0.0.1", 0))
        visitor = Visitor(hall(tmp_path, clock, oidc_issuer=f"http://127.0.0.1:{deaf.getsockname()[1]}"))
        answer = visitor.get("/oidc/start")
    assert answer.status_code == 422
    assert "tạm thời không trả lời" in answer.text
    assert 'action="/login"' in answer.text


class Parrot(BaseHTTPRequestHandler):
    """Says the same to whatever it is asked."""

    answer = (200, b"{}")

    def do_GET(self) -> None:
        status, body = self.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, b"{}"), "Chưa xác nhận được"),
        ((200, b"[]"), "Chưa xác nhận được"),
        ((200, b"<html>"), "Chưa xác nhận được"),
        ((200, b'{"issuer": "https://evil.example"}'), "Chưa xác nhận được"),
        ((200, b'{"issuer": "%s", "authorization_endpoint": "javascript:alert(1)"}'), "Chưa xác nhận được"),
        ((404, b""), "Chưa xác nhận được"),
        ((503, b""), "tạm thời không trả lời"),
    ],
)
def test_a_provider_that_talks_nonsense_is_not_believed(
    tmp_path: Path, clock: Hands, answer: tuple[int, bytes], said: str
) -> None:
    server = HTTPServer(("127.0.0.1", 0), type("Told", (Parrot,), {}))
    issuer = f"http://127.0.0.1:{server.server_port}"
    server.RequestHandlerClass.answer = (answer[0], answer[1].replace(b"%s", issuer.encode()))  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        told = Visitor(hall(tmp_path, clock, oidc_issuer=issuer)).get("/oidc/start")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert told.status_code == 422
    assert said in told.text


@pytest.mark.parametrize(
    "issuer", ["http://id.example.org", "ftp://id.example", "id.example", "https://id.example/?a=b"]
)
def test_a_provider_is_reached_by_https_or_on_this_machine(issuer: str) -> None:
    with pytest.raises(SettingInvalid) as wrong:
        load(oidc_issuer=issuer)
    assert wrong.value.facts["name"] == "KHO_OIDC_ISSUER"


def test_the_clocks_of_the_tests_are_not_mixed_up(clock: Hands) -> None:
    assert clock.at > MORNING
