"""What archivists' corrections teach about agencies: proposals for the authority file that a person approves."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.ids import RecordId


class SuggestionKind(StrEnum):
    """What would be added."""

    AGENCY = "agency"  # one that the authority file does not have
    ALIAS = "alias"  # another name of one that it has


class Suggestion(Frozen):
    """One proposal, with the records whose corrections speak for it."""

    kind: SuggestionKind
    id: str = Field(description="the agency's id in the authority file; of a new one made from its name")
    name: str = Field(description="the agency's own name")
    aliases: tuple[str, ...] = Field(default=(), description="names it also goes by, as they were written")
    count: int = Field(ge=1, description="how many records")
    records: tuple[RecordId, ...] = Field(min_length=1)
    entry: dict[str, str | tuple[str, ...]] = Field(description="the row that would stand in the file's `agencies`")
