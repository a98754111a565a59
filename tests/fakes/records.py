"""Records of documents that never were, and the staged files that make them: no real person, no real agency."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from pipeline.ports import NewFile, ObjectStore
from schemas.claim import Claim, FieldName, Source
from schemas.ids import ItemId, RecordId, Sha256, record_id
from schemas.keys import staging
from schemas.page import PageStatus
from schemas.record import (
    OriginalFile,
    PageSummary,
    PdfKind,
    Receipt,
    Record,
    RecordFiles,
    RecordStatus,
    Settled,
    Software,
)

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
ITEM = ItemId("0000000001bcdfghjkmnpq")
SCAN = b"%PDF-1.7 a scan that never was\n"


def make_record(*, scan: bytes = SCAN, item: ItemId = ITEM, title: str = "Hỏi đáp về hòa giải ở cơ sở") -> Record:
    """A record of one page; its id comes from ``scan``, as in life."""
    digest = Sha256(hashlib.sha256(scan).hexdigest())
    claim = Claim(
        field=FieldName.TITLE, value=title, raw=title, source=Source.MACHINE, confidence=0.9, page=1, rule="title@1"
    )
    settled = Settled(
        value=title, raw=title, source="machine", confidence=0.9, page=1, box=(10, 20, 300, 60), rule="title@1"
    )
    return Record(
        id=record_id(digest),
        item=item,
        digest=digest,
        status=RecordStatus.ARCHIVED,
        agency="Xã Thử Nghiệm",
        source="Xã Thử Nghiệm/tờ gấp.pdf",
        dropped_at=NOON,
        archived_at=NOON + timedelta(minutes=1),
        originals=(
            OriginalFile(
                path="originals/0001.pdf",
                name="tờ gấp.pdf",
                media_type="application/pdf",
                size=len(scan),
                sha256=digest,
            ),
        ),
        pdf_kind=PdfKind.PDFA_2B,
        files=RecordFiles(pdf="document.pdf", text="text.txt", alto=("alto/0001.xml",), hocr=("hocr/0001.hocr",)),
        pages=(make_page(),),
        fields={FieldName.TITLE: settled},
        claims=(claim,),
        software=(Software(name="tesseract", version="5.5.0"),),
    )


def make_page(number: int = 1) -> PageSummary:
    """A page that was read well."""
    return PageSummary(
        number=number,
        width=2480,
        height=3508,
        dpi=300,
        rotation=0,
        skew=0.2,
        status=PageStatus.READ,
        reason=None,
        engine="tesseract 5.5.0 vie",
        words=120,
        confidence=0.91,
    )


def record_files(record: Record, *, scan: bytes = SCAN, text: str = "Chữ đọc được") -> dict[str, bytes]:
    """The files of one version of a record, by logical path; ``record.json`` among them."""
    return {
        "record.json": record.model_dump_json(indent=1).encode(),
        "originals/0001.pdf": scan,
        "document.pdf": b"%PDF-1.7 for reading\n" + text.encode(),
        "text.txt": text.encode(),
        "alto/0001.xml": f"<alto>{text}</alto>".encode(),
        "hocr/0001.hocr": f"<html>{text}</html>".encode(),
    }


def stage(store: ObjectStore, item: ItemId, files: Mapping[str, bytes]) -> list[NewFile]:
    """Puts the files where an item's staged files lie, ready to be committed."""
    staged = []
    for path, content in files.items():
        key = staging(item, *path.split("/"))
        store.put(key, content)
        staged.append(new_file(path, key, content))
    return staged


def new_file(path: str, key: str, content: bytes) -> NewFile:
    """A staged file's description."""
    return NewFile(
        path=path,
        source=key,
        size=len(content),
        sha256=Sha256(hashlib.sha256(content).hexdigest()),
        sha512=hashlib.sha512(content).hexdigest(),
    )


def make_receipt(record: RecordId, item: ItemId = ITEM, *, minutes: int = 0) -> Receipt:
    """A receipt for a drop so many minutes after noon."""
    return Receipt(
        item=item,
        record=record,
        agency="Xã Thử Nghiệm",
        source="Xã Thử Nghiệm/tờ gấp.pdf",
        size=len(SCAN),
        dropped_at=NOON + timedelta(minutes=minutes),
        outcome="archived" if item == ITEM else "duplicate",
    )
