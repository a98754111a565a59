"""Every deed is noted once: who, what, whose papers, from where; and nothing that should not be told."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalog.audit import AuditFilter, Entry
from review.access.tokens import digest, forgery_token, new_token
from review.app import create_app
from schemas.contents import Contents
from schemas.gate import Gate, GateKind
from schemas.ids import Sha256, record_id
from schemas.page import Box
from schemas.person import Person, Role
from tests.fakes.archived import archive_as
from tests.fakes.ledger_items import make_item
from tests.fakes.pages import page_from_text
from tests.review.access.table import OWN, TABLE
from tests.review.stack import Archive
from wiring.house import open_house

PASSWORD = "trời xanh mây trắng"
SECRET_TEXT = "Điều không ai được đọc trong nhật ký"
OWN_WORK = {
    ("PUT", "/record/{record}/draft"), ("POST", "/record/{record}/claim"), ("POST", "/record/{record}/release"),
    ("POST", "/queue/filters"), ("POST", "/queue/filters/drop"),
}  # fmt: skip
"""What is on somebody's own desk: it changes no record, no account and no right, and is not noted."""


class Desk:
    """The application, and one person after another at work in it."""

    def __init__(self, app: FastAPI) -> None:
        self.app, self.room = app, app.state.room
        self.done: set[tuple[str, str]] = set()
        self.said: list[str] = []

    def person(self, *roles: Role) -> Person:
        login = f"nguoi.{len(self.room.people.people())}"
        account = self.room.people.add(
            login, name=f"Tên {SECRET_TEXT}", roles=frozenset(roles), agencies=None, email=f"{login}@example.org",
            now=self.room.now(),
        )  # fmt: skip
        found: Person = account.person
        return found

    def browser(self, person: Person | None) -> TestClient:
        client = TestClient(
            self.app, base_url="http://kho.test", follow_redirects=False, headers={"accept": "text/html"},
            client=("192.0.2.9", 1),
        )  # fmt: skip
        token = new_token()
        client.cookies.set("kho", token)
        client.headers["X-CSRF-Token"] = forgery_token(token)
        if person is not None:
            now = self.room.now()
            self.room.sessions.start(person.id, digest(token), address="192.0.2.9", agent="", now=now)
        self.said.append(token)
        return client

    def entries(self) -> list[Entry]:
        found: list[Entry] = self.room.audit.entries(AuditFilter(), limit=10_000)
        return found

    def does(self, person: Person | None, method: str, path: str, deed: str | None, /, **more: Any) -> Any:
        """Does it, and looks at what was noted: one entry with that name (None: none). ``at``: the path's parts."""
        at = more.pop("at", {})
        before = len(self.entries())
        assert (deed is None) == ((method, path) in OWN_WORK)
        answer = self.browser(person).request(method, path.format_map(at), **more)
        assert answer.status_code in (200, 204, 303), f"{answer.status_code} {answer.text[:2000]}"
        new = self.entries()[: len(self.entries()) - before]
        assert [one.action for one in new] == ([] if deed is None else [deed])
        for one in new:
            assert one.address == "192.0.2.9"
            assert one.person == (person.login if person is not None else one.person)
        self.done.add((method, path))
        return answer


@pytest.fixture
def desk(archive: Archive) -> Iterator[Desk]:
    app = create_app(open_house(archive.settings()))
    yield Desk(app)
    app.state.room.house.database.dispose()


def test_every_deed_is_noted_once_and_tells_no_secret(desk: Desk, archive: Archive) -> None:
    account(desk)
    people(desk)
    papers(desk)
    record(desk, archive)
    gate(desk)
    deeds = {case for case in TABLE if case[0] != "GET"}
    assert desk.done == deeds
    told = "\n".join(entry.model_dump_json() for entry in desk.entries())
    for secret in (SECRET_TEXT, PASSWORD, "Tên mới", "example.org", "argon2", *desk.said):
        assert secret not in told


def account(desk: Desk) -> None:
    person = desk.person(Role.CLERK)
    doors = desk.app.state.doors
    doors.people.set_password(person.id, doors.passwords.made(PASSWORD), must_change=False, now=desk.room.now())
    desk.does(None, "POST", "/login", "signed-in", data={"login": person.login, "password": PASSWORD})
    change = {"current": PASSWORD, "new": f"{PASSWORD} 2", "again": f"{PASSWORD} 2"}
    desk.does(person, "POST", "/password", "password-changed", data=change)
    desk.does(person, "POST", "/logout", "signed-out")


def people(desk: Desk) -> None:
    administrator = desk.person(Role.ADMINISTRATOR)
    new = {"login": "moi.den", "name": f"Tên {SECRET_TEXT}", "roles": "clerk", "everywhere": "true"}
    desk.does(administrator, "POST", "/people", "person-added", data=new)
    at = {"who": desk.room.people.by_login("moi.den").account.person.id}
    rights = {"roles": ["archivist", "clerk"], "agencies": OWN}
    desk.does(administrator, "POST", "/people/{who}/roles", "person-roles", at=at, data=rights)
    (entry,) = [one for one in desk.entries() if one.action == "person-roles"]
    assert entry.detail == {"login": "moi.den", "roles": ["archivist", "clerk"], "agencies": [OWN]}
    for verb, deed in (
        ("password", "person-password-reset"), ("sign-out", "person-signed-out"), ("disable", "person-disabled"),
        ("enable", "person-enabled"),
    ):  # fmt: skip
        desk.does(administrator, "POST", f"/people/{{who}}/{verb}", deed, at=at)


