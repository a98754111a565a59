"""Laws of the reader's grammars: what is printed is read back; what OCR spoils is read right or not at all."""

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.stages.describe import describe
from pipeline.stages.reader.fields.dates import moment_at
from pipeline.stages.reader.fields.imprint import imprint
from pipeline.stages.reader.fields.notation import notation
from pipeline.stages.reader.fields.passages import passages
from pipeline.stages.settle import fields
from schemas.claim import MULTIPLE, Claim, FieldName, Source
from schemas.page import Page
from schemas.text import fold
from tests.fakes.pages import centre, page_from_text
from tests.golden.reader.document import BODY, day, header

STATE_TYPES = {"KH": "Kế hoạch", "QĐ": "Quyết định", "TTr": "Tờ trình", "CTr": "Chương trình", "TB": "Thông báo",
               "BC": "Báo cáo", "CT": "Chỉ thị", "HD": "Hướng dẫn", "NQ": "Nghị quyết"}  # fmt: skip
PARTY_TYPES = {"CT": "Chỉ thị", "NQ": "Nghị quyết", "KL": "Kết luận", "HD": "Hướng dẫn", "KH": "Kế hoạch"}
LEGAL = {"NĐ-CP": "Nghị định", "NQ-CP": "Nghị quyết", "QĐ-TTg": "Quyết định", "TT-BTP": "Thông tư",
         "TT-BKH&ĐT": "Thông tư", "TTLT-BCA-BQP-BTP": "Thông tư liên tịch",
         "QH15": "Luật", "UBTVQH15": "Pháp lệnh"}  # fmt: skip
NUMBERS = st.integers(1, 99999).map(str) | st.tuples(st.integers(1, 999), st.sampled_from("abđ")).map(
    lambda p: f"{p[0]}{p[1]}"
)
YEARS = st.integers(1945, 2039)
DAYS = st.dates(date(1950, 1, 1), date(2039, 12, 31))
CONFUSIONS = (
    ("H", "N"), ("Đ", "D"), ("D", "Đ"), ("O", "0"), ("0", "O"), ("1", "l"), ("l", "1"), ("1", "I"), ("/", "1"),
    ("/", "l"), ("/", "|"), ("-", "–"), ("TTr", "TT1"), ("CTr", "CT"), ("B", "8"), ("8", "B"), ("S", "5"), ("5", "S"),
    ("Ư", "U"), ("Ô", "O"), ("UBND", "UBNĐ"), ("ế", "ê"), ("Ế", "É"), ("ÓA", "Ồ"), ("ày", "ay"), ("á", "a"), (" ", ""),
    ("Ấ", "Â"), ("N", "M"), ("Số", "Sô"),
)  # fmt: skip
"""What OCR makes of what (measured on real scans, and known of these letters)."""


@settings(deadline=None)
@given(
    number=NUMBERS, kind=st.sampled_from(sorted(STATE_TYPES)), issuer=st.sampled_from(("UBND", "HĐND", "STP", "BTP"))
)
def test_administrative_numbers_round_trip(number: str, kind: str, issuer: str) -> None:
    text = f"{number}/{kind}-{issuer}"
    found = notation(text, agencies=(), heading_type=STATE_TYPES[kind], party=False)

    assert found is not None
    assert (found.number, found.type_name, found.issuer, found.legal) == (text, STATE_TYPES[kind], issuer, False)


@settings(deadline=None)
@given(number=NUMBERS, year=YEARS, symbol=st.sampled_from(sorted(LEGAL)))
@example(number="66.16", year=2026, symbol="NQ-CP")
def test_legal_numbers_round_trip(number: str, year: int, symbol: str) -> None:
    text = f"{number}/{year}/{symbol}"
    found = notation(text, agencies=(), heading_type=LEGAL[symbol], party=False)

    assert found is not None
    assert (found.number, found.legal) == (text, True)


@settings(deadline=None)
@given(
    number=NUMBERS,
    kind=st.sampled_from(sorted(PARTY_TYPES)),
    issuer=st.sampled_from(("TW", "TU", "HU", "BTGTU", "VPTW")),
)
def test_party_numbers_round_trip(number: str, kind: str, issuer: str) -> None:
    text = f"{number}-{kind}/{issuer}"
    found = notation(text, agencies=(), heading_type=PARTY_TYPES[kind], party=True)

    assert found is not None
    assert (found.number, found.type_name) == (text, PARTY_TYPES[kind])


@settings(deadline=None)
@given(number=NUMBERS, office=st.sampled_from(("PBGDPL", "NC", "VP", "HCTP")))
def test_letters_round_trip(number: str, office: str) -> None:
    found = notation(f"{number}/STP-{office}", agencies=("SỞ TƯ PHÁP",), heading_type=None, party=False)

    assert found is not None
    assert (found.number, found.type_name, found.vouched) == (f"{number}/STP-{office}", None, True)


@settings(deadline=None)
@given(text=st.text(alphabet="0123456789/-.KHQĐUBNDTPCVa& ", max_size=24), party=st.booleans())
def test_no_text_breaks_the_grammar(text: str, party: bool) -> None:  # drawn by hypothesis
    found = notation(text, agencies=("SỞ TƯ PHÁP",), heading_type=None, party=party)

    assert found is None or notation(found.number, agencies=("SỞ TƯ PHÁP",), heading_type=None, party=party) == found


