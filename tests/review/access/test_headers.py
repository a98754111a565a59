"""What every answer tells the browser, and what our cookies are like."""

import sqlite3
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from review.access.body_limit import USUAL
from review.access.headers import ALWAYS
from schemas.person import Role
from tests.review.access.hall import Hands, Visitor, hall, somebody


def cookies_of(answer: Any) -> dict[str, Any]:
    """Name → its attributes."""
    found: dict[str, Any] = {}
    for line in answer.headers.get_list("set-cookie"):
        found |= dict(SimpleCookie(line).items())
    return found


def test_every_answer_has_the_headers(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.CLERK)
    answers = {
        "page": visitor.get("/login"),
        "sent to sign in": visitor.get("/queue"),
        "told to sign in": visitor.get("/queue", headers={"accept": "application/json"}),
        "forged": visitor.client.post("/login"),
        "invalid": visitor.post("/login"),
        "wrong": visitor.sign_in("thu.thu", "falsch"),
        "signed in": visitor.sign_in("thu.thu"),
        "forbidden": visitor.get("/queue"),
        "not there": visitor.get("/no-such-page"),
        "not in this way": visitor.client.get("/logout"),
        "slip": visitor.get("/boom"),
        "still": visitor.get("/static/no-such-file.css"),
        "too large": visitor.client.post("/act", content=b"x" * (USUAL + 1)),
    }
    expected = [200, 303, 401, 403, 422, 422, 303, 403, 404, 405, 500, 404, 413]
    assert [answer.status_code for answer in answers.values()] == expected
    for name, answer in answers.items():
        assert {header: answer.headers.get(header) for header in ALWAYS} == dict(ALWAYS), name
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store", name
        assert "strict-transport-security" not in answer.headers


def test_a_slip_of_ours_shows_nothing_of_itself(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    visitor.sign_in("thu.thu")
    for accept in ("text/html", "application/json"):
        answer = visitor.get("/boom", headers={"accept": accept})
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "RuntimeError" not in answer.text


def test_cookies_are_for_the_browser_and_our_pages_alone(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    visit = cookies_of(visitor.get("/login"))
    given = cookies_of(visitor.sign_in("thu.thu"))
    assert set(visit) == {"kho"}
    assert set(given) == {"kho", "kho-device"}
    for cookie in (*visit.values(), *given.values()):
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "lax", "/", "")
        assert not cookie["secure"]
    assert int(given["kho"]["max-age"]) == 12 * 3600


def test_by_https_they_are_the_host_s_own(tmp_path: Path, clock: Hands) -> None:
    app = hall(tmp_path, clock, review_https=True)
    somebody(app, Role.ARCHIVIST)
    visitor = Visitor(app, url="https://kho.test")
    first = visitor.get("/login")
    given = cookies_of(visitor.sign_in("thu.thu"))
    assert set(given) == {"__Host-kho", "__Host-kho-device"}
    for cookie in (*cookies_of(first).values(), *given.values()):
        assert cookie["secure"]
        assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert first.headers["strict-transport-security"] == "max-age=31536000"
    assert visitor.get("/boom").headers["strict-transport-security"] == "max-age=31536000"
    assert visitor.get("/queue").status_code == 200
    # A cookie planted under the plain name, as a page without TLS could, is nobody's.
    planted = Visitor(app, url="https://kho.test")
    planted.client.cookies.set("kho", str(visitor.token))
    assert planted.get("/queue").status_code == 303


def test_the_visit_s_cookie_is_given_once(app: FastAPI, visitor: Visitor) -> None:
    assert "set-cookie" in visitor.get("/login").headers
    assert "set-cookie" not in visitor.get("/login").headers
    assert "set-cookie" not in Visitor(app).get("/static/no-such-file.css").headers


@pytest.mark.parametrize("secret", ["", "x", "A" * 42 + "=", "A" * 500, "' OR 1=1 --"])
def test_a_cookie_that_is_none_of_ours_is_replaced(visitor: Visitor, secret: str) -> None:
    answer = visitor.client.get("/login", headers={"cookie": f"kho={secret}"})
    assert answer.status_code == 200
    assert len(cookies_of(answer)["kho"].value) == 43


def test_a_proxy_s_folder_stands_before_every_way(tmp_path: Path, clock: Hands) -> None:
    app = hall(tmp_path, clock)
    app.root_path = "/phong-doc"
    somebody(app, Role.ARCHIVIST)
    visitor = Visitor(app)
    assert visitor.get("/queue").headers["location"] == "/phong-doc/login?next=/queue"
    assert 'action="/phong-doc/login"' in visitor.get("/login").text
    assert visitor.sign_in("thu.thu", next="/queue").headers["location"] == "/phong-doc/queue"
    assert visitor.get("/phong-doc/queue").text == "thu.thu"
    assert visitor.post("/logout").headers["location"] == "/phong-doc/login"


def test_what_grows_too_large_without_saying_so_is_cut_off(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    visitor.sign_in("thu.thu")
    pieces = (b"x" * (1 << 20) for _ in range(8))
    head = {"X-CSRF-Token": visitor.csrf, "content-type": "application/x-www-form-urlencoded"}
    answer = visitor.client.post("/act", content=pieces, headers=head)
    assert answer.status_code >= 400


def test_where_files_are_sent_more_is_allowed(tmp_path: Path, clock: Hands) -> None:
    app = hall(tmp_path, clock, limits={"max_bytes": 2 * USUAL})
    somebody(app)
    visitor = Visitor(app)
    visitor.sign_in("thu.thu")
    files = [("files", ("a.pdf", b"x" * (USUAL + 1)))]
    assert visitor.client.post("/upload", data={"csrf": visitor.csrf}, files=files).text == str(USUAL + 1)
    files = [("files", ("a.pdf", b"x" * (3 * USUAL)))]
    assert visitor.client.post("/upload", data={"csrf": visitor.csrf}, files=files).status_code == 413


def test_while_the_database_is_away_nobody_comes_in(app: FastAPI, visitor: Visitor, tmp_path: Path) -> None:
    somebody(app, Role.ARCHIVIST)
    visitor.sign_in("thu.thu")
    assert visitor.get("/queue").status_code == 200
    database = tmp_path / "home" / "catalog.db"
    app.state.room.house.database.dispose()
    for file in tmp_path.glob("home/catalog.db*"):
        file.unlink()
    database.mkdir()
    answer = visitor.get("/queue")
    assert answer.status_code == 503
    assert {header: answer.headers.get(header) for header in ALWAYS} == dict(ALWAYS)
    assert sqlite3.OperationalError.__name__ not in answer.text


def test_the_guard_lets_in_by_right_and_agency(app: FastAPI) -> None:
    somebody(app, Role.ARCHIVIST, login="cua.nam", agencies=("so-nam",))
    somebody(app, Role.CLERK, login="nguoi.quet")
    south, clerk = Visitor(app), Visitor(app)
    south.sign_in("cua.nam")
    clerk.sign_in("nguoi.quet")
    assert south.get("/paper/so-nam").text == "paper"
    foreign, missing = south.get("/paper/so-bac"), south.get("/no-such-page")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.text.replace("/paper/so-bac", "…") == missing.text.replace("/no-such-page", "…")
    assert clerk.get("/paper/so-nam").status_code == 403
    assert clerk.get("/queue").status_code == 403
