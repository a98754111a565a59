"""The engine from a URL: what is accepted, how a connection is set up, and that a fork does no harm."""

import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.transaction import transaction
from schemas.errors import Code, SettingInvalid
from schemas.ids import ItemId
from tests.fakes.ledger_items import NOON, make_items


def ask(engine: Engine, question: str) -> object:
    with transaction(engine, write=False) as connection:
        return connection.exec_driver_sql(question).scalar_one()


@pytest.mark.parametrize(
    "url",
    ["", "catalog.db", "sqlite://", "sqlite:///:memory:", "mysql://a:b@c/d", "sqlite+aiosqlite:///x", "http://a/b"],
)
def test_only_a_sqlite_file_or_postgresql_will_do(url: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        open_database(url)
    assert caught.value.code is Code.SETTING_INVALID


def test_a_refused_url_never_shows_its_password() -> None:
    for url in ("mysql://kho:matkhau@host/db", "postgresql+psycopg://kho:matkhau@host:port/db"):
        with pytest.raises(SettingInvalid) as caught:
            open_database(url)
        assert "matkhau" not in f"{caught.value} {caught.value.facts}"
        assert set(caught.value.facts) == {"value"}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_one_driver(scheme: str) -> None:
    assert open_database(f"{scheme}://kho@host/db").url.drivername == "postgresql+psycopg"


def test_making_an_engine_opens_nothing(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/catalog.db")
    assert list(tmp_path.iterdir()) == []


def test_sqlite_writes_through_to_the_disk_checks_references_and_waits(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    assert ask(engine, "PRAGMA journal_mode") == "wal"
    assert ask(engine, "PRAGMA synchronous") == 2
    assert ask(engine, "PRAGMA foreign_keys") == 1
    assert ask(engine, "PRAGMA busy_timeout") == 30_000


def test_the_url_may_say_how_long_to_wait(sqlite_url: str, postgres_url: str) -> None:
    assert ask(open_database(f"{sqlite_url}?timeout=2"), "PRAGMA busy_timeout") == 2_000
    assert ask(open_database(postgres_url), "SHOW lock_timeout") == "30s"
    assert ask(open_database(f"{postgres_url}&options=-c%20lock_timeout%3D2s"), "SHOW lock_timeout") == "2s"


def test_readers_do_not_wait_for_a_writer(database_url: str) -> None:
    engine = open_database(database_url)
    with transaction(engine, write=True) as writer:
        writer.exec_driver_sql("UPDATE change_counter SET number = 7")
        assert ask(engine, "SELECT number FROM change_counter") == 0
    assert ask(engine, "SELECT number FROM change_counter") == 7


def test_a_connection_is_kept_from_one_transaction_to_the_next(database_url: str) -> None:
    engine, made = open_database(database_url), []
    event.listen(engine, "connect", lambda *_: made.append(1))
    for _again in range(3):
        ask(engine, "SELECT number FROM change_counter")
    assert len(made) == 1


def test_threads_at_once_have_connections_of_their_own_of_which_one_is_kept(database_url: str) -> None:
    engine = open_database(database_url)
    with transaction(engine, write=False) as one, transaction(engine, write=False) as other:
        assert one.connection.dbapi_connection is not other.connection.dbapi_connection
    assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]


def test_no_connection_is_carried_across_a_fork(database_url: str) -> None:
    engine, made = open_database(database_url), []
    event.listen(engine, "connect", lambda *_: made.append(1))
    ask(engine, "SELECT number FROM change_counter")
    child = multiprocessing.get_context("fork").Process(target=lambda: os._exit(engine.pool.checkedin()))
    child.start()
    child.join(timeout=240)
    assert child.exitcode == 0
    ask(engine, "SELECT number FROM change_counter")
    assert len(made) == 2


def test_a_file_that_was_replaced_is_seen_at_once(sqlite_url: str, tmp_path: Path) -> None:
    engine, backup = open_database(sqlite_url), tmp_path / "backup.db"
    with transaction(engine, write=True) as connection:
        connection.exec_driver_sql("UPDATE change_counter SET number = 7")
    ask(engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(str(engine.url.database), backup)
    with transaction(engine, write=True) as connection:
        connection.exec_driver_sql("UPDATE change_counter SET number = 8")
    engine.dispose()
    assert ask(engine, "SELECT number FROM change_counter") == 8
    backup.replace(str(engine.url.database))
    assert ask(engine, "SELECT number FROM change_counter") == 7


def _lease(ledger: SqlLedger, item: ItemId) -> None:
    raise SystemExit(0 if ledger.lease(item, now=NOON, seconds=9) is not None else 1)


def test_an_engine_used_before_a_fork_serves_parent_and_child(database_url: str) -> None:
    ledger, (first, second) = SqlLedger(open_database(database_url)), make_items(2)
    ledger.drop(first)
    ledger.drop(second)

    child = multiprocessing.get_context("fork").Process(target=_lease, args=(ledger, first.id))
    child.start()
    child.join(timeout=240)

    assert child.exitcode == 0
    assert ledger.lease(first.id, now=NOON, seconds=9) is None
    assert ledger.lease(second.id, now=NOON, seconds=9) is not None
