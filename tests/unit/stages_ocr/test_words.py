"""A line's words: where each is, how sure it is, and what the readers had seen."""

import math

import pytest

from pipeline.stages.ocr.words import pieces
from tests.unit.stages_ocr.lines_in_doubt import SURE, network


def first_choice(written: str):
    line = network(written)
    return pieces(line, (0,) * len(line), 0.0, float(len(line)))


def test_words_are_parted_at_spaces_and_reach_to_the_middle_of_the_gaps() -> None:
    one, two = first_choice("của dân")

    assert (one.text, two.text) == ("của", "dân")
    assert (one.x0, one.x1, two.x0, two.x1) == (0.0, 3.5, 3.5, 7.0)


def test_a_word_s_probability_is_that_of_all_its_slots() -> None:
    one, two = first_choice("ab {c0.5|d0.5}e")

    assert one.confidence == pytest.approx(math.exp(3 * SURE))  # its letters and the space that ends it
    assert two.confidence == pytest.approx(0.5 * math.exp(2 * SURE))
    assert two.clear == pytest.approx(math.sqrt(two.confidence))


def test_a_word_the_model_chose_says_what_the_readers_saw() -> None:
    line = network("ph{a0.6|á0.4}p luật")

    one, two = pieces(line, (0, 0, 1, 0, 0, 0, 0, 0, 0), 0, 9)

    assert (one.text, one.raw) == ("pháp", "phap")
    assert (two.text, two.raw) == ("luật", None)


def test_a_space_the_model_put_in_parts_what_the_readers_saw() -> None:
    line = network("a{0.6| 0.4}b")

    assert [(word.text, word.raw) for word in pieces(line, (0, 1, 0), 0, 3)] == [("a", None), ("b", None)]


def test_a_slot_with_a_space_inside_is_parted_there() -> None:
    line = network("{a b0.6|á b0.4}c")

    assert [word.text for word in pieces(line, (0, 0), 0, 2)] == ["a", "bc"]
    assert [(word.text, word.raw) for word in pieces(line, (1, 0), 0, 2)] == [("á", "a"), ("bc", None)]


def test_spaces_at_the_ends_and_in_a_row_make_no_words() -> None:
    assert [word.text for word in first_choice("  a  b ")] == ["a", "b"]
    assert first_choice("   ") == ()
    assert first_choice("") == ()


def test_letters_and_marks_are_composed() -> None:
    (word,) = first_choice("ca\u0309")

    assert word.text == "cả"


def test_a_word_is_never_empty_of_pixels() -> None:
    line = network("a b")

    assert all(word.x1 - word.x0 >= 1 for word in pieces(line, (0, 0, 0), 1.4, 1.5))
