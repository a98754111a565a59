"""The slots for number and date are found whatever stands in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.ocr.slots import Slot, SlotKind, find_slots
from schemas.page import Line, Page
from tests.unit.digits.headers import header
from tests.unit.stages_ocr_repair.paper import line, placed, typed


def found(page: Page) -> dict[str, str]:
    return {slot.kind.value: slot.said for slot in find_slots(page)}


def one(page: Page, kind: SlotKind) -> Slot:
    return next(slot for slot in find_slots(page) if slot.kind is kind)


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("Số: 179/KH-UBND", {"number": "179"}),
        ("Số: 179 /KH-UBND", {"number": "179"}),
        ("Số:/4-/KH-ĐHTĐ", {"number": "/4-"}),
        ("S6:75L/TB-ĐHTĐ", {"number": "75L"}),
        ("Số: (AC KH-ĐHTĐ", {"number": "(AC"}),
        ("Số: 842/STP-PBGDPL", {"number": "842"}),
        ("Số: 15/2020/QĐ-UBND", {"number": "15"}),
        ("Số: 32-CT/TW", {"number": "32"}),
        ("Cần Thơ, ngày 2S tháng 1Ö năm 2025", {"day": "2S", "month": "1Ö", "year": "2025"}),
        ("Cần Thơ, ngày-2Stháng 7 năm 20Z5", {"day": "-2S", "month": "7", "year": "20Z5"}),
        ("Cần Thơ, ngày38tháng (Onăm 2025", {"day": "38", "month": "(O", "year": "2025"}),
        (
            "Số: 12/KH-UBND Hà Nội, ngày 07 tháng 9 năm 2019",
            {"number": "12", "day": "07", "month": "9", "year": "2019"},
        ),
    ],
)
def test_a_slot_is_what_stands_between_the_print(said: str, slots: dict[str, str]) -> None:
    assert found(header(said)) == slots


@pytest.mark.parametrize(
    "said",
    [
        "Số lượng tài liệu 5",
        "Số đến: 12/KH-UBND",
        "ngày mai",
        "Sở Tư pháp 5/KH-UBND",
        "Số: một câu dài hơn mười bốn chữ /KH-UBND",
    ],
)
def test_where_no_slot_is_none_is_found(said: str) -> None:
    assert found(header(said)) == {}


def test_slots_are_in_the_header_of_the_first_page_only() -> None:
    assert found(header("Số: 1/KH-UBND", number=2)) == {}
    assert found(typed("TỜ GẤP PHÁP LUẬT", "Số: 1/KH-UBND")) == {}
    assert found(header("Căn cứ Luật Đất đai;", "Số: 1/KH-UBND")) == {}


def test_an_empty_slot_is_one_if_there_is_room_to_write() -> None:
    wide, narrow = (with_line(Line(words=placed([("Số:", 0, 90), ("/KH-UBND", x, 90)]))) for x in (120, 34))

    assert found(wide) == {"number": ""}
    assert found(narrow) == {}


def with_line(*lines: Line) -> Page:
    return header().model_copy(update={"lines": (*header().lines, *lines)})


def test_a_slot_may_lie_between_two_lines_at_the_same_height() -> None:
    page = with_line(Line(words=placed([("Số:", 0, 90)])), Line(words=placed([("/KH-UBND", 110, 92)])))
    lower = with_line(Line(words=placed([("Số:", 0, 90)])), Line(words=placed([("/KH-UBND", 110, 112)])))

    slot = one(page, SlotKind.NUMBER)
    assert (slot.start.line, slot.stop.line) == (2, 2)
    assert (slot.box.x0, slot.box.x1) == (30, 110)
    assert found(lower) == {}


def test_letters_that_ran_into_the_print_are_placed_by_their_widths() -> None:
    slot = one(header("Cần Thơ, ngày38tháng 7 năm 2025"), SlotKind.DAY)

    word = header("Cần Thơ, ngày38tháng 7 năm 2025").lines[2].words[2].box
    assert word.x0 + 35 < slot.box.x0 < word.x0 + 50
    assert 10 < slot.box.width < 30


def test_sure_print_is_told_from_doubt() -> None:
    assert one(header("Số: 179/KH-UBND"), SlotKind.NUMBER).sure
    assert not one(header("Số: 1Z9/KH-UBND"), SlotKind.NUMBER).sure
    assert not one(header("Số: 179/KH-UBND", confidence=0.6), SlotKind.NUMBER).sure
    assert not one(header("Hà Nội, ngày 32 tháng 5 năm 2020"), SlotKind.DAY).sure


def test_tables_have_no_slots() -> None:
    row = line("Số: 12 /KH-UBND", top=90).model_copy(update={"cells": (1,)})

    assert found(with_line(row)) == {}


@given(
    st.lists(
        st.text(alphabet="Số:ngàythángăm 0123lO/-KHQĐUBND.…", min_size=1, max_size=40).filter(str.strip), max_size=4
    )
)
@settings(max_examples=150, deadline=None)
def test_whatever_was_read_slots_lie_within_their_lines(lines: list[str]) -> None:
    page = header(*lines)

    for slot in find_slots(page):
        assert slot.start <= slot.stop
        assert slot.stop.letter <= len(page.lines[slot.stop.line].words[slot.stop.word].text)
        assert slot.box.width > 0
        assert slot.box.height > 0
