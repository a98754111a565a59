"""Leaves away the pairs and triples that tell least (Stolcke, 1998), and weighs the falling back anew."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.language_model.counts import SHIFT, Numbers
from bench.language_model.smoothing import LOW, Floats, Grams, Smoothed

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What is written: natural logarithms of probabilities and of the weights of falling back."""

    single: Floats
    retreat: Floats  # by word number: the weight of falling back to the single word
    pairs: Numbers
    pair_chance: Floats
    back: Floats  # by pair: the weight of falling back from it; NaN where no triple goes on from it
    triples: Numbers
    triple_chance: Floats


def pruned(model: Smoothed, *, breadth: int, pairs: int, triples: int) -> Pruned:
    """At most ``triples`` triples and about ``pairs`` pairs (those that the triples are made of stay all)."""
    starts = np.isin(model.triples.keys >> SHIFT, model.pairs.keys)  # two STARTs tell no more than one
    kept3 = _kept(model.triples, triples, starts & _real(model.triples.keys, breadth))
    needed = np.unique(np.concatenate([kept3.keys >> SHIFT, kept3.keys & (1 << 2 * SHIFT) - 1]))
    kept2 = _kept(model.pairs, pairs, _real(model.pairs.keys, breadth), np.isin(model.pairs.keys, needed))
    weight1 = _weights(kept2, kept2.keys >> SHIFT, breadth)
    where = np.searchsorted(kept2.keys, kept3.keys >> SHIFT)
    weight2 = _weights(kept3, where, len(kept2.keys))
    return Pruned(
        single=np.log(np.maximum(model.single[:breadth], 1e-12)),
        retreat=np.log(weight1),
        pairs=kept2.keys,
        pair_chance=np.log(kept2.chance),
        back=np.where(np.bincount(where, minlength=len(kept2.keys)) > 0, np.log(weight2), np.nan),
        triples=kept3.keys,
        triple_chance=np.log(kept3.chance),
    )


def _real(keys: Numbers, breadth: int) -> Flags:
    """Where no word is the break between mere phrases."""
    return ((keys >> 2 * SHIFT) < breadth) & ((keys >> SHIFT & LOW) < breadth)


def _kept(grams: Grams, limit: int, allowed: Flags, needed: Flags | None = None) -> Grams:
    """The grams that would be missed most: by how much less likely the text is without each one of them."""
    context = np.unique(grams.keys >> SHIFT, return_inverse=True)[1]
    left, left_shorter = 1 - np.bincount(context, grams.chance), 1 - np.bincount(context, grams.shorter)
    left, left_shorter = np.maximum(left, 1e-9)[context], np.maximum(left_shorter, 1e-9)[context]
    now, then = np.log(left / left_shorter), np.log((left + grams.chance) / (left_shorter + grams.shorter))
    loss = grams.chance * (np.log(grams.chance) - np.log(grams.shorter) - then) + left * (now - then)
    missed = np.where(allowed, np.bincount(context, grams.times)[context] * loss, -np.inf)
    if needed is not None:
        missed = np.where(needed & allowed, np.inf, missed)
    best = np.argsort(-missed, kind="stable")[: max(limit, int(np.isposinf(missed).sum()))]
    best = np.sort(best[missed[best] > 0])
    return Grams(keys=grams.keys[best], times=grams.times[best], chance=grams.chance[best], shorter=grams.shorter[best])


def _weights(grams: Grams, context: Numbers, contexts: int) -> Floats:
    """By context: how the probability that the kept grams leave over is shared among all others."""
    left = 1 - np.bincount(context, grams.chance, minlength=contexts)
    left_shorter = 1 - np.bincount(context, grams.shorter, minlength=contexts)
    return np.maximum(left, 1e-6) / np.maximum(left_shorter, 1e-6)
