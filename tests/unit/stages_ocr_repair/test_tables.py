"""Tables: rows with cells where lines or alignment show them; no word lost or doubled; all else left alone."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.ocr.grid import grids
from pipeline.stages.ocr.tables import tables
from schemas.page import Box, Line, Page
from tests.unit.stages_ocr_repair.paper import line, placed, typed

EMPTY = typed("x")


def page_of(*lines: Line) -> Page:
    return EMPTY.model_copy(update={"lines": lines})


def row(*entries: tuple[str, int], top: int, block: int = 0) -> Line:
    return Line(words=placed((text, x, top) for text, x in entries), block=block)


def across(y: int, x0: int = 0, x1: int = 600) -> Box:
    return Box(x0=x0, y0=y - 1, x1=x1, y1=y + 1)


def down(x: int, y0: int = 100, y1: int = 300) -> Box:
    return Box(x0=x - 1, y0=y0, x1=x + 1, y1=y1)


GRID = (across(100), across(200), across(300), down(0), down(200), down(400), down(600))


def test_a_ruled_grid_gives_rows_with_cells() -> None:
    page = page_of(
        row(("trước", 0), top=50),
        row(("TT", 20), ("Tên", 220), ("Ghi", 420), ("chú", 460), top=140),
        row(("1", 20), ("Đăng", 220), ("ký", 270), top=220),
        row(("lại", 220), top=260),
        row(("sau", 0), top=350),
    )
    after = tables(page, GRID)
    assert [own.text for own in after.lines] == ["trước", "TT\tTên\tGhi chú", "1\tĐăng ký lại\t", "sau"]
    assert [own.cells for own in after.lines] == [(), (1, 2), (1, 4), ()]
    assert len({own.block for own in after.lines[1:3]}) == 1
    assert after.lines[1].block != page.lines[0].block


def test_cells_without_a_line_between_them_are_one() -> None:
    """The third column has no line between its two rows; the second row's first two cells have none either."""
    rulings = (across(100), across(200, 0, 400), across(300), down(0), down(200, 100, 200), down(400), down(600))
    page = page_of(
        row(("a", 20), ("b", 220), ("chung", 420), top=140), row(("c", 20), ("d", 220), ("cả", 420), top=240)
    )
    assert [own.text for own in tables(page, rulings).lines] == ["a\tb\tchung cả", "c d"]


def test_open_sides_are_closed_by_the_rows_lines() -> None:
    page = page_of(row(("a", 20), ("b", 420), top=140), row(("c", 20), ("d", 420), top=240))
    assert [own.text for own in tables(page, (across(100), across(200), across(300), down(300))).lines] == [
        "a\tb",
        "c\td",
    ]


def test_words_of_a_line_that_are_outside_stay() -> None:
    page = page_of(row(("a", 20), ("b", 220), ("ngoài", 700), top=140), row(("c", 20), ("d", 220), top=240))
    assert [own.text for own in tables(page, GRID).lines] == ["ngoài", "a\tb\t", "c\td\t"]


@pytest.mark.parametrize(
    "rulings",
    [
        (),
        (across(100), across(300)),
        (across(100), across(300), down(0), down(600)),  # a frame
        (across(100), across(300), down(0), down(300), down(600)),  # one row
        (across(100), across(200), across(300), down(0), down(600)),  # one column
        (across(100), across(200), across(300), down(800, 500, 900)),  # lines that do not meet
    ],
)
def test_fewer_than_two_rows_and_columns_are_no_table(rulings: tuple[Box, ...]) -> None:
    page = page_of(row(("a", 20), ("b", 220), top=140), row(("c", 20), ("d", 220), top=240))
    assert tables(page, rulings) is page


def test_a_grid_without_words_in_two_rows_is_no_table() -> None:
    page = page_of(row(("a", 20), ("b", 220), top=140))
    assert tables(page, GRID) is page


def test_panels_full_of_text_are_no_table() -> None:
    text = [row(*((f"w{n}", 5 + 4 * n) for n in range(45)), top=102 + 2 * m) for m in range(45)]
    page = page_of(*text, row(("a", 20), ("b", 220), top=240))
    assert tables(page, GRID) is page


def test_two_tables_have_two_blocks() -> None:
    lower = tuple(box.model_copy(update={"y0": box.y0 + 400, "y1": box.y1 + 400}) for box in GRID)
    rows = [row(("a", 20), ("b", 220), top=140 + 100 * n) for n in (0, 1, 4, 5)]
    after = tables(page_of(*rows), (*lower, *GRID))
    assert [own.cells for own in after.lines] == [(1, 2)] * 4
    assert len({own.block for own in after.lines}) == 2


