"""Migrations: they give exactly the tables that the code knows, once, however many start at a time."""

import importlib
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import catalog.migrations
from catalog.database import open_database
from catalog.tables import metadata
from catalog.transaction import transaction
from catalog.upgrade import upgrade
from schemas.errors import DatabaseUnreachable
from tests.fakes.ledger_worker import Worker, race

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresCluster


def test_alembic_finds_no_difference(database_url: str) -> None:
    with transaction(open_database(database_url), write=False) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_sqlite_has_the_very_same_definitions(sqlite_url: str, tmp_path: Path) -> None:
    from_tables = f"sqlite:///{tmp_path}/tables.db"
    with transaction(open_database(from_tables), write=True) as connection:
        metadata.create_all(connection)
    assert sqlite_definitions(sqlite_url) == sqlite_definitions(from_tables)


def sqlite_definitions(url: str) -> dict[str, list[str]]:
    """Name → its columns as SQLite sees them, its constraints in alphabetical order; of an index its definition."""
    question = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    with transaction(open_database(url), write=False) as connection:
        found = {}
        for kind, name, sql in connection.exec_driver_sql(question).all():
            columns = connection.exec_driver_sql(f"PRAGMA table_xinfo({name})").all() if kind == "table" else []
            constraints = re.findall(r"CONSTRAINT .*?(?=,? *\n|, [a-z_]+ [A-Z]+ DEFAULT)", sql)
            found[name] = [*map(str, columns), *(sorted(constraints) if kind == "table" else [sql])]
        return found


def test_postgresql_has_the_very_same_definitions(postgres_url: str, postgres: "PostgresCluster") -> None:
    from_tables = postgres.create("kho_tables")
    with transaction(open_database(from_tables), write=True) as connection:
        metadata.create_all(connection)
    assert postgres_definitions(postgres, postgres_url) == postgres_definitions(postgres, from_tables)


def postgres_definitions(server: "PostgresCluster", url: str) -> list[str]:
    name = str(open_database(url).url.database)
    dump = server.run("pg_dump", "--schema-only", "--exclude-table=alembic_version", name)
    return [line for line in dump.splitlines() if not line.startswith(("\\", "--"))]


def test_again_changes_nothing(database_url: str) -> None:
    with transaction(open_database(database_url), write=True) as connection:
        connection.exec_driver_sql("UPDATE change_counter SET number = 7")
    upgrade(database_url)
    with transaction(open_database(database_url), write=False) as connection:
        assert connection.exec_driver_sql("SELECT number FROM change_counter").all() == [(7,)]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_several_that_start_at_once_do_not_hinder_each_other(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    if kind == "postgres":
        url = request.getfixturevalue("postgres").create("kho_race")
    assert race(*(Worker("upgrade", url) for _ in range(4))) == [["upgraded"]] * 4
    with transaction(open_database(url), write=False) as connection:
        assert connection.exec_driver_sql("SELECT id, number FROM change_counter").all() == [(1, 0)]


@pytest.fixture
def locked_file(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A new SQLite file, not in WAL mode yet, that another process is writing to."""
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield holder


def test_a_new_file_that_somebody_writes_to_is_waited_for(tmp_path: Path, locked_file: sqlite3.Connection) -> None:
    release = threading.Timer(0.3, locked_file.rollback)
    release.start()
    upgrade(f"sqlite:///{tmp_path}/new.db")
    release.join()
    with transaction(open_database(f"sqlite:///{tmp_path}/new.db"), write=False) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


@pytest.mark.usefixtures("locked_file")
def test_a_new_file_is_not_waited_for_longer_than_the_url_says(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match="locked"):
        upgrade(f"sqlite:///{tmp_path}/new.db?timeout=0.1")


def test_the_folder_of_a_sqlite_file_is_made_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "dữ liệu 100%(kho)s"
    upgrade(f"sqlite:///{folder}/catalog.db")
    assert (folder / "catalog.db").is_file()


def test_the_history_is_one_line() -> None:
    script = ScriptDirectory(str(Path(catalog.migrations.__file__).parent))
    assert script.get_bases() == ["0001"]
    assert len(script.get_heads()) == 1


def test_importing_the_environment_as_a_module_migrates_nothing() -> None:
    environment = importlib.import_module("catalog.migrations.env")
    assert environment.metadata is metadata
