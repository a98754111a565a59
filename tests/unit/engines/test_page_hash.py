"""A page's picture is known again from another scanner, lying otherwise, smaller, worse; other pages are others."""

import io

import numpy as np
import pytest
from PIL import Image

from pipeline.engines.page_hash import page_hash
from pipeline.stages.near_duplicates import _SAME_PICTURE, picture_distance
from tests.unit.engines.vellum import LETTER, page_image

PAGE = page_image((*LETTER, "", *LETTER[:2], "", "", *LETTER[3:]), width=1240, height=1754, dpi=200)
OTHER = page_image((LETTER[1], "", "", *LETTER[2:], "", *LETTER, LETTER[0]), width=1240, height=1754, dpi=200)


def worse(picture: Image.Image) -> Image.Image:
    rng = np.random.default_rng(1)
    grey = np.asarray(picture.convert("L"), np.float32)
    shade = np.linspace(0.75, 1.0, grey.shape[1], dtype=np.float32)[None, :]
    noisy = Image.fromarray(np.clip(grey * shade + rng.normal(0, 6, grey.shape), 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    noisy.save(buffer, "JPEG", quality=25)
    return Image.open(buffer)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_it_is_known_again(turn, scale):
    size = round(PAGE.width * scale), round(PAGE.height * scale)
    again = worse(PAGE.resize(size)).rotate(turn, expand=True)

    assert picture_distance(page_hash(PAGE), page_hash(again)) < _SAME_PICTURE / 2


def test_margins_do_not_matter():
    wider = Image.new("RGB", (1500, 2000), "white")
    wider.paste(PAGE, (90, 140))

    assert picture_distance(page_hash(PAGE), page_hash(wider)) < _SAME_PICTURE


def test_another_page_is_another():
    assert picture_distance(page_hash(PAGE), page_hash(OTHER)) > _SAME_PICTURE


def test_an_empty_page_has_a_hash():
    assert page_hash(Image.new("L", (50, 20), 255)).turns == (0, 0, 0, 0)
