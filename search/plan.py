"""How a query is searched for: with which words, how strictly, and what else to propose.

Strict first: only where too few documents have all words as they were typed, marks stop to count, then single words,
then single letters. The decision does not depend on facets, so choosing one never shows more than before.
"""

from collections.abc import Callable, Sequence
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
_MANY, _VERY_MANY = 4, 6
_RARE = 20
"""A word that no more documents have may be a misspelt one, or one that was read wrongly in them."""


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
    query = _known(parse(text), vocabulary)
    meant = typed_right(query, vocabulary)
    if meant is not None:
        return _levelled(_known(parse(meant), vocabulary), count, instead=True)
    strict = _first_enough(_plan(query), _strict(query), count)
    if query.empty or count(strict) >= ENOUGH:
        return strict
    better = corrected(query, vocabulary)
    if better is None:
        return _loosened(strict, count)
    return _with_better(strict, _known(query._replace(words=better, marked=False), vocabulary), count)


# ---------------------------------------------------------------------------------------------------------------------


def _known(query: Query, vocabulary: Vocabulary) -> Query:
    """With what the index knows of it: numbers that stand nowhere are only words, of a number with something behind it
    what is known; words that hardly any document has may be written otherwise in those that are looked for.
    """
    rare = frozenset(word.folded for word in query.words if vocabulary.word(word.folded) <= _RARE)
    query = query._replace(doubtful=rare)
    known = [next(filter(vocabulary.number, shorter(number)), None) for number in query.numbers]
    if all(known):
        return query._replace(numbers=tuple(filter(None, known)))
    guesses = tuple(filter(None, known))
    return query._replace(numbers=(), number_words=frozenset(), guesses=(*guesses, *query.guesses))


def _with_better(strict: Plan, better: Query, count: Count) -> Plan:
    """Another spelling is searched for where the typed one finds nothing, and proposed where it finds less."""
    more = count(_plan(better)._replace(instead=True))
    now = count(strict._replace(level=Level.FOLDED))
    if more and not now:
        return _levelled(better, count, instead=True)
    found = _loosened(strict, count)
    return found._replace(better=better) if more > now else found


def _plan(query: Query) -> Plan:
    return Plan(query, tuple((word,) for word in query.words), Level.EXACT, instead=False, better=None)


def _levelled(query: Query, count: Count, *, instead: bool) -> Plan:
    return _loosened(_first_enough(_plan(query)._replace(instead=instead), _strict(query), count), count)


def _loosened(made: Plan, count: Count) -> Plan:
    """The plan, or the first looser one that finds enough."""
    if made.query.empty or _enough(made, count):
        return made
    return _first_enough(made, _loose(made.query), count)


def _first_enough(made: Plan, levels: Sequence[Level], count: Count) -> Plan:
    """At the first level that finds enough; at the last if none does."""
    for level in levels if made.query.words else ():
        made = made._replace(level=level)
        if _enough(made, count):
            break
    return made


def _enough(made: Plan, count: Count) -> bool:
    whole = made.level is _strict(made.query)[-1]
    return count(made) >= (1 if whole and len(made.query.words) <= _SHORT else ENOUGH)


def _loose(query: Query) -> tuple[Level, ...]:
    words = len(content_words(query))
    fewer = tuple(level for level, least in ((Level.BUT_ONE, _MANY), (Level.BUT_TWO, _VERY_MANY)) if words >= least)
    return (Level.LOOSE, *fewer, Level.FUZZY) if words else ()


def _strict(query: Query) -> tuple[Level, ...]:
    return (Level.EXACT, Level.FOLDED) if query.marked else (Level.EXACT,)
