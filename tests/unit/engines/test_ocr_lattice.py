"""The net's scores as a network: sure steps are letters, stretches in doubt are options."""

import numpy as np
import pytest

from pipeline.engines.ocr.lattice import network_of
from pipeline.engines.ocr.line_reader import Scores
from pipeline.stages.ocr.network import best_text

ALPHABET = "aáb e\u0301é"
BLANK = 0


def scores(*steps, x0=100.0, step=2.0):
    """A step is a class that is surely there, or the probabilities of several."""
    rows = np.full((len(steps), len(ALPHABET) + 1), 1e-6)
    for row, said in zip(rows, steps, strict=True):
        for label, share in (said if isinstance(said, dict) else {said: 0.999}).items():
            row[label] = share
    return Scores(log_probs=np.log(rows).astype(np.float32), x0=x0, step=step)


def texts(network):
    return [[text for text, _ in slot.options] for slot in network]


def test_sure_letters_are_slots_with_their_places():
    network = network_of(scores(BLANK, 1, 1, BLANK, 3), ALPHABET)

    assert texts(network) == [["a"], ["b"]]
    assert [(slot.x0, slot.x1) for slot in network] == [(102, 106), (108, 110)]


def test_a_letter_twice_needs_a_blank_between():
    assert best_text(network_of(scores(1, 1), ALPHABET)) == "a"
    assert best_text(network_of(scores(1, BLANK, 1), ALPHABET)) == "aa"
    assert best_text(network_of(scores(1, 3), ALPHABET)) == "ab"


def test_a_step_in_doubt_gives_its_letters_likeliest_first():
    (slot,) = network_of(scores({1: 0.3, 2: 0.6, BLANK: 0.1}), ALPHABET)

    assert [text for text, _ in slot.options] == ["á", "a", ""]
    assert np.exp([score for _, score in slot.options]) == pytest.approx([0.6, 0.3, 0.1])


def test_ways_to_one_text_are_added_up():
    (slot,) = network_of(scores({1: 0.6, BLANK: 0.4}, {1: 0.3, BLANK: 0.7}), ALPHABET)

    assert slot.text == "a"
    assert dict(slot.options)["a"] == pytest.approx(np.log(0.6 * 0.3 + 0.6 * 0.7 + 0.4 * 0.3), rel=1e-3)


def test_a_doubt_ends_where_both_sides_are_sure():
    network = network_of(scores(1, BLANK, {1: 0.5, 2: 0.5}, BLANK, 3), ALPHABET)

    assert texts(network) == [["a"], ["a", "á"], ["b"]]


def test_a_sure_step_beside_a_doubt_belongs_to_it():
    network = network_of(scores({1: 0.6, BLANK: 0.4}, 1, BLANK), ALPHABET)

    assert texts(network) == [["a"]]


def test_a_space_may_be_doubted():
    network = network_of(scores(1, BLANK, {4: 0.7, BLANK: 0.3}, BLANK, 3), ALPHABET)

    assert texts(network) == [["a"], [" ", ""], ["b"]]


def test_a_letter_and_its_mark_in_two_steps_are_the_letter_with_the_mark():
    (slot,) = network_of(scores({5: 0.7, 7: 0.3}, {6: 0.7, BLANK: 0.3}), ALPHABET)

    assert slot.text == "é"
    assert dict(slot.options)["é"] == pytest.approx(np.log(0.7 * 0.7 + 0.3 * 0.3), rel=1e-3)


def test_there_are_never_many_options_and_none_that_is_hopeless():
    even = dict.fromkeys(range(8), 1 / 8)
    (slot,) = network_of(scores(even, even, even), ALPHABET)

    assert len(slot.options) <= 6
    assert len(network_of(scores({1: 0.97, 2: 1e-5, BLANK: 0.03}), ALPHABET)[0].options) == 2


def test_nothing_but_blanks_is_an_empty_network():
    assert network_of(scores(BLANK, BLANK), ALPHABET) == ()
    assert network_of(Scores(log_probs=np.zeros((0, 8), np.float32), x0=0, step=1), ALPHABET) == ()
