"""Claims: what somebody says a field's value is, with the evidence. Nothing is ever overwritten."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.page import Box


class Source(StrEnum):
    """Who makes a claim; the order of precedence is :data:`PRECEDENCE`."""

    MACHINE = "machine"
    SIDECAR = "sidecar"
    ARCHIVIST = "archivist"


PRECEDENCE = {Source.MACHINE: 0, Source.SIDECAR: 1, Source.ARCHIVIST: 2}


class FieldName(StrEnum):
    """The fields of a description; the JSON contract of ``kho show``."""

    NUMBER = "number"
    DOCUMENT_TYPE = "document_type"
    ISSUER = "issuer"
    ISSUED_DATE = "issued_date"
    PLACE = "place"
    SUBJECT = "subject"
    TITLE = "title"
    SIGNER_NAME = "signer_name"
    SIGNER_TITLE = "signer_title"
    MATERIAL_TYPE = "material_type"
    LANGUAGE = "language"
    PAGES = "pages"
    ISSUER_ID = "issuer_id"
    PARENT_ISSUER = "parent_issuer"
    EFFECTIVE_DATE = "effective_date"
    SIGNER_AUTHORITY = "signer_authority"
    RECIPIENTS = "recipients"
    URGENCY = "urgency"
    SERIES = "series"
    ISSUE_NUMBER = "issue_number"
    LICENCE_NUMBER = "licence_number"
    LICENCE_AUTHORITY = "licence_authority"
    LICENCE_DATE = "licence_date"
    PRINT_RUN = "print_run"
    PAGE_SIZE = "page_size"
    PRINTER = "printer"
    DEPOSIT = "deposit"
    EDITOR = "editor"
    RESPONSIBLE = "responsible"


MULTIPLE = frozenset({FieldName.RECIPIENTS, FieldName.EDITOR})
"""Fields with several values at once: one claim a value; settled together, as a tuple. All others have one value."""


class Claim(Frozen):
    """One statement about one field."""

    field: FieldName
    value: str | int | None = Field(description="the normalised value; null says that there is none")
    raw: str | None = Field(default=None, description="the words as they stand on the page or in the sidecar")
    source: Source
    confidence: float = Field(ge=0, le=1)
    page: int | None = Field(default=None, ge=1)
    box: Box | None = Field(default=None, description="where on that page, in its pixels")
    alternatives: tuple[tuple[str, float], ...] = Field(
        default=(), exclude_if=lambda value: not value, description="what else, or, without a value, what may be right"
    )
    rule: str = Field(description="id and version of the rule, as name@version, or the person's claim kind")
    by: str | None = Field(default=None, description="the person, for a claim of an archivist")
    at: datetime | None = Field(default=None, description="when a person said it")
