"""A fresh desk for every act of sabotage."""

from pathlib import Path

import pytest

from tests.e2e.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One home, one inbox; without coverage of its commands: who is killed tells nothing, the others tests/e2e has."""
    desk = Desk(tmp_path)
    desk.environment.pop("COVERAGE_PROCESS_CONFIG", None)
    return desk
