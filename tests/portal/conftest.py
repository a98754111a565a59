"""One archive, one portal over it, and a browser, for all tests of the window."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from portal.app import create_app
from search.finder import Finder
from storage.showcase import Showcase
from tests.portal.archive import Archive
from tests.portal.cast import Cast, cast
from wiring.window import Window

BASE = "http://kho.test"


@dataclass
class Portal:
    """The portal over a small archive."""

    archive: Archive
    cast: Cast
    window: Window
    client: TestClient
    pages: dict[str, str] = field(default_factory=dict)


def window_of(archive: Archive, **more: object) -> Window:
    """The window over an archive that is indexed."""
    given = {"name": "Kho PBGDPL tỉnh Thử Nghiệm", "naan": "99999", "public_url": None, **more}
    finder = Finder(archive.folder / "search")
    return Window(showcase=Showcase(archive.store), finder=finder, clock=archive.clock, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """Published and hidden documents; nothing in it is changed by a test."""
    archive = Archive(tmp_path_factory.mktemp("portal"))
    players = cast(archive)
    archive.index()
    window = window_of(archive)
    return Portal(archive, players, window, TestClient(create_app(window), base_url=BASE, follow_redirects=False))


@pytest.fixture(scope="session")
def address(portal: Portal) -> Iterator[str]:
    """The portal served over HTTP."""
    server = uvicorn.Server(uvicorn.Config(create_app(portal.window), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 240
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(240)


@pytest.fixture
def fresh(tmp_path: Path) -> Archive:
    """An empty archive of one test's own."""
    return Archive(tmp_path)
