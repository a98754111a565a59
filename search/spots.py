"""Where in a text stands what was looked for. Pure.

Looked for in the text's `search.letters.spaced` twin: every word stands between spaces there, so finding one is a
single search for a piece of a string.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.folding import plain, token
from search.query import Query, Words
from search.shorthand import meant

NEAR = 3
"""So many characters lie between neighbours at most: a comma and a line's end."""
_LONG = 20_000
_BEHIND = 220
_MOST = 60
"""So many places of one word are looked at: in a book the first ones tell enough."""


class Needles(NamedTuple):
    """What to mark in texts; made once a query."""

    words: tuple[str, ...]
    """Folded."""
    exact: frozenset[str]
    """The spellings that were typed; empty where none was typed with marks."""
    runs: tuple[tuple[str, ...], ...]
    """Neighbours, folded, the longest run first: a place where they stand together is worth showing."""
    numbered: Mapping[str, int]
    """Each of the words with its place among them."""


Spot = tuple[int, int, int]
"""Where it begins, where it ends, and which of the needles' words it is."""


@lru_cache(maxsize=512)
def needles(query: Query, words: tuple[Words, ...], skipped: frozenset[str] = frozenset()) -> Needles:
    """What to mark for this query.

    Takes: its words' alternatives as they were searched for; words that are not worth marking by themselves.
    """
    chosen = [way[0].folded for way in words]
    phrases = [[word.folded for word in phrase] for phrase in query.phrases]
    meanings = meant(chosen)
    others = [list(map(plain, run)) for run in meanings]
    runs = [run for run in (chosen, *phrases, *others) if len(run) > 1]
    runs += [list(pair) for pair in pairwise(chosen)]
    free = [word for way in words for word in way]
    telling = [w.folded for w in free if (w.exact if query.marked else w.folded) not in skipped]
    kept = telling or [word.folded for word in free]
    kept += [word for run in (*phrases, *others) for word in run]
    typed = [word.exact for way in words for word in way] + [word.exact for run in query.phrases for word in run]
    exact = frozenset((*typed, *(word for run in meanings for word in run)))
    numbered = {word: number for number, word in enumerate(dict.fromkeys(kept))}
    return Needles(tuple(numbered), exact if query.marked else frozenset(), tuple(map(tuple, runs)), numbered)


def spots(text: str, line: str, looked_for: Needles) -> list[Spot]:
    """Where words stand, in order: with the marks that were typed; whatever the marks where they stand nowhere so.

    Takes: a `surface` and its `spaced` twin.
    """
    whole = f" {line} "
    every = [spot for number, word in enumerate(looked_for.words) for spot in _of(whole, word, number)]
    if len(line) > _LONG:
        every = list({*every, *_in_runs(whole, looked_for)})
    every.sort()
    if not looked_for.exact:
        return _together(every)
    as_typed = [spot for spot in every if token(text[spot[0] : spot[1]])[0] in looked_for.exact]
    return as_typed or every


# ---------------------------------------------------------------------------------------------------------------------


def _of(whole: str, word: str, number: int, start: int = 0, end: int | None = None) -> list[Spot]:
    """Takes the line between two spaces: what is found at a place there begins at this place in the text."""
    wanted, length = f" {word} ", len(word)
    found: list[Spot] = []
    at = whole.find(wanted, start, end)
    while at >= 0 and len(found) < _MOST:
        found.append((at, at + length, number))
        at = whole.find(wanted, at + length, end)
    return found


def _in_runs(whole: str, looked_for: Needles) -> Iterator[Spot]:
    """Of a long text the places where the words stand together for the first time, which may be far behind."""
    for run in looked_for.runs[:4]:
        found = _run(run).search(whole)
        if found:
            for number, word in enumerate(looked_for.words):
                yield from _of(whole, word, number, found.start(), found.end() + _BEHIND)


@lru_cache(maxsize=256)
def _run(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f" {' {1,4}'.join(map(re.escape, words))} ")


def _together(spots: list[Spot]) -> list[Spot]:
    """Typed without marks, co is a part of cơ sở and có as well: where some stand side by side, only those count."""
    close = [other[0] - one[1] <= NEAR for one, other in pairwise(spots)]
    near = [
        spot for spot, before, after in zip(spots, [False, *close], [*close, False], strict=False) if before or after
    ]
    return near or spots
