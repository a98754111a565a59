"""The archivists' desk: what needs a person, who has it, drafts, filters; and indexes for its lists. Only adds.

What needs a person is not known of records that are in the catalog already: ``attention`` fills as they are filed
again (`kho rebuild-catalog`, or by itself when the reading room opens).
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PLACE = ["rank", "dropped_at", "record"]


def upgrade() -> None:
    """Adds the tables and the indexes."""
    _attention()
    _topic()
    _count()
    _people_s_own()
    _lists()


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _attention() -> None:
    facets = ("agency", "document_type", "material_type", "batch", "status")
    none = {"document_type": "empty for none", "material_type": "empty for none"}
    none["batch"] = "the day it was dropped, in Vietnam"
    op.create_table(
        "attention",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("step", _ordered(), nullable=False),
        sa.Column(
            "rank", sa.Double(), nullable=False, comment="minus the score, so that the whole order of the queue ascends"
        ),
        sa.Column("dropped_at", _instant(), nullable=False),
        *(
            sa.Column(name, _ordered(), nullable=False, comment=none.get(name))
            for name in ("agency", "document_type", "material_type", "status", "batch")
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "topics", sa.Text(), nullable=False, comment="as in attention_topic, in one word: with spaces around each"
        ),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="number, titles and file name, folded, to look for pieces in",
        ),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False, comment="the first few as JSON, greatest weight first"),
        sa.Column("more", sa.Integer(), nullable=False, comment="how many there are beyond these"),
        sa.PrimaryKeyConstraint("record", name="pk_attention"),
    )
    op.create_index("ix_attention_place", "attention", ["step", *_PLACE, *facets, "topics", "words"])
    for facet in facets:
        op.create_index(f"ix_attention_{facet}", "attention", ["step", facet, *_PLACE])


def _topic() -> None:
    op.create_table(
        "attention_topic",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("topic", _ordered(), nullable=False),
        sa.Column("step", _ordered(), nullable=False),
        sa.Column("rank", sa.Double(), nullable=False),
        sa.Column("dropped_at", _instant(), nullable=False),
        sa.Column("agency", _ordered(), nullable=False),
        sa.PrimaryKeyConstraint("record", "topic", name="pk_attention_topic"),
        sa.ForeignKeyConstraint(["record"], ["attention.record"], name="fk_attention_topic_record", ondelete="CASCADE"),
        comment="what a record's reasons are about, to filter by; the rest as in its row of attention",
    )
    op.create_index("ix_attention_topic_place", "attention_topic", ["step", "topic", *_PLACE, "agency"])


def _count() -> None:
    op.create_table(
        "attention_count",
        *(sa.Column(name, _ordered(), nullable=False) for name in ("step", "facet", "value", "agency")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("step", "facet", "value", "agency", name="pk_attention_count"),
        comment="how many rows of attention have this value; kept in step by whoever changes one",
    )


def _people_s_own() -> None:
    op.create_table(
        "desk_claim",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("since", _instant(), nullable=False),
        sa.Column("until", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_desk_claim"),
        comment="who has a record on the desk; one that has run out counts nothing",
    )
    op.create_index("ix_desk_claim_person", "desk_claim", ["person", "until"])
    op.create_table(
        "draft",
        sa.Column("record", _ordered(), nullable=False),
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False, comment="number of the version it was begun on"),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("record", "person", name="pk_draft"),
    )
    op.create_index("ix_draft_person", "draft", ["person", "saved_at"])
    op.create_table(
        "saved_filter",
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("name", _ordered(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "name", name="pk_saved_filter"),
    )
    op.create_table(
        "release_wish",
        sa.Column("item", _ordered(), nullable=False),
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("item", name="pk_release_wish"),
        comment="the first of two persons who say that a secret mark may be passed over",
    )
    op.create_table(
        "put_back",
        sa.Column("item", _ordered(), nullable=False),
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("place", sa.Text(), comment="its path in the inbox then; null: it lay there no more"),
        sa.Column("at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("item", name="pk_put_back"),
        comment="refused documents that somebody has seen to: on no list of failures any more",
    )


def _lists() -> None:
    op.create_index("ix_version_created", "version", ["created", "person", "record"])
    op.create_index("ix_drop_journal_agency", "drop_journal", ["agency", "dropped_at", "item"])
    op.create_index("ix_drop_journal_place", "drop_journal", ["dropped_at", "item"])
    trouble, part_trouble = sa.text("code IS NOT NULL"), sa.text("code IS NOT NULL AND finished_at IS NULL")
    columns = ["dropped_at", "id", "agency", "code", "state"]
    op.create_index("ix_work_trouble", "work", columns, sqlite_where=trouble, postgresql_where=trouble)
    op.create_index("ix_part_trouble", "part", ["item"], sqlite_where=part_trouble, postgresql_where=part_trouble)
