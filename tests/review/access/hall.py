"""A hall with the real doors and a few rooms of no importance behind them, and visitors who knock."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import Depends, FastAPI, Form, Request, UploadFile
from fastapi.responses import PlainTextResponse, Response
from fastapi.testclient import TestClient

from catalog.audit import AuditFilter
from review import errors, tongue
from review.access.guard import of_agency, require
from review.access.install import install
from review.access.note import note
from review.access.passwords import Passwords
from review.access.tokens import forgery_token
from review.context import Room, open_room
from schemas.person import Account, Person, Role
from schemas.rights import Action
from wiring.house import House, open_house
from wiring.settings import Settings

PAGE = {"accept": "text/html"}
PASSWORD = "con mèo trèo cây cau"
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Hands:
    """A clock that is set by hand."""

    at: datetime = MORNING

    def now(self) -> datetime:
        """What it shows."""
        return self.at

    def pass_(self, **span: float) -> None:
        """Sets it on, as `timedelta` takes it."""
        self.at += timedelta(**span)


def hall(folder: Path, clock: Hands, **settings: object) -> FastAPI:
    """The application."""
    house = open_house(Settings(home=folder / "home", inbox=folder, **settings))  # type: ignore[arg-type]
    app = FastAPI(openapi_url=None)
    app.state.room = _with_clock(house, clock)
    app.get("/")(_home)
    app.get("/queue")(_queue)
    app.get("/paper/{agency}")(_paper)
    app.post("/act")(_act)
    app.post("/upload")(_upload)
    app.get("/boom")(_boom)
    app.include_router(tongue.router)
    errors.install(app)
    install(app, app.state.room.doors)
    return app


def _with_clock(house: House, clock: Hands) -> Room:
    room = open_room(house)
    doors = replace(room.doors, clock=clock)
    # Hashes that cost nothing: hundreds are made here. That the real ones cost something is tested by themselves.
    vars(doors)["passwords"] = Passwords(PasswordHasher.from_parameters(CHEAPEST))
    return replace(room, doors=doors)


def _home() -> Response:
    return PlainTextResponse("home")


def _queue(person: Annotated[Person, Depends(require(Action.SEE_QUEUE))]) -> Response:
    return PlainTextResponse(person.login)


def _paper(agency: str, person: Annotated[Person, Depends(require(Action.SEE_RECORD))]) -> Response:
    of_agency(person, Action.SEE_RECORD, agency)
    return PlainTextResponse("paper")


def _act(request: Request, what: Annotated[str, Form()] = "") -> Response:
    note(request, "acted", detail={"letters": len(what)})
    return PlainTextResponse(what)


def _upload(files: list[UploadFile]) -> Response:
    return PlainTextResponse(str(sum(len(file.file.read()) for file in files)))


def _boom() -> Response:
    raise RuntimeError("a slip of ours, with a secret")


@dataclass
class Visitor:
    """A browser at the door, with its own cookies."""

    app: FastAPI
    address: str = "192.0.2.7"
    url: str = "http://kho.test"
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = TestClient(
            self.app, base_url=self.url, follow_redirects=False, raise_server_exceptions=False,
            client=(self.address, 4711), headers={"user-agent": "kho-tests", **PAGE},
        )  # fmt: skip

    @property
    def token(self) -> str | None:
        """The secret of its session or visit."""
        return self.client.cookies.get("kho") or self.client.cookies.get("__Host-kho")

    @property
    def csrf(self) -> str:
        """What its forms show."""
        assert self.token is not None
        return forgery_token(self.token)

    def get(self, path: str, **more: Any) -> Any:
        """Asks for a page."""
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, object] | None = None, **more: Any) -> Any:
        """Sends a form of ours."""
        if self.token is None:
            self.get("/login")
        return self.client.post(path, data={"csrf": self.csrf, **(data or {})}, **more)

    def sign_in(self, login: str, password: str = PASSWORD, **more: object) -> Any:
        """Types login and password."""
        return self.post("/login", {"login": login, "password": password, **more})


def form_token(page: str) -> str:
    """The token that a page's form has."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found, page
    return found[1]


def somebody(
    app: FastAPI, *roles: Role, login: str = "thu.thu", agencies: tuple[str, ...] | None = None, must: bool = False,
    password: str | None = PASSWORD, email: str | None = None,
) -> Account:  # fmt: skip
    """A person with a password of their own (None: without any)."""
    doors = app.state.doors
    now = doors.clock.now()
    account: Account = doors.people.add(
        login, name="Thủ Thư", roles=frozenset(roles), agencies=agencies, email=email, now=now
    )
    if password is not None:
        doors.people.set_password(account.person.id, doors.passwords.made(password), must_change=must, now=now)
    return account


def audited(app: FastAPI) -> list[str]:
    """What the audit says has been done, the first first."""
    return [one.action for one in reversed(app.state.doors.audit.entries(AuditFilter(), limit=1000))]
