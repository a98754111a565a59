"""hOCR: well-formed XHTML with a box and a confidence for every word."""

import re

import pytest
from hypothesis import given, settings
from lxml import etree

from pipeline.stages.hocr import join, to_hocr
from schemas.errors import Permanent
from schemas.page import Box, Line, Page, Stamp, StampShape
from tests.unit.stages.test_alto import leaflet, pages, word

NS = {"h": "http://www.w3.org/1999/xhtml"}


def _of_class(root: etree._Element, name: str) -> list[etree._Element]:
    return root.findall(f".//h:*[@class='{name}']", NS)


def test_words_stand_in_lines_in_areas_on_the_page() -> None:
    root = etree.fromstring(to_hocr(leaflet()))
    assert len(_of_class(root, "ocr_page")) == 1
    assert len(_of_class(root, "ocr_carea")) == len(_of_class(root, "ocr_par")) == 2
    assert len(_of_class(root, "ocr_line")) == 3
    words = _of_class(root, "ocrx_word")
    assert [w.text for w in words] == ["QUYẾT", "ĐỊNH", "Điều", "1."]
    assert words[1].get("title") == "bbox 210 100 310 140; x_wconf 51"
    assert _of_class(root, "ocr_page")[0].get("title") == "bbox 0 0 1654 2339; ppageno 0; scan_res 200 200"
    assert "textangle 0.7" in (_of_class(root, "ocr_line")[0].get("title") or "")


@given(pages())
@settings(max_examples=40, deadline=None)
def test_every_word_has_a_box_and_a_confidence(page: Page) -> None:
    root = etree.fromstring(to_hocr(page))
    titles = [w.get("title") or "" for w in _of_class(root, "ocrx_word")]
    assert len(titles) == len(page.words)
    assert all(
        re.fullmatch(r"bbox \d+ \d+ \d+ \d+; x_wconf (100|\d\d?)(; x_(raw|rule|hand) [^;]+)*", title)
        for title in titles
    )
    assert len({e.get("id") for e in root.iter() if e.get("id")}) == sum(1 for e in root.iter() if e.get("id"))


def test_changes_cells_and_stamps_are_told_in_titles() -> None:
    changed = word("“Số;", 0, 0).model_copy(update={"raw": '"So;', "rule": "laws@1", "hand": True})
    stamp = Stamp(box=Box(x0=5, y0=6, x1=90, y1=91), shape=StampShape.RECTANGULAR, text="ĐẾN", confidence=0.4)
    silent = stamp.model_copy(update={"text": None})
    row = Line(words=(changed, word("2", 110, 0)), cells=(1, 2))
    root = etree.fromstring(to_hocr(leaflet().model_copy(update={"lines": (row,), "stamps": (stamp, silent)})))
    first = _of_class(root, "ocrx_word")[0].get("title")
    assert first == 'bbox 0 0 100 40; x_wconf 90; x_raw "%22So%3B"; x_rule "laws@1"; x_hand 1'
    assert (_of_class(root, "ocr_line")[0].get("title") or "").endswith("; x_cells 1 2")
    images = [image.get("title") for image in _of_class(root, "ocr_image")]
    assert images == ['bbox 5 6 90 91; x_stamp rectangular; x_text "ĐẾN"', "bbox 5 6 90 91; x_stamp rectangular"]


def test_pages_join_to_one_file() -> None:
    root = etree.fromstring(join([to_hocr(leaflet(n)) for n in (1, 2, 3)]))
    assert [p.get("id") for p in _of_class(root, "ocr_page")] == ["page_1", "page_2", "page_3"]


def test_the_same_page_does_not_join_twice() -> None:
    with pytest.raises(ValueError, match="different pages"):
        join([to_hocr(leaflet()), to_hocr(leaflet())])


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"])
def test_what_is_no_hocr_does_not_join(data: bytes) -> None:
    with pytest.raises(Permanent):
        join([to_hocr(leaflet()), data])
