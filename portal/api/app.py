"""The interface as an application of its own, with its own description and its own way to tell of errors."""

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from portal.api import documents, lists, turns
from portal.api.problems import EVERYWHERE
from portal.lookup import Gone, NotHere
from portal.pages.errors import TEXTS, gone_problem, problem
from schemas.errors import KhoError, Transient

log = structlog.get_logger()
_ABOUT = """\
Everything the portal shows, for other programs. Free, without a key, for anybody. Text is UTF-8, times are ISO 8601.
Errors are problem details (RFC 9457). Addresses of files name a version: their bytes never change.
"""


def create_api() -> FastAPI:
    """The interface; whoever mounts it gives it its state."""
    api = FastAPI(
        title="Kho PBGDPL", version="1", description=_ABOUT, docs_url=None, redoc_url=None, responses=EVERYWHERE,
        openapi_tags=[{"name": "search"}, {"name": "documents"}, {"name": "lists"}],
    )  # fmt: skip
    for module in (documents, turns, lists):
        api.include_router(module.router)
    _tell_errors(api)
    return api


def _tell_errors(api: FastAPI) -> None:
    @api.exception_handler(NotHere)
    def not_here(_request: Request, _: Exception) -> Response:
        return problem(404)

    @api.exception_handler(Gone)
    def gone(_request: Request, what: Gone) -> Response:
        return gone_problem(what)

    @api.exception_handler(RequestValidationError)
    def wrong(_request: Request, what: RequestValidationError) -> Response:
        first = what.errors()[0]
        return problem(422, f"{'.'.join(str(part) for part in first['loc'][1:])}: {first['msg']}")

    @api.exception_handler(HTTPException)
    def other(_request: Request, what: HTTPException) -> Response:
        return problem(what.status_code if what.status_code in TEXTS else 400)

    @api.exception_handler(KhoError)
    def trouble(_request: Request, what: KhoError) -> Response:
        log.error("trouble", code=what.code, detail=what.detail)
        return problem(503 if isinstance(what, Transient) else 500)
