"""Answering from a middleware with the very page that a handler's error would get."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


async def refuse(problem: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    """Sends what the application's handler for this kind of error makes of it."""
    request = Request(scope, receive)
    response: Response = await run_in_threadpool(_handler(request, problem), request, problem)
    await response(scope, receive, send)


def _handler(request: Request, problem: Exception):  # type: ignore[no-untyped-def]  # noqa: ANN202
    known = request.app.exception_handlers
    return next(known[kind] for kind in type(problem).__mro__ if kind in known)
