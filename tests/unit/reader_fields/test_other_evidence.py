"""Numbers and days a pen wrote, and what else the document and its file's name say of them."""

import datetime as dt

import pytest

from pipeline.stages.describe import describe
from pipeline.stages.reader.fields.other_evidence import RULE, bounds
from schemas.claim import Claim, FieldName
from schemas.page import Box, Page, Stamp, StampShape, Word
from tests.fakes.pages import Row, centre, page_from_text
from tests.golden.reader.document import BODY, header


def letter(
    *below: Row, day: tuple[tuple[str, float], ...] = (), number: tuple[tuple[str, float], ...] = (), sure: bool = False
) -> Page:
    """A letter of 18 or 19 February 2025, of which a pen wrote the day, or the number."""
    rows = header(("SỞ TƯ PHÁP",), "Số: 12 /KH-STP", "Thanh Hóa, ngày 18 tháng 02 năm 2025")
    page = page_from_text(
        *rows, centre("KẾ HOẠCH"), centre("Hòa giải ở cơ sở năm 2025"), *BODY, *below, confidence=0.99
    )
    hand = {"18": day, "12": number}
    lines = [
        line.model_copy(update={"words": tuple(_penned(word, hand.get(word.text, ()), sure) for word in line.words)})
        for line in page.lines
    ]
    return page.model_copy(update={"lines": tuple(lines)})


def _penned(word: Word, possible: tuple[tuple[str, float], ...], sure: bool) -> Word:
    if not possible:
        return word
    return word.model_copy(update={"hand": True, "confidence": 0.98 if sure else 0.4, "alternatives": possible})


def said(field: FieldName, page: Page, called: str | None = None) -> Claim:
    return next(claim for claim in describe((page,), called=called) if claim.field is field)


DAYS = (("18", 0.55), ("19", 0.44))


def test_a_day_in_doubt_stays_a_month() -> None:
    claim = said(FieldName.ISSUED_DATE, letter(day=DAYS))

    assert (claim.value, claim.rule) == ("2025-02", "dateline@2")
    assert [value for value, _ in claim.alternatives] == ["2025-02-18", "2025-02-19"]


@pytest.mark.parametrize(
    "line",
    [
        "SAO Y; Văn phòng Ủy ban nhân dân xã; 18.02.2025 14:12:05",
        "Thời gian ký: 18/02/2025 15:01:22 +07:00",
        "Công văn đến: Số 214, ngày 18 tháng 02 năm 2025",
        "SAO LỤC: Sở Nội vụ, 18-02-2025",
    ],
)
def test_a_document_is_not_younger_than_its_copy(line: str) -> None:
    claim = said(FieldName.ISSUED_DATE, letter("", line, day=DAYS))

    assert (claim.value, claim.rule) == ("2025-02-18", RULE)
    assert claim.confidence <= 0.985


def test_the_stamp_of_incoming_mail_is_listened_to() -> None:
    page = letter(day=DAYS)
    stamp = Stamp(
        box=Box(x0=10, y0=10, x1=99, y1=99), shape=StampShape.RECTANGULAR, confidence=0.95,
        text="ĐẾN Số: 12 Ngày: 18.02.2025",
    )  # fmt: skip

    assert said(FieldName.ISSUED_DATE, page.model_copy(update={"stamps": (stamp,)})).value == "2025-02-18"
    doubtful = stamp.model_copy(update={"confidence": 0.5})
    assert said(FieldName.ISSUED_DATE, page.model_copy(update={"stamps": (doubtful,)})).value == "2025-02"


def test_a_document_is_not_older_than_its_grounds() -> None:
    grounds = "Căn cứ Quyết định số 77/QĐ-UBND ngày 19 tháng 02 năm 2025 của Ủy ban nhân dân tỉnh;"

    assert said(FieldName.ISSUED_DATE, letter(grounds, day=DAYS)).value == "2025-02-19"


def test_bounds_that_leave_no_day_are_not_believed() -> None:
    claim = said(FieldName.ISSUED_DATE, letter("SAO Y; 18.02.2015", day=DAYS))

    assert (claim.value, claim.alternatives) == ("2025-02", (("2025-02-18", 0.55), ("2025-02-19", 0.44)))


def test_a_day_by_pen_that_cannot_be_is_only_its_month() -> None:
    line = "SAO Y; Văn phòng Ủy ban nhân dân xã; 17.02.2025"

    assert said(FieldName.ISSUED_DATE, letter(line, day=(("18", 0.98),), sure=True)).value == "2025-02"
    assert said(FieldName.ISSUED_DATE, letter(line)).value == "2025-02-18"  # printed: the copy's date was misread


@pytest.mark.parametrize("name", ["KH ngay 19.02.2025.pdf", "xa/2025-02-19 ke hoach.pdf", "kh_19022025.PDF"])
def test_a_file_name_confirms_a_day(name: str) -> None:
    nearly = (("19", 0.83), ("18", 0.1))

    assert said(FieldName.ISSUED_DATE, letter(day=nearly), called=name).value == "2025-02-19"
    assert said(FieldName.ISSUED_DATE, letter(day=nearly), called="quet 0012.pdf").value == "2025-02"


def test_a_file_name_brings_in_nothing_of_its_own() -> None:
    claim = said(FieldName.ISSUED_DATE, letter(day=DAYS), called="KH ngay 25.02.2025.pdf")

    assert claim.value == "2025-02"
    assert "2025-02-25" not in dict(claim.alternatives)


def test_a_file_name_confirms_a_number() -> None:
    possible = (("12", 0.85), ("17", 0.1))

    assert said(FieldName.NUMBER, letter(number=possible), called="12 KH-STP.pdf").value == "12/KH-STP"
    other = said(FieldName.NUMBER, letter(number=possible), called="quet 17.12.2025.pdf")
    assert other.value is None
    assert other.alternatives[0][0] == "12/KH-STP"


def test_what_no_day_is_bounds_nothing() -> None:
    found = bounds((page_from_text("SAO Y, 31.02.2025", "Căn cứ Luật Hòa giải ở cơ sở năm 2013;", confidence=0.99),))

    assert (found.first, found.last) == (None, None)


def test_a_ground_after_the_copy_was_misread() -> None:
    rows = ("SAO Y; 18.02.2025", "Căn cứ Kế hoạch ngày 20/3/2025;", "Căn cứ Kế hoạch ngày 12/01/2025;")
    found = bounds((page_from_text(*rows, confidence=0.99),))

    assert (found.first, found.last) == (dt.date(2025, 1, 12), dt.date(2025, 2, 18))
