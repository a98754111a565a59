"""Bringing a database to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from catalog.database import open_database
from catalog.transaction import transaction

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_240_219_901  # any number, as long as nobody else locks it: "one migration at a time"


def upgrade(url: str) -> None:
    """Creates or upgrades the tables; nothing to do is the usual case. Makes the folder of a SQLite file.

    One transaction, which a second process starting at the same time waits for; a crash leaves the old tables.

    Raises:
        SettingInvalid: not a database URL of ours.
        DatabaseUnreachable, DiskFull: as everywhere in this room.
    """
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        _prepare_file(engine)
    with transaction(engine, write=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        command.upgrade(_config(connection), "head")


def _prepare_file(engine: Engine) -> None:
    Path(str(engine.url.database)).parent.mkdir(parents=True, exist_ok=True)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
