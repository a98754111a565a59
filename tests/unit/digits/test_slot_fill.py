"""What was found stands in the page's words; print that had run into it keeps its letters."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.ocr.hand import mark_hand
from pipeline.stages.ocr.slot_fill import RULE, fill_slot
from pipeline.stages.ocr.slot_vote import ACCEPTED, Vote
from pipeline.stages.ocr.slots import SlotKind, find_slots
from schemas.page import Line, Page
from tests.unit.digits.headers import header
from tests.unit.stages_ocr_repair.paper import placed

SURE = Vote(value="1146", probability=0.99, alternatives=(("1146", 0.99),))
DOUBT = Vote(value=None, probability=0.6, alternatives=(("31", 0.6), ("51", 0.3)))


def filled(page: Page, kind: SlotKind, found: Vote) -> Page:
    slot = next(slot for slot in find_slots(page) if slot.kind is kind)
    return fill_slot(page, slot, found)


@pytest.mark.parametrize(
    ("said", "kind", "value", "becomes"),
    [
        ("Số: //46 /KH-ĐHTĐ", SlotKind.NUMBER, "1146", "Số: 1146 /KH-ĐHTĐ"),
        ("Số:/4-/KH-ĐHTĐ", SlotKind.NUMBER, "1146", "Số: 1146 /KH-ĐHTĐ"),
        ("Số: „ 4Í /QĐ-UBND", SlotKind.NUMBER, "1146", "Số: 1146 /QĐ-UBND"),
        ("Số: 1Z/2020/QĐ-UBND", SlotKind.NUMBER, "12", "Số: 12 /2020/QĐ-UBND"),
        ("Cần Thơ, ngày38tháng 7 năm 2025", SlotKind.DAY, "28", "Cần Thơ, ngày 28 tháng 7 năm 2025"),
        ("Cần Thơ, ngày 28 tháng (Onăm 2025", SlotKind.MONTH, "10", "Cần Thơ, ngày 28 tháng 10 năm 2025"),
        ("Cần Thơ, ngày 28 tháng 10 năm 20Z5.", SlotKind.YEAR, "2025", "Cần Thơ, ngày 28 tháng 10 năm 2025 ."),
    ],
)
def test_a_value_becomes_a_word_of_its_own(said: str, kind: SlotKind, value: str, becomes: str) -> None:
    page = filled(header(said), kind, Vote(value=value, probability=0.99, alternatives=()))

    assert page.lines[2].text == becomes
    word = next(word for word in page.words if word.rule == RULE)
    assert (word.text, word.hand, word.confidence) == (value, True, 0.99)
    assert word.raw


@pytest.mark.parametrize("probability", [0.99, ACCEPTED])
def test_a_value_stays_after_the_search_for_doubtful_words(probability: float) -> None:
    found = replace(SURE, probability=probability)

    page = filled(header("Số: //46 /KH-ĐHTĐ"), SlotKind.NUMBER, found)

    assert mark_hand(page) == page


def test_an_empty_slot_gets_a_word() -> None:
    empty = header().model_copy(
        update={"lines": (Line(words=placed([("Số:", 0, 90), ("/KH-UBND", 120, 90)])), *header().lines)}
    )

    page = filled(empty, SlotKind.NUMBER, SURE)

    assert page.lines[0].text == "Số: 1146 /KH-UBND"
    assert page.lines[0].words[1].raw is None
    assert filled(empty, SlotKind.NUMBER, DOUBT) == empty


def test_a_slot_between_two_lines_is_filled_on_the_left_one() -> None:
    left, right = Line(words=placed([("Số:", 0, 90), ("z", 40, 90)])), Line(words=placed([("7/KH-UBND", 60, 91)]))

    page = filled(header().model_copy(update={"lines": (*header().lines, left, right)}), SlotKind.NUMBER, SURE)

    assert [line.text for line in page.lines[2:]] == ["Số: 1146", "/KH-UBND"]


def test_doubt_keeps_what_was_read_and_tells_what_may_be() -> None:
    page = filled(header("Số: 7ẳ /TB-ĐHTĐ"), SlotKind.NUMBER, DOUBT)

    assert page.text == header("Số: 7ẳ /TB-ĐHTĐ").text
    word = page.lines[2].words[1]
    assert (word.hand, word.confidence, word.alternatives) == (True, 0.5, DOUBT.alternatives)
    assert mark_hand(page) == page


def test_alternatives_are_in_the_json_only_where_there_are_some() -> None:
    page = filled(header("Số: 7ẳ /TB-ĐHTĐ"), SlotKind.NUMBER, DOUBT)

    assert page.model_dump_json().count("alternatives") == 1
    assert Page.model_validate_json(page.model_dump_json()) == page


@given(
    st.lists(
        st.text(alphabet="Số:ngàythángăm 0123lO/-KHQĐUBND.…", min_size=1, max_size=40).filter(str.strip), max_size=3
    ),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_nothing_outside_the_slot_is_lost(lines: list[str], sure: bool) -> None:
    page = header(*lines)

    for slot in find_slots(page):
        after = fill_slot(page, slot, SURE if sure else DOUBT)
        kept = "".join(w.text for w in after.words if w.rule != RULE)
        before = "".join(w.text for w in page.words)
        gone = slot.said.replace(" ", "") if sure else ""
        assert len(kept) == len(before) - len(gone)
        assert all(word.box.width > 0 for word in after.words)
