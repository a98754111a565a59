"""Lines read: every word once, ghosts left out, and the second reader asked only where there is doubt."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from pipeline.engines.ocr import recognise as module
from pipeline.engines.ocr.line_finder import find_lines
from pipeline.engines.ocr.options import Options
from pipeline.engines.ocr.recognise import SURE_LINE, recognise
from tests.unit.engines.typeset import BOTH, NET, PROGRAM, grey, kit, line_box
from tests.unit.engines.vellum import LETTER, page_image


@pytest.fixture(scope="module")
def clean():
    pixels = grey(page_image())
    return pixels, find_lines(pixels, kit()[1])


@pytest.fixture
def in_doubt(monkeypatch):
    """No word is sure enough."""
    monkeypatch.setattr(module, "SURE_LINE", 1.01)


def read(page, options, **changes):
    loaded, nets = kit(options)
    pixels, lines = page
    return recognise(pixels, lines, dpi=150.0, kit=replace(loaded, **changes), nets=nets, seconds=120)


def texts(lines):
    return [" ".join(word.text for word in line.words) for line in lines]


def test_every_line_is_read_once_and_its_words_stand_in_order(clean):
    lines = read(clean, NET)

    assert texts(lines) == list(LETTER)
    assert len({line.box for line in lines}) == len(lines) == len(clean[1])
    for line in lines:
        assert all(one.x1 <= other.x0 for one, other in itertools.pairwise(line.words))
        assert all(line.box.x0 - 1 <= word.x0 < word.x1 <= line.box.x1 + 1 for word in line.words)


def test_sure_lines_are_nobody_else_s_business(clean, monkeypatch):
    monkeypatch.setattr(module.tesseract_api, "read_lines", lambda *_, **__: pytest.fail("asked without need"))

    lines = read(clean, BOTH)

    assert all(word.confidence >= SURE_LINE for line in lines for word in line.words)


@pytest.mark.parametrize("readers", [BOTH.readers, NET.readers | PROGRAM.readers], ids=["library", "program"])
def test_doubtful_lines_are_put_to_tesseract(clean, readers, in_doubt, monkeypatch):
    asked = []
    tool = module.tesseract_api if readers == BOTH.readers else module.tesseract
    real = tool.read_lines
    monkeypatch.setattr(tool, "read_lines", lambda images, **how: asked.extend(images) or real(images, **how))

    lines = read(clean, Options(readers=readers))

    assert len(asked) == len(clean[1])
    assert all((image[[0, -1]] == 255).all() and (image[:, [0, -1]] == 255).all() for image in asked)
    assert texts(lines) == list(LETTER)
    assert lines != read(clean, replace(NET, second_look=False))


def test_without_tesseract_the_net_looks_again_unless_told_not_to(clean, in_doubt):
    once, again = (read(clean, replace(NET, second_look=look)) for look in (False, True))

    assert texts(once) == texts(again) == list(LETTER)
    assert once != again


def test_without_a_model_the_readers_first_choice_stands(clean):
    lines = read(clean, NET, model=None)

    assert texts(lines) == list(LETTER)
    assert all(word.raw is None for line in lines for word in line.words)


def test_a_line_of_nothing_is_left_out(clean):
    pixels, lines = clean
    empty = line_box(100, 450, 600, 480)

    assert texts(read((pixels, [*lines, empty]), NET)) == list(LETTER)


def test_a_page_without_lines_has_none():
    assert read((np.full((60, 60), 255, np.uint8), ()), BOTH) == ()


def test_a_line_that_reaches_to_the_edge_is_put_to_tesseract_as_far_as_it_goes(clean, in_doubt):
    pixels = clean[0][52:, 60:690]

    assert texts(read((pixels, [line_box(0, 0, 630, 28)]), BOTH)) == [LETTER[0]]


def test_lines_are_the_same_whoever_stands_beside_them_in_another_order(clean):
    pixels, lines = clean

    assert texts(read((pixels, tuple(reversed(lines))), NET)) == list(LETTER)


def test_blank_paper_taken_for_a_line_gives_nothing():
    paper = np.asarray(Image.new("L", (300, 80), 250))

    assert read((paper, [line_box(10, 10, 290, 50)]), NET) == ()
