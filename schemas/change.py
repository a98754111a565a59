"""What a person wants changed in an archived record, and what became of it."""

from datetime import datetime

from pydantic import Field

from schemas.base import Frozen
from schemas.claim import FieldName
from schemas.gate import GateKind
from schemas.ids import RecordId
from schemas.page import Box
from schemas.publication import Decision
from schemas.record import AccessLevel
from schemas.redescription import Outcome


class FieldChange(Frozen):
    """What a person says a field's value is. The value that counts already is thereby confirmed."""

    field: FieldName
    value: str | int | tuple[str, ...] | None = Field(
        description="as its field's grammar wants it; a list for a field with several values; null: there is none"
    )
    raw: str | None = Field(default=None, description="the words as they stand on the page")
    page: int | None = Field(default=None, ge=1)
    box: Box | None = Field(default=None, description="where on that page, in its pixels")


class WordChange(Frozen):
    """One word corrected, added, removed, split or joined.

    ``box`` and ``old`` together name the word: exactly as they stand in ALTO. An ``old`` with spaces names neighbours
    on one line by the box around them all; a ``new`` without spaces then joins them.
    """

    page: int = Field(ge=1)
    box: Box
    old: str | None = Field(description="the word that stands there; null: none does, add one")
    new: str | None = Field(description="what stands there rightly; null: nothing; with spaces: several words")


class Change(Frozen):
    """All that one person wants changed at once: it becomes one version, or none."""

    why: str = Field(default="", description="shown with the version; mandatory for a withdrawal")
    fields: tuple[FieldChange, ...] = ()
    words: tuple[WordChange, ...] = ()
    publish: bool = False
    withdraw: bool = False
    replaced_by: RecordId | None = Field(default=None, description="of a withdrawal: the record to read instead")
    access: AccessLevel | None = None
    embargo_until: datetime | None = Field(default=None, description="aware; the public sees nothing before")
    lift_embargo: bool = False
    decisions: tuple[tuple[GateKind, Decision, str], ...] = Field(
        default=(), description="gates of which kind, what is decided, and why (mandatory)"
    )
    restore: int | None = Field(default=None, ge=1, description="take fields and words of this version; then the rest")


class Revision(Frozen):
    """What became of a change: CHANGED, SAME (it says nothing new) or MOVED_ON (somebody was faster: look again)."""

    record: RecordId
    outcome: Outcome
    version: int | None = Field(default=None, description="number of the version made")
    fields: tuple[FieldName, ...] = Field(default=(), description="fields of which something was said")
    words: int = Field(default=0, description="how many words were changed")
    warnings: tuple[str, ...] = Field(default=(), description="what the person should know: `text-layer-lags` …")
