"""Every ledger there is, for the suites that all of them must pass."""

from collections.abc import Iterator

import pytest

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.memory import MemoryLedger
from tests.fakes.ledger_acts import AnyLedger


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest) -> Iterator[AnyLedger]:
    """One in memory, one in SQLite, one in a real PostgreSQL."""
    if request.param == "memory":
        yield MemoryLedger()
        return
    engine = open_database(request.getfixturevalue(f"{request.param}_url"))
    yield SqlLedger(engine)
    engine.dispose()
