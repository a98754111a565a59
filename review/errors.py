"""A page with a remedy for every trouble; for a script the same in one sentence (``X-Kho-Sentence``, JSON)."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from review.context import room_of
from review.words.say import known, say
from schemas.errors import Code, KhoError, ObjectMissing, RecordMissing, Transient
from schemas.messages import sentence
from schemas.shown import shown

log = structlog.get_logger()
_ABSENT = HTTPStatus.NOT_FOUND
_STATUS: Mapping[Code, HTTPStatus] = {
    Code.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Code.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    Code.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Code.LEASE_LOST: HTTPStatus.CONFLICT,
    Code.KEY_TAKEN: HTTPStatus.CONFLICT,
    Code.ON_ANOTHER_DESK: HTTPStatus.CONFLICT,
    Code.UNEXPECTED: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def install(app: FastAPI) -> None:
    """Gives every trouble its answer."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(KhoError, _ours)
    app.add_exception_handler(Exception, _bug)


def wants_page(request: Request) -> bool:
    """Whether a whole page is to be shown: a browser's own navigation, not a script's question."""
    if "hx-request" in request.headers or request.headers.get("sec-fetch-mode") == "cors":
        return False
    return "text/html" in request.headers.get("accept", "")


def trouble(
    request: Request, status: int, *, detail: str = "", code: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """The answer with this status. ``detail``: a sentence that knows more than the usual one."""
    room = room_of(request)
    tongue = room.tongue(request)
    name = f"error.{status}" if known(f"error.{status}") else "error.500" if status >= 500 else "error.400"
    told = detail or say(tongue, f"{name}.say")
    more = {**(headers or {}), "X-Kho-Sentence": quote(shown(told))}
    if wants_page(request):
        return room.page(
            request, "error.html", status=status, headers=more, name=name, detail=detail, code=code, number=status
        )
    return JSONResponse({"status": status, "code": code, "sentence": told}, status_code=status, headers=more)


def _http(request: Request, problem: Exception) -> Response:
    known_problem = cast("HTTPException", problem)
    return trouble(request, known_problem.status_code, headers=known_problem.headers)


def _invalid(request: Request, problem: Exception) -> Response:
    """What was sent has not the form it should; a path that names nothing possible is simply not there."""
    places = {error["loc"][0] for error in cast("RequestValidationError", problem).errors()}
    return trouble(request, _ABSENT if "path" in places else HTTPStatus.UNPROCESSABLE_ENTITY)


def _ours(request: Request, problem: Exception) -> Response:
    known_problem = cast("KhoError", problem)
    status = _status(known_problem)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("not_served", path=request.url.path, code=str(known_problem.code), detail=known_problem.detail)
    told = sentence(known_problem, room_of(request).tongue(request))
    waits = {"Retry-After": "30"} if isinstance(known_problem, Transient) else None
    return trouble(request, status, detail=told, code=str(known_problem.code), headers=waits)


def _status(problem: KhoError) -> HTTPStatus:
    if isinstance(problem, RecordMissing | ObjectMissing):
        return HTTPStatus.NOT_FOUND
    if problem.code in _STATUS:
        return _STATUS[problem.code]
    return HTTPStatus.SERVICE_UNAVAILABLE if isinstance(problem, Transient) else HTTPStatus.UNPROCESSABLE_ENTITY


def _bug(request: Request, problem: Exception) -> Response:
    """A slip of ours: logged under a mark the person can tell, nothing of it shown."""
    mark = secrets.token_hex(4)
    log.error("bug", mark=mark, path=request.url.path, error=type(problem).__name__, exc_info=problem)
    return trouble(request, HTTPStatus.INTERNAL_SERVER_ERROR, code=mark)
