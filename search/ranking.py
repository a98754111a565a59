"""What must be in a hit and what makes it a better one, as tantivy's queries.

Marks count where somebody typed them; neighbours count because Vietnamese words are of several syllables; a title
counts more than a text, and a document's own number more than anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import ceil, comb
from typing import NamedTuple

from tantivy import Occur
from tantivy import Query as Wanted

from search.fields import asked_for, term
from search.found import HitKind
from search.query import Query, Word, Words
from search.schema import schema
from search.strictness import Level, any_of, apart, asked_exactly, content_words, neighbours
from search.wishing import WEIGHTS, Weights, wished

Clause = tuple[Occur, Wanted]

_LONG = frozenset({"folded", "exact"})
"""Fields in which nearly every document has some words: tantivy reads the lists of several wishes side by side from
end to end, but that of a single one only where there are hits."""
_CHOICES = 28
_SHARE = 0.5
_MOST = 0.75
_MANY = 5


def scored(query: Query, level: Level, weights: Weights = WEIGHTS, words: Sequence[Words] | None = None) -> Wanted:
    """The query that finds and ranks.

    Takes: the understood query; ``words``: in place of each of its words the ones that will do, by default itself.
    """
    ways = words if words is not None else [(word,) for word in query.words]
    return _ranked(query, ways, level, weights, list(_worded(query, ways, level, weights)))


def matching(query: Query, level: Level, words: Sequence[Words]) -> Wanted:
    """What finds the same and does not rank: for counting."""
    return _all_of([*_named(query), *_worded(query, words, level, WEIGHTS)])


def best_first(query: Query, level: Level, words: Sequence[Words]) -> Iterator[Wanted]:
    """What finds some of the same and ranks them, for a query with very many hits: first those with most of the signs
    that make a hit a good one, then more and more.
    """
    asked = _asked_by_pairs(query, level)
    if asked:
        for least in (asked.least + 2, asked.least + 1):
            if least <= len(asked.pairs):
                near = Wanted.const_score_query(_several("pairs", asked.pairs, least), 0.0)
                yield _ranked(query, words, level, WEIGHTS, [(Occur.Must, near)])
    required = list(_worded(query, words, level, WEIGHTS))
    for sign in _signs_of_the_best(query) if level < Level.LOOSE else ():
        yield _ranked(query, words, level, WEIGHTS, [*required, (Occur.Must, Wanted.const_score_query(sign, 0.0))])


def stretches(query: Query, level: Level) -> list[Sequence[str]]:
    """Of each of these stretches of neighbours a hit has one, where it has to have all words."""
    return _stretches_of(_free(query), level) if level < Level.LOOSE else []


def narrowed(query: Wanted, kind: HitKind, chosen: Mapping[str, Sequence[str]]) -> Wanted:
    """The query among hits of this kind that have one of the chosen values of each facet. Adds nothing to a score."""
    filters = [Wanted.term_query(schema(), "kind", kind.value, "basic")]
    filters += [Wanted.term_set_query(schema(), facet, list(values)) for facet, values in chosen.items() if values]
    return Wanted.boolean_query(
        [(Occur.Must, query), *((Occur.Must, Wanted.const_score_query(one, 0.0)) for one in filters)]
    )


# ---------------------------------------------------------------------------------------------------------------------


def _ranked(query: Query, ways: Sequence[Words], level: Level, weights: Weights, required: Sequence[Clause]) -> Wanted:
    wishes = list(wished(query, ways, level, weights))
    short = [(Occur.Should, wish) for field, wish in wishes if field not in _LONG]
    found = _all_of([*_named(query), *required, *short])
    for field, wish in wishes:
        if field in _LONG:
            found = Wanted.boolean_query([(Occur.Must, found), (Occur.Should, wish)])
    return found


def _all_of(clauses: Sequence[Clause]) -> Wanted:
    return Wanted.boolean_query(clauses) if clauses else Wanted.all_query()


def _named(query: Query) -> Iterator[Clause]:
    """What was asked for by more than free words."""
    yield from ((Occur.Must, _number(number)) for number in query.numbers)
    yield from ((Occur.Must, _phrase(phrase)) for phrase in query.phrases)
    yield from ((Occur.MustNot, _excluded(words)) for words in query.without)
    for asked in query.fields:
        yield (Occur.MustNot if asked.without else Occur.Must, asked_for(asked))


def _worded(query: Query, ways: Sequence[Words], level: Level, weights: Weights) -> Iterator[Clause]:
    if level >= Level.LOOSE:
        yield from ((Occur.Must, one) for one in _most(query, ways, level))
        return
    yield from _side_by_side(_free(query), level)
    worth = 1 + weights.exact if asked_exactly(query, level) else 1.0
    for place, alternatives in enumerate(ways):
        if place not in query.number_words:
            yield Occur.Must, Wanted.boost_query(any_of(query, alternatives, level), worth)


def _signs_of_the_best(query: Query) -> Iterator[Wanted]:
    """Neighbours and words in the title, neighbours in the text: all of them, then most."""
    telling = [query.words[place].folded for place in content_words(query)]
    pairs = neighbours(query.words)
    for field, terms in (("title_pairs", pairs), ("title", telling), ("pairs", pairs)):
        if terms:
            yield _several(field, terms, len(terms))
    for field, terms in (("title", telling), ("pairs", pairs)):
        if len(terms) >= _MANY - 1:
            yield _several(field, terms, ceil(len(terms) * _MOST))


def _free(query: Query) -> list[Word]:
    """The words that are no part of a number."""
    return [word for place, word in enumerate(query.words) if place not in query.number_words]


class _Pairs(NamedTuple):
    pairs: tuple[str, ...]
    least: int


def _asked_by_pairs(query: Query, level: Level) -> _Pairs | None:
    """Of many words the neighbours are asked for instead: they are rarer by far, and say more."""
    places = content_words(query)
    if level is not Level.LOOSE or len(places) < _MANY:
        return None
    telling = {
        f"{query.words[place].folded}_{query.words[place + 1].folded}": None
        for place in range(len(query.words) - 1)
        if place in places or place + 1 in places
    }
    return _Pairs(tuple(telling), max(2, len(places) // 3)) if len(telling) > 1 else None


def _most(query: Query, ways: Sequence[Words], level: Level) -> Iterator[Wanted]:
    """Most words, or neighbours."""
    if asked := _asked_by_pairs(query, level):
        yield Wanted.const_score_query(_several("pairs", asked.pairs, asked.least), 0.0)
        return
    places = content_words(query)
    words = [any_of(query, ways[place], level) for place in places]
    if words:
        least = _least(len(words), level)
        if apart(query, level):
            yield Wanted.const_score_query(_some(words, least, scored=False), 0.0)
        else:
            yield _some(words, least, scored=True)
    yield from (clause for _, clause in _side_by_side([query.words[place] for place in places], level))


def _some(words: Sequence[Wanted], least: int, *, scored: bool) -> Wanted:
    """At least so many of these: as all of one choice or another, which tantivy finds faster than it counts."""
    if comb(len(words), least) > (1 if scored else _CHOICES):  # a hit of two choices would be scored twice
        return Wanted.boolean_query([(Occur.Should, word) for word in words], minimum_number_should_match=least)
    choices = [
        (Occur.Should, Wanted.boolean_query([(Occur.Must, word) for word in choice]))
        for choice in combinations(words, least)
    ]
    return choices[0][1] if len(choices) == 1 else Wanted.boolean_query(choices)


def _side_by_side(words: Sequence[Word], level: Level) -> Iterator[Clause]:
    """Some neighbours must be neighbours in a hit too: a long text has any few syllables somewhere. Of every stretch
    of three words two; not so many of all, as tantivy is slow in counting how many of a list there are.
    """
    yield from ((Occur.Must, one) for one in _any_of_each(_stretches_of(words, level)))


def _stretches_of(words: Sequence[Word], level: Level) -> list[Sequence[str]]:
    pairs = neighbours(words)
    least = len(words) // 3 if level < Level.BUT_ONE else 0
    if level is Level.FOLDED and len(words) > 1:
        least = max(1, least)  # dắt … dài is not what somebody means who types đất đai
    return _stretches(pairs, min(least, len(pairs)))


def _stretches(pairs: Sequence[str], count: int) -> list[Sequence[str]]:
    return [pairs[one * len(pairs) // count : (one + 1) * len(pairs) // count] for one in range(count)]


def _any_of_each(stretches: Iterable[Sequence[str]]) -> Iterator[Wanted]:
    """One of these neighbours in each stretch of them."""
    return (Wanted.const_score_query(_several("pairs", some, 1), 0.0) for some in stretches)


def _several(field: str, terms: Sequence[str], least: int) -> Wanted:
    """At least so many of these; all of them are found a good deal faster."""
    each = [term(field, text) for text in dict.fromkeys(terms)]
    if least >= len(each):
        return Wanted.boolean_query([(Occur.Must, one) for one in each])
    return Wanted.boolean_query([(Occur.Should, one) for one in each], minimum_number_should_match=least)


def _least(words: int, level: Level) -> int:
    if level is Level.BUT_ONE:
        return words - 1
    if level is Level.BUT_TWO:
        return words - 2
    return words if words <= 2 else ceil(words * _SHARE)


def _number(number: str) -> Wanted:
    own = Wanted.const_score_query(term("own", number), WEIGHTS.own)
    return Wanted.disjunction_max_query([own, Wanted.const_score_query(term("numbers", number), WEIGHTS.cited)])


def _phrase(words: Words) -> Wanted:
    marked = any(word.exact != word.folded for word in words)
    name, texts = ("exact", [w.exact for w in words]) if marked else ("folded", [w.folded for w in words])
    return Wanted.phrase_query(schema(), name, list(texts)) if len(texts) > 1 else term(name, texts[0])


def _excluded(words: Words) -> Wanted:
    return _phrase(words)
