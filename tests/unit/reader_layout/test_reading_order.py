"""The order in which a person reads: letterheads, columns, panels, recipients beside a signature, tables, posters."""

from math import radians, tan

import pytest

from pipeline.stages.layout.order import ordered, ordered_layer
from schemas.page import Box, Line
from tests.unit.reader_layout.placed import BODY, LEFT, RIGHT, column, interleaved, page, put, running, said


def test_the_left_half_of_a_letterhead_comes_before_the_right():
    lines = interleaved(column(60, 100, LEFT), column(500, 100, RIGHT), column(60, 300, BODY))

    assert said(ordered(page(lines))) == [*LEFT, *RIGHT, *BODY]


def test_the_subject_below_the_number_is_of_the_left_half():
    left = [*LEFT, "V/v hướng dẫn", "số hóa tờ gấp"]
    lines = interleaved(
        column(60, 100, left), column(500, 100, RIGHT), [put(60, 290, "Kính gửi:")], column(60, 330, BODY)
    )

    assert said(ordered(page(lines))) == [*left, *RIGHT, "Kính gửi:", *BODY]


def test_two_halves_read_as_one_line_come_apart():
    joined = put(60, 100, "ỦY BAN NHÂN DÂN  CỘNG HÒA XÃ HỘI CHỦ NGHĨA")
    rest = interleaved(column(60, 130, LEFT[1:]), column(500, 130, RIGHT[1:]))

    result = ordered(page([joined, *rest, *column(60, 300, BODY)]))

    assert said(result) == [*LEFT, *RIGHT, *BODY]
    assert all(len({line.block}) == 1 for line in result.lines)


def test_a_motto_parts_a_line_by_itself_but_not_in_a_sentence():
    left, right = put(60, 100, "SỞ TƯ PHÁP"), put(176, 100, "CỘNG HÒA XÃ HỘI")
    letterhead = Line(words=left.words + right.words)
    sentence = Line(words=put(60, 100, "CỦA NƯỚC").words + put(160, 100, "CỘNG HÒA XÃ HỘI").words)
    below = [put(60, 130, "Số: 1/STP"), put(190, 130, "Độc lập - Tự do")]

    assert said(ordered(page([letterhead, *below]))) == [left.text, "Số: 1/STP", right.text, "Độc lập - Tự do"]
    assert said(ordered(page([sentence, *below])))[0] == sentence.text


@pytest.mark.parametrize("slot", ["Số:\t12", "Số:\t/QĐ-UBND", "Thanh Hóa, ngày\ttháng\tnăm 2025"])
def test_a_slot_however_wide_parts_no_line(slot):
    lines = [put(60, 100, slot), *column(60, 140, ["Sở", "Tư"]), *column(340, 140, ["Kế hoạch", "công tác"])]

    assert said(ordered(page(lines)))[0] == lines[0].text


def test_a_slot_for_a_pen_parts_no_line():
    dateline = put(500, 160, "Hà Nội, ngày  tháng 9 năm 2025")
    lines = [
        *column(60, 100, LEFT[:2]),
        *column(500, 100, RIGHT[:2]),
        dateline,
        put(440, 240, "QUYẾT ĐỊNH"),
        *column(60, 300, BODY),
    ]

    result = said(ordered(page(lines)))

    assert dateline.text in result
    assert result.index("QUYẾT ĐỊNH") > result.index(dateline.text)


