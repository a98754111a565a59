"""What people keep for themselves, in SQL: drafts of changes and filters. Both outlive a restart and a rebuild."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from catalog.rows import utc
from catalog.tables import draft, saved_filter
from catalog.transaction import transaction
from schemas.desk import Draft, Filter, SavedFilter
from schemas.errors import Code, Refused
from schemas.ids import RecordId
from schemas.text import nfc

MAX_DRAFT = 1 << 20
"""Bytes; a correction of every word of a long page is a tenth of it."""


class SqlDrafts:
    """Drafts and saved filters over SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def draft(self, record: RecordId, person: str) -> Draft | None:
        """What this person has typed and not sent; None for nothing."""
        own = select(draft).where(draft.c.record == record, draft.c.person == person)
        with transaction(self._engine, write=False) as connection:
            row = connection.execute(own).mappings().first()
        return None if row is None else _draft(row)

    def save_draft(self, record: RecordId, person: str, *, base: int, change: str, now: datetime) -> None:
        """Keeps it in place of what was kept before.

        Raises:
            Refused: TOO_LARGE (facts ``size``, ``limit``).
        """
        size = len(change.encode(errors="replace"))
        if size > MAX_DRAFT:
            raise Refused(Code.TOO_LARGE, detail="a draft", size=size, limit=MAX_DRAFT)
        key = {"record": record, "person": person}
        self._keep(draft, key, {"base": base, "change": nfc(change), "saved_at": utc(now)})

    def drop_draft(self, record: RecordId, person: str) -> None:
        """Forgets it; no error if there is none."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(delete(draft).where(draft.c.record == record, draft.c.person == person))

    def drafts(self, person: str) -> Sequence[Draft]:
        """All drafts of a person, youngest first."""
        own = select(draft).where(draft.c.person == person).order_by(draft.c.saved_at.desc(), draft.c.record)
        with transaction(self._engine, write=False) as connection:
            return [_draft(row) for row in connection.execute(own).mappings()]

    def filters(self, person: str) -> Sequence[SavedFilter]:
        """A person's saved filters, by name."""
        own = select(saved_filter).where(saved_filter.c.person == person).order_by(saved_filter.c.name)
        with transaction(self._engine, write=False) as connection:
            rows = connection.execute(own).mappings().all()
        return [SavedFilter(name=row["name"], filter=Filter.model_validate_json(row["filter"])) for row in rows]

    def save_filter(self, person: str, saved: SavedFilter) -> None:
        """Keeps it in place of one of the same name."""
        content = saved.filter.model_dump_json(exclude_defaults=True)
        self._keep(saved_filter, {"person": person, "name": nfc(saved.name)}, {"filter": nfc(content)})

    def drop_filter(self, person: str, name: str) -> None:
        """Forgets it; no error if there is none."""
        this = (saved_filter.c.person == person, saved_filter.c.name == nfc(name))
        with transaction(self._engine, write=True) as connection:
            connection.execute(delete(saved_filter).where(*this))

    def _keep(self, table: Table, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        with transaction(self._engine, write=True) as connection:
            _upsert(connection, table, key, values)


def _upsert(connection: Connection, table: Table, key: Mapping[str, object], values: Mapping[str, object]) -> None:
    own_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = own_insert(table).on_conflict_do_update(index_elements=list(key), set_=dict(values))
    connection.execute(statement, {**key, **values})


def _draft(row: RowMapping) -> Draft:
    return Draft.model_validate(dict(row))
