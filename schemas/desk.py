"""The words of the archivists' desk: what is asked of the queue and what it gives."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from schemas.attention import Reason, Step
from schemas.base import Frozen
from schemas.errors import Code
from schemas.ids import ItemId, RecordId


class Filter(Frozen):
    """Which records of the queue; every part narrows. The empty filter is all that wants an archivist."""

    step: Step = Step.CHECK
    agency: str | None = None
    document_type: str | None = None
    material_type: str | None = None
    batch: date | None = Field(default=None, description="the day it was dropped, in Vietnam")
    waiting_days: int | None = Field(default=None, ge=1, le=36_500, description="dropped at least so many days ago")
    reason: str | None = Field(default=None, description="a `Reason.topic`")
    status: str | None = None
    mine: bool = Field(default=False, description="only what the person asking has on the desk or a draft of")
    text: str | None = Field(default=None, max_length=200, description="a piece of number, title or file name")


class Cursor(NamedTuple):
    """A place in the queue: everything after it has less weight, or as much and is younger."""

    score: float
    dropped_at: datetime
    record: RecordId


class Place(NamedTuple):
    """A place in a list of items, youngest first."""

    dropped_at: datetime
    item: ItemId


class QueueRow(Frozen):
    """One record as the queue shows it."""

    record: RecordId
    score: float
    step: Step
    agency: str
    document_type: str | None
    material_type: str | None
    status: str
    batch: date
    dropped_at: datetime
    title: str = Field(description="one line: number and title, or what the file was called")
    pages: int
    reasons: tuple[Reason, ...] = Field(description="the first few, greatest weight first")
    more: int = Field(default=0, description="how many reasons there are beyond these")
    held_by: str | None = Field(default=None, description="login of whoever has it on the desk now")
    held_until: datetime | None = None
    drafted: bool = Field(default=False, description="the person asking has a draft of it")


class QueuePage(Frozen):
    """A page of the queue."""

    rows: tuple[QueueRow, ...]
    next: Cursor | None = Field(description="where the next page begins; None if this is the last one")
    total: int = Field(description="how many records the filter finds in all")
    beyond: bool = Field(default=False, description="there are more than `total`: a search is not counted to its end")


class Claimed(Frozen):
    """Who has a record on the desk."""

    record: RecordId
    by: str = Field(description="login")
    since: datetime
    until: datetime
    ours: bool = Field(description="whether it is the person who asked")


class Draft(Frozen):
    """What somebody has typed and not sent yet."""

    record: RecordId
    person: str
    base: int = Field(ge=1, description="number of the version it was begun on")
    change: str = Field(description="the page's own JSON; a `Change` in the making")
    saved_at: datetime


class SavedFilter(Frozen):
    """A filter somebody wants to find again."""

    name: str = Field(min_length=1, max_length=80)
    filter: Filter


class Progress(Frozen):
    """What was done on a day, in records of which people made a new version."""

    day: date
    mine: int
    everybody: int
    people: tuple[tuple[str, int], ...] = Field(description="login and number, most first")
    waiting: int = Field(description="records that want an archivist now")


class Trouble(Frozen):
    """One dropped document, what became of it, and if that is bad, why and what to do."""

    item: ItemId
    agency: str
    source: str = Field(description="what it was called when dropped")
    size: int
    state: str = Field(description="a `schemas.drop.State`")
    code: Code | None
    sentence: str | None = Field(description="in Vietnamese: what is wrong and what to do")
    record: RecordId | None = Field(description="where it can be found once archived")
    dropped_at: datetime
    finished_at: datetime | None
    due_at: datetime | None = Field(default=None, description="of one that waits: when it is tried again")
    attempts: int = 0
    pages_done: int = 0
    pages_total: int = 0
    place: str | None = Field(default=None, description="of a refused one: folder below the inbox where it lies")
    settled_at: datetime | None = Field(
        default=None, description="of a refused one: when it was put back, or found gone"
    )
    wish: "Wish | None" = Field(default=None, description="who has asked first that a secret mark be passed over")


class TroublePage(Frozen):
    """A page of them, youngest first."""

    rows: tuple[Trouble, ...]
    next: Place | None
    total: int | None = Field(default=None, description="not counted for lists that have no end")


class Wish(Frozen):
    """The first of two persons who say that a mark of secrecy is only a picture of one."""

    item: ItemId
    person: str
    reason: str
    at: datetime


class RetryOutcome(StrEnum):
    """What became of the wish to try an item again."""

    DUE = "due"  # it was waiting after trouble: it is worked on at once
    PUT_BACK = "put-back"  # a refused file lies in the inbox again and is taken as a new drop
    SECOND_WANTED = "second-wanted"  # a secret mark: somebody else has to say so too
    PUBLISHER_WANTED = "publisher-wanted"  # a secret mark: nobody who may decide about one has said so yet
    BY_HAND = "by-hand"  # a machine cannot put it together again: take it out of `_tu-choi` yourself
    GONE = "gone"  # the refused file does not lie where it was put any more
    NOTHING = "nothing"  # the item has ended well, or is not waiting


class Retried(Frozen):
    """The outcome, and where the file lies now."""

    outcome: RetryOutcome
    place: str | None = Field(default=None, description="of PUT_BACK: the file's path below the inbox")
