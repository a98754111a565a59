"""How well a line's scores fit given words: CTC's forward sum over all ways to spell them (Graves and others, 2006)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.line_reader import Scores

_NEVER = -1e9


def misfit(scores: Scores, word: str, alphabet: str) -> float:
    """How much less likely the word is than the likeliest reading, in nats a letter; 0 is a perfect fit.

    Gives infinity for a word with a letter that the net does not know, or more letters than the line has steps.
    """
    return misfits(scores, (word,), alphabet)[0]


def misfits(scores: Scores, words: Sequence[str], alphabet: str) -> tuple[float, ...]:
    """The `misfit` of each word, in order; ten together cost little more than one."""
    logs = np.asarray(scores.log_probs, np.float64)
    spelled = [[alphabet.find(letter) + 1 for letter in word] for word in words]
    fitting = [at for at, letters in enumerate(spelled) if 0 < len(letters) <= len(logs) and all(letters)]
    found = [float("inf")] * len(words)
    if fitting:
        best = float(logs.max(axis=1).sum())
        for at, likelihood in zip(fitting, _likelihoods(logs, [spelled[at] for at in fitting]), strict=True):
            found[at] = (best - likelihood) / len(spelled[at])
    return tuple(found)


# -------------------------------------------------------------------------------------------------------------------


def _likelihoods(logs: NDArray[np.float64], words: Sequence[Sequence[int]]) -> list[float]:
    """The logarithm of the chance of each word's letters, blanks between them allowed; all words step by step."""
    longest = 2 * max(map(len, words)) + 1
    states = np.zeros((len(words), longest), np.int64)
    for row, letters in zip(states, words, strict=True):
        row[1 : 2 * len(letters) : 2] = letters
    skips = np.zeros(states.shape, bool)
    skips[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    now = np.full(states.shape, _NEVER)
    now[:, :2] = logs[0, states[:, :2]]
    step, skip = np.full_like(now, _NEVER), np.full_like(now, _NEVER)
    for row in logs[1:]:
        step[:, 1:] = now[:, :-1]
        skip[:, 2:] = now[:, :-2]
        now = np.logaddexp(np.logaddexp(now, step), np.where(skips, skip, _NEVER)) + row[states]
    return [
        float(np.logaddexp(last[2 * len(word)], last[2 * len(word) - 1])) for last, word in zip(now, words, strict=True)
    ]
