"""The reader's closed vocabularies: nearest entries, number grammar, reading form, rows."""

import pytest

from pipeline.stages.layout.rows import rows_of
from pipeline.stages.reader.casing import reading_form
from pipeline.stages.reader.closest import closest, distance, plain
from pipeline.stages.reader.fields.notation import abbreviates, notation
from pipeline.stages.reader.fields.vocabulary import HEADINGS, POSITIONS
from tests.fakes.pages import Piece, left, page_from_text, right

UBND = ("ỦY BAN NHÂN DÂN TỈNH A",)


def number(
    text: str, agencies: tuple[str, ...] = UBND, heading: str | None = None, *, party: bool = False
) -> str | None:
    found = notation(text, agencies=agencies, heading_type=heading, party=party)
    return found.number if found else None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
        ("KÉ HOẠCH", "KẾ HOẠCH"),
        ("QUY ĐỊNH", "QUY ĐỊNH"),
        ("THÔNG 8ÁO", None),  # báo or cáo: one letter decides
        ("BẢNG KÊ", None),
    ],
)
def test_noise_is_corrected_only_where_one_entry_is_nearest(read: str, meant: str | None) -> None:
    assert closest(read, HEADINGS, slack=1) == meant


def test_two_positions_with_one_folded_form_are_not_confused() -> None:
    assert closest("THỦ TRƯỞNG", POSITIONS, slack=0) == "THỦ TRƯỞNG"
    assert closest("THỰ TRƯỜNG", POSITIONS, slack=0) is None


def test_an_empty_vocabulary_has_no_nearest_entry() -> None:
    assert closest("KẾ HOẠCH", [], slack=9) is None


@pytest.mark.parametrize(("one", "other", "letters"), [("", "abc", 3), ("ke hoach", "ke hoch", 1), ("a", "a", 0)])
def test_distance_counts_letters(one: str, other: str, letters: int) -> None:
    assert distance(one, other) == letters


def test_plain_keeps_letters_and_digits() -> None:
    assert plain("  “Độc lập – Tự do”, 1945 ") == "doc lap tu do 1945"


@pytest.mark.parametrize(
    "text",
    [
        "179/KH-UBND",
        "13/2023/TT-BTP",
        "41/2024/QH15",
        "66.16/2026/NQ-CP",
        "01/2012/UBTVQH13",
        "835/VBHN-BTP",
        "5a/QĐ-UBND",
    ],
)
def test_numbers_of_the_state(text: str) -> None:
    assert number(text) == text


def test_a_joint_circular_keeps_all_its_issuers() -> None:
    assert number("01/2016/TTLT-VKSNDTC-TANDTC-BCA-BTP") == "01/2016/TTLT-VKSNDTC-TANDTC-BCA-BTP"


def test_a_party_number_has_its_hyphen_first() -> None:
    assert number("32-CT/TW", ("BAN BÍ THƯ",), party=True) == "32-CT/TW"
    assert number("32-CT/TW") is None
    assert number("32/CT-TW", party=True) is None
    assert number("32-XY/TW", party=True) is None


@pytest.mark.parametrize(
    ("read", "agencies", "meant"),
    [
        ("12/QD-UBND", UBND, "12/QĐ-UBND"),
        ("12/2020/ND-CP", ("CHÍNH PHỦ",), "12/2020/NĐ-CP"),
        ("14/TB-DHTD", ("TRƯỜNG ĐẠI HỌC TÂY ĐẢO",), "14/TB-ĐHTĐ"),
        ("9/TB-ƯBND", UBND, "9/TB-UBND"),
    ],
)
def test_look_alikes_are_corrected_by_vocabulary_or_initials(read: str, agencies: tuple[str, ...], meant: str) -> None:
    assert number(read, agencies) == meant


@pytest.mark.parametrize(
    ("read", "heading", "meant"),
    [
        ("12/DA-UBND", "Đề án", "12/ĐA-UBND"),
        ("12/HD-UBND", "Hợp đồng", "12/HĐ-UBND"),
        ("12/DA-UBND", None, "12/DA-UBND"),
    ],
)
def test_the_heading_decides_between_two_abbreviations(read: str, heading: str | None, meant: str) -> None:
    assert number(read, heading=heading) == meant


def test_a_number_that_contradicts_the_heading_is_none() -> None:
    assert number("12/KH-UBND", heading="Quyết định") is None
    assert number("12/VBHN-BTP", heading="Nghị định") == "12/VBHN-BTP"