@settings(deadline=None)
@given(when=DAYS, form=st.sampled_from(("words", "padded", "/", "-", ".")))
def test_days_round_trip(when: date, form: str) -> None:
    said = {
        "words": f"ngày {when.day} tháng {when.month} năm {when.year}",
        "padded": day(when.isoformat()),
    }.get(form, f"{when.day:02}{form}{when.month:02}{form}{when.year}")

    assert moment_at(fold(said), 0) == (when.isoformat(), len(said))


@settings(deadline=None)
@given(year=st.integers(1945, 2039), quarter=st.integers(1, 4), month=st.integers(1, 12))
def test_quarters_and_months_round_trip(year: int, quarter: int, month: int) -> None:
    roman = ("i", "ii", "iii", "iv")[quarter - 1]
    first, last = 3 * quarter - 2, 3 * quarter

    assert moment_at(f"quy {roman} nam {year}", 0) == (
        f"{year}-{first:02}/{year}-{last:02}",
        len(f"quy {roman} nam {year}"),
    )
    assert moment_at(f"thang {month}/{year}", 0) == (f"{year}-{month:02}", len(f"thang {month}/{year}"))


@settings(deadline=None)
@given(
    number=st.integers(1, 999), run=st.integers(100, 99999), when=DAYS, width=st.integers(10, 40),
    height=st.integers(10, 60), break_at=st.integers(20, 70),
)  # fmt: skip
def test_imprints_round_trip_wherever_their_lines_break(
    number: int, run: int, when: date, width: int, height: int, break_at: int
) -> None:
    said = (
        f"In {run:,} tờ, khổ {width} x {height} cm, tại Công ty TNHH In Sao Mai. Giấy phép xuất bản số"
        f" {number}/GP-STTTT do Sở Thông tin và Truyền thông cấp ngày"
        f" {when.day}/{when.month}/{when.year}. Nộp lưu chiểu tháng {when.month}/{when.year}."
    ).replace(",", ".", f"{run:,}".count(","))
    page = page_from_text(*_broken(said, break_at))
    found = {claim.field: claim.value for claim in imprint(passages((page,)))}

    assert found == {
        FieldName.PRINT_RUN: run,
        FieldName.PAGE_SIZE: f"{width} x {height} cm",
        FieldName.PRINTER: "Công ty TNHH In Sao Mai",
        FieldName.LICENCE_NUMBER: f"{number}/GP-STTTT",
        FieldName.LICENCE_AUTHORITY: "Sở Thông tin và Truyền thông",
        FieldName.LICENCE_DATE: when.isoformat(),
        FieldName.DEPOSIT: f"{when.year}-{when.month:02}",
    }


def _broken(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


RIGHT = {
    FieldName.NUMBER: "179/KH-UBND",
    FieldName.DOCUMENT_TYPE: "Kế hoạch",
    FieldName.ISSUER: "Ủy ban nhân dân tỉnh Thanh Hóa",
    FieldName.ISSUER_ID: "thanh-hoa.ubnd",
    FieldName.ISSUED_DATE: "2019-08-28",
    FieldName.PLACE: "Thanh Hóa",
}


@settings(deadline=None, max_examples=150)
@given(slips=st.lists(st.tuples(st.sampled_from(CONFUSIONS), st.integers(0, 5)), min_size=1, max_size=3))
def test_what_ocr_spoils_is_read_right_or_not_at_all(slips: list[tuple[tuple[str, str], int]]) -> None:
    lines = ["ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA", "Số: 179/KH-UBND", "Thanh Hóa, ngày 28 tháng 8 năm 2019", "KẾ HOẠCH"]
    for (printed, read), at in slips:
        lines[at % 5] = lines[at % 5].replace(printed, read, 1 + at // 5)
    first, second, number, dated, kind = lines
    rows = header((first, second), number, dated)
    page = page_from_text(*rows, centre(kind), centre("Tổ chức Ngày Pháp luật năm 2019"), "", *BODY)
    given = fields(describe((page,)))

    wrong = {
        name: given[name].value
        for name, value in RIGHT.items()
        if name in given and given[name].value not in (value, "2019-08")
    }
    assert not wrong


def spoken(value: str, at: int, source: Source = Source.MACHINE) -> Claim:
    return Claim(
        field=FieldName.RECIPIENTS, value=value, source=source, confidence=0.5 + at / 100, page=1 + at // 3, rule="x@1"
    )


@settings(deadline=None)
@given(values=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6, unique=True), data=st.data())
def test_several_values_settle_together_whatever_their_order(values: list[str], data: st.DataObject) -> None:
    claims = [spoken(value, at) for at, value in enumerate(values)]
    settled = fields(data.draw(st.permutations(claims)))[FieldName.RECIPIENTS]

    assert settled == fields(claims)[FieldName.RECIPIENTS]
    assert isinstance(settled.value, tuple)
    assert sorted(settled.value) == sorted(values)
    assert settled.confidence == min(claim.confidence for claim in claims)


@settings(deadline=None)
@given(values=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True))
def test_a_sidecars_values_outrank_all_of_the_machines(values: list[str]) -> None:
    claims = [spoken("machine", 1), *(spoken(value, at, Source.SIDECAR) for at, value in enumerate(values))]

    assert sorted(fields(claims)[FieldName.RECIPIENTS].value) == sorted(values)  # type: ignore[arg-type]  # a tuple


def test_only_lists_have_several_values() -> None:
    assert {FieldName.RECIPIENTS, FieldName.EDITOR} == MULTIPLE


def test_pages_without_text_break_no_rule() -> None:
    blank: tuple[Page, ...] = (page_from_text(), page_from_text(number=2))

    assert [claim.field for claim in describe(blank)] == [FieldName.PAGES]