@pytest.mark.parametrize("higher", [0, 26])
def test_recipients_and_signature_are_each_whole(higher):
    recipients = ["Nơi nhận:", "- Như Điều 3;", "- UBND tỉnh;", "- Lưu: VT, PBGDPL."]
    lines = interleaved(
        column(60, 100, BODY), column(60, 330, recipients), column(600, 330 - higher, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        [put(600, 520, "Nguyễn Văn A")],
    )  # fmt: skip

    assert said(ordered(page(lines))) == [*BODY, *recipients, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A"]


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_under_a_masthead(columns):
    texts = [running(name, 12) for name in "ABC"[:columns]]
    masthead, foot = (
        put(100, 40, "BẢN TIN PHÁP LUẬT SỐ 4 NĂM 2025 PHÁT HÀNH MỖI QUÝ MỘT LẦN TOÀN TỈNH", height=40),
        put(100, 800, "Giấy phép xuất bản số 4 do Sở cấp ngày 5 tháng 6 năm 2025 in tại nhà in tỉnh"),
    )
    lines = interleaved([masthead], *(column(40 + n * 330, 130, text) for n, text in enumerate(texts)), [foot])

    assert said(ordered(page(lines))) == [masthead.text, *(line for text in texts for line in text), foot.text]


def test_a_headline_across_ends_the_columns_above_it():
    above = [running(name, 6) for name in "AB"]
    below = [running(name, 6) for name in "CD"]
    headline = put(40, 360, "Một tiêu đề dài chạy ngang qua cả hai cột của trang bản tin này", height=32)
    lines = interleaved(
        *(column(40 + n * 500, 100, text) for n, text in enumerate(above)), [headline],
        *(column(40 + n * 500, 440, text) for n, text in enumerate(below)),
    )  # fmt: skip

    assert said(ordered(page(lines))) == [*above[0], *above[1], headline.text, *below[0], *below[1]]


def test_a_ruling_line_ends_the_columns_above_it():
    texts = [running(name, 6) for name in "ABCD"]
    lines = interleaved(
        *(column(40 + n * 500, 100, texts[n]) for n in (0, 1)),
        *(column(40 + n * 500, 330, texts[2 + n]) for n in (0, 1)),
        [put(40, 30, "Một dòng chữ chạy ngang qua cả hai cột ở đầu trang bản tin này")],
    )  # fmt: skip

    result = ordered(page(lines), [Box(x0=40, y0=300, x1=900, y1=303)])

    assert said(result)[1:] == [line for text in texts for line in text]


def test_a_column_goes_on_below_a_picture():
    first, second = running("A", 6), running("B", 5)
    title = put(60, 40, "Một dòng chữ chạy ngang qua cả hai cột ở đầu trang bản tin này đây")
    lines = interleaved([title], column(40, 100, first), column(40, 600, running("C", 5)), column(540, 100, second))

    assert said(ordered(page(lines))) == [title.text, *first, *running("C", 5), *second]


@pytest.mark.parametrize("skew", [0.0, 1.5, -1.5])
def test_panels_come_from_left_to_right_each_whole(skew):
    slope = tan(radians(skew))
    panels = [running(name, 20) for name in "ABC"]
    lines = interleaved(*(column(40 + n * 480, 60 + 40 * n, text) for n, text in enumerate(panels)))
    leaning = [
        Line(
            words=tuple(
                w.model_copy(
                    update={
                        "box": Box(
                            x0=round(w.box.x0 + slope * w.box.y0), y0=round(w.box.y0 - slope * w.box.x0) + 60,
                            x1=round(w.box.x1 + slope * w.box.y0), y1=round(w.box.y1 - slope * w.box.x0) + 60,
                        )
                    }
                )
                for w in line.words
            )
        )
        for line in lines
    ]  # fmt: skip

    result = ordered(page(leaning, width=1500, height=1000, skew=skew))

    assert said(result) == [line for panel in panels for line in panel]


def test_a_title_over_three_panels_comes_first_the_head_of_the_middle_panel_does_not():
    panels = [running(name, 10) for name in "ABC"]
    inside = [line for n, text in enumerate(panels) for line in column(40 + n * 480, 160, text)]

    with_title = ordered(page([*inside, put(525, 60, "TÌM HIỂU LUẬT", height=48, letter=18)], width=1500, height=1000))
    with_head = ordered(page([*inside, put(570, 110, "TÌM HIỂU LUẬT")], width=1500, height=1000))

    assert said(with_title)[0] == "TÌM HIỂU LUẬT"
    assert said(with_head)[10] == "TÌM HIỂU LUẬT"


def test_headings_that_count_say_that_boxes_go_row_by_row():
    boxes = [
        (60, 100, "1. DẤU HIỆU NHẬN BIẾT"), (560, 100, "2. QUY TẮC NĂM KHÔNG"),
        (60, 300, "3. CÁCH XỬ LÝ"), (560, 300, "4. GHI NHỚ NHANH"),
    ]  # fmt: skip
    lines = [line for x, y, head in boxes for line in column(x, y, [head, "Dừng lại kiểm tra", "rồi mới làm"])]

    result = [text for text in said(ordered(page(interleaved(lines)))) if text[0].isdigit()]

    assert result == [head for _, _, head in boxes]


def test_numbers_are_read_with_what_they_number():
    numbers = [put(40, 100 + 90 * n, f"{n + 1}.") for n in range(4)]
    texts = [column(120, 100 + 90 * n, [f"Nội dung {n}", f"viết tiếp {n}"]) for n in range(4)]

    result = said(ordered(page([*numbers, *(line for text in texts for line in text)])))

    assert result == [part for n in range(4) for part in (f"{n + 1}.", f"Nội dung {n}", f"viết tiếp {n}")]


def test_a_table_of_contents_is_read_row_by_row():
    entries = [put(60, 160 + 40 * n, f"Chương {name}") for n, name in enumerate(["một", "hai", "ba", "bốn"])]
    numbers = [put(900, 160 + 40 * n, str(3 + 7 * n)) for n in range(4)]

    result = said(ordered(page([*numbers, *entries, put(430, 60, "MỤC LỤC")])))

    assert result == ["MỤC LỤC", "Chương một", "3", "Chương hai", "10", "Chương ba", "17", "Chương bốn", "24"]


@pytest.mark.parametrize(
    "rows",
    [
        [("Họ và tên: ....", "Ngày sinh: ...."), ("Số CCCD: ....", "Nơi cấp: ....")],
        [("Nguyễn Văn A", "Chủ tịch"), ("Trần Thị B", "Thư ký"), ("Lê Văn C", "Ủy viên")],
    ],
)
def test_forms_and_pairs_are_read_row_by_row(rows):
    lines = [*column(60, 100, [left for left, _ in rows]), *column(560, 100, [right for _, right in rows])]

    assert said(ordered(page(lines))) == [text for row in rows for text in row]


def test_short_lines_that_go_on_are_columns():
    boxes = [
        ["Càng gấp", "càng phải", "kiểm tra"],
        ["Không ai", "chính thống", "xin mã"],
        ["Xác minh", "rồi mới", "chuyển tiền"],
    ]
    lines = interleaved(*(column(60 + 320 * n, 100, text) for n, text in enumerate(boxes)))

    assert said(ordered(page(lines))) == [line for box in boxes for line in box]


def test_a_tables_rows_stay_together():
    rows = [
        put(60, 200 + 40 * n, f"{n}\t{n}.004\tĐăng ký").model_copy(update={"cells": (1, 2), "block": 7})
        for n in range(3)
    ]
    lines = [*rows, *column(60, 400, BODY), *column(60, 40, BODY[:3])]

    result = ordered(page(lines))

    assert said(result) == [*BODY[:3], *(row.text for row in rows), *BODY]
    assert all(line.cells == (1, 2) for line in result.lines[3:6])


def test_pen_across_a_gutter_parts_no_columns():
    left, right = running("A", 8), running("B", 8)
    title = put(60, 40, "Một dòng chữ chạy ngang qua cả hai cột ở đầu trang bản tin này đây")
    scribble = put(360, 205, "xJ3~kk", confidence=0.2, letter=30)

    result = said(ordered(page(interleaved([title, scribble], column(40, 100, left), column(540, 100, right)))))

    assert [text for text in result if text != scribble.text] == [title.text, *left, *right]


def test_a_number_in_the_margin_is_no_column():
    result = said(ordered(page([*column(60, 100, BODY), put(985, 160, "7")])))

    assert [text for text in result if text != "7"] == BODY
    assert result[2:4] == [BODY[2], "7"]


def test_a_running_head_at_the_right_and_a_foot_in_the_middle_of_three_columns():
    texts = [running(name, 8) for name in "ABC"]
    lines = [line for n, text in enumerate(texts) for line in column(40 + n * 330, 130, text)]
    head, foot = put(760, 30, "Bản tin 2", height=20), put(480, 480, "12")

    result = said(ordered(page([*lines, foot, head])))

    assert result == ["Bản tin 2", *(line for text in texts for line in text), "12"]


def test_blocks_are_counted_in_reading_order():
    lines = interleaved(column(60, 100, LEFT), column(500, 100, RIGHT), column(60, 300, BODY))

    blocks = [line.block for line in ordered(page(lines)).lines]

    assert blocks == [0] * 3 + [1] * 3 + [2] * 6


def test_an_empty_page_and_one_in_order_come_back_as_they_are():
    empty, fine = page([]), page(column(60, 100, BODY))

    assert ordered(empty) is empty
    assert ordered(fine) is fine


ROWS = [
    ("1", ["Tổ chức hội nghị", "phổ biến luật"], ["Sở Tư pháp"]),
    ("2", ["In tờ gấp"], ["Văn phòng", "Sở Tư pháp"]),
    ("3", ["Mở trang mạng"], ["Sở Khoa học"]),
]


def test_a_numbered_table_without_ruling_lines_is_read_row_by_row():
    lines = [put(60, 100, "STT"), put(180, 100, "Nội dung"), put(600, 100, "Chủ trì")]
    for n, (number, left, right) in enumerate(ROWS):
        y = 150 + 90 * n
        lines += [put(60, y, number), *column(180, y, left), *column(600, y, right)]

    result = said(ordered(page(interleaved(lines))))

    assert result == ["STT", "Nội dung", "Chủ trì", *(text for number, a, b in ROWS for text in (number, *a, *b))]


def test_columns_that_go_on_beside_a_numbered_list_are_no_table():
    numbers = [put(40, 100 + 30 * n, str(n)) for n in range(1, 9)]
    texts = [[f"{word} của pháp luật {n}" for n in range(8)] for word in ("điều", "khoản", "mục")]
    columns = [column(140 + 320 * n, 130, text) for n, text in enumerate(texts)]

    result = said(ordered(page([*numbers, *(line for one in columns for line in one)], width=1500, height=1000)))

    assert [text for text in result if not text.isdigit()] == [line for text in texts for line in text]


def test_a_text_layer_keeps_its_order_where_it_may_have_a_table_but_not_that_of_a_letterhead():
    letter = page(interleaved(column(60, 100, LEFT), column(500, 100, RIGHT), column(60, 300, BODY)))
    rows = [[f"Việc số {n} của", f"Sở {n}", f"Quý {n}"] for n in range(4)] + [["được giao", "chủ trì", "xong"]]
    listed = page([put(60 + 300 * c, 100 + 40 * n, text) for n, row in enumerate(rows) for c, text in enumerate(row)])

    assert ordered_layer(listed) is listed
    assert said(ordered_layer(letter)) == [*LEFT, *RIGHT, *BODY]


def test_large_heads_over_every_column_say_that_unnumbered_boxes_go_row_by_row():
    boxes = [(60, 100, "DẤU HIỆU"), (560, 100, "QUY TẮC"), (60, 330, "XỬ LÝ"), (560, 330, "GHI NHỚ")]
    lines = []
    for x, y, head in boxes:
        lines += [put(x, y, head, height=36), *column(x, y + 50, [f"{head} thì dừng lại", "và kiểm tra"])]

    result = [text for text in said(ordered(page(interleaved(lines)))) if text.isupper()]

    assert result == [head for _, _, head in boxes]
