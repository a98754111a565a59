"""A header on paper, digits in blue between its print: read, doubted, or left alone."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.engines.ocr.digit_reader import load_digit_net
from pipeline.engines.ocr.hand_reader import read_hand
from pipeline.engines.ocr.slots import Turn, cut_slot
from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.slots import find_slots
from schemas.page import Box, Line, Page, PageStatus, Word
from tests.unit.digits.headers import MOTTO

TYPE = "LiberationSerif-Regular.ttf"
PEN = "LiberationSans-Italic.ttf"
BLUE, BLACK, RED = (40, 60, 160), (20, 20, 20), (200, 40, 40)
EM = 54
"""13 points at 300 dpi."""


class Paper:
    """A sheet at 300 dpi, typed and written on; knows what a reader of print says of each piece."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (1600, 1000), (250, 249, 246))
        self.draw = ImageDraw.Draw(self.image)
        self.lines = [Line(words=(Word(text=MOTTO, box=Box(x0=900, y0=40, x1=1500, y1=90), confidence=0.98),))]

    def row(self, top: int, *pieces: tuple[str, str, tuple[int, int, int], float]) -> "Paper":
        """Pieces side by side: what is on the paper, what was read, ink, confidence."""
        words, x = [], 100.0
        for text, said, ink, confidence in pieces:
            face = ImageFont.truetype(TYPE if ink == BLACK else PEN, EM)
            self.draw.text((x, top + 46), text, ink, face, anchor="ls")
            wide = face.getlength(text)
            if said:
                box = Box(x0=int(x), y0=top, x1=int(x + wide), y1=top + 60)
                words.append(Word(text=said, box=box, confidence=confidence))
            x += wide + 14
        self.lines.append(Line(words=tuple(words)))
        return self

    def page(self, rotation: int = 0) -> Page:
        return Page(
            number=1, width=1600, height=1000, dpi=300, rotation=rotation, status=PageStatus.READ, engine="test",
            lines=tuple(self.lines),
        )  # fmt: skip

    def scan(self, rotation: int = 0, shrink: int = 1) -> PageImage:
        lying = self.image.rotate(rotation, expand=True) if rotation else self.image
        small = lying.resize((lying.width // shrink, lying.height // shrink))
        return PageImage(image=small, width=lying.width, height=lying.height, dpi=300)


def number(pen: str, said: str, ink: tuple[int, int, int] = BLUE, confidence: float = 0.4) -> Paper:
    return Paper().row(
        200, ("Số:", "Số:", BLACK, 0.98), (pen, said, ink, confidence), ("/KH-UBND", "/KH-UBND", BLACK, 0.97)
    )


def test_a_number_in_blue_is_read() -> None:
    paper = number("246", "24ó")

    page = read_hand(paper.page(), paper.scan(), load_digit_net())

    assert page.lines[1].text == "Số: 246 /KH-UBND"
    assert page.lines[1].words[1].hand
    assert page.lines[1].words[1].confidence >= 0.97


def test_a_number_nobody_saw_is_read() -> None:
    paper = number("246", "")

    assert read_hand(paper.page(), paper.scan(), load_digit_net()).lines[1].text == "Số: 246 /KH-UBND"


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_lies_is_read(rotation: int) -> None:
    paper = number("246", "24ó")

    page = read_hand(paper.page(rotation), paper.scan(rotation, shrink=2), load_digit_net())

    assert page.lines[1].text == "Số: 246 /KH-UBND"


def test_a_date_is_read_slot_by_slot() -> None:
    pieces = [("ngày", "ngày", BLACK, 0.9), ("26", "2ó", BLUE, 0.4), ("tháng", "tháng", BLACK, 0.9)]
    pieces += [("10", "lO", BLUE, 0.4), ("năm", "năm", BLACK, 0.9), ("2024", "2024", BLACK, 0.98)]
    paper = Paper().row(200, *pieces)

    page = read_hand(paper.page(), paper.scan(), load_digit_net())

    assert page.lines[1].text == "ngày 26 tháng 10 năm 2024"


def test_print_that_was_surely_read_stays() -> None:
    paper = number("246", "246", ink=BLACK, confidence=0.97)

    assert read_hand(paper.page(), paper.scan(), load_digit_net()) == paper.page()


@pytest.mark.parametrize(("ink", "confidence"), [(BLUE, 0.97), (BLACK, 0.89)])
def test_sure_digits_that_may_be_pen_are_looked_at_again(ink: tuple[int, int, int], confidence: float) -> None:
    right, wrong = number("246", "246", ink, confidence), number("246", "6", ink, confidence)

    doubted = read_hand(wrong.page(), wrong.scan(), load_digit_net()).lines[1].words[1]

    assert read_hand(right.page(), right.scan(), load_digit_net()) == right.page()
    assert (doubted.text, doubted.hand, doubted.confidence) == ("6", True, 0.5)
    assert doubted.alternatives[0][0] == "246"


def test_scrawl_is_never_a_value() -> None:
    paper = number("~", "~")

    page = read_hand(paper.page(), paper.scan(), load_digit_net())

    assert page.text == paper.page().text


def test_a_cut_has_the_line_in_its_middle_and_tells_blue_from_black() -> None:
    paper = number("246", "24ó")
    (slot,) = find_slots(paper.page())

    pixels = cut_slot(paper.scan(), Turn(rotation=0, skew=0.0), slot).pixels

    assert pixels.shape[:2] == (2, 48)
    assert pixels.shape[2] % 2 == 0
    dark = pixels[0].max(axis=0) > 0.5
    blue = pixels[1].max(axis=0) > 0.3
    assert dark[:22].any()
    assert not blue[:22].any()
    assert blue[34:52].any()
    rows = np.flatnonzero(pixels[0].max(axis=1) > 0.5)
    assert 11 < rows.mean() < 37


def test_a_leaning_line_is_level_in_the_cut() -> None:
    paper = number("246", "24ó")
    (slot,) = find_slots(paper.page())
    level = cut_slot(paper.scan(), Turn(rotation=0, skew=0.0), slot).pixels
    centre = ((slot.box.x0 + slot.box.x1) / 2, (slot.box.y0 + slot.box.y1) / 2)
    paper.image = paper.image.rotate(2.0, center=centre, fillcolor=(250, 249, 246), resample=Image.Resampling.BICUBIC)

    leaning = cut_slot(paper.scan(), Turn(rotation=0, skew=2.0), slot).pixels
    crooked = cut_slot(paper.scan(), Turn(rotation=0, skew=0.0), slot).pixels

    assert np.abs(leaning - level).mean() < np.abs(crooked - level).mean()
