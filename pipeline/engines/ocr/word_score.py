"""How well a line's scores fit a given word: CTC's forward sum over all ways to spell it (Graves and others, 2006)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.line_reader import Scores

_NEVER = -1e9


def misfit(scores: Scores, word: str, alphabet: str) -> float:
    """How much less likely the word is than the likeliest reading, in nats a letter; 0 is a perfect fit.

    Gives infinity for a word with a letter that the net does not know, or more letters than the line has steps.
    """
    try:
        letters = [alphabet.index(letter) + 1 for letter in word]
    except ValueError:
        return float("inf")
    logs = np.asarray(scores.log_probs, np.float64)
    if len(logs) < len(letters):
        return float("inf")
    best = float(logs.max(axis=1).sum())
    return (best - _likelihood(logs, letters)) / len(letters)


# -------------------------------------------------------------------------------------------------------------------


def _likelihood(logs: NDArray[np.float64], letters: Sequence[int]) -> float:
    """The logarithm of the chance of the letters, blanks between them allowed."""
    states = [0]
    for letter in letters:
        states += [letter, 0]
    owners = np.array(states)
    skips = np.array([i >= 2 and owners[i] != 0 and owners[i] != owners[i - 2] for i in range(len(owners))])
    now = np.full(len(owners), _NEVER)
    now[:2] = logs[0, owners[:2]]
    for row in logs[1:]:
        stay = now
        step = np.concatenate(([_NEVER], now[:-1]))
        skip = np.where(skips, np.concatenate(([_NEVER, _NEVER], now[:-2])), _NEVER)
        now = np.logaddexp(np.logaddexp(stay, step), skip) + row[owners]
    return float(np.logaddexp(now[-1], now[-2]))
