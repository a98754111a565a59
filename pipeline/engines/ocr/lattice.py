"""Turns the line net's scores into a network of slots.

Most steps are beyond doubt: the net is sure that a letter, or nothing, stands there. Cut at those, what is left are
short stretches in doubt; each is searched exactly as CTC means it (all ways to spell the same text added up) and its
likeliest texts become the options of one slot.
"""

import math
from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.line_reader import Scores
from pipeline.stages.ocr.network import Network, Option, Slot, ranked
from schemas.text import nfc

_SURE = math.log(0.985)
_LEAST = -7.5
"""Log probability below which a letter is not considered at a step."""
_KEPT = -9.0
"""Log probability, against the best, below which a text is not an option of its slot."""
_BEAM = 8
_MOST_OPTIONS = 6
_NEVER, _NOTHING = -1e30, -1e20
_total = itemgetter(3)


def network_of(scores: Scores, alphabet: str) -> Network:
    """The slots of a line, left to right; ``alphabet[i]`` is the letter of class ``i + 1``."""
    return tuple(
        Slot(options, scores.x0 + scores.step * first, scores.x0 + scores.step * last)
        for first, last, options in _stretches(scores.log_probs, alphabet)
    )


# -------------------------------------------------------------------------------------------------------------------


_Letters = list[tuple[str, float]]
"""The classes that are considered at a step, without blank, and their log probabilities."""


def _stretches(log_probs: NDArray[np.float32], alphabet: str) -> Iterator[tuple[int, int, tuple[Option, ...]]]:
    """First step, step after the last, and the options, of everything that is not surely nothing."""
    steps = len(log_probs)
    classes = log_probs.argmax(axis=1)
    tops = log_probs[np.arange(steps), classes]
    best, scores, sure = classes.tolist(), tops.tolist(), (tops > _SURE).tolist()
    considered = _considered(log_probs)
    start = 0
    while start < steps:
        if sure[start] and best[start] == 0:
            start += 1
            continue
        end = start + 1
        while end < steps and not _ends(sure, best, end):
            end += 1
        if all(sure[start:end]):  # one letter, however many steps wide
            yield start, end, ((alphabet[best[start] - 1], max(scores[start:end])),)
        else:
            yield start, end, _spellings(log_probs[start:end], considered[start:end], alphabet)
        start = end


def _ends(sure: Sequence[bool], best: Sequence[int], step: int) -> bool:
    """Whether nothing on the two sides of this step's left edge can be one: both are sure, and they differ."""
    return sure[step] and (best[step] == 0 or (sure[step - 1] and best[step - 1] != best[step]))


def _spellings(log_probs: NDArray[np.float32], considered: Sequence[_Letters], alphabet: str) -> tuple[Option, ...]:
    """The likeliest texts of a stretch with their log probabilities: CTC prefix search.

    A prefix is written with a character a class, whose code is the number of the class: quicker than tuples of numbers.
    """
    beam: list[tuple[str, float, float, float]] = [("", 0.0, _NEVER, 0.0)]  # ending in blank, in a letter, in either
    for row, blank, letters in zip(log_probs, log_probs[:, 0].tolist(), considered, strict=True):
        after: dict[str, tuple[float, float]] = {}
        for prefix, rest, letter, total in beam:
            last = prefix[-1:]
            _add(after, prefix, total + blank, letter + float(row[ord(last)]) if last else _NEVER)
            for label, score in letters:
                _add(after, prefix + label, _NEVER, (rest if label == last else total) + score)
        ended = [(prefix, rest, letter, _sum(rest, letter)) for prefix, (rest, letter) in after.items()]
        beam = sorted(ended, key=_total, reverse=True)[:_BEAM]
    texts: dict[str, float] = {}
    for prefix, _, _, total in beam:
        text = nfc("".join(alphabet[ord(label) - 1] for label in prefix))
        texts[text] = _sum(texts.get(text, _NEVER), total)
    options = ranked(list(texts.items()))
    return tuple(option for option in options if option[1] > options[0][1] + _KEPT)[:_MOST_OPTIONS]


def _considered(log_probs: NDArray[np.float32]) -> list[_Letters]:
    """The letters that are considered at each step."""
    steps, classes = np.nonzero(log_probs > _LEAST)
    found: list[_Letters] = [[] for _ in log_probs]
    for step, label, score in zip(steps.tolist(), classes.tolist(), log_probs[steps, classes].tolist(), strict=True):
        if label:
            found[step].append((chr(label), score))
    return found


def _add(beam: dict[str, tuple[float, float]], prefix: str, rest: float, letter: float) -> None:
    old = beam.get(prefix)
    beam[prefix] = (rest, letter) if old is None else (_sum(old[0], rest), _sum(old[1], letter))


def _sum(a: float, b: float) -> float:
    """The logarithm of the sum of two probabilities given by their logarithms."""
    if a < b:
        a, b = b, a
    return a if b < _NOTHING else a + math.log1p(math.exp(b - a))
