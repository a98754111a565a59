"""Confidences against truth: which read words are right, weights that say so, and how far they can be believed.

Pure: no reading here. See `bench.confidence`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bench.scoring import TrueLine, plain

Facts = tuple[float, ...]
Vector = NDArray[np.float64]
EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.88, 0.94, 0.97, 0.99, 1.0)
_SHORTEST = 3
_FOUND = 60.0
"""Likeness in per cent from which a true line counts as found: below, there is no saying which word is which."""
_REACH = 3
"""Characters by which either end of a line's likeliest place may be moved for a better one."""
_RIDGE = 0.1
"""Pull of every weight towards 0, in squared units; keeps facts apart that nearly say the same."""
_STEPS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A word whose truth is known."""

    document: str
    text: str
    facts: Facts
    confidence: float
    """As the engine gives it."""
    right: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """Words of like confidence."""

    low: float
    high: float
    words: int
    said: float
    """Their mean confidence."""
    right: float
    """Their share that is right."""


def right_words(truth: Sequence[TrueLine], words: Sequence[str]) -> dict[int, bool]:
    """Which of the words are right, by their place; words that the truth does not speak of are left out.

    A word is right if all its letters are, and no gap is missing or too many; lines written by hand are not
    asked about.
    """
    text = " ".join(words)
    owner = [number for number, word in enumerate(words) for _ in range(len(word) + 1)]
    met: set[int] = set()
    wrong: set[int] = set()
    for line in (plain(line.text) for line in truth if not line.masked):
        start, end = _place(line, text)
        for step in Levenshtein.opcodes(line, text[start:end]) if start < end else ():
            low, high = start + step.dest_start, start + step.dest_end
            met |= {owner[i] for i in range(low, high) if text[i] != " "}
            if step.tag != "equal":
                lost = line[step.src_start : step.src_end] if low == high else ""
                wrong |= {owner[i] for i in _touched(text, low, high, lost)}
    return {number: number not in wrong for number in sorted(met)}


def fit(facts: Sequence[Facts], right: Sequence[bool]) -> Vector:
    """The weights of a logistic curve, the constant first: likeliest to have given these truths, by Newton's steps."""
    rows, truth = _rows(facts), np.array(right, np.float64)
    weights = np.zeros(rows.shape[1])
    pull = np.full(rows.shape[1], _RIDGE)
    pull[0] = 0
    for _ in range(_STEPS):
        said = _curve(rows @ weights)
        slope = rows.T @ (said - truth) + pull * weights
        bend = rows.T @ (rows * (said * (1 - said))[:, None]) + np.diag(pull + 1e-9)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def said_by(weights: Vector, facts: Sequence[Facts]) -> Vector:
    """The confidences that such weights give."""
    return _curve(_rows(facts) @ weights)


def left_out(words: Sequence[Judged]) -> Vector:
    """Of every word, the confidence by weights that were fitted without its document."""
    said = np.zeros(len(words))
    for document in sorted({word.document for word in words}):
        others = [word for word in words if word.document != document]
        weights = fit([w.facts for w in others], [w.right for w in others])
        own = [number for number, word in enumerate(words) if word.document == document]
        said[own] = said_by(weights, [words[number].facts for number in own])
    return said


def reliability(said: Sequence[float] | Vector, right: Sequence[bool]) -> tuple[Bin, ...]:
    """How often words were right, by what was said of them; bins without words are left out."""
    values, truth = np.asarray(said, np.float64), np.asarray(right, np.float64)
    bins = []
    for low, high in pairwise(EDGES):
        chosen = (values >= low) & ((values < high) | (high == EDGES[-1]))
        if count := int(chosen.sum()):
            said_there, right_there = float(values[chosen].mean()), float(truth[chosen].mean())
            bins.append(Bin(low=low, high=high, words=count, said=said_there, right=right_there))
    return tuple(bins)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far said and right are apart, averaged over words."""
    total = sum(one.words for one in bins)
    return sum(one.words * abs(one.said - one.right) for one in bins) / total if total else 0.0


# -------------------------------------------------------------------------------------------------------------------


def _place(line: str, text: str) -> tuple[int, int]:
    """Where the line stands in the text: the most like it of all places about there; nowhere if nothing is."""
    found = fuzz.partial_ratio_alignment(line, text) if len(line) >= _SHORTEST else None
    if found is None or found.score < _FOUND:
        return 0, 0
    shifts = range(-_REACH, _REACH + 1)
    places = [(max(found.dest_start + a, 0), min(found.dest_end + b, len(text))) for a in shifts for b in shifts]
    return min(places, key=lambda place: Levenshtein.distance(line, text[slice(*place)]))


def _touched(text: str, low: int, high: int, lost: str) -> list[int]:
    """Letters of the words that a difference spoils: what stands there, or, where something is lost, its neighbours.

    A whole word that was lost spoils nobody else.
    """
    if low < high:
        return [
            i for at in range(low, high) for i in ((at - 1, at + 1) if text[at] == " " else (at,)) if 0 <= i < len(text)
        ]
    if " " in lost and lost.strip():
        return []
    return [i for i in (low - 1, low) if 0 <= i < len(text) and text[i] != " "]


def _rows(facts: Sequence[Facts]) -> Vector:
    found = np.array(facts, np.float64)
    return np.hstack([np.ones((len(found), 1)), found])


def _curve(total: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-np.clip(total, -40, 40))))
