"""Confidences against truth: right words, the curve that says so, and what it is worth."""

import math
import random

import numpy as np
import pytest

from bench.calibration import Judged, calibration_error, fit, left_out, reliability, right_words, said_by
from bench.scoring import TrueLine

LINE = "Căn cứ Luật Phổ biến, giáo dục pháp luật"


def judged(truth: str, read: str) -> dict[str, bool]:
    words = read.split()
    return {words[n]: right for n, right in right_words([TrueLine(text=truth)], words).items()}


def test_words_read_as_printed_are_right() -> None:
    assert all(judged(LINE, LINE).values())


def test_a_wrong_letter_spoils_its_own_word_only() -> None:
    found = judged(LINE, LINE.replace("Luật", "Luât"))

    assert [word for word, right in found.items() if not right] == ["Luât"]


@pytest.mark.parametrize(
    ("read", "wrong"),
    [
        (LINE.replace("giáo dục", "giáodục"), {"giáodục"}),
        (LINE.replace("pháp", "ph áp"), {"ph", "áp"}),
        (LINE.replace("Luật ", ""), set()),
        (LINE.replace("pháp", "php"), {"php"}),
        (LINE.replace("pháp", "xyz"), {"xyz"}),
    ],
)
def test_gaps_and_losses_spoil_the_words_they_are_in(read: str, wrong: set[str]) -> None:
    assert {word for word, right in judged(LINE, read).items() if not right} == wrong


def test_what_the_truth_does_not_speak_of_is_left_out() -> None:
    assert set(judged(LINE, f"xzw qkj {LINE}")) == set(LINE.split())


def test_lines_written_by_hand_are_not_asked_about() -> None:
    assert right_words([TrueLine(text=LINE, masked=True)], LINE.split()) == {}


def drawn(count: int, weights: tuple[float, ...], documents: int = 4) -> list[Judged]:
    """Words whose truth follows a curve with these weights."""
    rng, words = random.Random(7), []
    for number in range(count):
        facts = tuple(rng.gauss(0, 1) for _ in weights[1:])
        chance = 1 / (1 + math.exp(-weights[0] - sum(w * f for w, f in zip(weights[1:], facts, strict=True))))
        words.append(
            Judged(
                document=str(number % documents), text="a", facts=facts, confidence=chance, right=rng.random() < chance
            )
        )
    return words


def test_the_fit_finds_the_curve_that_the_words_follow() -> None:
    true = (1.5, -2.0, 0.7)
    words = drawn(6000, true)

    found = fit([w.facts for w in words], [w.right for w in words])

    assert found == pytest.approx(true, abs=0.2)
    assert said_by(found, [(0.0, 0.0)])[0] == pytest.approx(1 / (1 + math.exp(-1.5)), abs=0.03)


def test_a_document_that_is_left_out_is_judged_by_the_others() -> None:
    words = drawn(4000, (1.0, 1.0))

    said = left_out(words)

    assert np.abs(said - np.array([w.confidence for w in words])).max() < 0.1


def test_what_is_said_rightly_has_no_error_and_what_is_not_has() -> None:
    right = [True] * 90 + [False] * 10

    honest, boasting = reliability([0.9] * 100, right), reliability([0.999] * 100, right)

    assert calibration_error(honest) == pytest.approx(0.0, abs=1e-9)
    assert calibration_error(boasting) == pytest.approx(0.099, abs=1e-3)
    assert [(one.words, one.right) for one in honest] == [(100, 0.9)]


def test_full_confidence_has_its_bin() -> None:
    assert sum(one.words for one in reliability([0.0, 0.5, 1.0], [True] * 3)) == 3
    assert calibration_error(()) == 0.0
