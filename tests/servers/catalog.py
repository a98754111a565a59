"""Empty, migrated databases for tests of the catalog: `database_url` gives one of each kind.

Registered in tests/conftest.py.
"""

import secrets
from pathlib import Path

import pytest

from catalog.upgrade import upgrade
from tests.servers.postgres import PostgresCluster

_TEMPLATE = "kho_template"


@pytest.fixture(scope="session")
def migrated(postgres: PostgresCluster) -> PostgresCluster:
    """The session's PostgreSQL with a migrated database to copy."""
    upgrade(postgres.create(_TEMPLATE))
    return postgres


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite database."""
    url = f"sqlite:///{tmp_path}/catalog.db"
    upgrade(url)
    return url


@pytest.fixture
def postgres_url(migrated: PostgresCluster) -> str:
    """A new PostgreSQL database."""
    return migrated.create(f"kho_{secrets.token_hex(4)}", template=_TEMPLATE)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
