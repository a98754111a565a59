"""What every answer tells the browser not to do, errors and files included."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""No script and no style that is not a file of ours; nobody shows our pages in theirs."""

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
)
_TLS = "max-age=31536000"
_KEPT = "Cache-Control"


class Headers:
    """ASGI middleware; the outermost."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """Takes: whether browsers reach us by HTTPS only."""
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers to whatever is answered."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message), https=self._https)
            await send(message)

        await self._app(scope, receive, sent)


def secure(headers: MutableHeaders, *, https: bool) -> None:
    """Puts them into an answer's headers; nothing is kept by browser or proxy unless the answer says that it may be."""
    for name, value in ALWAYS.items():
        headers[name] = value
    headers.setdefault(_KEPT, "no-store")
    if https:
        headers["Strict-Transport-Security"] = _TLS
