"""Print that the readers are sure of is not read again for marks of secrecy; what may hide a mark is."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.engines.ocr.frames import Frame
from pipeline.engines.secret_known import is_known, known_print
from schemas.page import Box, Word
from tests.unit.engines.vellum import SERIF


def word(text: str, box: tuple[int, int, int, int], confidence: float = 0.99) -> Word:
    return Word(text=text, box=Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3]), confidence=confidence)


def ink_of(picture: Image.Image) -> np.ndarray:
    return np.asarray(np.asarray(picture.convert("L")) < 150, np.uint8)


AROUND = Frame(x=150, y=60, width=200, height=70, angle=0)


@pytest.fixture
def printed() -> tuple[Image.Image, Word]:
    picture = Image.new("RGB", (300, 120), "white")
    letters = ImageFont.truetype(SERIF, 40)
    ImageDraw.Draw(picture).text((70, 35), "Kế hoạch", fill="black", font=letters)
    return picture, word("hoạch", (70, 38, 225, 82))


def test_print_that_was_read_surely_is_known(printed):
    picture, said = printed

    assert is_known(AROUND, known_print([said], 1.0), ink_of(picture), None)
    assert is_known(replace(AROUND, angle=8.0), known_print([said], 1.0), ink_of(picture), None)


@pytest.mark.parametrize("words", [[], [0.89]], ids=["unread", "in doubt"])
def test_print_that_nobody_is_sure_of_is_not(printed, words):
    picture, said = printed

    known = known_print([said.model_copy(update={"confidence": sure}) for sure in words], 1.0)

    assert not is_known(AROUND, known, ink_of(picture), None)


@pytest.mark.parametrize("text", ["MẬT", "Mật", "MẤT", "TUYỆT MẬT", "TUYẾTMAT", "TỐI MẶT", "bí mật"])
def test_what_may_be_a_mark_misread_is_not(printed, text):
    picture, said = printed

    assert not is_known(AROUND, known_print([said.model_copy(update={"text": text})], 1.0), ink_of(picture), None)


def test_a_frame_around_the_word_is_not_known(printed):
    picture, said = printed
    ImageDraw.Draw(picture).rectangle((52, 27, 248, 93), outline="black", width=3)

    assert not is_known(AROUND, known_print([said], 1.0), ink_of(picture), None)


def test_two_inks_on_each_other_are_not_known(printed):
    picture, said = printed
    red = np.zeros((120, 300), np.uint8)
    red[55:65, 80:220] = 1

    assert not is_known(AROUND, known_print([said], 1.0), ink_of(picture) | red, red)
    assert is_known(AROUND, known_print([said], 1.0), ink_of(picture), np.zeros_like(red))


def test_words_are_known_in_the_pixels_of_the_picture(printed):
    picture, said = printed
    larger = Box(x0=140, y0=76, x1=450, y1=164)

    assert is_known(AROUND, known_print([said.model_copy(update={"box": larger})], 2.0), ink_of(picture), None)
