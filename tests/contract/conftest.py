"""Every ledger and every object store there is, for the suites that all of them must pass."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.memory import MemoryLedger
from pipeline.ports import ObjectStore
from storage.folder import FolderStore
from storage.memory import MemoryStore
from storage.s3 import S3Store
from tests.fakes.ledger_acts import AnyLedger


@pytest.fixture(params=["memory", "folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """One in memory, one in a folder, one on a real S3 server."""
    made: MemoryStore | FolderStore | S3Store
    if request.param == "memory":
        made = MemoryStore()
    elif request.param == "folder":
        made = FolderStore(tmp_path / "store")
    else:
        made = request.getfixturevalue("seaweedfs").store(f"t{secrets.token_hex(4)}/deep")
    made.ensure()
    return made


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest) -> Iterator[AnyLedger]:
    """One in memory, one in SQLite, one in a real PostgreSQL."""
    if request.param == "memory":
        yield MemoryLedger()
        return
    engine = open_database(request.getfixturevalue(f"{request.param}_url"))
    yield SqlLedger(engine)
    engine.dispose()
