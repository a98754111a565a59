"""The order in which a folded leaflet is read: only when the sheet surely is one."""

import pytest

from pipeline.stages.layout.fold import fold_order, folded_text
from pipeline.stages.layout.order import ordered
from schemas.page import Page
from tests.unit.reader_layout.placed import column, page, put, running

SHEET = {"width": 1500, "height": 1050}
IMPRINT = ["Chịu trách nhiệm xuất bản: Sở Tư pháp", "In 5.000 bản, khổ 21 x 29,7 cm", "Tài liệu không bán"]
ACROSS = [put(60, 980, "Một dòng chữ chạy ngang qua cả ba ô " * 4)]
COVER = ["SỞ TƯ PHÁP", "TỈNH THANH HÓA"]


def outside(number: int = 1, *, imprint=IMPRINT, cover=COVER, title: int = 48, more=()) -> Page:
    """Flap, back with the imprint, cover with a title in large type."""
    lines = [
        *column(60, 60, running("F", 16)), *column(560, 700, imprint), *column(560, 120, running("B", 4)),
        *column(1120, 60, cover), put(1060, 400, "LUẬT ĐẤT ĐAI", height=title, letter=24 if title > 30 else 10), *more,
    ]  # fmt: skip
    return ordered(page(lines, number=number, **SHEET))


def inside(number: int = 2, panels: int = 3) -> Page:
    """Panels full of text."""
    lines = [line for n in range(panels) for line in column(60 + 500 * n, 60, running("123"[n], 20))]
    return ordered(page(lines, number=number, **SHEET))


def roles(pages) -> list[tuple[int, int, str]]:
    """Page, panel and role in order."""
    return [(panel.page, panel.number, panel.role.value) for panel in fold_order(pages)]


def test_cover_flap_inside_back():
    assert roles([outside(), inside()]) == [
        (1, 3, "cover"), (1, 1, "flap"), (2, 1, "inner"), (2, 2, "inner"), (2, 3, "inner"), (1, 2, "back"),
    ]  # fmt: skip


def test_the_outside_may_be_scanned_last_and_the_inside_have_fewer_panels():
    assert roles([inside(1, panels=2), outside(2)]) == [
        (2, 3, "cover"), (2, 1, "flap"), (1, 1, "inner"), (1, 2, "inner"), (2, 2, "back"),
    ]  # fmt: skip


def test_an_inside_without_panels_is_one():
    assert [role for _, _, role in roles([outside(), inside(panels=1)])] == ["cover", "flap", "inner", "back"]


def test_the_text_in_that_order():
    pages = [outside(), inside()]

    text = folded_text(pages, fold_order(pages))

    assert text.startswith("SỞ TƯ PHÁP\nTỈNH THANH HÓA\nLUẬT ĐẤT ĐAI\n\nF0 ")
    assert text.endswith("Tài liệu không bán")
    assert sorted(text.split()) == sorted(word.text for one in pages for word in one.words)


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([outside()], id="one side"),
        pytest.param([outside(), inside(), inside(3)], id="more pages"),
        pytest.param([inside(1), inside(2)], id="no cover"),
        pytest.param([outside(1), outside(2)], id="two covers"),
        pytest.param([outside(imprint=["Câu chuyện", "pháp luật", "hôm nay"]), inside()], id="no imprint"),
        pytest.param([outside(title=24), inside()], id="no large type"),
        pytest.param([outside(cover=running("C", 14)), inside()], id="a cover full of text"),
        pytest.param([outside(more=ACROSS), inside()], id="a line across"),
        pytest.param([outside().model_copy(update={"width": 1000, "height": 1400}), inside()], id="upright"),
    ],
)  # fmt: skip
def test_not_unless_sure(pages):
    assert fold_order(pages) == ()
