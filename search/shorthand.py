"""Abbreviations both ways: who says PBGDPL and who says phổ biến, giáo dục pháp luật find the same. Pure.

A text that has one of the two gets the other's words added when it is indexed, so a search needs to know nothing of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from schemas.abbreviations import abbreviations
from search.folding import TOKEN, plain, toned

_CAPITALS = re.compile(r"(?<![\w/&-])[A-ZĐ][A-ZĐ&]{1,14}(?![\w&])")
_Words = tuple[str, ...]


class _Form(NamedTuple):
    """A full form of several words, and its short one."""

    line: str
    """Folded, between spaces."""
    words: frozenset[str]
    short: _Words


class _Table(NamedTuple):
    by_short: dict[str, _Words]
    """PBGDPL → its full form's syllables, with tones."""
    short_words: frozenset[str]
    """The words of all these: HĐPH, PBGDPL … Most texts have none."""
    forms: dict[str, tuple[_Form, ...]]
    """By the first folded syllable."""


def added(text: str, words: Iterable[str], flat: str, folded: Iterable[str]) -> tuple[_Words, ...]:
    """What to add to a text: the words of other forms, each run once.

    Takes: a `surface`, its words as they stand there, its folded tokens in one line and one by one.
    """
    table = _table()
    capitals = [] if table.short_words.isdisjoint(words) else _CAPITALS.findall(text)
    found = {table.by_short[short]: None for short in capitals if short in table.by_short}
    return tuple(sorted(found | dict.fromkeys(_shorts(flat, folded))))


def meant(words: Sequence[str]) -> tuple[_Words, ...]:
    """Other forms of what is looked for, with their marks, to be marked in a text too.

    Takes: a query's folded tokens. Gives: runs of tokens.
    """
    whole = {plain(short): full for short, full in _table().by_short.items()}
    found = [whole[word] for word in words if word in whole]
    return tuple(dict.fromkeys((*found, *_shorts(" ".join(words), words))))


# ---------------------------------------------------------------------------------------------------------------------


def _shorts(flat: str, folded: Iterable[str]) -> Iterator[_Words]:
    """Short forms of the full ones that stand there."""
    forms, line, words = _table().forms, f" {flat} ", frozenset(folded)
    for first in sorted(forms.keys() & words):
        yield from (form.short for form in forms[first] if form.words <= words and form.line in line)


@cache
def _table() -> _Table:
    by_short: dict[str, _Words] = {}
    forms: dict[str, tuple[_Form, ...]] = {}
    for one in abbreviations():
        by_short |= {short: tuple(one.full.split()) for short in (one.short, *one.also)}
        short = tuple(TOKEN.findall(toned(one.short)))
        for form in (one.full, *one.forms):
            full = plain(form).split()
            made = _Form(f" {' '.join(full)} ", frozenset(full), short)
            forms[full[0]] = (*forms.get(full[0], ()), made)
    return _Table(by_short, frozenset(word for short in by_short for word in TOKEN.findall(short)), forms)
