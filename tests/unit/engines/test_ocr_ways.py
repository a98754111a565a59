"""One committed scan, read by both readers, by either alone, and by the program where the library cannot be loaded."""

import itertools
import sys

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from pipeline.engines.ocr import by_net as by_net_module
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.by_net import read_by_net
from pipeline.engines.ocr.by_tesseract import read_by_tesseract
from pipeline.engines.ocr.kit import load_kit
from pipeline.engines.ocr.options import Options, Reader
from pipeline.engines.read_page import Task, read_page
from pipeline.engines.sheet import Sheet
from schemas.inspection import Kind
from schemas.limits import Limits
from tests.unit.engines.typeset import BOTH, NET, PROGRAM, SCAN, TESSERACT, grey, kit, of, scan, truth, wrong
from tests.unit.engines.vellum import LETTER, SERIF, page_image

WAYS = {"both": (BOTH, 0.01), "net": (NET, 0.01), "tesseract": (TESSERACT, 0.02), "program": (PROGRAM, 0.02)}
"""Of each way, the most characters of the scan that it may get wrong."""


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch):
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")


def task(options):
    return Task(
        sheet=Sheet(file=SCAN, index=0), kind=Kind.IMAGE, number=1, limits=Limits(), language="vie", options=options,
        poppler="",
    )  # fmt: skip


@pytest.fixture(scope="module", params=WAYS)
def way(request):
    """The page as read one way, the way's bound and its options."""
    options, most = WAYS[request.param]
    return read_page(task(options)), most, options


# --- the three ways ------------------------------------------------------------------------------------------------


def test_the_scan_is_read_within_the_bound_of_its_way(way):
    page, most, _ = way

    assert wrong(page.text) <= most


def test_the_page_says_who_read_it(way):
    page, _, options = way

    assert page.engine == load_kit("vie", options).name
    assert ("line net" in page.engine) == (Reader.NET in options.readers)
    assert ("tesseract" in page.engine) == bool(options.readers - {Reader.NET})


def test_boxes_lie_inside_the_page_and_around_the_words(way):
    page, _, _ = way

    boxes = [word.box for word in page.words]
    assert all(0 <= box.x0 < box.x1 <= page.width and 0 <= box.y0 < box.y1 <= page.height for box in boxes)
    near = [_iou(mine.box, word.box) for mine, word in _pairs(page)]
    assert len(near) > 0.8 * len(truth().words)
    assert np.median(near) > 0.5


def _pairs(page):
    """Words that stand once on the page and once in its truth."""
    read, printed = (list(words) for words in (page.words, truth().words))
    texts = [[word.text for word in words] for words in (read, printed)]
    aligned = (_at(texts, word) for word in dict.fromkeys(texts[1]) if texts[1].count(word) == texts[0].count(word))
    return [(read[one], printed[other]) for places in aligned for one, other in places]


def _at(texts, word):
    return zip(*([i for i, text in enumerate(side) if text == word] for side in texts), strict=True)


def _iou(one, other):
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    both = max(width, 0) * max(height, 0)
    return both / (one.width * one.height + other.width * other.height - both)


def test_confidences_are_shares_and_changes_name_their_rule(way):
    page, _, _ = way

    assert all(0 <= word.confidence <= 1 for word in page.words)
    assert np.mean([word.confidence for word in page.words]) > 0.8
    assert all((word.raw is None) == (word.rule is None) for word in page.words)


def test_lines_of_a_block_stand_together(way):
    page, _, _ = way

    blocks = [block for block, _ in itertools.groupby(line.block for line in page.lines)]
    assert len(blocks) == len(set(blocks))


def test_the_same_scan_gives_the_same_page(way):
    page, _, options = way

    assert read_page(task(options)).model_dump_json() == page.model_dump_json()


