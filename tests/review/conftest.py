"""The reading room as it is: samples archived once a run, each test with a copy, a server and windows of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from schemas.person import Person, Role
from tests.e2e.desk import Desk
from tests.review.browser import Windows
from tests.review.stack import Archive, Standing, archived_once, copied, standing


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Archive:
    """The archived samples that all processes of this run share: to copy, not to touch."""
    base = tmp_path_factory.getbasetemp()
    return archived_once(base.parent if hasattr(request.config, "workerinput") else base)


@pytest.fixture
def archive(archived: Archive, tmp_path: Path) -> Archive:
    """A copy of the archived samples of this test's own."""
    return copied(archived, tmp_path)


@pytest.fixture
def reading_room(archive: Archive) -> Iterator[Standing]:
    """A reading room over it, at a free port."""
    with standing(archive) as opened:
        yield opened


@pytest.fixture(scope="module")
def still_room(archived: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """One reading room for a whole module whose tests only look."""
    with standing(copied(archived, tmp_path_factory.mktemp("still"))) as opened:
        yield opened


@pytest.fixture
def windows(browser: Browser, reading_room: Standing) -> Iterator[Windows]:
    """Windows onto the reading room; no script may fail in any."""
    opened = Windows(browser, reading_room)
    yield opened
    opened.close()


@pytest.fixture
def clerk(reading_room: Standing) -> Person:
    """Sends scans, of one agency."""
    return reading_room.person(Role.CLERK, agencies=("so-tu-phap",))


@pytest.fixture
def archivist(reading_room: Standing) -> Person:
    """Corrects, of all agencies."""
    return reading_room.person(Role.ARCHIVIST)


@pytest.fixture
def publisher(reading_room: Standing) -> Person:
    """Publishes, of all agencies."""
    return reading_room.person(Role.PUBLISHER)


@pytest.fixture
def administrator(reading_room: Standing) -> Person:
    """Manages everybody."""
    return reading_room.person(Role.ADMINISTRATOR)


@pytest.fixture
def auditor(reading_room: Standing) -> Person:
    """Only looks."""
    return reading_room.person(Role.AUDITOR)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty home and inbox, for commands."""
    return Desk(tmp_path)
