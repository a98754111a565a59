"""How a query is searched for: with which words, how strictly, and what else to propose.

Strict first: only where too few documents have all words as they were typed, marks stop to count, then single words,
then single letters. The decision does not depend on facets, so choosing one never shows more than before.
"""

from collections.abc import Callable
from typing import NamedTuple

from tantivy import Query as Wanted

from search.meaning import corrected, typed_right
from search.numbers import shorter
from search.query import Query, Words, parse
from search.ranking import matching, scored
from search.strictness import Level, content_words
from search.vocabulary import Vocabulary

ENOUGH = 5
"""With so many hits nothing is loosened; a short query is not loosened for more than one."""
_SHORT = 3


class Plan(NamedTuple):
    """A query, decided."""

    query: Query
    ways: tuple[Words, ...]
    level: Level
    instead: bool
    """What is searched for is not what was typed."""
    better: Query | None
    """What would find more."""

    @property
    def scored(self) -> Wanted:
        """What to search for."""
        return scored(self.query, self.level, words=self.ways)

    @property
    def matching(self) -> Wanted:
        """The same, where hits are only counted."""
        return matching(self.query, self.level, self.ways)


Count = Callable[[Plan], int]


def plan(text: str, vocabulary: Vocabulary, count: Count) -> Plan:
    """The decision for what was typed.

    Takes: the words of the index; how many hits a plan has, which is asked for the same plan more than once.
    """
    query = _with_known_numbers(parse(text), vocabulary)
    meant = typed_right(query, vocabulary)
    if meant is not None:
        return _levelled(_with_known_numbers(parse(meant), vocabulary), count, instead=True)
    found = _levelled(query, count, instead=False)
    if query.empty or (found.level <= Level.FOLDED and count(found) >= ENOUGH):
        return found
    better = corrected(query, vocabulary)
    return found if better is None else _with_better(found, query._replace(words=better, marked=False), count)


# ---------------------------------------------------------------------------------------------------------------------


def _with_known_numbers(query: Query, vocabulary: Vocabulary) -> Query:
    """Numbers that stand nowhere are only words; of a number with something behind it what is known."""
    known = [next(filter(vocabulary.number, shorter(number)), None) for number in query.numbers]
    if all(known):
        return query._replace(numbers=tuple(filter(None, known)))
    guesses = tuple(filter(None, known))
    return query._replace(numbers=(), number_words=frozenset(), guesses=(*guesses, *query.guesses))


def _with_better(found: Plan, better: Query, count: Count) -> Plan:
    """Another spelling is searched for where the typed one finds nothing, and proposed where it finds less."""
    other = Plan(better, tuple((word,) for word in better.words), Level.EXACT, instead=True, better=None)
    more = count(other)
    now = count(found._replace(level=Level.FOLDED))
    if more and not now:
        return _levelled(better, count, instead=True)
    return found._replace(better=better) if more > now else found


def _levelled(query: Query, count: Count, *, instead: bool) -> Plan:
    ways = tuple((word,) for word in query.words)
    made = Plan(query, ways, Level.EXACT, instead, None)
    if query.empty or not query.words:
        return made
    for level in _levels(query):
        made = made._replace(level=level)
        whole = level is Level.FOLDED or (level is Level.EXACT and not query.marked)
        if count(made) >= (1 if whole and len(query.words) <= _SHORT else ENOUGH):
            return made
    return made


def _levels(query: Query) -> tuple[Level, ...]:
    strict = (Level.EXACT, Level.FOLDED) if query.marked else (Level.EXACT,)
    return (*strict, Level.LOOSE, Level.FUZZY) if content_words(query) else strict
