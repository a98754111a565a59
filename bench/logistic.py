"""Which slope and shift would make probabilities as often right as they say: 1 and 0 where they are."""

from collections.abc import Sequence

import numpy as np

_LEAST = 1e-6
_STEPS = 50


def slope_and_shift(said: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Logistic regression of being right on the logarithm of the odds that were said; Newton's way.

    Takes: probabilities, each with whether it was right; some of both.
    """
    p = np.clip([probability for probability, _ in said], _LEAST, 1 - _LEAST)
    odds, right = np.log(p / (1 - p)), np.array([float(hit) for _, hit in said])
    terms, found = np.stack([odds, np.ones_like(odds)]), np.array([1.0, 0.0])
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-found @ terms))
        weight = sure * (1 - sure) + _LEAST
        found = found + np.linalg.solve((terms * weight) @ terms.T, terms @ (right - sure))
    return float(found[0]), float(found[1])
