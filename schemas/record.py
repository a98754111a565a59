"""The record of one archived document: ``record.json``, readable without this software."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Frozen
from schemas.claim import Claim, FieldName
from schemas.contents import Facets
from schemas.ids import ItemId, RecordId, Sha256
from schemas.page import PageStatus
from schemas.publication import GateDecision, Publication, Withdrawal
from schemas.quality import Quality

SCHEMA_VERSION: Literal["1"] = "1"


def _empty(value: object) -> bool:
    """What is left out of the JSON: most records have none of it."""
    return not value


class RecordStatus(StrEnum):
    """Where a record stands on its way to the public."""

    ARCHIVED = "archived"  # machine claims only, nobody has looked
    CORRECTED = "corrected"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class AccessLevel(StrEnum):
    """Who may see it; a new scan is internal until released (Circular 05/2025 mode 01-03)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class PdfKind(StrEnum):
    """What the PDF for reading is."""

    PDFA_2B = "pdfa-2b"
    ORIGINAL_SIGNED = "original-signed"  # the digitally signed original itself, never rewritten


class OriginalFile(Frozen):
    """One file exactly as dropped."""

    path: str = Field(description="logical path inside this object version")
    name: str = Field(description="name it was dropped with, NFC")
    media_type: str
    size: int
    sha256: Sha256


class PageSummary(Frozen):
    """A page's facts without its words (those are in ALTO)."""

    number: int
    width: int
    height: int
    dpi: float
    rotation: int
    skew: float
    status: PageStatus
    reason: str | None
    engine: str
    words: int
    confidence: float | None
    quality: Quality | None = Field(default=None, description="of its scan; None for a page not looked at as an image")


class RecordFiles(Frozen):
    """Logical paths of the files beside ``record.json`` in the same object version."""

    pdf: str | None = Field(description="None for a signed PDF: its original is the PDF")
    text: str
    alto: tuple[str, ...] = Field(description="one ALTO 4 file a page")
    hocr: tuple[str, ...] = Field(description="one hOCR file a page")
    sidecar: str | None = None
    contents: str | None = Field(default=None, description="citations, questions and answers, gates, with their places")
    web: tuple[str, ...] = Field(
        default=(), exclude_if=_empty, description="of a published version: one picture a page for the screen"
    )
    thumb: str | None = Field(default=None, exclude_if=_empty, description="of a published version, 400 pixels wide")
    public_pdf: str | None = Field(
        default=None, exclude_if=_empty, description="what the public gets in place of `pdf`: personal data covered"
    )
    public_text: str | None = Field(
        default=None, exclude_if=_empty, description="what the public gets in place of `text` and `alto`"
    )
    public_contents: str | None = Field(
        default=None, exclude_if=_empty, description="what the public gets in place of `contents`"
    )


class Settled(Frozen):
    """A field's settled value and the claim it comes from; the shape `kho show` prints."""

    value: str | int | tuple[str, ...] = Field(description="a list for the fields that have several values")
    raw: str | None
    source: str
    confidence: float = Field(description="of several values the least")
    page: int | None
    box: tuple[int, int, int, int] | None = Field(description="x0, y0, x1, y1 in the pixels of that page")
    rule: str

    @property
    def text(self) -> str:
        """The value as people read it, on one line."""
        return "; ".join(self.value) if isinstance(self.value, tuple) else str(self.value)


class Software(Frozen):
    """One program that took part."""

    name: str
    version: str


class Record(Frozen):
    """Everything known of one archived document."""

    schema_version: Literal["1"] = "1"
    id: RecordId
    item: ItemId = Field(description="the drop this record was made from; later ones are duplicates")
    digest: Sha256
    status: RecordStatus
    access: AccessLevel = AccessLevel.INTERNAL
    agency: str = Field(description="the inbox it was dropped in")
    source: str = Field(description="what it was called when dropped")
    dropped_at: datetime
    archived_at: datetime
    originals: tuple[OriginalFile, ...] = Field(min_length=1)
    pdf_kind: PdfKind
    files: RecordFiles
    pages: tuple[PageSummary, ...] = Field(min_length=1)
    fields: dict[FieldName, Settled] = Field(description="settled from `claims`; derived, for reading without software")
    claims: tuple[Claim, ...]
    facets: Facets = Field(default=Facets(), description="of its contents, what people search by")
    warnings: tuple[str, ...] = ()
    publication: Publication | None = Field(default=None, exclude_if=_empty, description="None if never published")
    withdrawal: Withdrawal | None = Field(default=None, exclude_if=_empty)
    embargo_until: datetime | None = Field(default=None, exclude_if=_empty, description="hidden from the public until")
    decisions: tuple[GateDecision, ...] = Field(default=(), exclude_if=_empty, description="on gates, one a kind")
    corrected_by: tuple[str, ...] = Field(
        default=(), exclude_if=_empty, description="who has corrected it since it was last published"
    )
    software: tuple[Software, ...]


class Version(Frozen):
    """One OCFL version of a record."""

    version: str = Field(description="v1, v2 …")
    created: datetime
    message: str
    user: str


class Receipt(Frozen):
    """That a document arrived: one for the first drop and one for each duplicate; kept in the object's logs."""

    item: str
    record: RecordId
    agency: str
    source: str
    size: int
    dropped_at: datetime
    outcome: Literal["archived", "duplicate"]
    sidecar: str | None = Field(default=None, description="the sidecar of a duplicate, verbatim: kept, not applied")
