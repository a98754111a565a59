"""Items and dropped files for tests of the ledger; every value has a default that makes sense."""

from datetime import UTC, datetime, timedelta

from schemas.drop import DroppedFile, FileIdentity, Item, Stage, State
from schemas.ids import ItemId, Sha256, new_item_id, record_id

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""The moment at which the tests begin."""


def later(seconds: float) -> datetime:
    """So many seconds after `NOON`."""
    return NOON + timedelta(seconds=seconds)


def digest_of(number: int) -> Sha256:
    """A digest; the same for the same number."""
    return Sha256(f"{number:064x}")


def make_item(content: int | None = 1, **changes: object) -> Item:
    """A queued item, dropped and due at noon; ``content`` says which document it is, None for none."""
    item = Item(
        id=new_item_id(NOON),
        record=None if content is None else record_id(digest_of(content)),
        digest=None if content is None else digest_of(content),
        agency="So-Tu-phap",
        source="So-Tu-phap/tờ gấp.pdf",
        size=1000,
        state=State.QUEUED,
        stage=Stage.TAKEN,
        attempts=0,
        pages_done=0,
        pages_total=0,
        due_at=NOON,
        lease_token=0,
        lease_until=None,
        code=None,
        reason=None,
        released=False,
        dropped_at=NOON,
        finished_at=None,
    )
    return Item.model_validate(item.model_dump() | changes)


def make_items(number: int, **changes: object) -> list[Item]:
    """So many different documents, with ids in the order of the list."""
    return [make_item(n, id=ItemId(f"{n:020d}"), **changes) for n in range(1, number + 1)]


def make_file(
    path: str = "So-Tu-phap/tờ gấp.pdf", *, inode: int = 7, mtime_ns: int = 1_772_000_000_123_456_789
) -> DroppedFile:
    """A file as it was taken from the inbox."""
    return DroppedFile(
        path=path,
        name="tờ gấp.pdf",
        identity=FileIdentity(device=66, inode=inode, size=1000, mtime_ns=mtime_ns),
        size=1000,
        sha256=digest_of(1),
        media_type="application/pdf",
        extension=".pdf",
    )
