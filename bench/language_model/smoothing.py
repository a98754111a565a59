"""Probabilities from counts: interpolated Kneser-Ney with three discounts (Chen and Goodman, 1998)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.language_model.counts import SHIFT, Counts, Numbers

Floats = NDArray[np.float64]
LOW = (1 << SHIFT) - 1


@dataclass(frozen=True, kw_only=True)
class Grams:
    """All pairs or all triples, packed and sorted, with their counts and probabilities."""

    keys: Numbers
    times: Numbers
    chance: Floats  # of the last word after the ones before it
    shorter: Floats  # of the last word after one word fewer


@dataclass(frozen=True, kw_only=True)
class Smoothed:
    """Everything that can be known from the counts, before anything is left away."""

    single: Floats  # by word number
    pairs: Grams
    triples: Grams


def smoothed(counts: Counts, *, start: int) -> Smoothed:
    """Kneser-Ney: a pair is as likely as it has different words before it, a word as it follows different words."""
    pairs, pair_of = np.unique(counts.triples & (1 << 2 * SHIFT) - 1, return_inverse=True)
    times = np.bincount(pair_of, counts.times).astype(np.int64)
    kinds = np.bincount(pair_of)
    kinds = np.where(pairs >> SHIFT == start, times, kinds)  # nothing but START stands before the start of a line
    breadth = len(counts.words) + 1
    single_kinds = np.bincount(pairs & LOW, minlength=breadth)
    chance, left = _discounted(single_kinds, np.zeros(breadth, dtype=np.int64))
    single = chance + left[0] / len(counts.words)
    chance, left = _discounted(kinds, pairs >> SHIFT)
    pair_chance = chance + left[pairs >> SHIFT] * single[pairs & LOW]
    _, context_of = np.unique(counts.triples >> SHIFT, return_inverse=True)
    chance, left = _discounted(counts.times, context_of)
    shorter = pair_chance[pair_of]
    triple_chance = chance + left[context_of] * shorter
    return Smoothed(
        single=single,
        pairs=Grams(keys=pairs, times=times, chance=pair_chance, shorter=single[pairs & LOW]),
        triples=Grams(keys=counts.triples, times=counts.times, chance=triple_chance, shorter=shorter),
    )


def _discounted(times: Numbers, context: Numbers) -> tuple[Floats, Floats]:
    """Each gram's discounted share of its context, and by context what the discounts left over."""
    total = np.bincount(context, times)
    off = _discounts(times)[np.minimum(times, 3)]
    left = np.bincount(context, off) / np.maximum(total, 1)
    return (times - off) / total[context], left


def _discounts(times: Numbers) -> Floats:
    """What is taken off a count of 0, 1, 2, 3 or more; from how many grams were met once, twice, …"""
    met = np.bincount(np.minimum(times, 5), minlength=6).astype(float)
    if not met[1:5].all():  # too little text to estimate from
        return np.array([0.0, 0.5, 0.75, 0.9])
    share = met[1] / (met[1] + 2 * met[2])
    return np.array([0.0, *(np.clip(n - (n + 1) * share * met[n + 1] / met[n], 0.1, n - 0.1) for n in (1, 2, 3))])