def test_aligned_columns_of_short_entries_are_a_table() -> None:
    rows = [row((f"{n}", 0), ("Xã", 100), ("Hoằng", 130), (f"{n * 7}", 400), top=30 * n) for n in range(5)]
    after = tables(page_of(line("Danh sách kèm theo", top=500), *rows))
    assert [own.text for own in after.lines][1:] == [f"{n}\tXã Hoằng\t{n * 7}" for n in range(5)]


def test_aligned_entries_read_as_lines_of_their_own_are_rows_too() -> None:
    columns = [row((text, x), top=30 * n) for x, text in ((0, "1"), (200, "a"), (400, "b")) for n in range(4)]
    assert [own.text for own in tables(page_of(*columns)).lines] == ["1\ta\tb"] * 4


def test_three_rows_or_two_columns_are_no_table() -> None:
    three = page_of(*(row(("1", 0), ("a", 200), ("b", 400), top=30 * n) for n in range(3)))
    two = page_of(*(row(("1", 0), ("a", 200), top=30 * n) for n in range(6)))
    apart = page_of(*(row(("1", 0), ("a", 200), ("b", 400), top=120 * n) for n in range(6)))
    for page in (three, two, apart):
        assert tables(page) is page


def test_columns_of_running_text_are_no_table() -> None:
    prose = page_of(
        *(row(*(("chữ", x + 40 * k) for x in (0, 300, 600) for k in range(6)), top=30 * n) for n in range(9))
    )
    names = page_of(*(row(("Tên", 0), ("Họ", 300), ("Lớp", 600), top=30 * n) for n in range(9)))
    assert tables(prose) is prose
    assert tables(names) is names


def test_a_column_that_holds_two_entries_of_a_row_is_none() -> None:
    rows = [row(("1", 0), ("a", 200), ("b", 400), top=30 * n) for n in range(4)]
    bridged = row(("1", 0), ("abcdefghijklmnopqrst", 160), ("b", 400), ("5", 500), top=120)
    page = page_of(*rows, bridged, row(("1", 0), ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 180), ("5", 560), top=150))
    assert tables(page) is page


def test_a_letterhead_and_a_signature_are_no_tables() -> None:
    page = page_of(
        row(("ỦY", 0), ("BAN", 30), ("CỘNG", 400), ("HÒA", 450), top=0),
        row(("TỈNH", 10), ("Độc", 420), ("lập", 460), top=30),
        row(("Số:", 10), ("ngày", 400), ("5", 450), top=60),
        row(("Nơi", 0), ("nhận:", 40), ("KT.", 400), top=600),
        row(("-", 0), ("Lưu:", 20), ("CHỦ", 400), ("TỊCH", 450), top=630),
    )
    assert tables(page, (across(95, 400, 500),)) is page


def test_lines_drawn_in_pieces_are_one_grid() -> None:
    pieces = [across(y, x, x + 198) for y in (100, 200, 300) for x in (0, 200, 400)]
    assert len(grids([*pieces, down(0), down(200), down(400), down(600)], 100)[0]) == 6


def _pages() -> st.SearchStrategy[Page]:
    spot = st.tuples(st.sampled_from(("1", "Tên", "ký")), st.integers(0, 60).map(lambda x: 10 * x), st.integers(0, 20))
    own = st.lists(spot, min_size=1, max_size=5).map(
        lambda spots: Line(words=placed((text, x, 20 * y) for text, x, y in spots))
    )
    return st.lists(own, min_size=1, max_size=14).map(lambda lines: page_of(*lines))


def _boxes() -> st.SearchStrategy[Box]:
    cut = st.integers(0, 6).map(lambda n: 100 * n)
    level = st.builds(lambda y, a, b: across(y, min(a, b), max(a, b) + 50), cut, cut, cut)
    upright = st.builds(lambda x, a, b: down(x, min(a, b), max(a, b) + 50), cut, cut, cut)
    return level | upright


@given(_pages(), st.lists(_boxes(), max_size=14))
@settings(max_examples=250, deadline=None)
def test_no_word_is_lost_or_doubled(page: Page, rulings: list[Box]) -> None:
    after = tables(page, rulings)
    assert Counter(after.words) == Counter(page.words)
    for own in after.lines:
        assert list(own.cells) == sorted(own.cells)
        assert all(0 <= cell <= len(own.words) for cell in own.cells)


@given(st.integers(1, 4), st.integers(2, 4))
def test_a_full_grid_comes_back_as_it_was_drawn(rows: int, columns: int) -> None:
    rulings = [across(100 * (r + 1), 0, 200 * columns) for r in range(rows + 2)]
    rulings += [down(200 * c, 100, 100 * (rows + 2)) for c in range(columns + 1)]
    lines = [
        row(*((f"{r}.{c}", 200 * c + 50) for c in range(columns)), top=100 * (r + 1) + 40) for r in range(rows + 1)
    ]
    texts = [own.text for own in tables(page_of(*lines), rulings).lines]
    assert texts == ["\t".join(f"{r}.{c}" for c in range(columns)) for r in range(rows + 1)]
