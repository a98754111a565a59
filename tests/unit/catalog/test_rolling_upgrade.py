"""Upgrades with work in flight: the old release's rows survive, and what it says goes on working beside the new one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.util import CommandError
from sqlalchemy import Engine

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.tables import metadata
from catalog.transaction import transaction
from catalog.upgrade import _config, upgrade
from schemas.drop import State
from schemas.ids import ItemId
from tests.fakes.ledger_acts import divided, names, part_ended, row
from tests.fakes.ledger_items import later, make_item
from tests.golden.catalog.release import HERE, load, replay, spoken

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresCluster

TABLES = ("drop_journal", "dropped_file", "work", "card", "claim", "version", "receipt", "change", "change_counter")


@pytest.fixture(params=["sqlite", "postgres"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of release 0001 with items in every state."""
    url = f"sqlite:///{tmp_path}/old.db"
    if request.param == "postgres":
        server: PostgresCluster = request.getfixturevalue("postgres")
        url = server.create(f"kho_old_{abs(hash(tmp_path))}")
    with transaction(open_database(url), write=True) as connection:
        command.upgrade(_config(connection), "0001")
        load(connection, (HERE / "v0001.sql").read_text("utf-8"))
    return url


def rows_of(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of release 0001."""
    with transaction(engine, write=False) as connection:
        return {
            table: [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").mappings()]
            for table in TABLES
        }


def test_every_row_survives(old_url: str) -> None:
    before = rows_of(open_database(old_url))
    upgrade(old_url)
    after = rows_of(open_database(old_url))
    assert {state for found in before["work"] if (state := found["state"])} == {state.value for state in State}
    for table, rows in before.items():
        assert rows
        assert [dict(new, **old) for old, new in zip(rows, after[table], strict=True)] == after[table]
    fresh = {"urgent": False, "failures": 0, "delays": 0}
    assert all({name: found[name] for name in fresh} == fresh for found in after["work"])


def test_the_new_verbs_work_on_old_rows(old_url: str) -> None:
    upgrade(old_url)
    ledger = SqlLedger(open_database(old_url))
    book = row(ledger, make_item(id="queued"))
    assert names(ledger, at=later(81)) == ["queued", "late", "twin"]
    assert ledger.retry(ItemId("failed"), now=later(81))
    assert ledger.hurry(ItemId("delayed"))
    assert names(ledger, at=later(90)) == ["delayed", "queued", "late", "failed", "twin"]
    divided(ledger, book, (1, 2), (3, 3), at=later(90))
    assert [part_ended(ledger, book, number, at=later(91)) for number in (2, 1)] == [False, True]
    assert ledger.waiting().documents == 6
    assert ledger.balance().holds


def test_what_the_old_release_says_is_still_understood(old_url: str) -> None:
    upgrade(old_url)
    engine = open_database(old_url)
    said = spoken(engine.dialect.name)
    for one, rows in zip(said, replay(engine, said), strict=True):
        assert sorted(rows, key=str) == sorted(one["rows"], key=str), one["statement"]
    assert SqlLedger(engine).balance().holds


def test_the_old_release_leaves_a_divided_item_alone(old_url: str) -> None:
    upgrade(old_url)
    engine = open_database(old_url)
    ledger, book = SqlLedger(engine), make_item(id="queued")
    divided(ledger, book, (1, 2), (3, 3), at=later(80))

    due, *_ = [one for one in spoken(engine.dialect.name) if "work.due_at <=" in one["statement"]]
    take, *_ = [one for one in spoken(engine.dialect.name) if one["statement"].startswith("UPDATE work SET state")]
    (found,) = replay(engine, [due])
    assert "late" in [one[0] for one in found]
    assert "queued" not in [one[0] for one in found]
    assert replay(engine, [{**take, "parameters": renamed(take["parameters"], "new", "queued")}]) == [[]]
    assert replay(engine, [{**take, "parameters": renamed(take["parameters"], "new", "late")}]) != [[]]


def renamed(parameters: Any, old: str, new: str) -> Any:
    """The same parameters for another item."""
    if isinstance(parameters, dict):
        return {name: new if value == old else value for name, value in parameters.items()}
    return [new if value == old else value for value in parameters]


def test_a_database_that_a_newer_release_has_upgraded_is_left_as_it_is(database_url: str) -> None:
    with transaction(open_database(database_url), write=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    upgrade(database_url)
    with transaction(open_database(database_url), write=False) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "9999"
    assert SqlLedger(open_database(database_url)).drop(make_item())


def test_a_revision_that_is_no_number_of_ours_is_not_passed_over(sqlite_url: str) -> None:
    with transaction(open_database(sqlite_url), write=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'other'")
    with pytest.raises(CommandError, match="other"):
        upgrade(sqlite_url)


@pytest.mark.parametrize("table", ["work", "drop_journal", "dropped_file", "card", "claim", "version", "receipt"])
def test_what_was_added_to_an_old_table_needs_no_word_from_the_old_release(table: str, old_url: str) -> None:
    with transaction(open_database(old_url), write=False) as connection:
        known = connection.exec_driver_sql(f"SELECT * FROM {table} LIMIT 0").keys()
    added = [column for column in metadata.tables[table].columns if column.name not in known]
    assert [column.name for column in added if not column.nullable and column.server_default is None] == []