def test_where_the_library_cannot_be_loaded_the_program_reads(monkeypatch):
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    tesseract_api._module.cache_clear()
    try:
        both, alone = (load_kit.__wrapped__("vie", options) for options in (BOTH, TESSERACT))
        seen = read_by_net(scan(), both, both.nets, seconds=120), read_by_tesseract(scan(), alone, seconds=120)
    finally:
        tesseract_api._module.cache_clear()

    assert (both.in_process, alone.in_process) == (False, False)
    for found, most in zip(seen, (0.01, 0.02), strict=True):
        assert wrong("\n".join(line.text for line in found.lines)) <= most


def test_without_model_and_repairs_nothing_is_changed():
    bare = Options(readers=frozenset({Reader.TESSERACT}), language_model=False, repair=False, deskew=False)

    page = read_page(task(bare))

    assert all(word.raw is None for word in page.words)
    assert page.skew == 0.0
    assert wrong(page.text) <= 0.03


# --- pages that are not flat, not upright, not clean ----------------------------------------------------------------


def by_net(picture, options=NET):
    loaded, nets = kit(options)
    return read_by_net(of(picture), loaded, nets, seconds=120)


def said(seen):
    return "\n".join(line.text for line in seen.lines)


def photographed(picture, tilt):
    """The page as a camera sees it that is held askew: its right side is farther away and sunk."""
    pixels = grey(picture)
    height, width = pixels.shape
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = flat + np.array([(0, 0), (0, tilt * width), (0, -tilt * width), (0, 0)], np.float32)
    turned = cv2.warpPerspective(pixels, cv2.getPerspectiveTransform(flat, seen), (width, height), borderValue=(255,))
    return Image.fromarray(np.asarray(turned, np.uint8))


def test_a_page_photographed_askew_is_straightened_and_read_nearly_as_well():
    seen = by_net(photographed(scan().image, 0.03))

    assert seen.copy.bend is not None
    assert seen.copy.bend.along < 0  # lines fall at the top and rise at the bottom
    assert wrong(said(seen)) <= 0.02
    first, last = seen.lines[0].words[0].box, seen.lines[-1].words[-1].box
    assert first.y0 < last.y0


def test_a_page_that_lies_on_its_side_or_head_is_turned():
    for turn in (90, 180):
        seen = by_net(scan().image.rotate(turn, expand=True))

        assert seen.rotation == turn
        assert wrong(said(seen)) <= 0.02


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_tesseract_alone_turns_a_page_too(turn):
    picture = page_image().rotate(turn, expand=True)  # counter-clockwise: this clockwise turn sets it right

    seen = read_by_tesseract(of(picture.convert("L")), load_kit("vie", TESSERACT), seconds=120)

    assert seen.rotation == turn
    assert said(seen) == "\n".join(LETTER)


def test_a_page_in_doubt_of_its_turn_is_read_the_ways_it_may_lie(monkeypatch):
    monkeypatch.setattr(by_net_module, "_turns", lambda grey, nets: [90, 0, 180])

    seen = by_net(page_image().convert("L"))

    assert seen.rotation == 0
    assert said(seen) == "\n".join(LETTER)


def test_the_back_of_the_sheet_showing_through_is_not_read():
    page = page_image(LETTER, height=900).convert("L")
    back = ImageOps.mirror(page_image(LETTER, height=400)).convert("L").point(lambda level: 215 + level * 40 // 255)
    page.paste(back, (0, 450))

    seen = by_net(page)

    assert [line.text for line in seen.lines] == list(LETTER)


def test_white_print_on_a_dark_bar_is_read_in_its_place():
    page = page_image(LETTER, height=500).convert("L")
    page.paste(ImageOps.invert(page.crop((0, 85, 1000, 130))), (0, 85))

    assert [line.text for line in by_net(page).lines] == list(LETTER)


def test_a_tight_pair_of_lines_is_two_lines():
    page = Image.new("L", (1000, 400), 255)
    font = ImageFont.truetype(SERIF, 27)
    for row, text in enumerate(LETTER[:2]):
        ImageDraw.Draw(page).text((60, 100 + 25 * row), text, fill=0, font=font)

    lines = by_net(page).lines

    assert len(lines) == 2
    assert lines[0].text == LETTER[0]


def test_a_blank_page_has_no_lines():
    assert by_net(Image.new("L", (800, 600), 250)).lines == ()
