"""Binds a document's readings and claims into what the archive keeps: record, text, ALTO and hOCR.

Takes the drop, the pages, the claims and the originals' places; gives the record and every derived file's bytes.
The layout of an object version, for people without this software::

    record.json                 everything known, this schema's version inside
    original/0001.jpg …         exactly as dropped
    access/document.pdf         searchable PDF/A-2b (none for a digitally signed PDF)
    text/document.txt           plain text, NFC, pages parted by form feeds
    alto/page-0001.xml …        words with boxes and confidences, ALTO 4
    hocr/page-0001.html …       the same as hOCR
    contents.json               citations, questions and answers, subjects, gates, with their places
    sidecar.json | .yaml        metadata delivered with the scan
"""

from collections.abc import Sequence
from datetime import datetime

from pipeline.stages.alto import to_alto
from pipeline.stages.contents import facets
from pipeline.stages.hocr import to_hocr
from pipeline.stages.ocr.document_quality import document_quality
from pipeline.stages.settle import fields
from schemas.base import Frozen
from schemas.claim import Claim
from schemas.contents import Contents
from schemas.drop import Drop
from schemas.page import Page, document_text
from schemas.record import (
    OriginalFile,
    PageSummary,
    PdfKind,
    Record,
    RecordFiles,
    RecordStatus,
    Software,
)

ACCESS_PDF = "access/document.pdf"
TEXT = "text/document.txt"
RECORD = "record.json"
CONTENTS = "contents.json"


class Bound(Frozen):
    """A record and the bytes of its derived files by logical path; the PDF and the originals are not among them."""

    record: Record
    files: dict[str, bytes]


def original_path(number: int, extension: str) -> str:
    """Logical path of the ``number``-th original, from 1."""
    return f"original/{number:04}{extension}"


def bind(
    drop: Drop,
    pages: Sequence[Page],
    claims: Sequence[Claim],
    *,
    contents: Contents,
    software: Sequence[tuple[str, str]],
    sidecar: bytes | None,
    archived_at: datetime,
) -> Bound:
    """The first version of a record and its files."""
    programs = tuple(Software(name=name, version=version) for name, version in software)
    alto = {
        f"alto/page-{p.number:04}.xml": to_alto(p, file_name=_image_name(drop, p), software=software) for p in pages
    }
    hocr = {f"hocr/page-{p.number:04}.html": to_hocr(p) for p in pages}
    beside = {f"sidecar{drop.sidecar.extension}": sidecar} if drop.sidecar and sidecar is not None else {}
    record = Record(
        id=drop.record,
        item=drop.item,
        digest=drop.digest,
        status=RecordStatus.ARCHIVED,
        agency=drop.agency,
        source=drop.source,
        dropped_at=drop.dropped_at,
        archived_at=archived_at,
        originals=_originals(drop),
        pdf_kind=PdfKind.ORIGINAL_SIGNED if drop.signed else PdfKind.PDFA_2B,
        files=RecordFiles(
            pdf=None if drop.signed else ACCESS_PDF,
            text=TEXT,
            alto=tuple(alto),
            hocr=tuple(hocr),
            sidecar=next(iter(beside), None),
            contents=CONTENTS,
        ),
        pages=tuple(_summary(p) for p in document_quality(pages)),
        fields=fields(claims),
        claims=tuple(claims),
        facets=facets(contents),
        warnings=_warnings(drop, pages),
        software=programs,
    )
    text = document_text(tuple(pages)).encode()
    found = contents.model_dump_json(indent=1).encode() + b"\n"
    written = {RECORD: record.model_dump_json(indent=1).encode() + b"\n", TEXT: text, CONTENTS: found}
    written |= {**alto, **hocr, **beside}
    return Bound(record=record, files=written)


def _image_name(drop: Drop, page: Page) -> str:
    number = page.number if len(drop.files) > 1 else 1
    return original_path(number, drop.files[number - 1].extension)


def _originals(drop: Drop) -> tuple[OriginalFile, ...]:
    return tuple(
        OriginalFile(
            path=original_path(number, file.extension),
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256 or drop.digest,
        )
        for number, file in enumerate(drop.files, 1)
    )


def _summary(page: Page) -> PageSummary:
    return PageSummary(
        number=page.number,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=page.rotation,
        skew=page.skew,
        status=page.status,
        reason=page.reason,
        engine=page.engine,
        words=len(page.words),
        confidence=None if page.confidence is None else round(page.confidence, 4),
        quality=page.quality,
    )


def _warnings(drop: Drop, pages: Sequence[Page]) -> tuple[str, ...]:
    failed = [f"page-failed:{p.number}" for p in pages if p.status == "failed"]
    return (*drop.warnings, *failed)
