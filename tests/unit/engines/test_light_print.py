"""Light print on coloured and dark grounds is turned dark on white; everything else stays as it is."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.engines.ocr.light_print import with_light_print
from pipeline.engines.ocr.prepare import prepare
from tests.unit.engines.typeset import of
from tests.unit.engines.vellum import SERIF, page_image

BOLD = SERIF.replace("Regular", "Bold")
RED, ORANGE, PURPLE, GREY = (165, 25, 35), (205, 95, 10), (95, 35, 120), (90, 90, 90)
BAND = (60, 200, 760, 420)
ROWS, COLUMNS = slice(215, 405), slice(75, 745)


def cover(ground, ink="white", *, band=BAND, text="LUẬT ĐẤT ĐAI"):
    """A page with a band of colour and letters on it, at 150 dpi."""
    image = page_image(height=900)
    draw = ImageDraw.Draw(image)
    draw.rectangle((band[0] - 25, band[1] - 25, band[2] + 25, band[3] + 25), fill="white")
    draw.rectangle(band, fill=ground)
    draw.text((band[0] + 60, (band[1] + band[3]) // 2 - 30), text, fill=ink, font=ImageFont.truetype(BOLD, 60))
    return image


def turned(image):
    pixels = np.asarray(image)
    grey = np.ascontiguousarray(pixels if pixels.ndim == 2 else pixels[..., 0])
    return grey, with_light_print(grey, pixels, 150.0)


@pytest.mark.parametrize("ground", [RED, ORANGE, PURPLE, GREY], ids=["red", "orange", "purple", "grey"])
def test_white_letters_become_dark_on_white(ground):
    _, done = turned(cover(ground))
    inside = done[ROWS, COLUMNS]

    assert np.median(inside) > 240
    assert 0.02 < (inside < 60).mean() < 0.4


def test_a_grey_page_is_helped_as_well():
    _, done = turned(cover(GREY).convert("L"))

    assert np.median(done[ROWS, COLUMNS]) > 240
    assert (done[ROWS, COLUMNS] < 60).mean() > 0.02


def test_panels_that_hang_together_by_the_shadow_of_a_fold_are_grounds_each():
    image = cover(PURPLE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((35, 420, 785, 860), fill="white")
    draw.rectangle((60, 650, 760, 830), fill=PURPLE)
    draw.rectangle((60, 421, 80, 650), fill=PURPLE)  # 3.4 mm wide
    grey, done = turned(image)

    assert np.median(done[ROWS, COLUMNS]) > 240
    assert 0.02 < (done[ROWS, COLUMNS] < 60).mean() < 0.4
    assert (done[440:640, 100:780] == grey[440:640, 100:780]).all()


def test_what_stands_beside_the_ground_stays():
    grey, done = turned(cover(PURPLE))

    assert (done[480:] == grey[480:]).all()
    assert (done[:140] == grey[:140]).all()


@pytest.mark.parametrize(
    "image",
    [
        page_image(height=900),
        cover(ORANGE, "black"),
        cover((238, 232, 214), "black"),
        cover(PURPLE, "white", text=" "),
        cover(PURPLE, band=(60, 200, 120, 230), text=" "),
        Image.new("RGB", (400, 300), "white"),
        Image.new("L", (400, 300), 70),
    ],
    ids=["print", "black on orange", "old paper", "empty band", "small", "blank", "dark"],
)
def test_what_has_no_light_print_is_left_alone(image):
    grey, done = turned(image)

    assert done is grey


def test_a_photograph_is_no_ground():
    rng = np.random.default_rng(5)
    photo = np.repeat(np.repeat(rng.integers(0, 200, (30, 40, 3), dtype=np.uint8), 20, axis=0), 20, axis=1)
    grey, done = turned(Image.fromarray(photo))

    assert done is grey


def test_the_copy_that_is_read_has_it_dark():
    copy = prepare(of(cover(RED))).pixels

    assert np.median(copy[ROWS, COLUMNS]) > 230
    assert (copy[ROWS, COLUMNS] < 80).mean() > 0.02
