"""Lines found and read by the nets: tight ones, ones in cells, white on dark, small print; and their order."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from pipeline.engines.ocr import line_finder
from pipeline.engines.ocr.lattice import network_of
from pipeline.engines.ocr.line_finder import find_lines
from pipeline.engines.ocr.line_reader import MORE_LOOKS, averaged, read_lines
from pipeline.engines.ocr.order import reading_order
from pipeline.stages.ocr.network import best_text
from schemas.page import Box
from schemas.text import fold
from tests.unit.engines.typeset import grey, kit, line_box, scan
from tests.unit.engines.vellum import LETTER, SERIF, page_image


@pytest.fixture(scope="module")
def nets():
    return kit()[1]


def texts(pixels, lines, nets):
    return [best_text(network_of(score, nets.alphabet)) for score in read_lines(pixels, lines, nets)]


def downwards(lines):
    return sorted(lines, key=lambda line: line.y0)


# --- finding -------------------------------------------------------------------------------------------------------


def test_every_printed_line_is_found_and_holds_its_ink(nets):
    pixels = grey(page_image())

    lines = downwards(find_lines(pixels, nets))

    assert len(lines) == len(LETTER)
    ink = np.argwhere(pixels < 128)
    assert lines[0].x0 == pytest.approx(ink[:, 1].min(), abs=8)
    assert lines[0].y0 == pytest.approx(ink[:, 0].min(), abs=8)
    assert all(abs(line.slope) < 0.005 for line in lines)
    assert all(line.score > 0.8 for line in lines)


def test_lines_stay_within_the_page(nets):
    pixels = grey(page_image().crop((70, 55, 700, 300)))
    height, width = pixels.shape

    lines = find_lines(pixels, nets)

    assert lines
    assert all(0 <= line.x0 < line.x1 <= width and 0 <= line.y0 < line.y1 <= height for line in lines)


def test_a_blank_page_has_none(nets):
    assert find_lines(np.full((400, 300), 255, np.uint8), nets) == ()


def test_leaning_lines_tell_which_way(nets):
    rising, falling = (_slope(scan().image.rotate(degrees, fillcolor=255), nets) for degrees in (1.5, -1.5))

    assert rising < -0.005
    assert falling > 0.005


def _slope(page, nets):
    return np.median([line.slope for line in find_lines(grey(page), nets) if line.x1 - line.x0 > 300])


def test_small_print_is_looked_at_again_and_larger(nets):
    page = page_image(LETTER * 8, width=2400, height=3400, points=5.5, dpi=200)

    lines = find_lines(grey(page), nets)

    assert len(lines) == len(LETTER) * 8


def test_a_line_does_not_leave_its_cell(nets):
    page = Image.new("L", (900, 300), 255)
    font = ImageFont.truetype(SERIF, 30)
    ImageDraw.Draw(page).text((60, 100), "Số lượng tài liệu", fill=0, font=font)
    ImageDraw.Draw(page).text((300, 100), "10.000 tờ", fill=0, font=font)
    cells = [Box(x0=40, y0=80, x1=290, y1=160), Box(x0=290, y0=80, x1=600, y1=160)]

    one = find_lines(grey(page), nets)
    two = find_lines(grey(page), nets, cells)

    assert len(one) == 1
    assert len(two) == 2
    assert max(min(line.x1, 290) for line in two) <= 290 <= max(line.x0 for line in two) + 8


def test_two_lines_taken_for_one_are_parted():
    page = page_image(LETTER[:2], height=150)  # 27 px high, 43 px apart
    merged = line_box(50, 62, 700, 116)  # what the net says of two is lower than both together

    upper, lower = line_finder._halves(merged, grey(page))

    assert upper.y1 == pytest.approx(lower.y0, abs=12)
    assert [fold(text).strip() for text in texts(grey(page), (upper, lower), kit()[1])] == [*map(fold, LETTER[:2])]


@pytest.mark.parametrize("box", [(50, 45, 700, 85), (50, 45, 120, 130), (50, 45, 90, 60)])
def test_a_single_line_a_short_and_a_low_one_are_left_whole(box):
    line = line_box(*box)

    assert line_finder._halves(line, grey(page_image(LETTER[:2], height=150))) == (line,)


def test_a_core_over_two_lines_is_cut_where_its_pixels_disagree():
    out = np.full((3, 60, 120), -5.0, np.float32)
    out[1:] = 6.0  # every pixel's line reaches 6 px up and 6 down: a line of 12
    out[0, 10:22, 10:100] = 5.0
    rows = (np.arange(60) + 0.5) * 2
    for first, last, middle in ((10, 16, 24.0), (16, 22, 40.0)):
        out[1, first:last] = (rows[first:last] - middle + 6)[:, None]
        out[2, first:last] = (middle + 6 - rows[first:last])[:, None]

    lines = line_finder._cores(out, 1.0, 240, 120)

    assert [(round(line.y0), round(line.y1)) for line in downwards(lines)] == [(18, 30), (34, 46)]


def test_a_speck_is_no_line():
    out = np.full((3, 20, 20), -5.0, np.float32)
    out[0, 5, 5] = 5.0

    assert line_finder._cores(out, 1.0, 40, 40) == []


# --- reading -------------------------------------------------------------------------------------------------------


def test_print_is_read(nets):
    pixels = grey(page_image())
    lines = downwards(find_lines(pixels, nets))

    assert texts(pixels, lines, nets) == list(LETTER)


def test_white_print_on_a_dark_ground_is_read_too(nets):
    page = page_image()
    page.paste(ImageOps.invert(page.crop((0, 85, 1000, 130))), (0, 85))
    pixels = grey(page)

    lines = downwards(find_lines(pixels, nets))

    assert texts(pixels, lines, nets) == list(LETTER)


def test_a_line_s_scores_do_not_depend_on_its_company(nets):
    pixels = grey(page_image())
    lines = downwards(find_lines(pixels, nets))

    together, alone = read_lines(pixels, lines, nets)[0], read_lines(pixels, lines[:1], nets)[0]

    assert together.log_probs.shape == alone.log_probs.shape
    assert np.abs(np.exp(together.log_probs) - np.exp(alone.log_probs)).max() < 1e-3


def test_scores_are_probabilities_and_say_where_they_begin(nets):
    pixels = grey(page_image())
    line = downwards(find_lines(pixels, nets))[0]

    (score,) = read_lines(pixels, [line], nets)

    assert np.exp(score.log_probs).sum(axis=1) == pytest.approx(1, abs=1e-3)
    assert score.x0 < line.x0
    assert score.x0 + score.step * len(score.log_probs) == pytest.approx(
        line.x1 + line.x0 - score.x0, abs=4 * score.step
    )


def test_more_looks_have_the_steps_of_the_first_and_read_the_same(nets):
    pixels = grey(page_image())
    lines = downwards(find_lines(pixels, nets))

    looks = [read_lines(pixels, lines, nets), *(read_lines(pixels, lines, nets, look) for look in MORE_LOOKS)]

    for several in zip(*looks, strict=True):
        assert len({len(look.log_probs) for look in several}) == 1
    mean = [averaged(several) for several in zip(*looks, strict=True)]
    assert [best_text(network_of(score, nets.alphabet)) for score in mean] == list(LETTER)


def test_lines_at_and_past_the_edge_are_read_as_what_is_there(nets):
    pixels = grey(page_image(LETTER[:1], height=90))
    boxes = [line_box(0, 50, 690, 80), line_box(990, 0, 1000, 4), line_box(1200, 200, 1300, 220), line_box(0, 0, 1, 1)]

    assert [text.strip() for text in texts(pixels, boxes, nets)][0::2] == [LETTER[0], ""]


def test_no_lines_no_scores(nets):
    assert read_lines(np.full((50, 50), 255, np.uint8), [], nets) == ()


def test_many_lines_of_many_widths_keep_their_order(nets):
    pixels = grey(page_image())
    lines = downwards(find_lines(pixels, nets))
    parts = [line_box(60, line.y0, 60 + width, line.y1) for width in (640, 90, 400) for line in lines] * 3

    scores = read_lines(pixels, parts, nets)

    assert len(scores) == len(parts)
    for part, score in zip(parts, scores, strict=True):
        assert score.step * len(score.log_probs) == pytest.approx(part.x1 - part.x0 + part.height, abs=4 * score.step)


# --- order ---------------------------------------------------------------------------------------------------------


def order(lines, said, nets, size=(1240, 1754)):
    return [index for block in reading_order(lines, said, *size, nets) for index in block.lines]


def test_one_column_goes_from_top_to_bottom(nets):
    lines = [line_box(100, y, 1100, y + 30) for y in (500, 100, 300, 200, 400)]

    assert order(lines, ["dân và nhà nước có quyền"] * 5, nets) == [1, 3, 2, 4, 0]


def test_two_columns_are_read_one_after_the_other(nets):
    column = [(y, y + 28) for y in range(200, 1400, 42)]
    left = [line_box(90, top, 590, bottom) for top, bottom in column]
    right = [line_box(650, top, 1150, bottom) for top, bottom in column]
    said = ["người dân có quyền được thông tin về pháp luật"] * (2 * len(column))

    assert order([*left, *right], said, nets) == list(range(2 * len(column)))


def test_pieces_of_one_row_go_from_left_to_right(nets):
    lines = [line_box(500, 101, 900, 130), line_box(100, 100, 450, 130)]

    assert order(lines, ["thứ hai", "thứ nhất"], nets) == [1, 0]


def test_none_and_one_are_in_order(nets):
    assert reading_order([], [], 100, 100, nets) == ()
    assert order([line_box(0, 0, 10, 10)], [""], nets) == [0]
