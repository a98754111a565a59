"""The tables of the ledger (``drop_journal`` is append-only; ``part`` lies below ``work``) and of the crew."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    and_,
    false,
)

from catalog.columns import Instant, Ordered, metadata

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
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("delays", Integer, nullable=False, server_default="0"),
    CheckConstraint("(state IN ('queued', 'working')) = (finished_at IS NULL)", name="finished"),
    CheckConstraint("(state = 'working') = (lease_until IS NOT NULL)", name="leased"),
)

part = Table(
    "part",
    metadata,
    Column("item", Ordered, ForeignKey("work.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("state", Ordered, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("delays", Integer, nullable=False),
    Column("pages_done", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease_token", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("code", Text),
    Column("reason", Text),
    Column("agency", Text, nullable=False, comment="as its item's, so that an index knows its turn"),
    Column("urgent", Boolean, nullable=False),
    Column("dropped_at", Instant, nullable=False),
    Column("finished_at", Instant),
    CheckConstraint("(state IN ('queued', 'working')) = (finished_at IS NULL)", name="finished"),
    CheckConstraint("(state = 'working') = (lease_until IS NOT NULL)", name="leased"),
)

# Literals, not parameters, so that both planners can prove that a partial index applies.
in_progress = work.c.finished_at.is_(None)
unreleased = work.c.released.is_(False)
part_in_progress = part.c.finished_at.is_(None)
urgent = and_(in_progress, work.c.urgent.is_(True))
part_urgent = and_(part_in_progress, part.c.urgent.is_(True))


def _partial(name: str, where: ColumnElement[bool], *columns: Column[Any]) -> None:
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


Index("ix_work_state", work.c.state, work.c.dropped_at, work.c.id, work.c.size)
Index("ix_work_record", work.c.record, work.c.finished_at, work.c.dropped_at, work.c.id)
# With the time it is due, so that what waits for a later time is passed over without a look at its row. Without the
# lease: it changes all the time, and only as many rows have one as there are workers.
_partial("ix_work_turn", in_progress, work.c.agency, work.c.dropped_at, work.c.id, work.c.due_at)
_partial("ix_work_urgent", urgent, work.c.dropped_at, work.c.id, work.c.due_at)
_partial("ix_work_unreleased", unreleased, work.c.finished_at, work.c.dropped_at, work.c.id)
_partial("ix_part_turn", part_in_progress, part.c.agency, part.c.dropped_at, part.c.item, part.c.number, part.c.due_at)
_partial("ix_part_urgent", part_urgent, part.c.dropped_at, part.c.item, part.c.number, part.c.due_at)

worker = Table(
    "worker",
    metadata,
    Column("name", Ordered, primary_key=True),
    Column("slots", Integer, nullable=False),
    Column("queues", Text, nullable=False, comment="names with spaces between"),
    Column("version", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    comment="the crew: who has said lately that it is alive",
)
