"""The crew: which workers are alive, as they have said themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from catalog.rows import utc, worker_of, worker_row
from catalog.tables import worker as worker_table
from catalog.transaction import transaction
from schemas.drop import Worker

FORGOTTEN = timedelta(days=1)
"""A worker not seen for so long is taken off the list."""


class SqlCrew:
    """The `Crew` port over SQLite or PostgreSQL. Raises `DatabaseUnreachable` or `DiskFull` for passing trouble."""

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def beat(self, worker: Worker) -> None:
        """Enters the worker, or notes that it is still there; forgets those it has outlived by a day."""
        row = worker_row(worker)
        gone = delete(worker_table).where(worker_table.c.seen_at < utc(worker.seen_at) - FORGOTTEN)
        with transaction(self._engine, write=True) as connection:
            connection.execute(_enter(connection.dialect.name), row)
            connection.execute(gone)

    def leave(self, name: str) -> None:
        """Takes the worker off the list; no error if it is not on it."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(delete(worker_table).where(worker_table.c.name == name))

    def present(self, *, since: datetime) -> Sequence[Worker]:
        """The workers seen at or after that moment, by name."""
        seen = select(worker_table).where(worker_table.c.seen_at >= utc(since)).order_by(worker_table.c.name)
        with transaction(self._engine, write=False) as connection:
            return [worker_of(row) for row in connection.execute(seen).mappings()]


def _enter(dialect: str) -> PostgresInsert | SqliteInsert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    new = insert(worker_table)
    told = {name: new.excluded[name] for name in ("slots", "queues", "version", "started_at", "seen_at")}
    return new.on_conflict_do_update(index_elements=["name"], set_=told)
