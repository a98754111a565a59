"""Requests another site makes a browser send: refused, and nothing has happened."""

from typing import Any

import pytest
from fastapi import FastAPI

from review.access.tokens import forgery_token, new_token
from schemas.person import Role
from tests.review.access.hall import Visitor, audited, somebody


@pytest.fixture
def person(app: FastAPI, visitor: Visitor) -> Visitor:
    somebody(app, Role.ARCHIVIST)
    visitor.sign_in("thu.thu")
    return visitor


def send(person: Visitor, data: dict[str, str], **more: Any) -> int:
    status: int = person.client.post("/act", data=data, **more).status_code
    return status


def test_a_form_of_ours_is_taken(app: FastAPI, person: Visitor) -> None:
    assert send(person, {"csrf": person.csrf, "what": "sửa"}) == 200
    assert audited(app)[-1] == "acted"


def test_a_script_of_ours_shows_it_in_a_header(app: FastAPI, person: Visitor) -> None:
    assert send(person, {"what": "sửa"}, headers={"X-CSRF-Token": person.csrf}) == 200
    assert audited(app)[-1] == "acted"


@pytest.mark.parametrize(
    "wrong", ["", "0" * 64, "none", "another's", "the secret itself", "of the visit", "tiếng Việt"]
)
def test_any_other_token_is_refused(app: FastAPI, person: Visitor, wrong: str) -> None:
    somebody(app, login="khac")
    other = Visitor(app)
    other.sign_in("khac")
    visit = Visitor(app)
    visit.get("/login")
    shown = {"another's": other.csrf, "the secret itself": str(person.token), "of the visit": visit.csrf}
    data = {"what": "sửa"} | ({} if wrong == "none" else {"csrf": shown.get(wrong, wrong)})
    before = audited(app)
    assert send(person, data) == 403
    if wrong.isascii():
        assert send(person, {"what": "sửa"}, headers={"X-CSRF-Token": data.get("csrf", "")}) == 403
    assert audited(app) == before


def test_a_token_of_a_former_session_is_refused(person: Visitor) -> None:
    former = person.csrf
    person.post("/logout")
    person.sign_in("thu.thu")
    assert send(person, {"csrf": former}) == 403
    assert send(person, {"csrf": person.csrf}) == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://kho.test"}, 200),
        ({"origin": "http://kho.test", "sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://kho.test.evil.example"}, 403),
        ({"origin": "http://kho.test:8080"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://kho.test", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_even_with_the_token_it_must_come_from_a_page_of_ours(
    person: Visitor, headers: dict[str, str], status: int
) -> None:
    assert send(person, {"csrf": person.csrf}, headers=headers) == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PURGE"])
@pytest.mark.parametrize("path", ["/act", "/queue", "/no-such-page"])
def test_every_way_to_change_something_is_checked(person: Visitor, method: str, path: str) -> None:
    assert person.client.request(method, path).status_code == 403


def test_a_page_may_be_looked_at_from_anywhere(person: Visitor) -> None:
    assert person.get("/queue", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_form_with_files_shows_it_first(person: Visitor) -> None:
    files = [("files", ("quét 1.pdf", b"%PDF-1.7" * 20_000)), ("files", ("quét 2.pdf", b"%PDF-1.4"))]
    answer = person.client.post("/upload", data={"csrf": person.csrf}, files=files)
    assert (answer.status_code, answer.text) == (200, "160008")
    assert person.client.post("/upload", files=files, headers={"X-CSRF-Token": person.csrf}).text == "160008"


def test_a_form_with_files_that_shows_it_late_or_in_a_file_is_refused(person: Visitor) -> None:
    file = ("a.pdf", b"%PDF-1.7" * 20_000)
    as_a_file = [("csrf", ("csrf", person.csrf.encode()))]
    assert person.client.post("/upload", files=[("files", file)]).status_code == 403
    assert person.client.post("/upload", files=[*as_a_file, ("files", file)]).status_code == 403
    boundary = "xYz"
    late = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n{"x" * 99}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{person.csrf}\r\n--{boundary}--\r\n'
    )
    kind = {"content-type": f"multipart/form-data; boundary={boundary}"}
    assert person.client.post("/upload", content=late, headers=kind).status_code == 403


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_another_kind_of_body_needs_the_header(person: Visitor, kind: str) -> None:
    body = f"csrf={person.csrf}"
    assert person.client.post("/act", content=body, headers={"content-type": kind}).status_code == 403


def test_a_form_without_end_is_refused(person: Visitor) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    many = "&".join(f"f{number}=1" for number in range(2000)) + f"&csrf={person.csrf}"
    assert person.client.post("/act", content=many, headers=kind).status_code == 403
    large = f"csrf={person.csrf}&what=" + "x" * (2 << 20)
    assert person.client.post("/act", content=large, headers=kind).status_code == 403


def test_the_sign_in_form_is_checked_too(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    visitor.get("/login")
    form = {"login": "thu.thu", "password": "con mèo trèo cây cau"}
    assert visitor.client.post("/login", data=form).status_code == 403
    assert visitor.client.post("/login", data={**form, "csrf": forgery_token(new_token())}).status_code == 403
    evil = {"origin": "https://evil.example"}
    assert visitor.client.post("/login", data={**form, "csrf": visitor.csrf}, headers=evil).status_code == 403
    assert audited(app) == []
    assert visitor.client.post("/login", data={**form, "csrf": visitor.csrf}).status_code == 303


def test_whoever_has_no_cookie_cannot_change_anything(app: FastAPI) -> None:
    somebody(app)
    bare = Visitor(app)
    form = {"login": "thu.thu", "password": "con mèo trèo cây cau", "csrf": forgery_token("A" * 43)}
    assert bare.client.post("/login", data=form).status_code == 403


@pytest.mark.parametrize("path", ["/act", "/upload", "/people", "/anything"])
def test_nobody_s_changes_are_not_even_looked_at(visitor: Visitor, path: str) -> None:
    visitor.get("/login")
    answer = visitor.client.post(path, data={"csrf": visitor.csrf})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
