"""The card index's tables, emptied and rebuilt at will; and ``change``, which numbers what happened to the cards."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, Table, Text

from catalog.columns import Instant, Ordered, metadata

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
