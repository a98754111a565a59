"""The entrance: finds out who a request comes from, and lets nobody in who is not signed in.

Closed by default: a route that has forgotten to ask for a right is still open to nobody from outside.
"""

from http import HTTPStatus
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.access import cookies
from review.access.badge import Badge
from review.access.paths import is_for_a_change, is_open, is_still, path_of
from review.access.refusing import refuse
from review.access.tokens import digest, new_token
from schemas.errors import KhoError

_NOBODY = "0.0.0.0"  # noqa: S104  # not a place to listen at: a client without an address (a Unix socket)
_SAFE = ("GET", "HEAD")


class Entrance:
    """ASGI middleware; sets ``request.state.badge``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets pass, redirects to /login or /password, or answers 401/403; 503 if the database is away."""
        if scope["type"] != "http" or is_still(path_of(scope)):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        token = cookies.read(request, cookies.SESSION)
        try:
            badge = await run_in_threadpool(_badge, request, token)
        except KhoError as problem:
            await refuse(problem, scope, receive, send)
            return
        scope.setdefault("state", {})["badge"] = badge
        out = send if token else _with_cookie(send, request, badge.token)
        turned = _turned_away(request, badge)
        if turned is None:
            await self._app(scope, receive, out)
        elif isinstance(turned, HTTPException):
            await refuse(turned, scope, receive, out)
        else:
            await turned(scope, receive, out)


def _badge(request: Request, token: str | None) -> Badge:
    address = request.client.host if request.client else _NOBODY
    if token is None:
        return Badge(token=new_token(), person=None, must_change=False, address=address)
    doors = request.app.state.doors
    holder = doors.sessions.holder(digest(token), now=doors.clock.now())
    if holder is None:
        return Badge(token=token, person=None, must_change=False, address=address)
    return Badge(token=token, person=holder.person, must_change=holder.must_change, address=address)


def _turned_away(request: Request, badge: Badge) -> Response | HTTPException | None:
    path = path_of(request.scope)
    if is_open(path):
        return None
    root = str(request.scope.get("root_path", "")).rstrip("/")
    if badge.person is None:
        after = f"?next={quote(path + _query(request))}" if request.method in _SAFE and path != "/" else ""
        return _away(request, f"{root}/login{after}", HTTPStatus.UNAUTHORIZED)
    if badge.must_change and not is_for_a_change(path):
        return _away(request, f"{root}/password", HTTPStatus.FORBIDDEN)
    return None


def _away(request: Request, place: str, status: HTTPStatus) -> Response | HTTPException:
    """A page is sent there; a script, which would take the page there for its answer, is told by the status."""
    asks_for_a_page = "text/html" in request.headers.get("accept", "") and "hx-request" not in request.headers
    return RedirectResponse(place, HTTPStatus.SEE_OTHER) if asks_for_a_page else HTTPException(status)


def _query(request: Request) -> str:
    return f"?{request.url.query}" if request.url.query else ""


def _with_cookie(send: Send, request: Request, token: str) -> Send:
    """Gives the visit its cookie, unless the answer brings a session's."""
    start = f"{cookies.named(request, cookies.SESSION)}="

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if not any(value.startswith(start) for value in headers.getlist("set-cookie")):
                bearer = Response()
                cookies.give(bearer, request, cookies.SESSION, token)
                headers.append("set-cookie", bearer.headers["set-cookie"])
        await send(message)

    return sent
