"""A page whose lines lean differently at different places is straightened, if its lines say so clearly."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.engines.ocr.bend import straightened
from pipeline.engines.ocr.prepare import prepare
from tests.unit.engines.typeset import line_box, of
from tests.unit.engines.vellum import page_image


@pytest.fixture(scope="module")
def copy():
    return prepare(of(page_image().convert("L")))


def lines(slope, *, number=10, width=400):
    return [line_box(100, 40 * n, 100 + width, 40 * n + 20, slope(40 * n)) for n in range(number)]


def test_level_lines_leave_the_copy_as_it_is(copy):
    assert straightened(copy, lines(lambda y: 0.002)) is None


def test_too_few_and_too_short_lines_say_nothing(copy):
    assert straightened(copy, lines(lambda y: 0.03, number=5)) is None
    assert straightened(copy, lines(lambda y: 0.03, width=100)) is None
    assert straightened(copy, []) is None


def test_a_lean_beyond_belief_is_not_believed(copy):
    assert straightened(copy, lines(lambda y: 0.3)) is None


def test_lines_that_agree_in_nothing_are_not_believed(copy):
    wild = lines(lambda y: {0: -0.1, 1: 0.1, 2: 0.05}[y // 40 % 3], number=6)

    assert straightened(copy, wild) is None


def test_a_stray_line_has_no_say(copy):
    said = lines(lambda y: 0.02)
    strayed = [*said, line_box(100, 200, 500, 220, -0.1)]

    straight, despite = straightened(copy, said).bend, straightened(copy, strayed).bend

    for bend in (straight, despite):
        assert bend.level + bend.across * 300 + bend.along * 200 == pytest.approx(0.02, abs=1e-6)


def test_what_leaned_lies_level_afterwards(copy):
    leaning = np.full_like(copy.pixels, 255)
    for x in range(100, 900):
        leaning[200 + round(0.02 * (x - 500)), x] = 0
        leaning[201 + round(0.02 * (x - 500)), x] = 0
    straight = straightened(replace(copy, pixels=leaning), lines(lambda y: 0.02))

    rows = np.argwhere(straight.pixels < 128)[:, 0]
    assert np.ptp(rows) <= 3
    assert rows.mean() == pytest.approx(200.5, abs=1.5)
