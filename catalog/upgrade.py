"""Bringing a database to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from catalog.database import open_database
from catalog.transaction import transaction

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_240_219_901  # any number, as long as nobody else locks it: "one migration at a time"


def upgrade(url: str) -> None:
    """Creates or upgrades the tables; nothing to do is the usual case. Makes the folder of a SQLite file.

    One transaction, which a second process starting at the same time waits for; a crash leaves the old tables.
    A database that a newer release has upgraded is left as it is: migrations only add, so that in a rolling upgrade
    the older release goes on, and may be started again, beside the newer one.

    Raises:
        SettingInvalid: not a database URL of ours.
        DatabaseUnreachable, DiskFull: as everywhere in this room.
    """
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        _prepare_file(engine)
    try:
        _migrate(engine)
    finally:
        engine.dispose()


def _migrate(engine: Engine) -> None:
    with transaction(engine, write=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config = _config(connection)
        if not _is_newer(connection, ScriptDirectory.from_config(config)):
            command.upgrade(config, "head")


def _is_newer(connection: Connection, known: ScriptDirectory) -> bool:
    """Whether the database's revision, a number, is greater than the newest one known here."""
    found, newest = MigrationContext.configure(connection).get_current_revision(), known.get_current_head()
    return found is not None and found.isdecimal() and newest is not None and int(found) > int(newest)


def _prepare_file(engine: Engine) -> None:
    Path(str(engine.url.database)).parent.mkdir(parents=True, exist_ok=True)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
