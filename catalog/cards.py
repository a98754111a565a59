"""What is filed of a record: a pure function of record, versions and receipts, so that a rebuild gives it again."""

from collections.abc import Sequence
from typing import NamedTuple

from catalog.attention import attention_rows
from catalog.rows import utc
from schemas.claim import Claim, FieldName
from schemas.ids import RecordId
from schemas.page import PageStatus
from schemas.record import Receipt, Record, Version
from schemas.text import nfc

_Row = dict[str, object]
_ON_THE_CARD = (
    FieldName.NUMBER,
    FieldName.DOCUMENT_TYPE,
    FieldName.ISSUER,
    FieldName.ISSUED_DATE,
    FieldName.PLACE,
    FieldName.SUBJECT,
    FieldName.TITLE,
    FieldName.SIGNER_NAME,
    FieldName.SIGNER_TITLE,
    FieldName.MATERIAL_TYPE,
    FieldName.LANGUAGE,
)
"""Fields with a column of their own. All others are found by their claims; the number of pages is counted."""


class CardRows(NamedTuple):
    """The rows of one record, as the columns of :mod:`catalog.tables` name them."""

    card: _Row
    claims: list[_Row]
    versions: list[_Row]
    receipts: list[_Row]
    attention: _Row
    topics: list[_Row]


def card_rows(record: Record, versions: Sequence[Version], receipts: Sequence[Receipt]) -> CardRows:
    """The rows to file; text safe for every database (no NUL, which OCR does give), times in UTC."""
    attention, topics = attention_rows(record)
    return CardRows(
        card=_card(record, versions, receipts),
        claims=[_claim(record.id, position, claim) for position, claim in enumerate(record.claims)],
        versions=[_version(record.id, position, version) for position, version in enumerate(versions)],
        receipts=[_receipt(record.id, receipt) for receipt in receipts],
        attention=attention,
        topics=topics,
    )


def _card(record: Record, versions: Sequence[Version], receipts: Sequence[Receipt]) -> _Row:
    row: _Row = {
        "record": record.id,
        "item": record.item,
        "status": record.status.value,
        "access": record.access.value,
        "agency": nfc(record.agency),
        "source": nfc(record.source),
        "digest": record.digest,
    }
    row |= {name.value: _settled(record, name) for name in _ON_THE_CARD}
    return row | {
        "pages": len(record.pages),
        "pages_failed": sum(page.status is PageStatus.FAILED for page in record.pages),
        "size": sum(original.size for original in record.originals),
        "pdf_kind": record.pdf_kind.value,
        "versions": len(versions),
        "duplicates": sum(receipt.outcome == "duplicate" for receipt in receipts),
        "warnings": nfc(" ".join(record.warnings)),
        "dropped_at": utc(record.dropped_at),
        "archived_at": utc(record.archived_at),
    }


def _settled(record: Record, name: FieldName) -> str | None:
    settled = record.fields.get(name)
    return None if settled is None else nfc(settled.text)


def _claim(record: RecordId, position: int, claim: Claim) -> _Row:
    box = claim.box
    return {
        "record": record,
        "position": position,
        "field": claim.field.value,
        "value": None if claim.value is None else nfc(str(claim.value)),
        "raw": None if claim.raw is None else nfc(claim.raw),
        "source": claim.source.value,
        "confidence": claim.confidence,
        "page": claim.page,
        "x0": box and box.x0,
        "y0": box and box.y0,
        "x1": box and box.x1,
        "y1": box and box.y1,
        "rule": claim.rule,
        "person": None if claim.by is None else nfc(claim.by),
        "said_at": None if claim.at is None else utc(claim.at),
    }


def _version(record: RecordId, position: int, version: Version) -> _Row:
    return {
        "record": record,
        "version": version.version,
        "position": position,
        "created": utc(version.created),
        "message": nfc(version.message),
        "person": nfc(version.user),
    }


def _receipt(record: RecordId, receipt: Receipt) -> _Row:
    return {
        "record": record,
        "item": receipt.item,
        "agency": nfc(receipt.agency),
        "source": nfc(receipt.source),
        "size": receipt.size,
        "dropped_at": utc(receipt.dropped_at),
        "outcome": receipt.outcome,
    }
