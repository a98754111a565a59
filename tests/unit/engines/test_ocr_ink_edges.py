"""Words are drawn in to their ink."""

from itertools import pairwise

import numpy as np
import pytest

from pipeline.engines.ocr.ink_edges import drawn_in
from pipeline.stages.ocr.words import Piece
from tests.unit.engines.typeset import line_box

LINE = line_box(0, 10, 200, 40)


def inked(*spans, ground=255, ink=0):
    pixels = np.full((50, 220), ground, np.uint8)
    for first, last in spans:
        pixels[18:32, first:last] = ink
    return pixels


def words(*edges):
    return [Piece(text="x", x0=first, x1=last, confidence=1.0) for first, last in pairwise(edges)]


def places(pixels, *edges, line=LINE):
    return [(word.x0, word.x1) for word in drawn_in(words(*edges), pixels, line)]


@pytest.mark.parametrize("late", [0, 4, -4])
def test_edges_are_those_of_the_ink_though_the_net_saw_the_gap_elsewhere(late):
    assert places(inked((20, 80), (95, 160)), 0, 88 + late, 200) == [(20, 80), (95, 160)]


def test_light_print_on_dark_ground_is_ink():
    assert places(inked((20, 80), (95, 160), ground=30, ink=240), 0, 88, 200) == [(20, 80), (95, 160)]


def test_the_nearer_gap_is_taken_unless_another_is_much_wider():
    assert places(inked((20, 60), (62, 84), (94, 160)), 0, 89, 200) == [(20, 84), (94, 160)]


def test_without_a_gap_the_net_s_is_kept():
    assert places(inked((0, 200)), 0, 100, 200) == [(0, 100), (100, 200)]


def test_a_word_without_ink_keeps_its_place():
    assert places(inked(), 0, 200) == [(0, 200)]


def test_what_touches_the_line_s_edge_only_is_a_neighbour_s():
    pixels = inked((50, 100))
    pixels[10:12, 0:200] = 0
    pixels[38:41, 0:200] = 0

    assert places(pixels, 0, 200) == [(50, 100)]


def test_a_line_outside_the_image_keeps_the_words_places():
    assert places(inked(), 0, 50, line=line_box(0, 60, 50, 90)) == [(0, 50)]
