"""Counts of single tokens, pairs and triples, as sorted NumPy arrays."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.language_model.corpus import PHRASES, Document
from pipeline.stages.ocr.language_model import CLASSES, FOREIGN, START, SYLLABLE
from pipeline.stages.ocr.tokens import END
from pipeline.stages.syllable import is_syllable

Numbers = NDArray[np.int64]
SHIFT = 20
"""Bits of a word's number in a packed pair or triple."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Distinct triples and how often each was met; words by number, the most frequent first after the classes."""

    words: list[str]
    triples: Numbers
    times: Numbers
    tokens: int


def vocabulary(documents: Iterable[Document], *, syllable_from: int, word_from: int) -> list[str]:
    """The classes and the words met often enough; a word with marks that is no syllable is taken for a misprint."""
    count: Counter[str] = Counter()
    for document in documents:
        for line in document.lines:
            count.update(line)
    kept = [w for w, n in count.items() if n >= (syllable_from if is_syllable(w) or not w.isalpha() else word_from)]
    kept = [w for w in kept if w not in CLASSES and (w.isascii() or not w.isalpha() or is_syllable(w))]
    return [*CLASSES, *sorted(kept, key=lambda word: (-count[word], word))]


def counted(documents: Iterable[Document], words: list[str]) -> Counts:
    """All triples of ``documents``; a line starts after two START, and one that is a mere phrase after two breaks."""
    number = {word: i for i, word in enumerate(words)}
    others: dict[str, int] = {}
    runs: dict[int, list[int]] = {}
    for document in documents:
        run = runs.setdefault(document.weight, [])
        edge = [len(words)] * 2 if document.kind == PHRASES else [number[START]] * 2
        end = [] if document.kind == PHRASES else [number[END]]
        for line in document.lines:
            run += edge
            run += [number[t] if t in number else _class(t, number, others) for t in line]
            run += end
    packed = [(weight, _triples(run, number[START], len(words))) for weight, run in runs.items()]
    triples, where = np.unique(np.concatenate([keys for _, keys in packed]), return_inverse=True)
    weights = np.concatenate([np.full(len(keys), weight) for weight, keys in packed])
    times = np.bincount(where, weights).astype(np.int64)
    return Counts(words=words, triples=triples, times=times, tokens=sum(len(keys) for _, keys in packed))


def _class(token: str, number: dict[str, int], others: dict[str, int]) -> int:
    if token not in others:
        others[token] = number[SYLLABLE if is_syllable(token) else FOREIGN]
    return others[token]


def _triples(run: list[int], start: int, edge: int) -> Numbers:
    """Packed triples of a run of numbers, none of which ends in the edge of a line."""
    ids = np.array(run, dtype=np.int64)
    last = ids[2:]
    keep = (last != start) & (last != edge)
    packed: Numbers = (ids[:-2] << 2 * SHIFT) | (ids[1:-1] << SHIFT) | last
    kept: Numbers = packed[keep]
    return kept
