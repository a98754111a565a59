"""What spares the search for marks of secrecy its work must never cost it a mark: the cheap look, and what is known."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.engines.ocr.frames import DPI
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.levels import level_at
from pipeline.engines.ocr.line_reader import Scores
from pipeline.engines.ocr.word_score import misfit, misfits
from pipeline.engines.secret_look import may_be_letters
from pipeline.engines.secret_mark import SecretMark, find_secret_marks
from schemas.page import Word
from tests.unit.engines.test_secret_known import word
from tests.unit.engines.test_secret_mark import BLACK, BOLD, OVER, PALE, RED, stamped
from tests.unit.engines.typeset import kit, of
from tests.unit.engines.vellum import LETTER, SERIF, page_image

MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
FONTS = tuple(
    SERIF.replace("Serif-Regular", f"{family}-{cut}")
    for family in ("Serif", "Sans", "Mono")
    for cut in ("Regular", "Bold", "Italic", "BoldItalic")
)
ROW = 34


def row(picture: Image.Image) -> tuple[np.ndarray, int]:
    """The picture's ink as the cheap look gets it: cut out, 34 pixels high; and the level of its paper."""
    grey = np.asarray(picture.convert("L"))
    paper = int(np.percentile(grey, 80))
    dark = grey < (int(np.percentile(grey, 2)) + paper) // 2
    rows, columns = np.flatnonzero(dark.mean(axis=1) > 0.02), np.flatnonzero(dark.any(axis=0))
    piece = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return cv2.resize(piece, (round(piece.shape[1] * ROW / piece.shape[0]), ROW), interpolation=cv2.INTER_AREA), paper


def stamp(
    text: str, font: str, size: int, ink: int, *, spaced: int = 0, lean: float = 0.0, blur: float = 0.0
) -> Image.Image:
    """A mark's letters by themselves, in ink of that level on paper."""
    letters = ImageFont.truetype(font, size)
    wide = round(sum(letters.getlength(letter) + spaced for letter in text)) + 2 * size
    picture = Image.new("L", (wide, 3 * size), 245)
    draw, x = ImageDraw.Draw(picture), float(size)
    for letter in text:
        draw.text((x, size * 0.7), letter, fill=ink, font=letters)
        x += letters.getlength(letter) + spaced
    return picture.rotate(lean, fillcolor=245, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(blur))


