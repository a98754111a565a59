"""To the identity provider and back: ``/oidc/start``, ``/oidc/back``. Without a provider there is no such page."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access import cookies
from review.access.doors import Doors
from review.access.guard import badge, doors_of
from review.access.identity import person_of_identity
from review.access.oidc import Provider
from review.access.paths import own_path
from review.access.routes import browser, login_form, welcome
from review.access.signing_in import begin
from review.access.tokens import derived, new_token
from schemas.errors import IdentityUnproven, KhoError

router = APIRouter()
_BACK = "/oidc/back"
_LONGEST = 500


@router.get("/oidc/start")
def start(request: Request, next: Annotated[str, Query(max_length=_LONGEST)] = "/") -> Response:  # noqa: A002
    """Sends the browser to the provider."""
    provider, secret = _provider(request), new_token()
    try:
        place = provider.begin(secret, state=_state(secret, own_path(next)), back=_back(request))
    except KhoError as problem:
        return _told(request, problem)
    answer = RedirectResponse(place, HTTPStatus.SEE_OTHER)
    cookies.give(answer, request, cookies.OIDC, secret)
    return answer


@router.get(_BACK)
def back(
    request: Request,
    state: Annotated[str, Query(max_length=2000)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """The provider sends the browser back: signs in whom it means, if that is somebody who has an account here."""
    provider, doors = _provider(request), doors_of(request)
    try:
        secret, after = _checked(cookies.read(request, cookies.OIDC), state)
        if not code:
            raise IdentityUnproven(detail="the provider, or the person, has said no")
        identity = provider.finish(secret, code=code, back=_back(request), now=doors.clock.now())
        person = person_of_identity(doors, identity)
    except KhoError as problem:
        _note_failure(doors, request, problem)
        return _told(request, problem)
    signed = begin(doors, person, browser(request), deed="signed-in", detail={"by": "provider"})
    answer = welcome(request, signed, after)
    cookies.take(answer, request, cookies.OIDC)
    return answer


def _provider(request: Request) -> Provider:
    provider = doors_of(request).provider
    if provider is None:
        raise HTTPException(404)
    return provider


def _back(request: Request) -> str:
    """Our own address as this browser knows it; the provider has a list of those it sends people back to."""
    scheme = "https" if cookies.is_safe(request) else request.url.scheme
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{scheme}://{request.url.netloc}{root}{_BACK}"


def _state(secret: str, after: str) -> str:
    """Names this try, and where to go on to; only this browser's secret makes it."""
    return f"{derived(secret, f'state {after}')}.{urlsafe_b64encode(after.encode()).decode()}"


def _checked(secret: str | None, state: str) -> tuple[str, str]:
    """The browser's secret and where to go on to, if the try was begun in this browser.

    Raises:
        IdentityUnproven: it was not.
    """
    try:
        after = urlsafe_b64decode(state.partition(".")[2]).decode()
    except ValueError as exc:
        raise IdentityUnproven(detail="not a state of ours") from exc
    if secret is None or not hmac.compare_digest(_state(secret, after).encode(), state.encode()):
        raise IdentityUnproven(detail="not begun in this browser")
    return secret, after


def _note_failure(doors: Doors, request: Request, problem: KhoError) -> None:
    detail = {"by": "provider", "code": str(problem.code)}
    doors.audit.note(
        person=None, action="sign-in-failed", detail=detail, address=badge(request).address, at=doors.clock.now()
    )


def _told(request: Request, problem: KhoError) -> Response:
    answer = login_form(request, "/", problem=f"access.{problem.code}", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    cookies.take(answer, request, cookies.OIDC)
    return answer
