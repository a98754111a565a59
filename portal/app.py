"""The portal as an ASGI application: reads what is published, and has nothing to write with."""

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from portal import assets
from portal.api.app import create_api
from portal.lookup import Gone, NotHere
from portal.opened import Desk
from portal.outer import Outer
from portal.pages import browse, documents, feeds, health, home, permanent, questions, search, sitemap
from portal.pages.errors import TEXTS, error_page, problem, tombstone
from schemas.errors import KhoError, Transient
from wiring.window import Window

log = structlog.get_logger()
API = "/api/v1"


def create_app(window: Window) -> ASGIApp:
    """The portal over this window."""
    return Outer(inner(window), rate=window.rate)


def inner(window: Window) -> FastAPI:
    """The same without what stands around every answer; its routes are all there is to ask for."""
    app, api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None), create_api()
    app.state.window = api.state.window = window
    app.state.desk = api.state.desk = Desk(window)
    for module in (home, search, documents, questions, browse, permanent, feeds, sitemap, assets, health):
        app.include_router(module.router)
    app.mount(API, api)
    _tell_errors(app)
    return app


def _tell_errors(app: FastAPI) -> None:
    @app.exception_handler(NotHere)
    @app.exception_handler(RequestValidationError)
    def not_here(request: Request, _: Exception) -> Response:
        return error_page(request, 404)

    @app.exception_handler(Gone)
    def gone(request: Request, what: Gone) -> Response:
        return tombstone(request, what)

    @app.exception_handler(HTTPException)
    def other(request: Request, what: HTTPException) -> Response:
        status = what.status_code if what.status_code in TEXTS else 400
        if request.url.path.startswith(f"{API}/"):  # a mount takes no path with a line break in it
            return problem(status)
        return error_page(request, status)

    @app.exception_handler(KhoError)
    def trouble(request: Request, what: KhoError) -> Response:
        log.error("trouble", code=what.code, detail=what.detail)
        return error_page(request, 503 if isinstance(what, Transient) else 500)
