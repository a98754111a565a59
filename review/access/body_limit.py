"""How much a request may bring: little, except where files are uploaded."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.access.paths import path_of
from review.access.refusing import refuse

USUAL = 4 << 20
"""Bytes: a form, or all corrections of a long document."""


class BodyLimit:
    """ASGI middleware. What is too large by its own word is answered 413; what grows too large is cut off."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int]) -> None:
        """Takes: paths at which more is allowed, with the bytes."""
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets pass or answers 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get(path_of(scope), USUAL)
        if _declared(scope) > most:
            await refuse(HTTPException(413), scope, receive, send)
            return
        await self._app(scope, _counted(receive, most), send)


def _declared(scope: Scope) -> int:
    """What ``Content-Length`` says; the server has seen to it that it is a number and kept to."""
    lengths = [int(value) for name, value in scope["headers"] if name == b"content-length" and value.isdigit()]
    return max(lengths, default=0)


def _counted(receive: Receive, most: int) -> Receive:
    """The same messages; after too many bytes, of a body that has not told its length, as if the browser had left."""
    seen = 0

    async def received() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > most else message

    return received
