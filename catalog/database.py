"""The database as an engine, from a URL. Nothing is opened before the first transaction.

A process keeps one connection (see :mod:`catalog.connections`). An engine may be carried across a fork, and a
restarted server is noticed before it does harm.
"""

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from catalog.connections import KEPT, close_before_forks, give_up_replaced_files
from schemas.errors import SettingInvalid

WAIT_SECONDS = 30
"""How long a transaction waits for another one's lock before the database counts as unreachable."""

READ_ONLY = "kho_read_only"
"""Execution option of a connection whose transaction only reads: it takes no write lock in SQLite."""


def open_database(url: str) -> Engine:
    """The engine for ``sqlite:///path`` or ``postgresql+psycopg://user@host/name``.

    Raises:
        SettingInvalid: not such a URL (fact ``value``, without its password).
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    engine = create_engine(parsed, connect_args=_postgres_arguments(parsed), **KEPT)
    close_before_forks(engine)
    return engine


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:
        raise SettingInvalid(detail="not a database URL", value="***") from exc
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    in_a_file = parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:")
    if not in_a_file and parsed.drivername != "postgresql+psycopg":
        shown = parsed.render_as_string(hide_password=True)
        raise SettingInvalid(detail="neither a SQLite file nor PostgreSQL", value=shown)
    return parsed


def _sqlite(url: URL) -> Engine:
    # What the URL says itself (…?timeout=5) wins, as below.
    arguments = {} if "timeout" in url.query else {"timeout": WAIT_SECONDS}
    engine = create_engine(url, connect_args=arguments, **KEPT)
    close_before_forks(engine)
    give_up_replaced_files(engine)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own idea of when to begin is switched off (isolation_level None): it would begin without the write
    # lock and take it on the first INSERT, where two processes that have both read can only fail, not wait.
    connection.isolation_level = None
    _switch_to_wal(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    # FULL: in WAL mode NORMAL may lose the last commits in a power cut, and the ledger is the record of work.
    connection.execute("PRAGMA synchronous = FULL")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Readers and the writer do not wait for each other in WAL mode; the file remembers it.

    The very first switch is the one statement that does not wait for a lock: of four processes that opened a new
    file at once, one in ten was told "database is locked" straight away. Hence the loop.
    """
    (milliseconds,) = connection.execute("PRAGMA busy_timeout").fetchone()
    deadline = time.monotonic() + milliseconds / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN DEFERRED" if reads else "BEGIN IMMEDIATE")


def _postgres_arguments(url: URL) -> dict[str, Any]:
    # What the URL says itself wins. The keepalives notice within about a minute a server whose machine has gone.
    # Compiling a plan (jit) costs more than any of ours takes to run.
    defaults = {
        "connect_timeout": 10,
        "application_name": "kho",
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "options": f"-c lock_timeout={WAIT_SECONDS}s -c idle_in_transaction_session_timeout=300s -c jit=off",
    }
    return {name: value for name, value in defaults.items() if name not in url.query}
