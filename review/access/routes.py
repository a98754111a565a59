"""Signing in and out, and one's own password: ``/login``, ``/logout``, ``/password``."""

from collections.abc import Mapping
from http import HTTPStatus
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access import cookies
from review.access.agents import browser_name
from review.access.changing import change_password
from review.access.doors import Doors
from review.access.guard import badge, doors_of
from review.access.note import note
from review.access.paths import own_path
from review.access.signing_in import Browser, NotNow, SignedIn, sign_in
from review.access.tokens import digest
from schemas.errors import PasswordWeak
from schemas.person import Person

router = APIRouter()

_Login = Annotated[str, Form(max_length=200)]
_Password = Annotated[str, Form(max_length=1000)]
_Next = Annotated[str, Form(max_length=2000)]


@router.get("/login")
def login_page(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:  # noqa: A002
    """The form; whoever is signed in already goes on to where they wanted to go."""
    if badge(request).person is not None:
        return _on_to(request, next)
    return login_form(request, next)


@router.post("/login")
def login(request: Request, login: _Login, password: _Password, next: _Next = "/") -> Response:  # noqa: A002
    """Signs in: a new session, then on to where one wanted to go. 422 with the form again, 429 after too many tries."""
    doors, who = doors_of(request), browser(request)
    outcome = sign_in(doors, login, password, who)
    if isinstance(outcome, SignedIn):
        return welcome(request, outcome, next)
    if isinstance(outcome, NotNow):
        seconds = max(1, ceil((outcome.until - doors.clock.now()).total_seconds()))
        page = login_form(request, next, problem="access.locked", minutes=ceil(seconds / 60), login=login, status=429)
        page.headers["Retry-After"] = str(seconds)
        return page
    return login_form(request, next, problem="access.wrong", login=login, status=422)


@router.post("/logout")
def logout(request: Request, everywhere: Annotated[bool, Form()] = False) -> Response:
    """Ends this session, or every one of this person."""
    doors, known = doors_of(request), badge(request)
    if known.person is not None:
        if everywhere:
            doors.sessions.end_all(known.person.id)
        doors.sessions.end(digest(known.token))
        note(request, "signed-out", detail={"everywhere": everywhere})
    answer = RedirectResponse(f"{_root(request)}/login", HTTPStatus.SEE_OTHER)
    cookies.take(answer, request, cookies.SESSION)
    return answer


@router.get("/password")
def password_page(request: Request) -> Response:
    """The form to change the own password, and where one is signed in."""
    return _password_form(request, _person(request))


@router.post("/password")
def password(request: Request, current: _Password, new: _Password, again: _Password) -> Response:
    """Changes it: every session of the person ends, and a new one begins here."""
    doors, person = doors_of(request), _person(request)
    try:
        outcome = change_password(doors, person, current=current, new=new, again=again, browser=browser(request))
    except PasswordWeak as problem:
        return _password_form(request, person, problem=f"access.{problem.facts['problem']}", status=422)
    if isinstance(outcome, SignedIn):
        return welcome(request, outcome, "/")
    locked = isinstance(outcome, NotNow)
    return _password_form(
        request, person, problem="access.locked-change" if locked else "access.wrong-current",
        status=429 if locked else 422,
    )  # fmt: skip


def browser(request: Request) -> Browser:
    """What is known of the browser that asks."""
    return Browser(
        address=badge(request).address,
        agent=request.headers.get("user-agent", ""),
        device=cookies.read(request, cookies.DEVICE),
    )


def welcome(request: Request, signed: SignedIn, after: str) -> Response:
    """Gives the browser its cookies and sends it on."""
    answer = _on_to(request, after)
    cookies.give(answer, request, cookies.SESSION, signed.token)
    cookies.give(answer, request, cookies.DEVICE, signed.device)
    return answer


def _person(request: Request) -> Person:
    person = badge(request).person
    if person is None:
        raise HTTPException(401)
    return person


def _on_to(request: Request, after: str) -> Response:
    return RedirectResponse(_root(request) + own_path(after), HTTPStatus.SEE_OTHER)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def login_form(
    request: Request, after: str, *, problem: str | None = None, minutes: int = 0, login: str = "", status: int = 200
) -> Response:
    """The page to sign in, with what went wrong (a word of `review.words.access`)."""
    doors = doors_of(request)
    facts = {"problem": problem, "minutes": minutes, "login": login, "next": own_path(after)}
    provider = None if doors.provider is None else doors.settings.oidc_name
    return _page(request, doors, "login", facts | {"provider": provider}, status)


def _password_form(request: Request, person: Person, *, problem: str | None = None, status: int = 200) -> Response:
    doors = doors_of(request)
    facts = {
        "problem": problem,
        "account": doors.people.get(person.id),
        "sessions": doors.sessions.of(person.id, now=doors.clock.now()),
        "own": digest(badge(request).token),
        "browser_name": browser_name,
    }
    return _page(request, doors, "password", facts, status)


def _page(request: Request, doors: Doors, name: str, facts: Mapping[str, object], status: int) -> Response:
    return doors.templates.TemplateResponse(request, f"access/{name}.html", dict(facts), status_code=status)
