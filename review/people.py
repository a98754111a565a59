"""People and their rights: for an administrator. What may be done stands in `review.access.personnel`."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from review.access.guard import badge, require
from review.access.personnel import Actor
from review.agency_names import known_agencies
from review.context import room_of
from review.rendering import root_of
from schemas.errors import Refused
from schemas.messages import sentence
from schemas.person import Person, Role
from schemas.rights import Action

router = APIRouter()
_Manager = Annotated[Person, Depends(require(Action.MANAGE_PEOPLE))]
_Word = Annotated[str, Form(max_length=200)]
_Lines = Annotated[str, Form(max_length=4000)]
_Roles = Annotated[tuple[Role, ...], Form()]


@router.get("/people")
def people(request: Request, person: _Manager) -> Response:
    """Everybody this person may manage."""
    return _page(request, person)


@router.get("/people/{who}")
def one(request: Request, who: str, person: _Manager) -> Response:
    """One account: rights, sessions, and what can be done with it."""
    return _page(request, person, who=who)


@router.post("/people")
def add(
    request: Request, person: _Manager, login: _Word, name: _Word, email: _Word = "", roles: _Roles = (),
    everywhere: Annotated[bool, Form()] = False, agencies: _Lines = "",
) -> Response:  # fmt: skip
    """A new account; its one-time password is shown on the answer and nowhere else."""
    wanted = {
        "login": login, "name": name, "email": email, "roles": roles, "everywhere": everywhere, "agencies": agencies,
    }  # fmt: skip
    try:
        account, password = room_of(request).personnel.add(
            _actor(request, person), login, name=name.strip() or login, roles=frozenset(roles),
            agencies=_agencies(agencies, everywhere=everywhere), email=email.strip() or None,
        )  # fmt: skip
    except Refused as wrong:
        return _page(request, person, problem=wrong, wanted=wanted)
    return _page(request, person, who=account.person.id, password=password)


@router.post("/people/{who}/roles")
def change_roles(
    request: Request, who: str, person: _Manager, roles: _Roles = (),
    everywhere: Annotated[bool, Form()] = False, agencies: _Lines = "",
) -> Response:  # fmt: skip
    """Other roles, for other agencies."""
    places = _agencies(agencies, everywhere=everywhere)
    return _done(
        request, person, who,
        lambda by: room_of(request).personnel.change_roles(by, who, roles=frozenset(roles), agencies=places),
    )  # fmt: skip


@router.post("/people/{who}/password")
def reset_password(request: Request, who: str, person: _Manager) -> Response:
    """A new one-time password, shown on the answer and nowhere else."""
    try:
        password = room_of(request).personnel.reset_password(_actor(request, person), who)
    except Refused as wrong:
        return _page(request, person, who=who, problem=wrong)
    return _page(request, person, who=who, password=password)


@router.post("/people/{who}/disable")
def disable(request: Request, who: str, person: _Manager) -> Response:
    """Lets nobody in by this account any more."""
    return _done(request, person, who, lambda by: room_of(request).personnel.disable(by, who))


@router.post("/people/{who}/enable")
def enable(request: Request, who: str, person: _Manager) -> Response:
    """Lets the person in again."""
    return _done(request, person, who, lambda by: room_of(request).personnel.enable(by, who))


@router.post("/people/{who}/sign-out")
def end_sessions(request: Request, who: str, person: _Manager) -> Response:
    """Signs the person out everywhere."""
    return _done(request, person, who, lambda by: room_of(request).personnel.end_sessions(by, who))


# ---------------------------------------------------------------------------------------------------------------------


def _done(request: Request, person: Person, who: str, act: Callable[[Actor], object]) -> Response:
    try:
        act(_actor(request, person))
    except Refused as wrong:
        return _page(request, person, who=who, problem=wrong)
    return RedirectResponse(f"{root_of(request)}/people/{who}", HTTPStatus.SEE_OTHER)


def _page(
    request: Request, person: Person, *, who: str | None = None, password: str | None = None,
    problem: Refused | None = None, wanted: dict[str, object] | None = None,
) -> Response:  # fmt: skip
    room, by = room_of(request), _actor(request, person)
    facts = {
        "problem": sentence(problem, room.tongue(request)) if problem else None, "roles": tuple(Role),
        "known_agencies": known_agencies(room, person.agencies), "reach": person.agencies,
    }  # fmt: skip
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    no_store = {"Cache-Control": "no-store"}
    if who is None:
        return room.page(
            request, "people.html", status=status, headers=no_store, accounts=room.personnel.accounts(by),
            wanted=wanted or {}, **facts,
        )  # fmt: skip
    account = room.people.get(who)
    own = account.person.id == person.id
    sessions = room.sessions.of(who, now=room.now()) if own else room.personnel.sessions_of(by, who)
    return room.page(
        request, "person.html", status=status, headers=no_store, account=account, own=own, sessions=sessions,
        password=password, **facts,
    )  # fmt: skip


def _actor(request: Request, person: Person) -> Actor:
    return Actor(person, badge(request).address)


def _agencies(text: str, *, everywhere: bool) -> tuple[str, ...] | None:
    """One name a line; None for all."""
    return None if everywhere else tuple(sorted({line.strip() for line in text.splitlines() if line.strip()}))
