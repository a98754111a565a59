"""What the pixels of a page say about its scan."""

import cv2
import numpy as np
from PIL import ImageDraw

from pipeline.engines.ocr.measure import measure
from tests.unit.quality.papers import HEIGHT, WIDTH, copy_of, paper, pixels, printed


def test_crisp_black_print_is_sharp_and_dark() -> None:
    sheet = paper()
    printed(sheet)

    found = measure(copy_of(sheet))

    assert found.sharpness > 0.8
    assert found.contrast > 0.5
    assert found.letters > 300
    assert 25 <= len(found.lines) <= 35
    assert (found.cut_left, found.cut_right) == (0, 0)


def test_blur_and_paleness_are_measured_apart() -> None:
    crisp, pale = paper(), paper()
    printed(crisp)
    printed(pale, ink=(190, 190, 188))
    blurred = cv2.GaussianBlur(pixels(crisp), (0, 0), 2.5)

    sharp, soft, faint = measure(copy_of(crisp)), measure(copy_of(blurred)), measure(copy_of(pale))

    assert soft.sharpness < 0.7 * sharp.sharpness
    assert faint.sharpness > 0.7 * sharp.sharpness
    assert faint.contrast < 0.3 < sharp.contrast


def test_holes_bars_and_dust_leave_a_sheet_empty() -> None:
    sheet = paper()
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, 14, HEIGHT), fill=(20, 20, 20))
    for y in (600, 1100):
        draw.ellipse((60, y, 96, y + 36), fill=(15, 15, 15))
    rng = np.random.default_rng(1)
    for x, y in rng.integers(100, WIDTH - 100, (60, 2)).tolist():
        draw.point((x, y), fill=(60, 60, 60))

    found = measure(copy_of(sheet))

    assert found.letters < 8
    assert found.pictures < 0.003
    assert found.lines == ()


def test_dust_beside_the_print_is_counted() -> None:
    clean, dusty = paper(), paper()
    for sheet in (clean, dusty):
        printed(sheet, rows=5)
    draw = ImageDraw.Draw(dusty)
    for x, y in np.random.default_rng(2).integers(100, WIDTH - 100, (400, 2)).tolist():
        draw.rectangle((x, y + 400, x + 2, y + 402), fill=(40, 40, 40))

    assert measure(copy_of(clean)).specks < 0.05 < 0.3 < measure(copy_of(dusty)).specks


def test_print_running_off_the_left_edge_is_seen() -> None:
    sheet = paper()
    printed(sheet, x=-30)

    found = measure(copy_of(sheet))

    assert found.cut_left > 10
    assert found.cut_right == 0


def test_a_pure_white_sheet_says_nothing() -> None:
    found = measure(copy_of(paper((255, 255, 255))))

    assert (found.contrast, found.sharpness, found.letters, found.specks) == (0.0, 0.0, 0, 0.0)


def test_the_signature_finds_the_same_sheet_again() -> None:
    sheet, other = paper(), paper()
    printed(sheet)
    ImageDraw.Draw(other).ellipse((300, 300, 900, 1200), fill=(60, 60, 60))
    rng = np.random.default_rng(3)
    again = np.clip(np.roll(pixels(sheet), 3, axis=1) + rng.normal(0, 3, (HEIGHT, WIDTH, 1)), 0, 255).astype(np.uint8)

    bits = [int(measure(copy_of(one)).signature, 16) for one in (sheet, again, other)]

    assert (bits[0] ^ bits[1]).bit_count() < (bits[0] ^ bits[2]).bit_count() / 2
