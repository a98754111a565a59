"""Turns the line net's scores into a network of slots.

Most steps are beyond doubt: the net is sure that a letter, or nothing, stands there. Cut at those, what is left are
short stretches in doubt; each is searched exactly as CTC means it (all ways to spell the same text added up) and its
likeliest texts become the options of one slot.
"""

import math
from collections.abc import Iterator

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
_NEVER = -1e30


def network_of(scores: Scores, alphabet: str) -> Network:
    """The slots of a line, left to right; ``alphabet[i]`` is the letter of class ``i + 1``."""
    return tuple(
        Slot(options, scores.x0 + scores.step * first, scores.x0 + scores.step * last)
        for first, last, options in _stretches(scores.log_probs, alphabet)
    )


# -------------------------------------------------------------------------------------------------------------------


def _stretches(log_probs: NDArray[np.float32], alphabet: str) -> Iterator[tuple[int, int, tuple[Option, ...]]]:
    """First step, step after the last, and the options, of everything that is not surely nothing."""
    steps = len(log_probs)
    best = log_probs.argmax(axis=1)
    sure = log_probs[np.arange(steps), best] > _SURE
    start = 0
    while start < steps:
        if sure[start] and best[start] == 0:
            start += 1
            continue
        end = start + 1
        while end < steps and not _ends(sure, best, end):
            end += 1
        if sure[start:end].all():  # one letter, however many steps wide
            yield start, end, ((alphabet[best[start] - 1], float(log_probs[start:end, best[start]].max())),)
        else:
            yield start, end, _spellings(log_probs[start:end], alphabet)
        start = end


def _ends(sure: NDArray[np.bool_], best: NDArray[np.int64], step: int) -> bool:
    """Whether nothing on the two sides of this step's left edge can be one: both are sure, and they differ."""
    if not sure[step]:
        return False
    return bool(best[step] == 0 or (sure[step - 1] and best[step - 1] != best[step]))


def _spellings(log_probs: NDArray[np.float32], alphabet: str) -> tuple[Option, ...]:
    """The likeliest texts of a stretch with their log probabilities: CTC prefix search."""
    beam: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, _NEVER)}  # ending in blank, ending in a letter
    for row in log_probs:
        blank = float(row[0])
        letters = [(int(c), float(row[c])) for c in np.nonzero(row > _LEAST)[0] if c]
        after: dict[tuple[int, ...], tuple[float, float]] = {}
        for prefix, (rest, letter) in beam.items():
            total = _sum(rest, letter)
            last = prefix[-1] if prefix else 0
            repeated = letter + float(row[last]) if last else _NEVER
            _add(after, prefix, total + blank, repeated)
            for label, score in letters:
                _add(after, (*prefix, label), _NEVER, (rest if label == last else total) + score)
        kept = sorted(after.items(), key=lambda item: -_sum(*item[1]))[:_BEAM]
        beam = dict(kept)
    texts: dict[str, float] = {}
    for prefix, ways in beam.items():
        text = nfc("".join(alphabet[label - 1] for label in prefix))
        texts[text] = _sum(texts.get(text, _NEVER), _sum(*ways))
    options = ranked(list(texts.items()))
    return tuple(option for option in options if option[1] > options[0][1] + _KEPT)[:_MOST_OPTIONS]


def _add(beam: dict[tuple[int, ...], tuple[float, float]], prefix: tuple[int, ...], rest: float, letter: float) -> None:
    old = beam.get(prefix)
    beam[prefix] = (rest, letter) if old is None else (_sum(old[0], rest), _sum(old[1], letter))


def _sum(a: float, b: float) -> float:
    """The logarithm of the sum of two probabilities given by their logarithms."""
    if a < b:
        a, b = b, a
    return a if b < -1e20 else a + math.log1p(math.exp(b - a))
