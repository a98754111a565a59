"""Rings of seals on grey pages: taken off, and nothing else."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.engines.ocr.prepare import Prepared
from pipeline.engines.ocr.seal_rings import without_rings
from tests.samples.effects.stamp import stamp
from tests.samples.fonts import font

DPI = 150
CENTRE = (560, 760)
DIAMETER = round(36 / 25.4 * DPI)
_PLAIN = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def paper() -> Image.Image:
    """A page with a signer's name and lines of text."""
    page = Image.new("L", (1240, 1754), 255)
    draw, letters = ImageDraw.Draw(page), font("serif", True, False, 28)
    draw.text((620, 825), "Quách Bảo Oanh", font=letters, fill=0)
    for row in range(12):
        draw.text((150, 150 + 45 * row), "Tổ chức rà soát, phân loại nhóm đối tượng cần tuyên truyền", font=letters)
    draw.line((150, 960, 900, 960), fill=0, width=3)
    draw.rectangle((150, 1000, 700, 1300), outline=0, width=3)
    return page


def pressed(page: Image.Image, *, level: int = 0, share: float = 1.0) -> NDArray[np.uint8]:
    """The page with a seal whose ring runs through the name, in ink of this level; ``share`` of its turn is there."""
    ink = stamp(DIAMETER, "PHÒNG TƯ PHÁP", ("NGHỆ AN",), np.random.default_rng(7))
    rows, columns = np.mgrid[0:DIAMETER, 0:DIAMETER] - DIAMETER / 2
    ink[np.mod(np.arctan2(rows, columns) / (2 * np.pi), 1) > share] = 0
    pixels = np.asarray(page, np.float32).copy()
    left, top = CENTRE[0] - DIAMETER // 2, CENTRE[1] - DIAMETER // 2
    patch = pixels[top : top + DIAMETER, left : left + DIAMETER]
    np.minimum(patch, 255 - np.minimum(ink * 1.6, 1) * (255 - level), out=patch)
    return np.asarray(pixels, np.uint8)


def copy_of(pixels: NDArray[np.uint8]) -> Prepared:
    return Prepared(
        pixels=pixels, dpi=DPI, skew=0.0, to_page=_PLAIN, width=pixels.shape[1], height=pixels.shape[0]
    )  # fmt: skip


def rim(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the seal's outer ring is."""
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    away = np.hypot(columns - CENTRE[0], rows - CENTRE[1])
    return np.asarray(np.abs(away - 0.485 * DIAMETER) < 0.02 * DIAMETER)


@pytest.mark.parametrize("level", [0, 40])
def test_a_ring_is_taken_off_and_the_name_under_it_stays(level: int) -> None:
    clean, sealed = np.asarray(paper()), pressed(paper(), level=level)

    read = without_rings(copy_of(sealed)).pixels

    ring = rim(sealed)
    alone = ring & (clean == 255)
    assert (sealed[alone] < 128).mean() > 0.4
    assert (read[alone] < 128).mean() < 0.05
    name = ring & (clean < 60)
    assert (read[name] < 160).mean() > 0.5


def test_what_is_no_ring_stays_as_it_is() -> None:
    clean, sealed = np.asarray(paper()), pressed(paper())

    read = without_rings(copy_of(sealed)).pixels

    rows, columns = np.mgrid[0 : clean.shape[0], 0 : clean.shape[1]]
    outside = np.hypot(columns - CENTRE[0], rows - CENTRE[1]) > 0.55 * DIAMETER
    assert np.array_equal(read[outside], sealed[outside])


def test_a_pale_ring_leaves_the_darker_print_it_crosses() -> None:
    clean, sealed = np.asarray(paper()), pressed(paper(), level=150)

    read = without_rings(copy_of(sealed)).pixels

    name = rim(sealed) & (clean < 60)
    assert np.abs(read[name].astype(int) - sealed[name].astype(int)).mean() < 25


def test_a_page_without_a_ring_is_the_same_copy() -> None:
    copy = copy_of(np.asarray(paper()))

    assert without_rings(copy) is copy


def test_a_small_arc_is_no_ring() -> None:
    copy = copy_of(pressed(paper(), share=0.3))

    assert without_rings(copy) is copy


def test_thick_round_letters_and_a_blot_are_no_rings() -> None:
    page = paper()
    draw = ImageDraw.Draw(page)
    draw.ellipse((300, 1350, 500, 1550), outline=0, width=24)
    draw.ellipse((700, 1350, 900, 1550), fill=0)
    pixels = np.asarray(page)

    assert np.array_equal(without_rings(copy_of(pixels)).pixels, pixels)
