"""Documents in parts, urgent ones, and the crew's list of workers.

Only adds: whatever release 0001 says to these tables still does what it did. The index ``ix_work_in_progress`` goes, as
``ix_work_turn`` serves its question too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns, the tables and their indexes."""
    _work()
    _part()
    _worker()


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _partial(name: str, table: str, columns: list[str], *, urgent: bool = False) -> None:
    op.create_index(
        name,
        table,
        columns,
        sqlite_where=sa.text("finished_at IS NULL" + " AND urgent IS 1" * urgent),
        postgresql_where=sa.text("finished_at IS NULL" + " AND urgent IS true" * urgent),
    )


def _work() -> None:
    op.add_column("work", sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("work", sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    op.add_column("work", sa.Column("delays", sa.Integer(), server_default="0", nullable=False))
    op.drop_index("ix_work_in_progress", "work")
    _partial("ix_work_turn", "work", ["agency", "dropped_at", "id", "due_at"])
    _partial("ix_work_urgent", "work", ["dropped_at", "id", "due_at"], urgent=True)


def _part() -> None:
    op.create_table(
        "part",
        sa.Column("item", _ordered(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("state", _ordered(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("delays", sa.Integer(), nullable=False),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("due_at", _instant(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("lease_until", _instant()),
        sa.Column("code", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("agency", sa.Text(), nullable=False, comment="as its item's, so that an index knows its turn"),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("dropped_at", _instant(), nullable=False),
        sa.Column("finished_at", _instant()),
        sa.PrimaryKeyConstraint("item", "number", name="pk_part"),
        sa.ForeignKeyConstraint(["item"], ["work.id"], name="fk_part_item"),
        sa.CheckConstraint("(state IN ('queued', 'working')) = (finished_at IS NULL)", name=op.f("ck_part_finished")),
        sa.CheckConstraint("(state = 'working') = (lease_until IS NOT NULL)", name=op.f("ck_part_leased")),
    )
    _partial("ix_part_turn", "part", ["agency", "dropped_at", "item", "number", "due_at"])
    _partial("ix_part_urgent", "part", ["dropped_at", "item", "number", "due_at"], urgent=True)


def _worker() -> None:
    op.create_table(
        "worker",
        sa.Column("name", _ordered(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("queues", sa.Text(), nullable=False, comment="names with spaces between"),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("started_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_worker"),
        comment="the crew: who has said lately that it is alive",
    )
