"""What stamps say, read from their ink alone."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.engines.ocr.prepare import prepare
from pipeline.engines.ocr.stamp_reader import read_stamps
from pipeline.engines.ocr.stamps import FoundStamp
from schemas.page import Box, StampShape
from tests.unit.engines.typeset import kit, of
from tests.unit.engines.vellum import SERIF, page_image


def copy_with(*stamps):
    return replace(prepare(of(page_image(height=700).convert("L"))), stamps=stamps)


def inked(text, width=360, height=90, size=30):
    ink = Image.new("L", (width, height), 255)
    ImageDraw.Draw(ink).text((20, 25), text, fill=60, font=ImageFont.truetype(SERIF, size))
    return np.asarray(ink)


def stamp(x, y, ink, shape=StampShape.RECTANGULAR, size=(360, 90)):
    box = Box(x0=x, y0=y, x1=x + size[0], y1=y + size[1])
    return FoundStamp(box=box, shape=shape, ink=ink)


def read(*stamps):
    loaded, nets = kit()
    return read_stamps(copy_with(*stamps), loaded, nets, seconds=120)


def test_what_a_stamp_says_is_read():
    (said,) = read(stamp(500, 500, inked("Công văn đến")))

    assert said.text == "Công văn đến"
    assert said.confidence > 0.9
    assert (said.box.x0, said.box.y0, said.shape) == (500, 500, StampShape.RECTANGULAR)


def test_each_stamp_has_its_own_words():
    one, two = read(stamp(50, 500, inked("Công văn đến")), stamp(550, 580, inked("Đã thu phí")))

    assert (one.text, two.text) == ("Công văn đến", "Đã thu phí")


def test_a_stamp_without_ink_and_one_without_letters_say_nothing():
    blank = np.full((90, 360), 255, np.uint8)
    silent, wordless = read(stamp(50, 500, None, StampShape.ROUND), stamp(550, 500, blank))

    assert (silent.text, silent.confidence, silent.shape) == (None, 0.0, StampShape.ROUND)
    assert (wordless.text, wordless.confidence) == (None, 0.0)


def test_a_seal_does_not_say_what_is_stamped_across_it():
    """A signer's stamped name reaches into the seal; both are found, the name is one stamp's only."""
    ink = inked("Trần Thị Thu Hà")
    seal, name = read(
        stamp(480, 400, np.full((300, 300), 255, np.uint8), StampShape.ROUND, (400, 300)),
        stamp(500, 500, ink, StampShape.FREE),
    )

    assert (seal.text, seal.confidence) == (None, 0.0)
    assert name.text == "Trần Thị Thu Hà"


def test_nonsense_is_not_believed():
    noise = np.random.default_rng(5).integers(0, 256, (90, 360)).astype(np.uint8)

    (said,) = read(stamp(500, 500, noise))

    assert said.text is None


@pytest.mark.parametrize("place", [(900, 650), (1200, 800)])
def test_a_stamp_that_reaches_over_the_edge_is_no_hindrance(place):
    (said,) = read(stamp(*place, inked("Công văn đến")))

    assert (said.box.x0, said.box.y0) == place


def test_no_stamps_cost_nothing():
    assert read() == ()
    assert [said.text for said in read(stamp(500, 500, None))] == [None]
