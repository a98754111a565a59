"""Who may do what, row by row: the table that the proofs of rights, audit and fuzzing share, and where they ask."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from review.access.tokens import digest, forgery_token, new_token
from review.app import create_app
from schemas.person import Person, Role
from tests.fakes.ledger_items import make_item
from tests.review.stack import Archive, copied
from wiring.house import open_house

ROLES = {role.value: role for role in Role}
CLERK, ARCHIVIST, PUBLISHER, ADMINISTRATOR, AUDITOR = ROLES
OWN, FOREIGN = "so-tu-phap", "ubnd-xa-nga-son"
READERS = frozenset({ARCHIVIST, PUBLISHER, AUDITOR})
EVERYBODY = frozenset(ROLES)
BASE = {"base": "1", "why": "thử"}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who may."""

    roles: frozenset[str] = EVERYBODY
    open: bool = False
    """Also nobody in particular."""
    agency: bool = False
    """Only for papers of one's agencies; others' are not there."""
    form: Mapping[str, str] | None = None
    json: object = None
    query: Mapping[str, str] = field(default_factory=dict)


MANAGERS = Rule(roles=frozenset({ADMINISTRATOR}))
FAILURES = frozenset({ARCHIVIST, PUBLISHER, ADMINISTRATOR})
READING = Rule(roles=READERS, agency=True)
TYPED = {"base": 1, "typed": {"fields": {"title": {"text": "Tên khác"}}}}


def _corrects(**more: Any) -> Rule:
    return Rule(roles=frozenset({ARCHIVIST}), agency=True, **more)


def _publishes(**more: Any) -> Rule:
    return Rule(roles=frozenset({PUBLISHER}), agency=True, **more)


TABLE: Mapping[tuple[str, str], Rule] = {
    ("GET", "/login"): Rule(open=True),
    ("POST", "/login"): Rule(open=True, form={"login": "nobody", "password": "nothing"}),
    ("POST", "/logout"): Rule(form={}),
    ("GET", "/password"): Rule(),
    ("POST", "/password"): Rule(form={"current": "a", "new": "b", "again": "c"}),
    ("GET", "/oidc/start"): Rule(open=True),
    ("GET", "/oidc/back"): Rule(open=True),
    ("GET", "/healthz"): Rule(open=True),
    ("GET", "/tongue/{tongue}"): Rule(open=True),
    ("GET", "/static"): Rule(open=True),
    ("GET", "/"): Rule(),
    ("GET", "/help"): Rule(),
    ("GET", "/queue"): Rule(roles=frozenset({ARCHIVIST, PUBLISHER})),
    ("GET", "/queue/next"): Rule(roles=frozenset({ARCHIVIST, PUBLISHER})),
    ("GET", "/queue/ahead"): Rule(roles=frozenset({ARCHIVIST, PUBLISHER}), query={"record": "vpbrrvcf599b4r8wm"}),
    ("POST", "/queue/filters"): Rule(roles=frozenset({ARCHIVIST, PUBLISHER}), form={"name": "a"}),
    ("POST", "/queue/filters/drop"): Rule(roles=frozenset({ARCHIVIST, PUBLISHER}), form={"name": "a"}),
    ("GET", "/failures"): Rule(roles=FAILURES),
    ("POST", "/failures/{item}/retry"): Rule(roles=FAILURES, agency=True, form={}),
    ("GET", "/files"): Rule(roles=frozenset({CLERK})),
    ("GET", "/upload"): Rule(roles=frozenset({CLERK})),
    ("POST", "/upload"): Rule(roles=frozenset({CLERK}), form={"agency": OWN}),
    ("GET", "/people"): MANAGERS,
    ("POST", "/people"): Rule(roles=MANAGERS.roles, form={"login": "-", "name": "-", "roles": CLERK}),
    ("GET", "/people/{who}"): MANAGERS,
    ("POST", "/people/{who}/roles"): Rule(roles=MANAGERS.roles, form={"roles": CLERK, "agencies": OWN}),
    ("POST", "/people/{who}/password"): Rule(roles=MANAGERS.roles, form={}),
    ("POST", "/people/{who}/disable"): Rule(roles=MANAGERS.roles, form={}),
    ("POST", "/people/{who}/enable"): Rule(roles=MANAGERS.roles, form={}),
    ("POST", "/people/{who}/sign-out"): Rule(roles=MANAGERS.roles, form={}),
    ("GET", "/audit"): Rule(roles=frozenset({ADMINISTRATOR, AUDITOR})),
    ("GET", "/audit/export.{kind}"): Rule(roles=frozenset({AUDITOR})),
    ("GET", "/record/{record}"): READING,
    ("GET", "/record/{record}/page/{number}.webp"): READING,
    ("GET", "/record/{record}/words/{number}.json"): READING,
    ("GET", "/record/{record}/taken.json"): Rule(roles=READERS, agency=True, query={"field": "title", "text": "A"}),
    ("GET", "/record/{record}/state.json"): READING,
    ("GET", "/record/{record}/versions"): READING,
    ("GET", "/record/{record}/compare"): Rule(roles=READERS, agency=True, query={"one": "1", "other": "1"}),
    ("GET", "/record/{record}/compare/{one}/{other}"): READING,
    ("GET", "/record/{record}/publish"): READING,
    ("GET", "/record/{record}/merge"): _corrects(),
    ("POST", "/record/{record}/merge"): _corrects(form=BASE),
    ("PUT", "/record/{record}/draft"): _corrects(json=TYPED),
    ("POST", "/record/{record}/claim"): _corrects(form={}),
    ("POST", "/record/{record}/release"): _corrects(form={}),
    ("POST", "/record/{record}/take-over"): _corrects(form={}),
    ("POST", "/record/{record}/change"): _corrects(form=BASE),
    ("POST", "/record/{record}/change.json"): _corrects(json=TYPED),
    ("POST", "/record/{record}/decide"): Rule(
        roles=frozenset({ARCHIVIST, PUBLISHER}), agency=True, form=BASE | {"kind": "personal", "decision": "kept"}
    ),
    ("POST", "/record/{record}/publish"): _publishes(form=BASE),
    ("POST", "/record/{record}/withdraw"): _publishes(form=BASE),
    ("POST", "/record/{record}/access"): _publishes(form=BASE | {"access": "internal"}),
    ("POST", "/record/{record}/restore"): _publishes(form=BASE | {"version": "1"}),
}


