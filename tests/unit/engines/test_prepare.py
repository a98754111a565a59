"""The copy that is read: boxes found on it come back to the page, whatever was done to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pipeline.engines.ocr.prepare import READ_DPI, prepare
from pipeline.engines.sheet import PageImage
from tests.unit.engines.vellum import page_image


def page(image, dpi=150.0, width=None, height=None):
    return PageImage(image=image, width=width or image.width, height=height or image.height, dpi=dpi)


def leaning(degrees):
    """A page whose lines rise to the right by so many degrees."""
    return page_image().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def test_a_high_resolution_is_reduced_and_a_low_one_is_left():
    high = prepare(page(Image.new("L", (1200, 900), 255), dpi=300.0))
    low = prepare(page(Image.new("L", (1200, 900), 255), dpi=120.0))

    assert (high.dpi, high.pixels.shape) == (READ_DPI, (600, 800))
    assert (low.dpi, low.pixels.shape) == (120.0, (900, 1200))


def test_a_red_stamp_vanishes_and_black_print_stays():
    image = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 100, 300, 300), outline=(235, 40, 40), width=9)
    draw.rectangle((400, 190, 500, 200), fill="black")

    copy = prepare(page(image)).pixels

    assert copy[90:310, 90:310].min() > 190
    assert copy[195, 450] < 60


def test_a_shadow_over_the_paper_is_taken_away():
    slope = np.tile(np.linspace(120, 255, 800), (600, 1)).astype(np.uint8)

    copy = prepare(page(Image.fromarray(slope))).pixels

    assert copy[50:-50, 50:-50].min() > 225


@pytest.mark.parametrize("degrees", [-4.0, -1.3, -0.5, 0.7, 2.0, 5.0])
def test_the_lean_of_the_lines_is_found(degrees):
    assert prepare(page(leaning(degrees))).skew == pytest.approx(degrees, abs=0.2)


def test_level_print_and_blank_paper_are_not_turned():
    assert prepare(page(page_image())).skew == 0.0
    assert prepare(page(Image.new("L", (800, 600), 250))).skew == 0.0


@settings(max_examples=12, deadline=None)
@given(
    degrees=st.sampled_from([-3.0, 0.0, 2.0]),
    rotation=st.sampled_from([0, 90, 180, 270]),
    dpi=st.sampled_from([100.0, 150.0, 400.0]),
)
def test_a_mark_is_found_on_the_page_where_it_was_drawn(degrees, rotation, dpi):
    """Law: whatever the copy went through, the box of a mark seen on it, taken back, lies around the mark."""
    upright = page_image().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    ImageDraw.Draw(upright).rectangle((700, 400, 730, 430), fill="black")
    stored = upright.rotate(rotation, expand=True)  # counter-clockwise: a clockwise turn makes it upright

    copy = prepare(page(stored, dpi=dpi), rotation=rotation)

    assert (copy.width, copy.height) == upright.size
    matrix = np.vstack([copy.to_page, [0, 0, 1]])
    there = np.linalg.inv(matrix) @ [715, 415, 1]
    around = copy.pixels[int(there[1]) - 3 : int(there[1]) + 3, int(there[0]) - 3 : int(there[0]) + 3]
    assert around.max() < 100
    box = copy.box(there[0] - 1, there[1] - 1, there[0] + 1, there[1] + 1)
    assert box.x0 <= 715 <= box.x1
    assert box.y0 <= 415 <= box.y1


def test_boxes_stay_on_the_page_and_are_never_empty():
    copy = prepare(page(Image.new("L", (300, 200), 255)))

    outside, point = copy.box(-50, -50, 900, 900), copy.box(100, 100, 100, 100)

    assert (outside.x0, outside.y0, outside.x1, outside.y1) == (0, 0, 300, 200)
    assert point.width >= 1
    assert point.height >= 1


def test_the_page_s_coordinates_are_those_of_the_full_image_when_a_smaller_one_was_decoded():
    copy = prepare(page(Image.new("L", (600, 450), 255), dpi=300.0, width=1200, height=900))

    box = copy.box(0, 0, copy.pixels.shape[1], copy.pixels.shape[0])

    assert (box.x1, box.y1) == (1200, 900)
