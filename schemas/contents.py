"""What a document holds, beside what it says of itself: ``contents.json`` beside ``record.json``."""

from typing import Literal

from pydantic import Field

from schemas.base import Frozen
from schemas.citation import Citation
from schemas.fingerprint import Fingerprint
from schemas.gate import Gate, PersonalFinding
from schemas.ids import RecordId
from schemas.topics import Finding
from schemas.unit import Units
from schemas.zone import Panel


class Contents(Frozen):
    """Everything the reader found in the text, each with its place. Made by machine, and made again at will."""

    schema_version: Literal["1"] = "1"
    record: RecordId
    citations: tuple[Citation, ...] = ()
    units: Units = Units()
    subjects: tuple[Finding, ...] = Field(default=(), description="topics, audiences, activities")
    panels: tuple[Panel, ...] = Field(default=(), description="of a folded leaflet, in the order a person reads them")
    gates: tuple[Gate, ...] = Field(default=(), description="what a person must release before publication")
    personal: tuple[PersonalFinding, ...] = Field(default=(), description="kinds and places, never the values")
    fingerprint: Fingerprint | None = Field(default=None, description="by which copies and editions are found")


class Facets(Frozen):
    """What of the contents people search by; in the record itself."""

    topics: tuple[str, ...] = Field(default=(), description="chủ đề of Bộ Pháp điển, by number")
    popular: tuple[str, ...] = Field(default=(), description="fields as citizens call them")
    audiences: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    laws: tuple[str, ...] = Field(default=(), description="ids of cited acts in the law register, or their numbers")
    units: int = Field(default=0, description="questions with answers, situations with solutions")
    held: tuple[str, ...] = Field(default=(), description="kinds of gates that hold it back from the public")
