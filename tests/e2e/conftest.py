"""A fresh desk for every test."""

from pathlib import Path

import pytest

from tests.e2e.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One home, one inbox."""
    return Desk(tmp_path)
