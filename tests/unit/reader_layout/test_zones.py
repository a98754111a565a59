"""What the parts of a page are there for."""

from itertools import pairwise

import pytest

from pipeline.stages.layout.order import ordered
from pipeline.stages.layout.zones import zones
from schemas.page import Box, Page, Stamp, StampShape
from schemas.zone import ZoneKind
from tests.unit.reader_layout.placed import BODY, column, interleaved, page, put, running

MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Thanh Hóa, ngày 05 tháng 3 năm 2025"]
AGENCY = ["UBND TỈNH THANH HÓA", "SỞ TƯ PHÁP", "Số: 15/QĐ-STP"]
WIDE = [
    f"{n} Sở Tư pháp có trách nhiệm thi hành quyết định này kể từ ngày ký ban hành trên toàn tỉnh nhà" for n in range(8)
]


def decision(*more, **changed) -> Page:
    """A decision's first page."""
    header = interleaved(column(60, 60, AGENCY), column(520, 60, MOTTO))
    title = [put(440, 180, "QUYẾT ĐỊNH"), put(300, 210, "Về việc kiện toàn tổ hòa giải ở cơ sở")]
    lines = [*header, *title, *column(60, 290, WIDE), *more]
    return ordered(page(lines, **changed))


def kinds(some: Page) -> list[tuple[str, list[str]]]:
    """Each zone's kind and lines."""
    return [(zone.kind.value, [some.lines[n].text for n in zone.lines]) for zone in zones(some)]


def of(some: Page, kind: ZoneKind) -> list[str]:
    """The lines of all zones of a kind."""
    return [some.lines[n].text for zone in zones(some) if zone.kind is kind for n in zone.lines]


def test_the_boxes_of_an_administrative_document():
    assert kinds(decision())[:4] == [
        ("header_left", AGENCY),
        ("header_right", MOTTO),
        ("title", ["QUYẾT ĐỊNH", "Về việc kiện toàn tổ hòa giải ở cơ sở"]),
        ("body", WIDE),
    ]


@pytest.mark.parametrize("first", ["Căn cứ Luật Hòa giải ở cơ sở năm 2013;", "GIÁM ĐỐC SỞ TƯ PHÁP TỈNH"])
def test_the_subject_ends_where_the_text_begins(first):
    some = decision(put(300, 250, first))

    assert of(some, ZoneKind.TITLE)[-1] == "Về việc kiện toàn tổ hòa giải ở cơ sở"


def test_recipients_and_the_signature_beside_them_with_the_name_far_below():
    recipients = ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT."]
    sign = [*column(600, 600, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]), put(610, 860, "Nguyễn Văn A")]
    some = decision(*column(60, 600, recipients), *sign)

    assert of(some, ZoneKind.RECIPIENTS) == recipients
    assert of(some, ZoneKind.SIGNATURE) == [line.text for line in sign]


def test_a_signature_without_recipients():
    some = decision(*column(600, 600, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]), put(640, 800, "Nguyễn Văn A"))

    assert of(some, ZoneKind.SIGNATURE) == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A"]
    assert of(some, ZoneKind.RECIPIENTS) == []


def test_page_number_and_running_head():
    some = ordered(page([put(400, 20, "CÔNG BÁO/Số 851", height=18), *column(60, 120, WIDE), put(490, 1340, "- 12 -")]))

    assert of(some, ZoneKind.RUNNING_HEAD) == ["CÔNG BÁO/Số 851"]
    assert of(some, ZoneKind.PAGE_NUMBER) == ["- 12 -"]
    assert of(some, ZoneKind.BODY) == WIDE


def test_a_number_in_the_text_is_no_page_number():
    some = ordered(page([put(60, 20, "2025."), *column(60, 46, BODY)]))

    assert of(some, ZoneKind.PAGE_NUMBER) == []


def test_footnotes():
    notes = [
        put(60, 1200, "1 Được sửa đổi theo Luật số 3", height=16),
        put(60, 1222, "có hiệu lực từ ngày ký.", height=16),
    ]
    some = ordered(page([*column(60, 100, WIDE), *notes]))

    assert of(some, ZoneKind.FOOTNOTE) == [note.text for note in notes]


def leaflet(**changed) -> Page:
    """Three panels of text on a sheet across."""
    panels = [column(40 + n * 480, 100, running(name, 12)) for n, name in enumerate("ABC")]
    imprint = column(520, 800, ["Chịu trách nhiệm xuất bản: Sở Tư pháp", "In 5.000 bản, khổ 21 x 29,7 cm"])
    return ordered(page([*interleaved(*panels), *imprint], width=1500, height=1000, **changed))


def test_panels_and_the_imprint_in_one():
    found = [(zone.kind, zone.number, zone.of) for zone in zones(leaflet())]

    assert found == [
        (ZoneKind.PANEL, 1, 3), (ZoneKind.PANEL, 2, 3), (ZoneKind.IMPRINT, 2, 3), (ZoneKind.PANEL, 3, 3),
    ]  # fmt: skip


def test_columns_of_a_bulletin_under_its_masthead():
    masthead = put(60, 30, "BẢN TIN PHÁP LUẬT TỈNH THANH HÓA", height=44, letter=26)
    lines = interleaved([masthead], *(column(40 + n * 500, 130, running(name, 9)) for n, name in enumerate("AB")))

    found = [(zone.kind, zone.number) for zone in zones(ordered(page(lines)))]

    assert found == [(ZoneKind.TITLE, None), (ZoneKind.COLUMN, 1), (ZoneKind.COLUMN, 2)]


def test_one_line_of_an_imprint_and_a_table():
    row = put(60, 400, "1\tHòa giải").model_copy(update={"cells": (1,), "block": 9})
    some = ordered(page([*column(60, 100, WIDE), row, put(60, 600, "Giấy phép xuất bản số 41/GP-STTTT")]))

    assert of(some, ZoneKind.TABLE) == [row.text]
    assert of(some, ZoneKind.IMPRINT) == ["Giấy phép xuất bản số 41/GP-STTTT"]


def test_stamps_come_last_and_have_no_lines():
    stamp = Stamp(box=Box(x0=500, y0=600, x1=700, y1=800), shape=StampShape.ROUND)
    some = decision().model_copy(update={"stamps": (stamp,)})

    last = zones(some)[-1]

    assert (last.kind, last.lines, last.box) == (ZoneKind.STAMP, (), stamp.box)


def test_a_zones_box_is_around_its_lines():
    some = decision()

    for zone in zones(some):
        boxes = [some.lines[n].box for n in zone.lines]
        assert zone.box.x0 == min(box.x0 for box in boxes)
        assert zone.box.y1 == max(box.y1 for box in boxes)
        assert all(b - a == 1 for a, b in pairwise(zone.lines))


def test_an_empty_page_has_no_zones():
    assert zones(page([])) == ()
