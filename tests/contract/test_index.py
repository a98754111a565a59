"""What every card index promises: the same suite over SQLite, a real PostgreSQL and the twin in memory."""

import random
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Table, func, insert, select

from catalog.cards import card_rows
from catalog.database import open_database
from catalog.index import SqlIndex
from catalog.ledger import SqlLedger
from catalog.memory import MemoryIndex
from catalog.tables import card, change, claim, receipt, version
from catalog.transaction import transaction
from pipeline.ports import Index
from schemas.claim import Claim, FieldName, Source
from schemas.ids import record_id
from schemas.page import Box, PageStatus
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
    Version,
)
from tests.fakes.ledger_items import NOON, digest_of, later, make_item

HANOI = timezone(timedelta(hours=7))
AnyIndex = SqlIndex | MemoryIndex


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def index(request: pytest.FixtureRequest) -> AnyIndex:
    if request.param == "memory":
        return MemoryIndex()
    return SqlIndex(open_database(request.getfixturevalue(f"{request.param}_url")))


@pytest.fixture
def sql_index(database_url: str) -> SqlIndex:
    return SqlIndex(open_database(database_url))


def page(number: int, status: PageStatus = PageStatus.READ) -> PageSummary:
    return PageSummary(
        number=number,
        width=2480,
        height=3508,
        dpi=300,
        rotation=0,
        skew=0.0,
        status=status,
        reason=None,
        engine="tesseract 5 vie",
        words=100,
        confidence=0.9,
    )


def settled(value: str | int, source: Source = Source.MACHINE) -> Settled:
    return Settled(value=value, raw=None, source=source, confidence=0.9, page=1, box=(1, 2, 3, 4), rule="notation@1")


def said(field: FieldName, value: str | int | None, **changes: object) -> Claim:
    claim = Claim(field=field, value=value, source=Source.MACHINE, confidence=0.5, rule="notation@1")
    return claim.model_copy(update=changes)


def make_record(number: int = 1, **changes: object) -> Record:
    """A leaflet of two pages with a number, a title and three claims."""
    original = OriginalFile(
        path="original/1.pdf", name="tờ gấp.pdf", media_type="application/pdf", size=4000, sha256=digest_of(number)
    )
    record = Record(
        id=record_id(digest_of(number)),
        item="i0",
        digest=digest_of(number),
        status=RecordStatus.ARCHIVED,
        agency="So-Tu-phap",
        source="So-Tu-phap/tờ gấp.pdf",
        dropped_at=NOON,
        archived_at=later(60),
        originals=(original,),
        pdf_kind=PdfKind.PDFA_2B,
        files=RecordFiles(pdf="doc.pdf", text="text.txt", alto=("1.xml",), hocr=("1.html",)),
        pages=(page(1), page(2, PageStatus.FAILED)),
        fields={
            FieldName.NUMBER: settled("179/KH-UBND"),
            FieldName.TITLE: settled("Tìm hiểu Luật Hòa giải ở cơ sở"),
            FieldName.PAGES: settled(2),
        },
        claims=(
            said(FieldName.NUMBER, "179/KH-UBND", raw="Số: 179/KH-UBND", page=1, box=Box(x0=1, y0=2, x1=3, y1=4)),
            said(FieldName.PAGES, 2, source=Source.ARCHIVIST, by="lt01", at=later(90), confidence=1.0),
            said(FieldName.PLACE, None),
        ),
        warnings=("page-failed", "low-resolution"),
        software=(Software(name="tesseract", version="5"),),
    )
    return record.model_copy(update=changes)


def make_versions(number: int = 1) -> list[Version]:
    return [Version(version=f"v{n}", created=later(n), message="nhập kho", user="kho") for n in range(1, number + 1)]


def make_receipts(record: Record, duplicates: int = 0) -> list[Receipt]:
    first = Receipt(
        item="i0",
        record=record.id,
        agency=record.agency,
        source=record.source,
        size=4000,
        dropped_at=NOON,
        outcome="archived",
    )
    copies = [{"item": f"i{n}", "outcome": "duplicate"} for n in range(1, duplicates + 1)]
    return [first, *(first.model_copy(update=copy) for copy in copies)]


def put(index: AnyIndex, record: Record, *, versions: int = 1, duplicates: int = 0) -> None:
    index.put(record, make_versions(versions), make_receipts(record, duplicates))


def dump(index: SqlIndex, table: Table) -> list[tuple[object, ...]]:
    with transaction(index._engine, write=False) as connection:
        return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]


def numbers(index: SqlIndex) -> dict[str, int]:
    return {str(record): int(str(number)) for record, number in dump(index, change)}


def test_both_are_the_port(index: AnyIndex) -> None:
    port: Index = index
    assert list(port.cards()) == []


def test_a_card_says_what_the_record_says(index: AnyIndex) -> None:
    record = make_record()
    put(index, record, versions=2, duplicates=3)
    assert list(index.cards()) == [
        {
            "record": record.id,
            "item": "i0",
            "status": "archived",
            "access": "internal",
            "agency": "So-Tu-phap",
            "source": "So-Tu-phap/tờ gấp.pdf",
            "digest": digest_of(1),
            "number": "179/KH-UBND",
            "document_type": None,
            "issuer": None,
            "issued_date": None,
            "place": None,
            "subject": None,
            "title": "Tìm hiểu Luật Hòa giải ở cơ sở",
            "signer_name": None,
            "signer_title": None,
            "material_type": None,
            "language": None,
            "pages": 2,
            "pages_failed": 1,
            "size": 4000,
            "pdf_kind": "pdfa-2b",
            "versions": 2,
            "duplicates": 3,
            "warnings": "page-failed low-resolution",
            "dropped_at": NOON,
            "archived_at": later(60),
        }
    ]


