"""The tables, in SQLAlchemy Core; SQLite and PostgreSQL hold the same.

The ledger's part: ``drop_journal`` (append-only), ``dropped_file``, ``work``.
The index's part, emptied and rebuilt at will: ``card``, ``claim``, ``version``, ``receipt``; and ``change``, which
numbers what happened to the cards. A change here needs a migration in :mod:`catalog.migrations`; a test compares them.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

Ordered = Text().with_variant(Text(collation="C"), "postgresql")
"""Text compared by code point, so that both databases sort alike whatever the server's locale."""


class Instant(TypeDecorator[datetime]):
    """A moment, stored in UTC and aware when read; SQLite has no time zones and keeps it as text that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; for SQLite without the zone."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


drop_journal = Table(
    "drop_journal",
    metadata,
    Column("item", Ordered, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("dropped_at", Instant, nullable=False),
    comment="append-only: one row for every document dropped",
)

dropped_file = Table(
    "dropped_file",
    metadata,
    Column("item", Ordered, ForeignKey("drop_journal.item"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("path", LargeBinary, nullable=False, comment="the operating system's own bytes"),
    Column("name", Text, nullable=False),
    Column("device", Text, comment="decimal: some file systems use all 64 bits, which neither database has"),
    Column("inode", Text),
    Column("identity_size", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, comment="null: refused unread"),
    Column("media_type", Text, nullable=False),
    Column("extension", Text, nullable=False),
)

work = Table(
    "work",
    metadata,
    Column("id", Ordered, ForeignKey("drop_journal.item"), primary_key=True),
    Column("record", Ordered),
    Column("digest", Text),
    Column("agency", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", Ordered, nullable=False),
    Column("stage", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("pages_done", Integer, nullable=False),
    Column("pages_total", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease_token", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("code", Text),
    Column("reason", Text),
    Column("released", Boolean, nullable=False),
    Column("dropped_at", Instant, nullable=False),
    Column("finished_at", Instant),
    CheckConstraint("(state IN ('queued', 'working')) = (finished_at IS NULL)", name="finished"),
    CheckConstraint("(state = 'working') = (lease_until IS NOT NULL)", name="leased"),
)

# Literals, not parameters, so that both planners can prove that a partial index applies.
in_progress = work.c.finished_at.is_(None)
unreleased = work.c.released.is_(False)

Index("ix_work_state", work.c.state, work.c.dropped_at, work.c.id, work.c.size)
Index("ix_work_record", work.c.record, work.c.finished_at, work.c.dropped_at, work.c.id)
Index(
    "ix_work_in_progress",
    work.c.dropped_at,
    work.c.id,
    work.c.due_at,
    work.c.lease_until,
    sqlite_where=in_progress,
    postgresql_where=in_progress,
)
Index(
    "ix_work_unreleased",
    work.c.finished_at,
    work.c.dropped_at,
    work.c.id,
    sqlite_where=unreleased,
    postgresql_where=unreleased,
)

card = Table(
    "card",
    metadata,
    Column("record", Ordered, primary_key=True),
    Column("item", Ordered, nullable=False),
    Column("status", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("number", Text),
    Column("document_type", Text),
    Column("issuer", Text),
    Column("issued_date", Text),
    Column("place", Text),
    Column("subject", Text),
    Column("title", Text),
    Column("signer_name", Text),
    Column("signer_title", Text),
    Column("material_type", Text),
    Column("language", Text),
    Column("pages", Integer, nullable=False),
    Column("pages_failed", Integer, nullable=False),
    Column("size", BigInteger, nullable=False, comment="bytes of the originals"),
    Column("pdf_kind", Text, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("warnings", Text, nullable=False, comment="codes with spaces between"),
    Column("dropped_at", Instant, nullable=False),
    Column("archived_at", Instant, nullable=False),
)


def _of_card() -> Column[str]:
    return Column("record", Ordered, ForeignKey("card.record", ondelete="CASCADE"), primary_key=True)


claim = Table(
    "claim",
    metadata,
    _of_card(),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, nullable=False),
    Column("value", Text, comment="null: the claim says that there is none"),
    Column("raw", Text),
    Column("source", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("page", Integer),
    Column("x0", Integer),
    Column("y0", Integer),
    Column("x1", Integer),
    Column("y1", Integer),
    Column("rule", Text, nullable=False),
    Column("person", Text),
    Column("said_at", Instant),
)

version = Table(
    "version",
    metadata,
    _of_card(),
    Column("version", Ordered, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("message", Text, nullable=False),
    Column("person", Text, nullable=False),
)

receipt = Table(
    "receipt",
    metadata,
    _of_card(),
    Column("item", Ordered, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("dropped_at", Instant, nullable=False),
    Column("outcome", Text, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("record", Ordered, primary_key=True),
    Column("number", BigInteger, nullable=False, index=True),
    comment="the newest change of each record; one that has no card any more was cleared",
)

change_counter = Table(
    "change_counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    comment="one row; its lock makes the order of numbers the order of commits, which a sequence would not",
)
