"""One transaction: all or nothing, with the database's troubles translated into ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from catalog.database import READ_ONLY
from schemas.errors import DatabaseUnreachable, DiskFull, Transient

_POSTGRES_DISK_FULL = "53100"
# In WAL mode a full disk also shows when the shared-memory file beside the database cannot grow.
_SQLITE_DISK_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})


@contextmanager
def transaction(engine: Engine, *, write: bool) -> Iterator[Connection]:
    """A connection inside a transaction that commits at the end of the block and rolls back on any error.

    Takes:
        write: whether it will change something. In SQLite such a transaction takes the write lock at once, so that
            two processes wait for each other instead of failing when both want to turn from reading to writing.

    Raises:
        DiskFull: no room where the database lies.
        DatabaseUnreachable: it does not answer, is locked for too long, or went away in between. Whether a commit
            that was under way has happened is then unknown: every verb of this room may be repeated.
    """
    try:
        with engine.connect() as connection:
            connection.execution_options(**{READ_ONLY: not write})
            with connection.begin():
                yield connection
    except (OperationalError, InterfaceError) as exc:
        trouble = _translated(exc)
        if trouble is None:
            raise
        raise trouble from exc
    except DBAPIError as exc:
        if not exc.connection_invalidated:
            raise
        raise DatabaseUnreachable(detail=_words(exc)) from exc


def _translated(error: DBAPIError) -> Transient | None:
    """None for a mistake of ours (SQLite calls "no such table" an operational error too)."""
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        return None
    if code in _SQLITE_DISK_FULL or getattr(cause, "sqlstate", None) == _POSTGRES_DISK_FULL:
        return DiskFull(detail=_words(error))
    return DatabaseUnreachable(detail=_words(error))


def _words(error: DBAPIError) -> str:
    """The driver's first line: never the statement's parameters, which hold what people dropped."""
    return str(error.orig).partition("\n")[0]
