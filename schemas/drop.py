"""What was dropped and what became of it: the words of the intake and of the ledger of work."""

import json
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.errors import Code
from schemas.ids import ItemId, RecordId, Sha256
from schemas.inspection import Kind


class FileIdentity(Frozen):
    """Which file it was: a second file under the same name is another one."""

    device: int
    inode: int
    size: int
    mtime_ns: int


class DroppedFile(Frozen):
    """One file of a drop as it was taken."""

    path: str = Field(description="as dropped: relative to the inbox, absolute for `kho run`; may hold surrogates")
    name: str = Field(description="file name for people, NFC")
    identity: FileIdentity | None = Field(description="None for what is not to leave its place (`kho run`)")
    size: int
    sha256: Sha256 | None = Field(description="None for what was refused unread")
    media_type: str
    extension: str


class Drop(Frozen):
    """One document as dropped; staged as ``drop.json`` beside its files."""

    item: ItemId
    record: RecordId
    digest: Sha256 = Field(description="names the document: the file's SHA-256, or that of the ordered list of pages")
    agency: str = Field(description="first folder below the inbox, NFC")
    source: str = Field(description="what people call it: path as dropped, `bundle.zip!member` for a member; NFC")
    files: tuple[DroppedFile, ...] = Field(min_length=1)
    sidecar: DroppedFile | None = None
    kind: Kind = Field(description="PDF, or images in page order")
    pages: int = Field(default=0, description="how many it has; 0 in drops of version 0.1, which did not say")
    signed: bool = Field(default=False, description="a PDF with a digital signature: archived as it is")
    urgent: bool = Field(default=False, description="dropped in `_khan/`, or said so by the sender")
    dropped_at: datetime
    warnings: tuple[str, ...] = ()


def drop_to_json(drop: Drop) -> bytes:
    """``drop.json``: ASCII, so that a path that is not UTF-8 (a lone surrogate in Python) survives as an escape."""
    return json.dumps(drop.model_dump(), default=str, ensure_ascii=True).encode()


def drop_from_json(data: bytes) -> Drop:
    """The drop of a ``drop.json``; pydantic's own parser would refuse a lone surrogate."""
    return Drop.model_validate(json.loads(data))


class State(StrEnum):
    """The states of an item. The first two are in progress; each of the others is final."""

    QUEUED = "queued"
    WORKING = "working"
    ARCHIVED = "archived"
    DUPLICATE = "duplicate"
    REFUSED = "refused"

    @property
    def final(self) -> bool:
        """Whether the item's life is over."""
        return self not in (State.QUEUED, State.WORKING)


class Stage(StrEnum):
    """Where in its life an item in progress stands."""

    TAKEN = "taken"
    READ = "read"
    DESCRIBED = "described"
    KEPT = "kept"


class Item(Frozen):
    """A row of the ledger."""

    id: ItemId
    record: RecordId | None
    digest: Sha256 | None
    agency: str
    source: str
    size: int
    state: State
    stage: Stage
    urgent: bool = Field(default=False, description="goes before everything that is not")
    attempts: int = Field(description="leases that have counted; more than `failures`: tries that ended without a word")
    failures: int = Field(default=0, description="tries that ended with a failure of their own")
    delays: int = Field(default=0, description="outages one after the other; each doubles the pause")
    pages_done: int
    pages_total: int
    due_at: datetime
    lease_token: int
    lease_until: datetime | None
    code: Code | None
    reason: str | None = Field(description="the sentence for people, in Vietnamese")
    released: bool = Field(description="whether the inbox has been tidied after the final state")
    dropped_at: datetime
    finished_at: datetime | None


class PartState(StrEnum):
    """The states of a part. The first two are in progress; the others are final."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"  # its item is refused with the part's code


class Part(Frozen):
    """A range of a long document's pages, read as a task of its own; a row of the ledger below its item."""

    item: ItemId
    number: int = Field(ge=1)
    first: int = Field(ge=1, description="its first page, from 1")
    last: int = Field(description="its last page")
    state: PartState
    attempts: int
    failures: int
    delays: int
    pages_done: int
    due_at: datetime
    lease_token: int
    lease_until: datetime | None
    code: Code | None
    reason: str | None


class Lease(Frozen):
    """The right to work on an item or a part until `until`; `token` grows with every lease (fencing)."""

    item: ItemId
    part: int = Field(default=0, description="number of the part; 0 for the whole item")
    token: int
    until: datetime


class Due(Frozen):
    """Something that wants hands: a whole document, or one part of a long one."""

    item: ItemId
    part: int = Field(default=0, description="number of the part; 0 for the whole item")
    agency: str
    pages: int
    urgent: bool
    dropped_at: datetime


class Balance(Frozen):
    """The account of everything dropped. `dropped` is counted from the journal of drops, the rest from the ledger."""

    dropped: int
    archived: int
    duplicate: int
    refused: int
    in_progress: int
    dropped_bytes: int
    archived_bytes: int
    duplicate_bytes: int
    refused_bytes: int
    in_progress_bytes: int

    @property
    def holds(self) -> bool:
        """Whether nothing was lost and nothing doubled."""
        return (
            self.dropped == self.archived + self.duplicate + self.refused + self.in_progress
            and self.dropped_bytes
            == self.archived_bytes + self.duplicate_bytes + self.refused_bytes + self.in_progress_bytes
        )


class Waiting(Frozen):
    """What is in progress."""

    documents: int
    pages: int = Field(description="pages not read yet")


class Worker(Frozen):
    """A worker process and its children: a row of the crew's list."""

    name: str = Field(description="host:pid, unique among the living")
    slots: int = Field(ge=1, description="documents it works on at once")
    queues: tuple[str, ...]
    version: str = Field(description="of this software, so that an upgrade in progress can be seen")
    started_at: datetime
    seen_at: datetime
