"""A catalog of release 0002, with work in flight, gets its people; nothing that was there changes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import Engine, inspect

from catalog.audit import AuditFilter, SqlAudit
from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.people import SqlPeople
from catalog.transaction import transaction
from catalog.upgrade import _config, upgrade
from schemas.person import Role
from tests.fakes.ledger_items import NOON, make_item
from tests.golden.catalog.release import HERE, load

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresCluster

NEW = {"person", "credential", "external_identity", "session", "device", "sign_in_try", "audit"}


@pytest.fixture(params=["sqlite", "postgres"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of release 0002 with items in every state."""
    url = f"sqlite:///{tmp_path}/old.db"
    if request.param == "postgres":
        server: PostgresCluster = request.getfixturevalue("postgres")
        url = server.create(f"kho_people_{abs(hash(tmp_path))}")
    with transaction(open_database(url), write=True) as connection:
        command.upgrade(_config(connection), "0001")
        load(connection, (HERE / "v0001.sql").read_text("utf-8"))
        command.upgrade(_config(connection), "0002")
    return url


def rows_of(engine: Engine, tables: list[str]) -> dict[str, list[dict[str, Any]]]:
    with transaction(engine, write=False) as connection:
        return {
            table: [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").mappings()]
            for table in tables
        }


def test_what_was_there_is_there_as_it_was(old_url: str) -> None:
    engine = open_database(old_url)
    tables = sorted(set(inspect(engine).get_table_names()) - {"alembic_version"})
    assert not NEW & set(tables)
    before = rows_of(engine, tables)
    assert before["work"]
    upgrade(old_url)
    engine = open_database(old_url)
    assert set(inspect(engine).get_table_names()) >= NEW
    for table, rows in rows_of(engine, tables).items():
        assert [{**new, **old} for new, old in zip(rows, before[table], strict=True)] == rows


def test_people_can_come_and_work_goes_on(old_url: str) -> None:
    upgrade(old_url)
    engine = open_database(old_url)
    account = SqlPeople(engine).add("thu.thu", name="T", roles=frozenset({Role.CLERK}), agencies=None, now=NOON)
    SqlAudit(engine).note(person=account.person.login, action="signed-in", address=None, at=NOON)
    assert [one.action for one in SqlAudit(engine).entries(AuditFilter())] == ["signed-in"]
    assert SqlLedger(engine).drop(make_item(99))
    assert SqlLedger(engine).balance().holds
