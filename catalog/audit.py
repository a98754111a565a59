"""The audit: who did what, when, from where. It only grows; the database itself refuses anything else."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import Field
from sqlalchemy import Engine, insert, select
from sqlalchemy.sql.elements import ColumnElement

from catalog.rows import utc
from catalog.tables import audit
from catalog.transaction import transaction
from schemas.base import Frozen
from schemas.text import nfc

Detail = Mapping[str, str | int | bool | Sequence[str] | None]
"""Codes, ids, numbers and names of roles: never document text, a password, a token or personal data."""


class Entry(Frozen):
    """One thing done."""

    number: int = Field(description="greater for a later one")
    at: datetime
    person: str | None = Field(description="login; None: nobody who is known")
    action: str
    record: str | None
    agency: str | None = Field(description="whose papers it was about")
    detail: dict[str, str | int | bool | list[str] | None]
    address: str | None = Field(description="where the request came from; None: at the machine itself")


class AuditFilter(Frozen):
    """Which entries are wanted; what is None does not matter."""

    person: str | None = None
    action: str | None = None
    record: str | None = None
    since: datetime | None = None
    until: datetime | None = Field(default=None, description="up to but without this moment")
    agencies: tuple[str, ...] | None = Field(default=None, description="only what was about their papers")


class SqlAudit:
    """Over SQLite or PostgreSQL. Raises `DatabaseUnreachable` or `DiskFull` for passing trouble."""

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def note(
        self,
        *,
        person: str | None,
        action: str,
        record: str | None = None,
        agency: str | None = None,
        detail: Detail | None = None,
        address: str | None,
        at: datetime,
    ) -> None:
        """Writes down what was done. ``person`` is a login."""
        row = {
            "at": utc(at),
            "person": person,
            "action": action,
            "record": record,
            "agency": None if agency is None else nfc(agency),
            "detail": json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True),
            "address": address,
        }
        with transaction(self._engine, write=True) as connection:
            connection.execute(insert(audit), row)

    def entries(self, wanted: AuditFilter, *, after: int | None = None, limit: int = 100) -> Sequence[Entry]:
        """At most so many, the newest first; ``after`` the number of the last one already seen."""
        conditions = _conditions(wanted)
        if after is not None:
            conditions.append(audit.c.number < after)
        newest = select(audit).where(*conditions).order_by(audit.c.number.desc()).limit(limit)
        with transaction(self._engine, write=False) as connection:
            rows = connection.execute(newest).mappings().all()
        return [Entry(**dict(row) | {"detail": json.loads(row["detail"])}) for row in rows]


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    row = audit.c
    asked: list[ColumnElement[bool]] = [
        row[name] == value for name in ("person", "action", "record") if (value := getattr(wanted, name)) is not None
    ]
    if wanted.since is not None:
        asked.append(row.at >= utc(wanted.since))
    if wanted.until is not None:
        asked.append(row.at < utc(wanted.until))
    if wanted.agencies is not None:
        asked.append(row.agency.in_(wanted.agencies))
    return asked
