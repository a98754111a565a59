"""What stands around every answer: headers, HEAD, compression of text, and a bound on how often one address asks.

Plain ASGI: the frameworks' own middleware classes cost a task a request, and searches should be fast.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from fastapi import Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'; manifest-src 'self'"
)
"""No script or style inside pages, nothing from elsewhere; QR codes and pictures are ours."""
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_OPEN = (
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-expose-headers", b"Content-Range, Content-Length, ETag, Content-Disposition, Link"),
)
"""Everything here is public and asks for no cookie: any other portal may fetch it."""
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"Range, If-None-Match, If-Modified-Since, Accept, Content-Type"),
    (b"access-control-max-age", b"86400"),
)
BUSY, BUSY_API = "/qua-nhieu", "/qua-nhieu.json"
"""Where whoever asks too often is sent, without being redirected."""
_COMPRESSED = 1000
_LEVEL = 5
_ADDRESSES = 50_000


class Outer:
    """Wraps the portal's application."""

    def __init__(self, app: ASGIApp, *, rate: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._plain = app
        self._gzip = GZipMiddleware(app, minimum_size=_COMPRESSED, compresslevel=_LEVEL)
        self._rate = Rate(rate, clock) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._plain(scope, receive, send)
            return
        answer = _dressed(scope, send)
        if scope["method"] == "OPTIONS":
            await _empty(answer, 204, _PREFLIGHT)
        elif self._rate and not self._rate.admit(_address(scope)):
            busy = BUSY_API if scope["path"].startswith("/api/") else BUSY
            await self._plain({**_as_get(scope), "path": busy, "raw_path": busy.encode()}, receive, answer)
        elif _is_file(scope["path"]):
            await self._plain(_as_get(scope), receive, answer)
        else:
            await self._gzip(_as_get(scope), receive, answer)


class Rate:
    """So many requests a minute from one address, in bursts of at most that many. Remembers a bounded number."""

    def __init__(self, minute: int, clock: Callable[[], float]) -> None:
        self._minute, self._clock = minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def admit(self, address: str) -> bool:
        """Whether this request is within the bound; counts it if so."""
        now = self._clock()
        with self._lock:
            left, since = self._left.pop(address, (float(self._minute), now))
            left = min(float(self._minute), left + (now - since) * self._minute / 60)
            self._left[address] = (left - 1 if left >= 1 else left, now)
            while len(self._left) > _ADDRESSES:
                self._left.popitem(last=False)
        return left >= 1


def is_head(request: Request) -> bool:
    """Whether only the headers were asked for."""
    return bool(request.scope.get("kho.head"))


def _as_get(scope: Scope) -> Scope:
    """HEAD is GET without the body."""
    return {**scope, "method": "GET", "kho.head": True} if scope["method"] == "HEAD" else scope


def _is_file(path: str) -> bool:
    """Pictures and PDFs are compressed already, and a range is one of the bytes as they are stored."""
    return path.endswith((".webp", ".pdf", ".png"))


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _dressed(scope: Scope, send: Send) -> Send:
    head = scope["method"] == "HEAD"

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message["headers"]}
            more = [pair for pair in (*_HEADERS, *_OPEN) if pair[0] not in given]
            message = {**message, "headers": [*message["headers"], *more]}
        elif head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return answer


async def _empty(send: Send, status: int, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b""})
