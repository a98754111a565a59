"""What describing an archived record again has changed, or would change."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.claim import FieldName
from schemas.errors import Code
from schemas.ids import RecordId

Value = str | int | tuple[str, ...] | None


class Outcome(StrEnum):
    """How it ended for one record."""

    SAME = "same"
    WOULD_CHANGE = "would-change"  # reported only, as long as nobody says to apply it
    CHANGED = "changed"  # a new version was made
    MOVED_ON = "moved-on"  # somebody else made a version meanwhile: left alone
    FAILED = "failed"  # could not be read back; `code` says why


class Change(StrEnum):
    """What happened to the machine's value of a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    EVIDENCE = "evidence"  # the same value by another rule, at another place, or with another confidence


class FieldChange(Frozen):
    """What the machine says of one field, before and after."""

    field: FieldName
    change: Change
    before: Value = Field(description="several values as a list; null for none, and for one not read surely")
    after: Value
    counts: bool = Field(description="whether the record's settled value changes; not where a person has said it")


class CountChange(Frozen):
    """How many of one kind a record's contents hold, before and after; given where any of them differs."""

    before: int
    after: int


class Redescription(Frozen):
    """One record described again."""

    record: RecordId
    outcome: Outcome
    version: str | None = Field(default=None, description="the version made")
    fields: tuple[FieldChange, ...] = ()
    contents: dict[str, CountChange] = Field(default={}, description="by kind: citations, units, gates …")
    secret_pages: tuple[int, ...] = Field(default=(), description="pages on which a mark of state secrecy is new")
    code: Code | None = Field(default=None, description="why it failed")
