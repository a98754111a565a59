"""The record screen as one frozen thing, made of what the vault holds: no disk, no clock, nothing asked for inside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.stages.attention import attention
from pipeline.stages.reader.citing.validity import validity
from review.record.field_view import FieldView, field_views
from review.record.places import (
    FaultView,
    GateView,
    LawView,
    PersonalView,
    UnitView,
    fault_views,
    gate_views,
    law_views,
    personal_views,
    unit_views,
)
from schemas.claim import FieldName
from schemas.contents import Contents
from schemas.laws import law_register
from schemas.page import PageStatus
from schemas.publication import public_version
from schemas.quality import Fault, Quality
from schemas.record import Receipt, Record, Version

F = FieldName


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """Fields that belong together. ``seen``: those with a value or a doubt; ``more``: the empty ones."""

    name: str
    seen: tuple[FieldView, ...]
    more: tuple[FieldView, ...]


@dataclass(frozen=True, kw_only=True)
class PageView:
    """A page as the viewer needs it."""

    number: int
    width: int
    height: int
    words: int
    doubtful: int
    """How many of its words to look at (the reader lists at most so many a page)."""
    failed: str | None
    """Why it could not be read."""
    faults: tuple[tuple[Fault, Quality], ...]


@dataclass(frozen=True, kw_only=True)
class RecordView:
    """Everything the record screen shows."""

    record: Record
    title: str
    """What it is called, in one line; the dropped file's name where nothing better is known."""
    number: int
    """The version shown."""
    versions: tuple[Version, ...]
    groups: tuple[GroupView, ...]
    pages: tuple[PageView, ...]
    gates: tuple[GateView, ...]
    personal: tuple[PersonalView, ...]
    laws: tuple[LawView, ...]
    units: tuple[UnitView, ...]
    unit_faults: tuple[FaultView, ...]
    warnings: tuple[tuple[str, tuple[int, ...]], ...]
    """What was noted of the file, by name, with the pages it is about; pages that failed have their own place."""
    copies: tuple[Receipt, ...]
    """Later drops of the same content."""
    public: int | None
    """The version the public sees."""

    @property
    def doubtful(self) -> tuple[FieldView, ...]:
        """The fields to look at, in the order they stand."""
        return tuple(field for group in self.groups for field in group.seen if field.doubtful)

    @property
    def doubtful_words(self) -> int:
        """Words to look at, over all pages."""
        return sum(page.doubtful for page in self.pages)


def view(
    record: Record, contents: Contents, versions: Sequence[Version], receipts: Iterable[Receipt], *,
    number: int, now: datetime,
) -> RecordView:  # fmt: skip
    """The screen of a record at version ``number``; ``now`` decides which cited law is in force and what is public."""
    fields = field_views(record, attention(record).reasons)
    return RecordView(
        record=record,
        title=title_of(record),
        number=number,
        versions=tuple(versions),
        groups=tuple(_group(name, names, fields) for name, names in GROUPS.items()),
        pages=_pages(record),
        gates=gate_views(contents, record.decisions),
        personal=personal_views(contents),
        laws=law_views(contents.citations, validity(contents.citations, now.date()), law_register()),
        units=unit_views(contents),
        unit_faults=fault_views(contents),
        warnings=_warnings(record.warnings),
        copies=tuple(receipt for receipt in receipts if receipt.outcome == "duplicate"),
        public=public_version(record, now),
    )


def title_of(record: Record) -> str:
    """What a record is called: type, number and subject of a document, the title of a booklet, else the file's name."""
    told = {name: settled.text for name, settled in record.fields.items()}
    head = " ".join(told[name] for name in (F.DOCUMENT_TYPE, F.NUMBER) if name in told)
    about = told.get(F.SUBJECT) or told.get(F.TITLE)
    return " – ".join(part for part in (head, about) if part) or record.source.rpartition("/")[2]


GROUPS: Mapping[str, tuple[FieldName, ...]] = {
    "identity": (F.MATERIAL_TYPE, F.DOCUMENT_TYPE, F.NUMBER, F.ISSUED_DATE, F.PLACE, F.ISSUER, F.SUBJECT, F.TITLE),
    "signing": (F.SIGNER_NAME, F.SIGNER_TITLE, F.SIGNER_AUTHORITY, F.PARENT_ISSUER, F.ISSUER_ID),
    "effect": (F.EFFECTIVE_DATE, F.RECIPIENTS, F.URGENCY, F.LANGUAGE, F.PAGES),
    "print": (
        F.SERIES, F.ISSUE_NUMBER, F.LICENCE_NUMBER, F.LICENCE_AUTHORITY, F.LICENCE_DATE, F.PRINT_RUN, F.PAGE_SIZE,
        F.PRINTER, F.DEPOSIT, F.EDITOR, F.RESPONSIBLE,
    ),
}  # fmt: skip
"""Every field stands in exactly one group, in the order a person checks them on paper."""


_FAILED = "page-failed"

# ---------------------------------------------------------------------------------------------------------------------


def _group(name: str, names: Sequence[FieldName], fields: Mapping[FieldName, FieldView]) -> GroupView:
    own = [fields[field] for field in names]
    return GroupView(
        name=name,
        seen=tuple(field for field in own if field.settled),
        more=tuple(field for field in own if not field.settled),
    )


def _pages(record: Record) -> tuple[PageView, ...]:
    return tuple(
        PageView(
            number=page.number, width=page.width, height=page.height, words=page.words,
            doubtful=len(page.quality.worst) if page.quality else 0,
            failed=(page.reason or page.status.value) if page.status is PageStatus.FAILED else None,
            faults=tuple((fault, page.quality) for fault in page.quality.faults) if page.quality else (),
        )
        for page in record.pages
    )  # fmt: skip


def _warnings(told: Sequence[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """``text-layer-lags:3`` and ``text-layer-lags:5`` as one, of pages 3 and 5."""
    found: dict[str, list[int]] = {}
    for one in told:
        name, _, page = one.partition(":")
        found.setdefault(name, []).extend([int(page)] if page.isdecimal() else [])
    return tuple((name, tuple(pages)) for name, pages in found.items() if name != _FAILED)
