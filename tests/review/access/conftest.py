"""A hall for each test, with its clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.review.access.hall import Hands, Visitor, hall
from tests.review.access.table import Place, opened
from tests.review.stack import Archive


@pytest.fixture
def clock() -> Hands:
    """Eight in the morning."""
    return Hands()


@pytest.fixture
def app(tmp_path: Path, clock: Hands) -> FastAPI:
    """The doors, over a new house."""
    return hall(tmp_path, clock)


@pytest.fixture
def visitor(app: FastAPI) -> Visitor:
    """Somebody who has not been here before."""
    return Visitor(app)


@pytest.fixture(scope="module")
def place(archived: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The real application over archived samples, shared by a module's tests: no test asks what another changes."""
    with opened(archived, tmp_path_factory.mktemp("place")) as found:
        yield found
