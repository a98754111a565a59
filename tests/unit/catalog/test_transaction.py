"""Transactions: all or nothing; the database's troubles become ours, and only those."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.transaction import transaction
from catalog.upgrade import upgrade
from schemas.errors import DatabaseUnreachable, DiskFull, LeaseLost
from tests.fakes.ledger_items import make_item, make_items

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresCluster


def test_an_error_in_the_block_takes_everything_back_and_stays_what_it_is(database_url: str) -> None:
    engine = open_database(database_url)
    with pytest.raises(LeaseLost), transaction(engine, write=True) as connection:  # noqa: PT012 -- the block is meant
        connection.exec_driver_sql("UPDATE change_counter SET number = 7")
        raise LeaseLost
    with transaction(engine, write=False) as connection:
        assert connection.exec_driver_sql("SELECT number FROM change_counter").scalar_one() == 0


def test_a_mistake_of_ours_is_not_an_outage(database_url: str) -> None:
    with (
        pytest.raises(DBAPIError, match="nowhere"),
        transaction(open_database(database_url), write=False) as connection,
    ):
        connection.exec_driver_sql("SELECT 1 FROM nowhere")


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/no/catalog.db", f"postgresql+psycopg://kho@/kho?host={tmp_path}"):
        with pytest.raises(DatabaseUnreachable):
            SqlLedger(open_database(url)).balance()


def test_a_lock_held_for_too_long(sqlite_url: str, postgres_url: str) -> None:
    impatient = {
        sqlite_url: f"{sqlite_url}?timeout=0.05",
        postgres_url: f"{postgres_url}&options=-c%20lock_timeout%3D50",
    }
    for url, short in impatient.items():
        with transaction(open_database(url), write=True) as holder:
            holder.exec_driver_sql("UPDATE change_counter SET number = 1")
            with (
                pytest.raises(DatabaseUnreachable, match="lock"),
                transaction(open_database(short), write=True) as other,
            ):
                other.exec_driver_sql("UPDATE change_counter SET number = 2")


def test_a_server_that_stops_and_comes_back(private_postgres: "PostgresCluster") -> None:
    upgrade(url := private_postgres.create("kho"))
    ledger, item = SqlLedger(open_database(url)), make_item()
    ledger.drop(item)

    private_postgres.stop()
    with pytest.raises(DatabaseUnreachable):
        ledger.balance()

    private_postgres.start()
    assert ledger.items() == [item]


def test_a_connection_cut_in_the_middle(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    with pytest.raises(DatabaseUnreachable), transaction(engine, write=True) as connection:  # noqa: PT012
        connection.exec_driver_sql("UPDATE change_counter SET number = 7")
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    with transaction(engine, write=False) as connection:
        assert connection.exec_driver_sql("SELECT number FROM change_counter").scalar_one() == 0


def test_a_connection_that_the_server_has_given_up(postgres_url: str) -> None:
    forgotten = open_database(f"{postgres_url}&options=-c%20idle_in_transaction_session_timeout%3D20")
    with pytest.raises(DatabaseUnreachable), transaction(forgotten, write=True) as connection:  # noqa: PT012
        session = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        wait_for_end_of(session, postgres_url)
        connection.exec_driver_sql("SELECT 1")


def wait_for_end_of(session: int, url: str) -> None:
    alive = True
    while alive:
        # A transaction for each look: within one the server shows the same picture again and again.
        with transaction(open_database(url), write=False) as connection:
            question = f"SELECT count(*) > 0 FROM pg_stat_activity WHERE pid = {session}"
            alive = connection.exec_driver_sql(question).scalar_one()


def test_a_full_disk_under_sqlite_takes_back_the_drop_and_keeps_the_account(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    pages = {"limit": 60}
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages['limit']}"))
    ledger, kept = SqlLedger(engine), 0
    with pytest.raises(DiskFull, match="full"):  # noqa: PT012 -- which drop fills it is the database's affair
        for item in make_items(2000, source="A/" + "x" * 500):
            ledger.drop(item)
            kept += 1
    assert kept > 0
    assert ledger.balance().holds
    assert ledger.balance().dropped == kept

    pages["limit"] = 10_000
    assert ledger.drop(make_item())
    assert ledger.balance().dropped == kept + 1


def test_a_full_disk_under_postgresql(postgres_url: str) -> None:
    with (
        pytest.raises(DiskFull, match="could not extend file"),
        transaction(open_database(postgres_url), write=True) as it,
    ):
        it.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$")


def test_an_error_never_quotes_what_people_dropped(sqlite_url: str) -> None:
    engine = open_database(f"{sqlite_url}?timeout=0.05")
    holder = sqlite3.connect(str(engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnreachable) as caught:
        SqlLedger(engine).drop(make_item(source="A/bí mật.pdf"))
    holder.close()
    assert "bí mật" not in str(caught.value)
    assert caught.value.facts == {}