def test_a_new_card_replaces_the_old_one(index: AnyIndex) -> None:
    put(index, make_record(), duplicates=1)
    put(index, make_record(status=RecordStatus.CORRECTED, fields={}, claims=()), versions=2)
    (found,) = index.cards()
    assert (found["status"], found["title"], found["versions"], found["duplicates"]) == ("corrected", None, 2, 0)


def test_cards_come_by_record_id(index: AnyIndex) -> None:
    records = [make_record(n) for n in range(1, 30)]
    for record in records:
        put(index, record)
    assert [found["record"] for found in index.cards()] == sorted(record.id for record in records)


def test_moments_are_aware_and_in_utc(index: AnyIndex) -> None:
    morning = datetime(2026, 3, 2, 6, 30, tzinfo=HANOI)
    put(index, make_record(archived_at=morning))
    (found,) = index.cards()
    assert str(found["archived_at"]) == "2026-03-01 23:30:00+00:00"


def test_what_ocr_gives_and_no_database_takes_is_made_safe(index: AnyIndex) -> None:
    dirty = said(FieldName.TITLE, "Tờ\x00 gấp\ud800", raw="T\x00ờ", by="l\x00t", at=NOON)
    put(index, make_record(fields={FieldName.TITLE: settled("To\u031b\u0300\x00 gấp\ud800")}, claims=(dirty,)))
    (found,) = index.cards()
    assert found["title"] == "Tờ gấp"


def test_clearing_leaves_nothing(index: AnyIndex) -> None:
    put(index, make_record())
    index.clear()
    index.clear()
    assert list(index.cards()) == []


def test_clearing_never_touches_the_ledger(sql_index: SqlIndex) -> None:
    ledger = SqlLedger(sql_index._engine)
    ledger.drop(make_item())
    sql_index.clear()
    assert ledger.balance().dropped == 1


def test_nothing_of_an_old_card_stays_behind(sql_index: SqlIndex) -> None:
    put(sql_index, make_record(), versions=3, duplicates=4)
    put(sql_index, make_record(claims=()), versions=1)
    assert [len(dump(sql_index, table)) for table in (card, claim, version, receipt)] == [1, 0, 1, 1]
    sql_index.clear()
    assert [len(dump(sql_index, table)) for table in (card, claim, version, receipt)] == [0, 0, 0, 0]


def test_the_tables_hold_the_very_rows_that_were_made(sql_index: SqlIndex) -> None:
    record = make_record()
    put(sql_index, record, versions=2, duplicates=1)
    rows = card_rows(record, make_versions(2), make_receipts(record, 1))
    made = {card: [rows.card], claim: rows.claims, version: rows.versions, receipt: rows.receipts}
    for table, expected in made.items():
        assert dump(sql_index, table) == [tuple(row[column.name] for column in table.columns) for row in expected]


def test_a_rebuild_in_any_order_gives_the_index_it_replaces(sql_index: SqlIndex) -> None:
    records = [make_record(n, warnings=("w",) * n) for n in range(1, 13)]
    for n, record in enumerate(records):
        put(sql_index, record, versions=1 + n % 3, duplicates=n % 4)
    before = [dump(sql_index, table) for table in (card, claim, version, receipt)]

    sql_index.clear()
    shuffled = list(enumerate(records))
    random.Random(7).shuffle(shuffled)
    for n, record in shuffled:
        put(sql_index, record, versions=1 + n % 3, duplicates=n % 4)

    assert [dump(sql_index, table) for table in (card, claim, version, receipt)] == before
    assert all(before)


def test_every_put_has_a_greater_number_than_all_before(sql_index: SqlIndex) -> None:
    one, two = make_record(1), make_record(2)
    put(sql_index, one)
    put(sql_index, two)
    put(sql_index, one)
    assert numbers(sql_index) == {one.id: 3, two.id: 2}


def test_after_clearing_every_record_counts_as_changed(sql_index: SqlIndex) -> None:
    one, two = make_record(1), make_record(2)
    put(sql_index, one)
    put(sql_index, two)
    sql_index.clear()
    assert numbers(sql_index) == {one.id: 3, two.id: 3}
    put(sql_index, two)
    assert numbers(sql_index) == {one.id: 3, two.id: 4}


def test_a_put_that_fails_changes_nothing(sql_index: SqlIndex) -> None:
    put(sql_index, record := make_record())
    twice = make_receipts(record) * 2
    with pytest.raises(Exception, match=r"(?i)unique"):
        sql_index.put(make_record(status=RecordStatus.CORRECTED), make_versions(), twice)
    assert [found["status"] for found in sql_index.cards()] == ["archived"]
    assert numbers(sql_index) == {record.id: 1}


def test_more_cards_than_are_fetched_at_once(sql_index: SqlIndex) -> None:
    row = card_rows(make_record(), make_versions(), []).card
    with transaction(sql_index._engine, write=True) as connection:
        connection.execute(insert(card), [row | {"record": f"{n:05d}"} for n in range(1000)])
        assert connection.execute(select(func.count()).select_from(card)).scalar_one() == 1000
    assert [found["record"] for found in sql_index.cards()] == [f"{n:05d}" for n in range(1000)]