def papers(desk: Desk) -> None:
    clerk, archivist = desk.person(Role.CLERK), desk.person(Role.ARCHIVIST)
    files = [("files", (f"{SECRET_TEXT}.pdf", b"%PDF-1.4 x"))]
    desk.does(clerk, "POST", "/upload", "upload", data={"agency": OWN}, files=files)
    item = make_item(None, agency=OWN, dropped_at=desk.room.now(), due_at=desk.room.now())
    desk.room.house.ledger.drop(item)
    desk.does(archivist, "POST", "/failures/{item}/retry", "retry", at={"item": item.id}, data={"reason": SECRET_TEXT})
    desk.does(archivist, "POST", "/queue/filters", None, data={"name": SECRET_TEXT})
    desk.does(archivist, "POST", "/queue/filters/drop", None, data={"name": SECRET_TEXT})


def record(desk: Desk, archive: Archive) -> None:
    name = archive.records["cong-van-so-hoa"]
    at = {"record": name}
    one, other, publisher = desk.person(Role.ARCHIVIST), desk.person(Role.ARCHIVIST), desk.person(Role.PUBLISHER)

    def base() -> int:
        return len(desk.room.house.vault.versions(name))

    def typed(text: str, number: int | None = None) -> dict[str, object]:
        return {"base": number or base(), "typed": {"fields": {"title": {"text": text}}, "why": SECRET_TEXT}}

    desk.does(one, "POST", "/record/{record}/claim", None, at=at)
    desk.does(other, "POST", "/record/{record}/take-over", "record.take-over", at=at)
    (entry,) = [noted for noted in desk.entries() if noted.action == "record.take-over"]
    assert entry.detail == {"from": one.login}
    desk.does(other, "POST", "/record/{record}/release", None, at=at)
    desk.does(one, "POST", "/record/{record}/change.json", "record.correct", at=at, json=typed("Tên mới"))
    form = {"base": str(base()), "f.title": "Tên mới hơn", "was.title": "Tên mới", "why": SECRET_TEXT}
    desk.does(one, "POST", "/record/{record}/change", "record.correct", at=at, data=form)
    desk.does(other, "PUT", "/record/{record}/draft", None, at=at, json=typed("Tên mới khác", base() - 1))
    choice = {"base": str(base()), "f.title": "mine", "save": "1"}
    page = desk.browser(other).get(f"/record/{name}/merge")
    assert page.status_code == 200
    desk.does(other, "POST", "/record/{record}/merge", "record.merge", at=at, data=choice)
    access = {"base": str(base()), "access": "public", "why": SECRET_TEXT}
    desk.does(publisher, "POST", "/record/{record}/access", "record.access", at=at, data=access)
    publish = {"base": str(base()), "why": SECRET_TEXT}
    desk.does(publisher, "POST", "/record/{record}/publish", "record.publish", at=at, data=publish)
    withdraw = {"base": str(base()), "why": SECRET_TEXT}
    desk.does(publisher, "POST", "/record/{record}/withdraw", "record.withdraw", at=at, data=withdraw)
    restore = {"base": str(base()), "version": "1", "why": SECRET_TEXT}
    desk.does(publisher, "POST", "/record/{record}/restore", "record.restore", at=at, data=restore)
    noted = [one for one in desk.entries() if one.record == name]
    assert {one.agency for one in noted} == {OWN}
    assert len(noted) == base()  # a version each but the first; and that it was taken over


def gate(desk: Desk) -> None:
    scan = b"a scan with a mark"
    name = record_id(Sha256(hashlib.sha256(scan).hexdigest()))
    mark = Gate(
        kind=GateKind.INTERNAL, mark="LƯU HÀNH NỘI BỘ", page=1, box=Box(x0=1, y0=1, x1=9, y1=9), confidence=0.9,
        rule="internal-mark@1",
    )  # fmt: skip
    contents = Contents(record=name, gates=(mark,))
    archive_as(desk.room.house.ports, [page_from_text("LƯU HÀNH NỘI BỘ")], [], contents=contents, scan=scan)
    decision = {"base": "1", "kind": "internal", "decision": "kept", "why": SECRET_TEXT}
    publisher = desk.person(Role.PUBLISHER)
    desk.does(publisher, "POST", "/record/{record}/decide", "record.decide", at={"record": name}, data=decision)
    (entry,) = [one for one in desk.entries() if one.action == "record.decide"]
    assert (entry.record, entry.agency) == (name, "stp")
    assert entry.detail == {"version": 2, "decisions": ["internal: kept"]}


def test_what_is_refused_or_changes_nothing_is_not_noted(desk: Desk, archive: Archive) -> None:
    publisher = desk.person(Role.PUBLISHER)
    at = {"record": archive.records["cong-van-so-hoa"]}
    for path, data, status in (
        ("/record/{record}/withdraw", {"base": "1", "why": "không"}, 422),
        ("/record/{record}/decide", {"base": "1", "kind": "personal", "decision": "kept", "why": "không"}, 422),
        ("/record/{record}/restore", {"base": "1", "version": "1", "why": "không"}, 303),
        ("/record/{record}/change", {"base": "1", "f.title": "không"}, 403),
    ):
        answer = desk.browser(publisher).post(path.format_map(at), data=data)
        assert answer.status_code == status, path
    assert desk.entries() == []


def test_the_exceptions_are_routes_there_are() -> None:
    assert set(TABLE) >= OWN_WORK
