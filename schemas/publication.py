"""What the public may see of a record, and what people have decided about that."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from schemas.base import Frozen
from schemas.gate import GateKind
from schemas.ids import RecordId

if TYPE_CHECKING:
    from schemas.record import Record


class Decision(StrEnum):
    """What a person has decided about the gates of one kind; a plain string in JSON and in comparisons."""

    RELEASED = "released"  # it does not stand in the way: the public may see all of it
    KEPT = "kept"  # it keeps the document from the public
    REDACTED = "redacted"  # the public sees the document with those places covered


class Publication(Frozen):
    """That a version was given to the public; later corrections stay inside until they are published too."""

    version: int = Field(ge=1, description="number of the OCFL version that the public sees")
    at: datetime
    by: str


class Withdrawal(Frozen):
    """That a published record was taken back; the public sees in its place that, since when, and why."""

    at: datetime
    by: str
    reason: str = Field(min_length=1, description="shown to the public")
    replaced_by: RecordId | None = Field(default=None, description="the record to read instead")


class GateDecision(Frozen):
    """What somebody decided about all gates of one kind in a record's contents; the newest of a kind counts."""

    kind: GateKind
    decision: Decision
    by: str
    at: datetime
    reason: str = Field(min_length=1)


def public_version(record: "Record", now: datetime) -> int | None:
    """The one rule of what the public may see.

    Takes: the newest ``record.json``; the moment, aware.
    Gives: the number of the version that the public sees; None if it sees nothing of the record.
    """
    shown = record.publication is not None and record.withdrawal is None and record.access == "public"
    if not shown or (record.embargo_until is not None and now < record.embargo_until):
        return None
    return record.publication.version if record.publication else None
