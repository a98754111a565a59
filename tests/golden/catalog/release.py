"""What an older release of the catalog has left: rows as SQL, and what it said to its database, word by word.

``v0001.sql`` holds INSERTs that both databases understand, ``v0001.json`` every statement with its parameters and the
rows it gave, for each database. Both were made by ``make_v0001.py`` from the code of release 0001.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

HERE = Path(__file__).parent
_BYTES = re.compile(r"X'([0-9A-F]*)'")


def load(connection: Connection, sql: str) -> None:
    """Runs the INSERTs; in PostgreSQL with times in UTC and bytes in its own spelling."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        sql = _BYTES.sub(r"'\\x\1'", sql).replace("%", "%%")
    for statement in sql.split(";\n")[:-1]:
        connection.exec_driver_sql(statement)


def replay(engine: Engine, spoken: Iterable[dict[str, Any]]) -> list[list[list[object]]]:
    """Says every statement, each in a transaction of its own; gives the rows of each."""
    rows = []
    for one in spoken:
        with engine.begin() as connection:
            result = connection.exec_driver_sql(one["statement"], _decoded(one["parameters"]))
            rows.append([[encoded(value) for value in row] for row in result] if result.returns_rows else [])
    return rows


def spoken(dialect: str) -> list[dict[str, Any]]:
    """What release 0001 says to that database."""
    found: dict[str, list[dict[str, Any]]] = json.loads((HERE / "v0001.json").read_text("utf-8"))
    return found[dialect]


def literal(value: object) -> str:
    """The value in SQL, for both databases."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex().upper()}'"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def encoded(value: object) -> object:
    """As JSON can hold it."""
    if isinstance(value, dict):
        return {name: encoded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(inner) for inner in value]
    value = getattr(value, "obj", value)  # psycopg's wrapper for bytes
    if isinstance(value, datetime):
        return {"_time": value.isoformat()}
    if isinstance(value, bytes | memoryview):
        return {"_bytes": bytes(value).hex()}
    return int(value) if isinstance(value, Decimal) else value


def _decoded(value: Any) -> Any:
    if isinstance(value, dict):
        if "_time" in value:
            return datetime.fromisoformat(value["_time"])
        if "_bytes" in value:
            return bytes.fromhex(value["_bytes"])
        return {name: _decoded(inner) for name, inner in value.items()}
    return _many(value) if isinstance(value, list) else value


def _many(values: Sequence[Any]) -> Any:
    inner = [_decoded(value) for value in values]
    return inner if inner and isinstance(inner[0], tuple | dict) else tuple(inner)
