"""Putting the doors into an application: call it once, last, when all routes and error handlers are there."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from review.access import oidc_routes, routes
from review.access.body_limit import BodyLimit
from review.access.doors import Doors
from review.access.entrance import Entrance
from review.access.forgery import Forgery, csrf
from review.access.headers import Headers, secure

_FORM_AROUND_A_FILE = 1 << 20
UPLOAD = "/upload"


def install(app: FastAPI, doors: Doors) -> None:
    """Adds the routes, the middleware, and ``csrf(request)`` for templates.

    Outermost the headers, then the bound of the body, the entrance, and the forgery check.
    """
    app.state.doors = doors
    doors.templates.env.globals["csrf"] = csrf
    app.include_router(routes.router)
    app.include_router(oidc_routes.router)
    https = doors.settings.review_https
    app.add_middleware(Forgery)
    app.add_middleware(Entrance)
    app.add_middleware(BodyLimit, larger={UPLOAD: doors.settings.limits.max_bytes + _FORM_AROUND_A_FILE})
    app.add_middleware(Headers, https=https)
    # What answers a slip of ours stands outside of all middleware.
    handler = app.exception_handlers.get(Exception)
    if handler is not None:
        app.add_exception_handler(Exception, _secured(handler, https=https))


def _secured(
    handler: Callable[[Request, Exception], Response | Awaitable[Response]], *, https: bool
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, problem: Exception) -> Response:
        made = await run_in_threadpool(handler, request, problem)
        response = made if isinstance(made, Response) else await made
        secure(response.headers, https=https)
        return response

    return answer
