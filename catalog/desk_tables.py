"""The tables of the archivists' desk.

``attention`` with its two helpers belongs to the index: a pure function of the records, emptied and rebuilt with it. It
does not hang on ``card``, so that an older release beside us, which knows cards only, cannot make the counts wrong.
The others are people's own and outlive a rebuild.
"""

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, Table, Text, and_

from catalog.card_tables import version
from catalog.columns import Instant, Ordered, metadata
from catalog.ledger_tables import drop_journal, part, part_in_progress, work

attention = Table(
    "attention",
    metadata,
    Column("record", Ordered, primary_key=True),
    Column("step", Ordered, nullable=False),
    Column("rank", Double, nullable=False, comment="minus the score, so that the whole order of the queue ascends"),
    Column("dropped_at", Instant, nullable=False),
    Column("agency", Ordered, nullable=False),
    Column("document_type", Ordered, nullable=False, comment="empty for none"),
    Column("material_type", Ordered, nullable=False, comment="empty for none"),
    Column("status", Ordered, nullable=False),
    Column("batch", Ordered, nullable=False, comment="the day it was dropped, in Vietnam"),
    Column("title", Text, nullable=False),
    Column("topics", Text, nullable=False, comment="as in attention_topic, in one word: with spaces around each"),
    Column("words", Text, nullable=False, comment="number, titles and file name, folded, to look for pieces in"),
    Column("pages", Integer, nullable=False),
    Column("reasons", Text, nullable=False, comment="the first few as JSON, greatest weight first"),
    Column("more", Integer, nullable=False, comment="how many there are beyond these"),
)

attention_topic = Table(
    "attention_topic",
    metadata,
    Column("record", Ordered, ForeignKey("attention.record", ondelete="CASCADE"), primary_key=True),
    Column("topic", Ordered, primary_key=True),
    Column("step", Ordered, nullable=False),
    Column("rank", Double, nullable=False),
    Column("dropped_at", Instant, nullable=False),
    Column("agency", Ordered, nullable=False),
    comment="what a record's reasons are about, to filter by; the rest as in its row of attention",
)

attention_count = Table(
    "attention_count",
    metadata,
    Column("step", Ordered, primary_key=True),
    Column("facet", Ordered, primary_key=True),
    Column("value", Ordered, primary_key=True),
    Column("agency", Ordered, primary_key=True),
    Column("number", Integer, nullable=False),
    comment="how many rows of attention have this value; kept in step by whoever changes one",
)

desk_claim = Table(
    "desk_claim",
    metadata,
    Column("record", Ordered, primary_key=True),
    Column("person", Ordered, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    comment="who has a record on the desk; one that has run out counts nothing",
)

draft = Table(
    "draft",
    metadata,
    Column("record", Ordered, primary_key=True),
    Column("person", Ordered, primary_key=True),
    Column("base", Integer, nullable=False, comment="number of the version it was begun on"),
    Column("change", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
)

saved_filter = Table(
    "saved_filter",
    metadata,
    Column("person", Ordered, primary_key=True),
    Column("name", Ordered, primary_key=True),
    Column("filter", Text, nullable=False),
)

release_wish = Table(
    "release_wish",
    metadata,
    Column("item", Ordered, primary_key=True),
    Column("person", Ordered, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="the first of two persons who say that a secret mark may be passed over",
)

put_back = Table(
    "put_back",
    metadata,
    Column("item", Ordered, primary_key=True),
    Column("person", Ordered, nullable=False),
    Column("place", Text, comment="its path in the inbox then; null: it lay there no more"),
    Column("at", Instant, nullable=False),
    comment="refused documents that somebody has seen to: on no list of failures any more",
)

FACETS = ("agency", "document_type", "material_type", "batch", "status")
"""Columns of attention that the queue is filtered by, each with an index that gives the queue's own order."""

_PLACE = ("rank", "dropped_at", "record")
# With all that is filtered by behind the place: several filters at once are served from this index alone.
Index("ix_attention_place", *(attention.c[name] for name in ("step", *_PLACE, *FACETS, "topics", "words")))
for _facet in FACETS:
    Index(f"ix_attention_{_facet}", *(attention.c[name] for name in ("step", _facet, *_PLACE)))
Index("ix_attention_topic_place", *(attention_topic.c[name] for name in ("step", "topic", *_PLACE, "agency")))
Index("ix_desk_claim_person", desk_claim.c.person, desk_claim.c.until)
Index("ix_draft_person", draft.c.person, draft.c.saved_at)

# Of the older tables: what people did on a day, and what became of what was dropped.
Index("ix_version_created", version.c.created, version.c.person, version.c.record)
# On the journal, not on `work`: one more index there and a planner takes it for a question of the ledger's.
Index("ix_drop_journal_agency", drop_journal.c.agency, drop_journal.c.dropped_at, drop_journal.c.item)
Index("ix_drop_journal_place", drop_journal.c.dropped_at, drop_journal.c.item)

in_trouble = work.c.code.is_not(None)
"""Refused, or tried in vain at least once."""
part_in_trouble = and_(part.c.code.is_not(None), part_in_progress)
Index(
    "ix_work_trouble", work.c.dropped_at, work.c.id, work.c.agency, work.c.code, work.c.state,
    sqlite_where=in_trouble, postgresql_where=in_trouble,
)  # fmt: skip
Index("ix_part_trouble", part.c.item, sqlite_where=part_in_trouble, postgresql_where=part_in_trouble)
