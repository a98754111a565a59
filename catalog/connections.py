"""One connection is kept per process, as opening one costs ten times what a transaction does.

Measured (bench/ledger_cost.py): the life of a leaflet takes 105 ms of CPU in PostgreSQL and 33 ms in SQLite with a
connection for every transaction, 12 ms in either with one that is kept. What that could break is seen to here:

- A fork. A SQLite connection carried across one corrupts the file (sqlite.org/howtocorrupt.html, 2.6), and two
  processes would talk on one socket. Idle connections are closed before a fork, and the child begins with none.
- A server that was restarted. A kept connection is asked whether it is alive before it is used.
- A SQLite file that was replaced, as by a restored backup. A kept connection to another file is given up.

Threads beyond the first that is in a transaction get connections of their own, closed after it.
"""

import os
import sqlite3
import weakref
from pathlib import Path

from sqlalchemy import Engine, PoolProxiedConnection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

KEPT = {"pool_size": 1, "max_overflow": -1, "pool_pre_ping": True}
"""How to make an engine that keeps one connection: arguments of `create_engine`."""

_FILE = "kho_file"


def close_before_forks(engine: Engine) -> None:
    """Sees to it that no idle connection of the engine is ever carried across a fork."""
    place = weakref.ref(engine)

    def close() -> None:
        if (found := place()) is not None:
            found.dispose()

    def begin_anew() -> None:
        # A lock of the pool's may have been held by a thread that the child does not have.
        if (found := place()) is not None:
            found.dispose(close=False)

    os.register_at_fork(before=close, after_in_child=begin_anew)


def give_up_replaced_files(engine: Engine) -> None:
    """Sees to it that a kept connection of SQLite is used for the file that lies there now, and no other."""
    file = Path(str(engine.url.database))

    def note(_connection: sqlite3.Connection, kept: ConnectionPoolEntry) -> None:
        kept.info[_FILE] = _identity(file)

    def compare(_connection: sqlite3.Connection, kept: ConnectionPoolEntry, _given: PoolProxiedConnection) -> None:
        if kept.info.get(_FILE) != _identity(file):
            raise DisconnectionError("the file was replaced")

    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", compare)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