@pytest.mark.parametrize("text", ["/QĐ-UBND", "l45)TB-ĐHTĐ", "12", "12/2020", "12/2020/UBND-TP", "Số12/QĐ-UBND", ""])
def test_what_does_not_fit_the_grammar_is_no_number(text: str) -> None:
    assert number(text) is None


def test_an_unknown_unit_is_kept_but_not_vouched_for() -> None:
    found = notation("845/STP-PBXYZ", agencies=("SỞ TƯ PHÁP",), heading_type=None, party=False)

    assert found is not None
    assert (found.number, found.type_name, found.vouched) == ("845/STP-PBXYZ", None, False)


@pytest.mark.parametrize(
    ("part", "agency", "fits"),
    [
        ("TTg", "THỦ TƯỚNG CHÍNH PHỦ", True),
        ("QH15", "QUỐC HỘI", True),
        ("ĐHTĐ", "BỘ GIÁO DỤC VÀ ĐÀO TẠO", False),
        ("UBND", "UBND TỈNH A", True),
        ("STP", "SỞ TƯ PHÁP", True),
    ],
)
def test_an_issuer_abbreviates_an_agency(part: str, agency: str, *, fits: bool) -> None:
    assert abbreviates(part, agency) is fits


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH CÀ MAU", "Ủy ban nhân dân tỉnh Cà Mau"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
        ("SỞ TƯ PHÁP", "Sở Tư pháp"),
        ("TRƯỜNG ĐẠI HỌC TÂY ĐẢO", "Trường Đại học Tây Đảo"),
        ("HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT", "Hội đồng phối hợp phổ biến, giáo dục pháp luật"),
        ("UBND XÃ MƯỜNG XA", "UBND xã Mường Xa"),
        ("TÌM HIỂU PHÁP LUẬT", "Tìm hiểu Pháp luật"),
        ("Luật Cư trú", "Luật Cư trú"),
        ("UỶ BAN NHÂN DÂN XÃ 2", "Ủy ban nhân dân xã 2"),
        ("TÌM HIỂU LUẬT ĐẤT ĐAI NĂM 2024", "Tìm hiểu Luật Đất đai năm 2024"),
        ("LUẬT SƯ VÀ BỘ LUẬT LAO ĐỘNG", "Luật sư và Bộ luật Lao động"),
    ],
)
def test_reading_form_of_capitals(printed: str, read: str) -> None:
    assert reading_form(printed) == read


def test_a_line_that_goes_on_begins_small_unless_with_a_name() -> None:
    assert reading_form("LUẬT ĐẤT ĐAI", begins=False) == "Luật Đất đai"
    assert reading_form("NHỮNG ĐIỀU CẦN BIẾT", begins=False) == "những điều cần biết"


def test_rows_are_rebuilt_from_words_that_stand_side_by_side() -> None:
    page = page_from_text((left("SỞ TƯ PHÁP"), right("Độc lập - Tự do - Hạnh phúc")), "một dòng")
    parted = page.model_copy(
        update={"lines": (page.lines[1], *(line.model_copy(update={"words": line.words[i:j]}) for line, i, j in
                          ((page.lines[0], 3, None), (page.lines[0], 0, 3))))}
    )  # fmt: skip

    assert [row.text for row in rows_of(parted)] == ["SỞ TƯ PHÁP Độc lập - Tự do - Hạnh phúc", "một dòng"]
    assert [run.text for run in rows_of(page)[0].runs] == ["SỞ TƯ PHÁP", "Độc lập - Tự do - Hạnh phúc"]


def test_rows_of_a_leaning_page_stay_rows() -> None:
    page = page_from_text(*[(left(f"TRÁI {i}"), right(f"PHẢI {i}")) for i in range(9)], lean=-2.5, pitch=34)

    assert [row.text for row in rows_of(page)] == [f"TRÁI {i} PHẢI {i}" for i in range(9)]


def test_of_two_readings_of_one_place_the_better_stays() -> None:
    good, bad = (
        page_from_text(Piece(text=text, where=200), confidence=sure).lines[0]
        for text, sure in (("TRƯỜNG ĐẠI HỌC", 0.9), ("VUƠØNG ĐẠI HỌC", 0.5))
    )
    for lines in ((good, bad), (bad, good)):
        page = page_from_text().model_copy(update={"lines": lines})

        assert [row.text for row in rows_of(page)] == ["TRƯỜNG ĐẠI HỌC"]
