"""Our cookies: never readable by a script, never sent along by another site's form, by HTTPS only where there is one.

``__Host-`` (RFC 6265bis) makes a browser refuse a cookie of that name that another host of the domain, or a page
without TLS, tries to plant.
"""

from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from catalog.sessions import LONGEST
from catalog.sign_in_tries import DEVICE_KNOWN
from review.access.tokens import well_formed

SESSION = "kho"
DEVICE = "kho-device"
OIDC = "kho-oidc"
_LIVES = {SESSION: LONGEST, DEVICE: DEVICE_KNOWN, OIDC: timedelta(minutes=10)}


def is_safe(request: HTTPConnection) -> bool:
    """Whether the browser reaches us by HTTPS."""
    return request.url.scheme == "https" or bool(request.app.state.doors.settings.review_https)


def read(request: HTTPConnection, name: str) -> str | None:
    """The secret of this cookie, if it is there and has the shape of ours."""
    return well_formed(request.cookies.get(named(request, name)))


def named(request: HTTPConnection, name: str) -> str:
    """The cookie's name at this browser."""
    return f"__Host-{name}" if is_safe(request) else name


def give(response: Response, request: HTTPConnection, name: str, token: str) -> None:
    """Sets a cookie of ours."""
    response.set_cookie(
        named(request, name), token, max_age=int(_LIVES[name].total_seconds()), path="/",
        secure=is_safe(request), httponly=True, samesite="lax",
    )  # fmt: skip


def take(response: Response, request: HTTPConnection, name: str) -> None:
    """Removes a cookie of ours."""
    response.delete_cookie(named(request, name), path="/", secure=is_safe(request), httponly=True, samesite="lax")
