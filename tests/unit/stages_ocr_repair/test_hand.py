"""What a pen wrote into printed slots is marked and never invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.ocr.hand import mark_hand
from schemas.page import Page
from tests.unit.stages_ocr_repair.paper import line, typed

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def header(*lines: str, confidence: float = 0.95, number: int = 1) -> Page:
    return typed(MOTTO, "Độc lập - Tự do - Hạnh phúc", *lines, confidence=confidence, number=number)


def marked(page: Page) -> list[str]:
    return [word.text for word in mark_hand(page).words if word.hand]


@pytest.mark.parametrize(
    ("said", "hand"),
    [
        ("Số: „4Í /QĐ-UBND", ["„4Í"]),
        ("Số: 2(Œ6 /QĐ-UBND", ["2(Œ6"]),
        ("Số:/4-/KH-ĐHTĐ", ["Số:/4-/KH-ĐHTĐ"]),
        ("S6:75L/TB-ĐHTĐ", ["S6:75L/TB-ĐHTĐ"]),
        ("Số: (AC KH-ĐHTĐ", ["(AC"]),
        ("Số: đ44/TB-ĐHTĐ", ["đ44/TB-ĐHTĐ"]),
        ("Số 1a b /QĐ-UBND", ["b"]),
        ("Cần Thơ, ngày 2S tháng 1Ö năm 2025", ["2S", "1Ö"]),
        ("Cần Thơ, ngày-2Stháng 7 năm 20Z5", ["ngày-2Stháng", "20Z5"]),
        ("Cần Thơ, ngày Ílttháng 7 năm 2025", ["Ílttháng"]),
        ("Cần Thơ, ngày ôO tháng O", ["ôO", "O"]),
        ("Ngày: 1Z/O9/2020", ["1Z/O9/2020"]),
    ],
)
def test_what_is_no_number_in_a_slot_is_marked(said: str, hand: list[str]) -> None:
    assert marked(header(said)) == hand
    assert all(word.confidence <= 0.5 for word in mark_hand(header(said)).words if word.hand)
    assert mark_hand(header(said)).text == header(said).text


@pytest.mark.parametrize(
    "said",
    [
        "Số: 179/KH-UBND",
        "Số 45-CT/TU",
        "Số 19 -KL/TW",
        "Số: 15a/2020/QĐ-UBND Hà Nội, ngày 07 tháng 9 năm 2019",
        "Số: /KH-UBND",
        "Số: ...... /KH-UBND",
        "Số đến: abc/x",
        "Số lượng tài liệu",
        "Cần Thơ, ngày ... tháng ... năm 2019",
        "Ngày 09/11/2019",
        "ngày mai",
        "một câu dài nói về việc gì đó ngày xx tháng yy năm zz rồi thôi",
    ],
)
def test_print_is_not_marked(said: str) -> None:
    page = header(said)
    assert mark_hand(page) is page


def test_digits_that_were_hardly_read_are_marked() -> None:
    assert marked(header("Số: 179 /KH-UBND", "Hà Nội, ngày 05 tháng 9 năm 2019", confidence=0.55)) == [
        "179",
        "05",
        "9",
        "2019",
    ]


def test_only_the_header_of_the_first_page_has_slots() -> None:
    slot = "Số: x9 /KH-UBND"
    assert marked(header(slot)) == ["x9"]
    assert marked(header(slot, number=2)) == []
    assert marked(typed("TỜ GẤP PHÁP LUẬT", slot)) == []
    assert marked(header("Căn cứ Luật Đất đai;", slot)) == []
    low = header().model_copy(update={"lines": (*header().lines, line(slot, top=1300))})
    assert marked(low) == []


@given(
    st.lists(
        st.text(alphabet="Số:ngàythángăm 0123lO/-KHQĐUBND.…", min_size=1, max_size=30).filter(str.strip), max_size=4
    )
)
@settings(max_examples=150, deadline=None)
def test_nothing_is_invented_and_twice_is_once(lines: list[str]) -> None:
    page = header(*lines)
    once = mark_hand(page)
    assert [(w.text, w.box) for w in once.words] == [(w.text, w.box) for w in page.words]
    assert mark_hand(once) == once
