"""Seals, framed stamps, stamped names, and red print that is text."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.engines.ocr.ink import reading_grey
from pipeline.engines.ocr.rings import find_ring
from pipeline.engines.ocr.stamps import find_stamps
from pipeline.stages.ocr.red_ink import InkKind, Patch, kind_of
from schemas.page import StampShape
from tests.samples.effects.paper import press
from tests.samples.effects.stamp import RED, stamp
from tests.samples.fonts import font
from tests.unit.quality.papers import DPI, HEIGHT, WIDTH, paper, pixels, printed

SEAL = 213  # 36 mm


def sealed(image: Image.Image, x: int, y: int) -> Image.Image:
    """A seal pressed onto the page at (x, y)."""
    picture = pixels(image).astype(np.float32)
    ink = stamp(SEAL, "ỦY BAN NHÂN DÂN XÃ NGA SƠN", ("NGA SƠN",), np.random.default_rng(5))
    press(picture, ink, x, y, RED)
    return Image.fromarray(picture.astype(np.uint8))


def write(image: Image.Image, x: int, y: int, text: str, colour: tuple[int, int, int], size: int = 40) -> None:
    ImageDraw.Draw(image).text((x, y), text, font=font("sans", True, False, size), fill=colour)


def test_a_seal_over_print_is_found_where_it_is() -> None:
    sheet = paper()
    printed(sheet)

    found = find_stamps(pixels(sealed(sheet, 700, 1100)), dpi=DPI)

    (seal,) = found.stamps
    assert seal.shape is StampShape.ROUND
    assert max(abs(seal.box.x0 - 700), abs(seal.box.y0 - 1100), abs(seal.box.x1 - 700 - SEAL)) <= 8
    assert found.red_text == ()


def test_half_a_seal_across_the_edge_of_the_page_is_a_seal() -> None:
    sheet = paper()
    printed(sheet)

    (seal,) = find_stamps(pixels(sealed(sheet, WIDTH - SEAL // 2, 800)), dpi=DPI).stamps

    assert seal.shape is StampShape.ROUND
    assert seal.box.x1 == WIDTH


def test_a_name_stamped_below_a_seal_is_free_ink_and_can_be_read_alone() -> None:
    sheet = sealed(paper(), 700, 1000)
    write(sheet, 720, 1245, "Nguyễn Văn A", (215, 40, 50))

    found = find_stamps(pixels(sheet), dpi=DPI)

    (name,) = [s for s in found.stamps if s.shape is StampShape.FREE]
    assert name.ink is not None
    assert name.ink.shape == (name.box.height, name.box.width)
    assert name.ink.min() < 60
    assert np.median(name.ink) > 240


@pytest.mark.parametrize("colour", [(205, 30, 45), (40, 60, 190)])
def test_a_framed_stamp_is_rectangular_in_red_and_blue(colour: tuple[int, int, int]) -> None:
    sheet = paper()
    printed(sheet, top=600, rows=15)
    ImageDraw.Draw(sheet).rectangle((120, 120, 420, 250), outline=colour, width=4)
    write(sheet, 150, 150, "CÔNG VĂN ĐẾN", colour, 30)

    (found,) = find_stamps(pixels(sheet), dpi=DPI).stamps

    assert found.shape is StampShape.RECTANGULAR
    assert found.ink is not None


def test_a_red_title_is_text_and_stays_in_the_grey_that_is_read() -> None:
    sheet = paper()
    printed(sheet, top=400, rows=15)
    write(sheet, 200, 150, "TÌM HIỂU LUẬT CƯ TRÚ", (220, 30, 40))

    found = find_stamps(pixels(sheet), dpi=DPI)
    grey = reading_grey(pixels(sheet), dpi=DPI)

    assert found.stamps == ()
    (title,) = found.red_text
    assert pixels(sheet)[150:200, 200:700, 0].min() > 150
    assert grey[title.y0 : title.y1, title.x0 : title.x1].min() < 80


def test_a_seal_still_vanishes_from_the_grey_that_is_read() -> None:
    sheet = sealed(paper(), 500, 700)
    write(sheet, 200, 150, "TÌM HIỂU LUẬT CƯ TRÚ", (220, 30, 40))

    grey = reading_grey(pixels(sheet), dpi=DPI)

    assert grey[690:930, 490:720].min() > 150


def test_a_leaflet_in_colour_has_red_text_and_no_stamps() -> None:
    sheet = paper()
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, WIDTH, 300), fill=(40, 110, 190))
    draw.rectangle((100, 700, 700, 1000), outline=(220, 30, 40), width=5)
    write(sheet, 200, 400, "PHÒNG CHỐNG MA TÚY", (220, 30, 40))
    printed(sheet, top=1100, rows=8)

    found = find_stamps(pixels(sheet), dpi=DPI)

    assert found.stamps == ()
    assert found.in_colour
    assert any(box.y0 < 420 < box.y1 for box in found.red_text)


def test_on_a_leaflet_a_seal_vanishes_and_all_colours_stay() -> None:
    sheet = paper()
    ImageDraw.Draw(sheet).rectangle((0, 0, WIDTH, 300), fill=(40, 110, 190))
    write(sheet, 200, 400, "PHÒNG CHỐNG MA TÚY", (220, 30, 40))

    grey = reading_grey(pixels(sealed(sheet, 500, 900)), dpi=DPI)

    assert grey[400:450, 200:600].min() < 110
    assert grey[890:1130, 490:720].min() > 150


def test_grey_pages_and_tinted_paper_have_no_ink() -> None:
    tinted = paper((240, 228, 205))
    printed(tinted)

    assert find_stamps(pixels(tinted)[..., 0], dpi=DPI) == find_stamps(pixels(tinted), dpi=DPI)
    assert find_stamps(pixels(tinted), dpi=DPI).stamps == ()


def test_grey_images_are_read_as_they_are() -> None:
    grey = np.full((HEIGHT, WIDTH), 200, np.uint8)

    assert reading_grey(grey, dpi=DPI) is grey


def test_a_page_without_red_print_is_read_in_its_red_channel() -> None:
    sheet = paper()
    printed(sheet)

    assert np.array_equal(reading_grey(pixels(sheet), dpi=DPI), pixels(sheet)[..., 0])


@pytest.mark.parametrize(
    ("patch", "coloured", "kind"),
    [
        (Patch(width=36, height=36, ring=0.8), 0.01, InkKind.ROUND),
        (Patch(width=36, height=36, ring=0.7), 0.2, InkKind.PICTURE),
        (Patch(width=36, height=36, ring=0.9, red=False), 0.2, InkKind.PICTURE),
        (Patch(width=50, height=20, frame=0.9), 0.01, InkKind.RECTANGULAR),
        (Patch(width=50, height=20, frame=0.9), 0.2, InkKind.PICTURE),
        (Patch(width=60, height=6, letters=12, filled=0.4), 0.01, InkKind.TEXT),
        (Patch(width=60, height=6, letters=12, filled=0.4, beside_seal=True), 0.01, InkKind.FREE),
        (Patch(width=60, height=6, letters=12, filled=0.4, crossed=2.0), 0.01, InkKind.FREE),
        (Patch(width=60, height=6, letters=12, filled=0.4, cut=True), 0.01, InkKind.PICTURE),
        (Patch(width=60, height=6, letters=1, filled=1.0), 0.01, InkKind.PICTURE),
        (Patch(width=60, height=6, letters=12, red=False), 0.01, InkKind.PICTURE),
    ],
)
def test_what_ink_is(patch: Patch, coloured: float, kind: InkKind) -> None:
    assert kind_of(patch, coloured=coloured) is kind


def test_a_dot_and_a_line_of_ink_are_no_ring() -> None:
    page_around = (0, 0, 60, 60)
    dot, stroke = np.zeros((60, 60), np.uint8), np.zeros((60, 60), np.uint8)
    dot[30, 30] = 1
    stroke[10:50, 30] = 1

    assert find_ring(dot, least=10, most=30, page=page_around) is None
    assert find_ring(stroke, least=10, most=30, page=page_around) is None
