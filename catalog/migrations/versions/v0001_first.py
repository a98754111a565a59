"""The first tables: the ledger of work and the card index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates every table of the ledger, then those of the index."""
    _journal()
    _work()
    _card()
    _below_card()
    _change()


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _journal() -> None:
    op.create_table(
        "drop_journal",
        sa.Column("item", _ordered(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("dropped_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("item", name="pk_drop_journal"),
        comment="append-only: one row for every document dropped",
    )
    op.create_table(
        "dropped_file",
        sa.Column("item", _ordered(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False, comment="the operating system's own bytes"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "device", sa.Text(), comment="decimal: some file systems use all 64 bits, which neither database has"
        ),
        sa.Column("inode", sa.Text()),
        sa.Column("identity_size", sa.BigInteger()),
        sa.Column("mtime_ns", sa.BigInteger()),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), comment="null: refused unread"),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("item", "position", name="pk_dropped_file"),
        sa.ForeignKeyConstraint(["item"], ["drop_journal.item"], name="fk_dropped_file_item"),
    )


def _work() -> None:
    op.create_table(
        "work",
        sa.Column("id", _ordered(), nullable=False),
        sa.Column("record", _ordered()),
        sa.Column("digest", sa.Text()),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", _ordered(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("pages_total", sa.Integer(), nullable=False),
        sa.Column("due_at", _instant(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("lease_until", _instant()),
        sa.Column("code", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("dropped_at", _instant(), nullable=False),
        sa.Column("finished_at", _instant()),
        sa.PrimaryKeyConstraint("id", name="pk_work"),
        sa.ForeignKeyConstraint(["id"], ["drop_journal.item"], name="fk_work_id"),
        sa.CheckConstraint("(state IN ('queued', 'working')) = (finished_at IS NULL)", name=op.f("ck_work_finished")),
        sa.CheckConstraint("(state = 'working') = (lease_until IS NOT NULL)", name=op.f("ck_work_leased")),
    )
    op.create_index("ix_work_state", "work", ["state", "dropped_at", "id", "size"])
    op.create_index("ix_work_record", "work", ["record", "finished_at", "dropped_at", "id"])
    op.create_index(
        "ix_work_in_progress",
        "work",
        ["dropped_at", "id", "due_at", "lease_until"],
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_index(
        "ix_work_unreleased",
        "work",
        ["finished_at", "dropped_at", "id"],
        sqlite_where=sa.text("released IS 0"),
        postgresql_where=sa.text("released IS false"),
    )


def _card() -> None:
    described = (
        "number",
        "document_type",
        "issuer",
        "issued_date",
        "place",
        "subject",
        "title",
        "signer_name",
        "signer_title",
        "material_type",
        "language",
    )
    op.create_table(
        "card",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("item", _ordered(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in described),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pages_failed", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes of the originals"),
        sa.Column("pdf_kind", sa.Text(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False, comment="codes with spaces between"),
        sa.Column("dropped_at", _instant(), nullable=False),
        sa.Column("archived_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_card"),
    )


def _below_card() -> None:
    op.create_table(
        "claim",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), comment="null: the claim says that there is none"),
        sa.Column("raw", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("page", sa.Integer()),
        *(sa.Column(edge, sa.Integer()) for edge in ("x0", "y0", "x1", "y1")),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("said_at", _instant()),
        sa.PrimaryKeyConstraint("record", "position", name="pk_claim"),
        sa.ForeignKeyConstraint(["record"], ["card.record"], name="fk_claim_record", ondelete="CASCADE"),
    )
    op.create_table(
        "version",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("version", _ordered(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created", _instant(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "version", name="pk_version"),
        sa.ForeignKeyConstraint(["record"], ["card.record"], name="fk_version_record", ondelete="CASCADE"),
    )
    op.create_table(
        "receipt",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("item", _ordered(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("dropped_at", _instant(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "item", name="pk_receipt"),
        sa.ForeignKeyConstraint(["record"], ["card.record"], name="fk_receipt_record", ondelete="CASCADE"),
    )


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_change"),
        comment="the newest change of each record; one that has no card any more was cleared",
    )
    op.create_index("ix_change_number", "change", ["number"])
    op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change_counter"),
        comment="one row; its lock makes the order of numbers the order of commits, which a sequence would not",
    )
    op.execute("INSERT INTO change_counter (id, number) VALUES (1, 0)")
