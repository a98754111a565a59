"""Abbreviations both ways: who says PBGDPL and who says phổ biến, giáo dục pháp luật find the same. Pure.

A text that has one of the two gets the other's words added when it is indexed, so a search needs to know nothing of it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from schemas.abbreviations import abbreviations
from search.folding import TOKEN, plain, toned

_CAPITALS = re.compile(r"(?<![\w/&-])[A-ZĐ][A-ZĐ&]{1,14}(?![\w&])")
_Words = tuple[str, ...]


class _Table(NamedTuple):
    by_short: dict[str, _Words]
    """PBGDPL → its full form's syllables, with tones."""
    by_head: dict[str, tuple[tuple[_Words, _Words], ...]]
    """First two folded syllables of a full form, joined by _ → (folded full form, short form's tokens) of each."""


def added(text: str, pairs: Sequence[str], folded: Sequence[str]) -> tuple[_Words, ...]:
    """What to add to a text: the words of other forms, each run once.

    Takes: a `surface`, its folded neighbours joined by ``_``, its folded tokens.
    """
    table = _table()
    found = {table.by_short[short]: None for short in _CAPITALS.findall(text) if short in table.by_short}
    for head in table.by_head.keys() & set(pairs):
        found |= dict.fromkeys(_shorts(head, pairs, folded))
    return tuple(sorted(found))


def meant(words: Sequence[str]) -> tuple[_Words, ...]:
    """Other forms of what is looked for, with their marks, to be marked in a text too.

    Takes: a query's folded tokens. Gives: runs of tokens.
    """
    whole = {plain(short): full for short, full in _table().by_short.items()}
    found = [whole[word] for word in words if word in whole]
    pairs = [f"{one}_{other}" for one, other in pairwise(words)]
    for head in dict.fromkeys(pairs):
        found += _shorts(head, pairs, words)
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------------------------------------------------------------


def _shorts(head: str, pairs: Sequence[str], folded: Sequence[str]) -> Iterator[_Words]:
    """Short forms of the full ones that begin with this pair; each as soon as its full form is met."""
    waiting = list(_table().by_head.get(head, ()))
    at = _next(head, pairs, 0)
    while waiting and at >= 0:
        met = [one for one in waiting if tuple(folded[at : at + len(one[0])]) == one[0]]
        yield from (short for _, short in met)
        waiting = [one for one in waiting if one not in met]
        at = _next(head, pairs, at + 1)


def _next(head: str, pairs: Sequence[str], start: int) -> int:
    try:
        return pairs.index(head, start)
    except ValueError:
        return -1


@cache
def _table() -> _Table:
    by_short: dict[str, _Words] = {}
    by_head: dict[str, tuple[tuple[_Words, _Words], ...]] = {}
    for one in abbreviations():
        by_short |= {short: tuple(one.full.split()) for short in (one.short, *one.also)}
        short = tuple(TOKEN.findall(toned(one.short)))
        for form in (one.full, *one.forms):
            full = tuple(plain(form).split())
            head = "_".join(full[:2])
            by_head[head] = (*by_head.get(head, ()), (full, short))
    return _Table(by_short, by_head)
