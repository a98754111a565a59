"""Requests that another site makes our people's browsers send are refused.

Every request that may change something must come from a page of ours, as the browser says (``Sec-Fetch-Site``,
``Origin``), and show the token that this session's pages have: as the header ``X-CSRF-Token``, or as the field ``csrf``
of a form; of a form with files it is the first field.
"""

from urllib.parse import parse_qs, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.access.badge import Badge
from review.access.first_field import first_field
from review.access.refusing import refuse
from review.access.tokens import forgery_token, is_ours

HEADER, FIELD = "x-csrf-token", "csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OUR_PAGES = ("same-origin", "none")
_FORM_BYTES = 1 << 20
_FIELD_BYTES = 1 << 14
_FIELDS = 1000


def csrf(request: Request) -> str:
    """The token for a page's forms and scripts; in templates ``csrf(request)``."""
    badge: Badge = request.state.badge
    return forgery_token(badge.token)


class Forgery:
    """ASGI middleware; stands behind the entrance."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets pass or answers 403."""
        if scope["type"] != "http" or scope["method"] in _SAFE:
            await self._app(scope, receive, send)
            return
        request, body = Request(scope), _Body(receive)
        shown = request.headers.get(HEADER) or await _field(request, body) if _is_from_us(request) else None
        if is_ours(_badge_token(scope), shown):
            await self._app(scope, body.again, send)
        else:
            await refuse(HTTPException(403), scope, receive, send)


def _badge_token(scope: Scope) -> str:
    badge: Badge = scope["state"]["badge"]
    return badge.token


def _is_from_us(request: Request) -> bool:
    """What the browser says about the page that sends it; one that says nothing is not turned away for that.

    ``Sec-Fetch-Site`` is the browser's own finding, told by HTTPS only; ``Origin`` is compared with the host asked.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in _OUR_PAGES
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


class _Body:
    """The body as far as it was read ahead, and the rest of it, for whoever comes next."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ahead: list[Message] = []
        self.more = True

    async def next(self) -> bytes:
        """The next piece."""
        message = await self._receive()
        self._ahead.append(message)
        self.more = bool(message.get("more_body"))
        piece: bytes = message.get("body", b"")
        return piece

    async def again(self) -> Message:
        """What a server's ``receive`` gives, from the beginning."""
        return self._ahead.pop(0) if self._ahead else await self._receive()


async def _field(request: Request, body: _Body) -> str | None:
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == "application/x-www-form-urlencoded":
        read = await _begin(body, _FORM_BYTES)
        return None if body.more or len(read) > _FORM_BYTES else _of_form(read)
    if kind == "multipart/form-data":
        name, value = first_field(request.headers["content-type"], await _begin(body, _FIELD_BYTES))
        return value if name == FIELD else None
    return None


def _of_form(read: bytes) -> str | None:
    try:
        fields = parse_qs(read.decode("latin-1"), max_num_fields=_FIELDS)
    except ValueError:  # more of them than any form of ours has
        return None
    return fields.get(FIELD, [None])[0]


async def _begin(body: _Body, enough: int) -> bytes:
    """The body's beginning: as many bytes at least, or all."""
    read = b""
    while body.more and len(read) < enough:
        read += await body.next()
    return read
