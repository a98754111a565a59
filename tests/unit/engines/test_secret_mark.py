"""Marks of state secrecy on pictures of pages: stamped, copied, leaning, over text, blurred; and what is none."""

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from pipeline.engines.ocr.frames import find_frames
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.line_reader import read_lines
from pipeline.engines.ocr.word_score import misfit
from pipeline.engines.secret_mark import SecretMark, find_secret_marks
from tests.unit.engines.typeset import PROGRAM, TESSERACT, kit, load_kit, of
from tests.unit.engines.vellum import LETTER, SERIF, page_image

RED, BLACK, PALE, BLUE = (200, 30, 40), (40, 40, 40), (225, 110, 115), (40, 50, 160)
BOLD = SERIF.replace("Regular", "Bold")
SANS = BOLD.replace("Serif", "Sans")
FREE, OVER = (620, 420), (160, 60)


def stamped(
    text, *, colour=RED, angle=0.0, at=FREE, font=BOLD, size=40, frame=True, blur=0.0, double=False, grey=False
) -> Image.Image:
    """A page of print with a framed word stamped on it."""
    page = page_image(LETTER * 2, height=900)
    letters = ImageFont.truetype(font, size)
    x0, y0, x1, y1 = letters.getbbox(text)
    ink = Image.new("L", (x1 - x0 + 70, y1 - y0 + 60), 255)
    draw = ImageDraw.Draw(ink)
    if frame:
        draw.rectangle((12, 12, ink.width - 12, ink.height - 12), outline=0, width=4)
    if double:
        draw.rectangle((20, 20, ink.width - 20, ink.height - 20), outline=0, width=2)
    draw.text((35 - x0, 30 - y0), text, fill=0, font=letters)
    ink = ink.rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    layer = Image.new("RGB", page.size, "white")
    layer.paste(Image.composite(Image.new("RGB", ink.size, "white"), Image.new("RGB", ink.size, colour), ink), at)
    done = ImageChops.multiply(page, layer).filter(ImageFilter.GaussianBlur(blur))
    return done.convert("L") if grey else done


def marks(picture: Image.Image) -> tuple[SecretMark, ...]:
    return find_secret_marks(of(picture), kit()[0])


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"angle": 8.0},
        {"angle": -21.0},
        {"colour": PALE},
        {"colour": BLUE},
        {"at": OVER},
        {"at": OVER, "angle": -6.0, "colour": PALE},
        {"blur": 1.4},
        {"grey": True},
        {"colour": BLACK, "angle": 3.0},
        {"colour": BLACK, "blur": 1.2},
        {"font": SANS, "double": True},
        {"frame": False, "size": 46},
    ],
    ids=str,
)
def test_a_mark_is_found(text, how):
    found = marks(stamped(text, **how))

    assert [mark.mark for mark in found[:1]] == [text]


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_mark_across_print_on_a_grey_copy_is_found(text):
    found = marks(stamped(text, at=(200, 260), colour=(120, 120, 120), grey=True))

    assert found  # which of the three is a person's to tell: letters of it are under the print


def test_it_tells_where_the_mark_is():
    (mark, *_) = marks(stamped("TUYỆT MẬT"))

    x, y = (mark.box.x0 + mark.box.x1) / 2, (mark.box.y0 + mark.box.y1) / 2
    assert 620 < x < 960
    assert 420 < y < 520
    assert mark.confidence > 0.8


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_clear_mark_is_no_surer_than_a_stamp_can_be(text):
    found = marks(stamped(text, size=44))

    assert all(0 < mark.confidence <= 0.99 for mark in found)
    assert found


@pytest.mark.parametrize("ground", [(25, 60, 130), (165, 25, 35), (60, 60, 60)], ids=["blue", "red", "grey"])
def test_a_headline_in_white_on_a_band_of_colour_is_none(ground):
    page = page_image(LETTER * 2, height=900)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 380, page.width, 560), fill=ground)
    letters = ImageFont.truetype(BOLD, 58)
    draw.text((30, 400), "CẨM NANG PHÁP LUẬT CHO", fill="white", font=letters)
    draw.text((30, 480), "THANH NIÊN KHỞI NGHIỆP", fill="white", font=letters)

    assert marks(page) == ()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_the_wrong_way_is_looked_at_too(turn):
    found = marks(stamped("TUYỆT MẬT").rotate(turn, expand=True))

    assert [mark.mark for mark in found[:1]] == ["TUYỆT MẬT"]


def test_boxes_are_those_of_a_larger_page():
    small = stamped("MẬT").resize((500, 450))
    page = of(small).__class__(image=small, width=1000, height=900, dpi=150.0)

    (mark, *_) = find_secret_marks(page, kit()[0])

    assert mark.box.x0 > 600


@pytest.mark.parametrize(
    "text", ["KHẨN", "HỎA TỐC", "CÔNG VĂN ĐẾN", "SAO Y", "MẪU SỐ 1", "ĐÃ THU PHÍ", "BẢN GỐC", "MIỄN PHÍ"]
)
@pytest.mark.parametrize("colour", [RED, BLACK], ids=["red", "black"])
def test_other_stamps_are_none(text, colour):
    assert marks(stamped(text, colour=colour)) == ()


def test_a_page_of_print_has_none():
    lines = ("LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Không để lộ mật khẩu; độ mật gồm ba cấp.", *LETTER)

    assert marks(page_image(lines)) == ()
    assert marks(Image.new("RGB", (400, 300), "white")) == ()


@pytest.mark.parametrize("options", [TESSERACT, PROGRAM], ids=["library", "program"])
def test_tesseract_alone_finds_a_clear_one(options):
    loaded = load_kit("vie", options)

    found = find_secret_marks(of(stamped("TUYỆT MẬT", size=48)), loaded)

    assert [mark.mark for mark in found[:1]] == ["TUYỆT MẬT"]
    assert find_secret_marks(of(stamped("HỎA TỐC")), loaded) == ()


def test_cells_of_a_table_are_no_frames():

    table = np.zeros((600, 600), np.uint8)
    for line in range(60, 421, 60):
        table[line : line + 2, 60:422] = 1
        table[60:422, line : line + 2] = 1
    alone = np.zeros((300, 400), np.uint8)
    alone[100:160, 100:102] = alone[100:160, 260:262] = 1
    alone[100:102, 100:262] = alone[158:160, 100:262] = 1

    assert find_frames(np.zeros((50, 50), np.uint8), strokes=True) == []
    [frame] = find_frames(alone, strokes=True)
    assert (frame.width, frame.height, frame.angle) == (pytest.approx(162, abs=9), pytest.approx(60, abs=9), 0)
    assert len(find_frames(table, strokes=True)) <= 36


def test_the_misfit_of_a_word_is_none_for_what_is_written():
    nets = kit()[1]
    picture = Image.new("L", (300, 90), 255)
    ImageDraw.Draw(picture).text((40, 20), "MẬT", fill=0, font=ImageFont.truetype(BOLD, 40))

    (scores,) = read_lines(np.asarray(picture), [LineBox(x0=40, y0=20, x1=130, y1=62, score=1)], nets)

    assert misfit(scores, "MẬT", nets.alphabet) < 0.2
    assert misfit(scores, "KHẨN", nets.alphabet) > 2
    assert misfit(scores, "中", nets.alphabet) == float("inf")
    assert misfit(scores, "MẬT" * 60, nets.alphabet) == float("inf")