@dataclass(kw_only=True)
class Place:
    """The application, one person a role, of one agency (the administrator of all), and what there is to ask for."""

    app: FastAPI
    people: dict[str, Person]
    names: dict[str, dict[str, str]]
    """Agency → what stands for the parts of a path."""

    def ask(self, rule: Rule, method: str, path: str, role: str | None, agency: str = OWN) -> Any:
        """Sends the request of that row, by that role; None: nobody is signed in."""
        client = TestClient(self.app, base_url="http://kho.test", follow_redirects=False, raise_server_exceptions=False)
        token = new_token()
        if role is not None:
            now = self.app.state.room.now()
            self.app.state.room.sessions.start(self.people[role].id, digest(token), address="", agent="", now=now)
        client.cookies.set("kho", token)
        head = {"X-CSRF-Token": forgery_token(token), "accept": "application/json"}
        files = {"files": ("a.pdf", b"%PDF-1.4")} if path == "/upload" and method == "POST" else None
        return client.request(
            method, path.format_map(self.names[agency]), params=dict(rule.query), headers=head, files=files,
            data=dict(rule.form) if rule.form is not None else None, json=rule.json,
        )  # fmt: skip


@contextmanager
def opened(archived: Archive, folder: Path) -> Iterator[Place]:
    """A place over a copy of the archived samples."""
    archive = copied(archived, folder)
    app = create_app(open_house(archive.settings()))
    room = app.state.room

    def add(login: str, *roles: Role, agencies: tuple[str, ...] | None) -> Person:
        person: Person = room.people.add(login, name=login, roles=frozenset(roles), agencies=agencies, now=room.now())
        return person.person  # type: ignore[attr-defined,no-any-return]

    add("chinh", Role.ADMINISTRATOR, agencies=None)
    people = {name: add(name, role, agencies=(OWN,)) for name, role in ROLES.items()}
    names = {}
    for agency, sample in ((OWN, "cong-van-so-hoa"), (FOREIGN, "to-roi-giao-thong")):
        item = make_item(None, agency=agency, dropped_at=room.now(), due_at=room.now())
        room.house.ledger.drop(item)
        who = add(f"nguoi.cua.{agency}", Role.CLERK, agencies=(agency,)).id
        parts = {"record": archive.records[sample], "item": item.id, "who": who, "number": "1", "one": "1"}
        names[agency] = parts | {"other": "1", "kind": "csv", "tongue": "vi"}
    yield Place(app=app, people=people, names=names)
    room.house.database.dispose()


def routes(app: FastAPI) -> set[tuple[str, str]]:
    """Method and path of every route there is, mounted folders as GET; what a router adds by itself (HEAD) is not."""
    found = set()
    for route in iter_route_contexts(app.routes):
        methods = getattr(route, "methods", None) or {"GET"}
        found |= {(method, str(route.path)) for method in methods if method not in ("HEAD", "OPTIONS")}
    return found
