"""Boxes on a page's picture around what was searched for."""

from schemas.page import Box, Page
from search.boxes import boxes
from search.query import parse
from search.spots import Needles, needles
from search.strictness import IDLE
from tests.fakes.pages import page_from_text


def _needles(typed: str) -> Needles:
    query = parse(typed)
    return needles(query, tuple((word,) for word in query.words), IDLE)


def _under(page: Page, box: Box) -> str:
    inside = [w for w in page.words if box.x0 <= w.box.x0 and w.box.x1 <= box.x1 and box.y0 <= w.box.y0 <= box.y1]
    return " ".join(word.text for word in inside)


def _found(page: Page, typed: str) -> list[str]:
    return [_under(page, box) for box in boxes(page, _needles(typed))]


PAGE = page_from_text(
    "Luật Đất đai quy định quyền và nghĩa vụ của người sử dụng đất.",
    "Tranh chấp đất đai được hòa giải tại xã; luật sư giúp đỡ.",
    "Số: 179/KH-UBND về hòa-giải",
)


def test_neighbours_are_one_box() -> None:
    assert _found(PAGE, "luật đất đai") == ["Luật Đất đai", "đất đai"]


def test_typing_without_marks_finds_the_same() -> None:
    assert _found(PAGE, "luat dat dai") == ["Luật Đất đai", "đất đai"]


def test_a_single_word_is_marked_wherever_it_stands() -> None:
    assert _found(PAGE, "luật") == ["Luật", "luật"]


def test_a_number_is_one_word_of_print() -> None:
    assert _found(PAGE, "179/KH-UBND") == ["179/KH-UBND"]


def test_what_does_not_stand_there_is_not_marked() -> None:
    assert _found(PAGE, "bảo hiểm") == []
    assert boxes(page_from_text(), _needles("đất")) == ()
