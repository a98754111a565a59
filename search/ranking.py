"""What must be in a hit and what makes it a better one, as tantivy's queries.

Marks count where somebody typed them; neighbours count because Vietnamese words are of several syllables; a title
counts more than a text, and a document's own number more than anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import ceil, comb

from tantivy import Occur
from tantivy import Query as Wanted

from search.fields import all_of, asked_for, term
from search.found import HitKind
from search.query import Query, Word, Words
from search.schema import schema
from search.strictness import Level, any_of, apart, asked_exactly, content_words, neighbours
from search.wishing import WEIGHTS, Weights, wished

Clause = tuple[Occur, Wanted]

_LONG = frozenset({"folded", "exact", "about", "issuer"})
"""Fields in which nearly every document has some words: tantivy reads the lists of several wishes side by side from
end to end, but that of a single one only where there are hits."""
_CHOICES = 10
_SHARE = 0.5
_MOST = 0.8
_MANY = 5


def scored(query: Query, level: Level, weights: Weights = WEIGHTS, words: Sequence[Words] | None = None) -> Wanted:
    """The query that finds and ranks.

    Takes: the understood query; ``words``: in place of each of its words the ones that will do, by default itself.
    """
    ways = words if words is not None else [(word,) for word in query.words]
    wishes = list(wished(query, ways, level, weights))
    short = [(Occur.Should, wish) for field, wish in wishes if field not in _LONG]
    found = _all_of([*_required(query, ways, level, weights), *short])
    for field, wish in wishes:
        if field in _LONG:
            found = Wanted.boolean_query([(Occur.Must, found), (Occur.Should, wish)])
    return found


def matching(query: Query, level: Level, words: Sequence[Words]) -> Wanted:
    """What finds the same and does not rank: for counting."""
    return _all_of(list(_required(query, words, level, WEIGHTS)))


def among_the_best(query: Query, level: Level) -> Iterator[Wanted]:
    """What the best hits of a query with very many have, the best first: its words in their titles; its neighbours."""
    words = tuple(query.words[place] for place in content_words(query))
    pairs = neighbours(query.words)
    if words and level < Level.LOOSE:
        yield all_of("title", words)
    if pairs and level < Level.LOOSE:
        yield _several("pairs", pairs, len(pairs))
    if level >= Level.LOOSE and len(words) > 2:
        near = [(Occur.Must, _several("pairs", pairs, max(1, len(words) // 2)))] if len(pairs) > 1 else []
        most = _several("folded", [word.folded for word in words], ceil(len(words) * _MOST))
        yield Wanted.boolean_query([(Occur.Must, most), *near])


def narrowed(query: Wanted, kind: HitKind, chosen: Mapping[str, Sequence[str]], *more: Wanted) -> Wanted:
    """The query among hits of this kind that have one of the chosen values of each facet. Adds nothing to a score."""
    filters = [Wanted.term_query(schema(), "kind", kind.value, "basic")]
    filters += [Wanted.term_set_query(schema(), facet, list(values)) for facet, values in chosen.items() if values]
    filters += more
    return Wanted.boolean_query(
        [(Occur.Must, query), *((Occur.Must, Wanted.const_score_query(one, 0.0)) for one in filters)]
    )


# ---------------------------------------------------------------------------------------------------------------------


def _all_of(clauses: Sequence[Clause]) -> Wanted:
    return Wanted.boolean_query(clauses) if clauses else Wanted.all_query()


def _required(query: Query, ways: Sequence[Words], level: Level, weights: Weights) -> Iterator[Clause]:
    yield from ((Occur.Must, _number(number)) for number in query.numbers)
    yield from ((Occur.Must, _phrase(phrase)) for phrase in query.phrases)
    yield from ((Occur.MustNot, _excluded(words)) for words in query.without)
    for asked in query.fields:
        yield (Occur.MustNot if asked.without else Occur.Must, asked_for(asked))
    if level >= Level.LOOSE:
        yield from ((Occur.Must, one) for one in _most(query, ways, level))
        return
    yield from _side_by_side([w for place, w in enumerate(query.words) if place not in query.number_words], level)
    worth = 1 + weights.exact if asked_exactly(query, level) else 1.0
    for place, alternatives in enumerate(ways):
        if place not in query.number_words:
            yield Occur.Must, Wanted.boost_query(any_of(query, alternatives, level), worth)


def _most(query: Query, ways: Sequence[Words], level: Level) -> Iterator[Wanted]:
    """Most words. Of many words the neighbours are asked for instead: they are rarer by far, and say more."""
    places = content_words(query)
    telling = {
        f"{query.words[place].folded}_{query.words[place + 1].folded}": None
        for place in range(len(query.words) - 1)
        if place in places or place + 1 in places
    }
    if level is Level.LOOSE and len(places) >= _MANY and len(telling) > 1:
        yield Wanted.const_score_query(_several("pairs", tuple(telling), max(2, len(places) // 3)), 0.0)
        return
    words = [any_of(query, ways[place], level) for place in places]
    if words:
        least = _least(len(words))
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
    pairs = neighbours(words)
    least = len(words) // 3 if level < Level.FUZZY else 0
    if level is Level.FOLDED and len(words) > 1:
        least = max(1, least)  # dắt … dài is not what somebody means who types đất đai
    least = min(least, len(pairs))
    for stretch in range(least):
        some = pairs[stretch * len(pairs) // least : (stretch + 1) * len(pairs) // least]
        yield Occur.Must, Wanted.const_score_query(_several("pairs", some, 1), 0.0)


def _several(field: str, terms: Sequence[str], least: int) -> Wanted:
    some = [(Occur.Should, term(field, text)) for text in dict.fromkeys(terms)]
    return Wanted.boolean_query(some, minimum_number_should_match=min(least, len(some)))


def _least(words: int) -> int:
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
