"""The reading room as a web application: pages, records, doors, static files, and a word for every trouble."""

from fastapi import FastAPI

from review import errors, failures, files, health, history, home, people, queue, tongue, upload
from review.access.install import install
from review.assets import STATIC, StaticFolder
from review.context import open_room
from review.record.routes import router as record_router
from wiring.house import House

_ROUTERS = (
    home.router, queue.router, failures.router, files.router, upload.router, people.router, history.router,
    tongue.router, health.router, record_router,
)  # fmt: skip


def create_app(house: House) -> FastAPI:
    """The application over an opened house; everything of it is below ``app.state.room``."""
    room = open_room(house)
    app = FastAPI(
        title="Kho PBGDPL: phòng đọc", docs_url=None, redoc_url=None, openapi_url=None,
        root_path=house.settings.review_root_path,
    )  # fmt: skip
    app.state.room = room
    for router in _ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFolder(STATIC), name="static")
    errors.install(app)
    install(app, room.doors)
    return app