def worn(picture: Image.Image, seed: int, *, grain: float, loss: float, quality: int) -> Image.Image:
    """Grain of the scanner, ink that did not take in patches, and JPEG."""
    chance = np.random.default_rng(seed)
    patches = chance.random((picture.height // 5 + 1, picture.width // 5 + 1)).astype(np.float32)
    gone = cv2.resize(patches, picture.size, interpolation=cv2.INTER_CUBIC) < loss
    levels = np.where(gone, 245.0, np.asarray(picture)) + chance.normal(0, grain, (picture.height, picture.width))
    buffer = io.BytesIO()
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


# --- the cheap look ------------------------------------------------------------------------------------------------


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(
    text=st.sampled_from(MARKS), font=st.sampled_from(FONTS), size=st.integers(24, 70), ink=st.integers(0, 170),
    spaced=st.integers(0, 9), lean=st.floats(-2, 2), blur=st.floats(0, 1.4), grain=st.floats(0, 7),
    loss=st.floats(0, 0.22), quality=st.integers(40, 95), seed=st.integers(0, 999),
)  # fmt: skip
def test_the_cheap_look_lets_every_mark_through(text, font, size, ink, spaced, lean, blur, grain, loss, quality, seed):
    drawn = stamp(text, font, size, ink, spaced=spaced, lean=lean, blur=blur)
    letters, paper = row(worn(drawn, seed, grain=grain, loss=loss, quality=quality))

    assert may_be_letters(letters, paper)
    assert may_be_letters(np.ascontiguousarray(letters[::-1, ::-1]), paper)


@pytest.mark.parametrize("shape", ["counter", "bars", "disc", "ring", "grain", "faint"])
def test_what_is_no_letters_is_not_read(shape):
    picture = Image.new("L", (160, 60), 245)
    draw = ImageDraw.Draw(picture)
    if shape == "counter":
        draw.rectangle((10, 10, 150, 50), outline=20, width=8)
    elif shape == "bars":
        draw.rectangle((10, 10, 150, 20), fill=20)
        draw.rectangle((10, 40, 150, 50), fill=20)
    elif shape == "disc":
        draw.ellipse((20, 5, 140, 55), fill=20)
    elif shape == "ring":
        draw.ellipse((20, 5, 140, 55), outline=20, width=6)
    elif shape == "grain":
        draw.point([(x, y) for x in range(10, 150, 6) for y in range(8 + x % 5, 55, 9)], fill=20)
    else:
        draw.text((10, 2), "MẬT", fill=228, font=ImageFont.truetype(BOLD, 40))

    assert not may_be_letters(*row(picture))


def test_a_level_is_that_which_the_share_does_not_exceed():
    piece = np.array([[10, 20], [30, 40]], np.uint8)

    assert [level_at(piece, share) for share in (0.01, 0.25, 0.5, 0.8, 1.0)] == [10, 10, 20, 40, 40]


def test_words_fit_together_as_they_do_alone():
    alphabet = "MẬTỐIUYỆ "
    logs = np.random.default_rng(3).normal(size=(20, len(alphabet) + 1)) * 3
    scores = Scores(
        log_probs=(logs - np.logaddexp.reduce(logs, axis=1, keepdims=True)).astype(np.float32), x0=0, step=1
    )
    words = (*MARKS, "TT", "中", "MẬT" * 9)

    assert misfits(scores, words, alphabet) == pytest.approx([misfit(scores, word, alphabet) for word in words])
    assert np.isinf(misfits(scores, words, alphabet)[-2:]).all()


# --- the whole search ----------------------------------------------------------------------------------------------


def print_of(lines: tuple[str, ...] = LETTER * 2) -> list[Word]:
    """The words of `page_image`, all read without a doubt."""
    font, words = ImageFont.truetype(SERIF, round(13 * DPI / 72)), []
    for number, line in enumerate(lines):
        x, y = 60.0, 50 + number * round(font.size * 1.6)
        for said in line.split():
            x0, y0, x1, y1 = font.getbbox(said)
            words.append(word(said, (round(x + x0), y + int(y0), round(x + x1), y + int(y1))))
            x += font.getlength(said + " ")
    return words


def marks(picture: Image.Image, words: list[Word]) -> list[str]:
    found: tuple[SecretMark, ...] = find_secret_marks(of(picture), kit()[0], words=words)
    return [mark.mark for mark in found]


@pytest.mark.parametrize("text", MARKS)
@pytest.mark.parametrize(
    "how",
    [
        {"at": OVER},
        {"at": OVER, "angle": -6.0, "colour": PALE},
        {"at": (300, 150), "colour": PALE, "angle": 3.0},
        {"angle": 180.0},
        {"angle": 180.0, "colour": BLACK},
        {"angle": 176.0, "at": OVER},
    ],
    ids=str,
)
def test_a_mark_is_found_on_a_page_whose_print_is_known(text, how):
    assert marks(stamped(text, **how), print_of())[:1] == [text]


@pytest.mark.parametrize("text", MARKS)
def test_a_mark_across_known_print_on_a_grey_copy_is_found(text):
    assert marks(stamped(text, at=(200, 260), colour=(120, 120, 120), grey=True), print_of())


@pytest.mark.parametrize("text", MARKS)
@pytest.mark.parametrize("ink", [RED, BLACK], ids=["red", "black"])
def test_a_mark_that_the_readers_read_is_found_too(text, ink):
    words = [*print_of(), word(text, (640, 430, 960, 520))]

    assert marks(stamped(text, colour=ink), words)[:1] == [text]


class Counted:
    """A net that counts how often it is run."""

    def __init__(self, net):
        self.net, self.runs = net, 0

    def run(self, *asked):
        self.runs += 1
        return self.net.run(*asked)


def counting() -> tuple[Kit, Counted]:
    loaded, nets = kit()
    counted = Counted(nets.read)
    return replace(loaded, nets=replace(nets, read=counted)), counted


def test_known_print_and_drawings_cost_no_reading():
    page = page_image(LETTER * 2, height=900)
    draw = ImageDraw.Draw(page)
    for x in range(60, 900, 140):
        draw.rounded_rectangle((x, 560, x + 110, 620), 10, outline=(30, 30, 30), width=6)
        draw.ellipse((x + 30, 575, x + 80, 605), fill=(200, 30, 40))
    loaded, counted = counting()

    assert find_secret_marks(of(page), loaded, words=print_of()) == ()
    assert counted.runs == 0


def test_a_stamp_that_is_read_surely_is_not_turned_round():
    upright, turned = counting(), counting()

    assert find_secret_marks(of(stamped("BẢN GỐC", colour=BLACK, size=48)), upright[0]) == ()
    assert find_secret_marks(of(stamped("BẢN GỐC", colour=BLACK, size=48, angle=180.0)), turned[0]) == ()
    assert 0 < upright[1].runs < turned[1].runs
