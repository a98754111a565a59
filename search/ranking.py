"""What must be in a hit and what makes it a better one, as tantivy's queries.

Marks count where somebody typed them; neighbours count because Vietnamese words are of several syllables; a title
counts more than a text, and a document's own number more than anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from tantivy import Occur
from tantivy import Query as Wanted

from search.fields import all_of, asked_for, term
from search.found import HitKind
from search.query import Query, Word, Words
from search.schema import schema

Clause = tuple[Occur, Wanted]


class Level(IntEnum):
    """How much of what was typed a hit must have."""

    EXACT = 0  # every word, with its marks if it was typed with marks
    FOLDED = 1  # every word, whatever its marks
    LOOSE = 2  # most words
    FUZZY = 3  # most words, or words like them: reading by machine confuses letters, and so do fingers


class Weights(NamedTuple):
    """How much each sign of relevance adds; found on one half of the gold queries, measured on the other."""

    exact: float = 1.0
    pairs: float = 2.0
    title: float = 1.0
    title_exact: float = 0.25
    title_pairs: float = 1.2
    about: float = 0.4
    issuer: float = 0.25
    cited: float = 6.0
    own: float = 60.0
    all_exact: float = 4.5  # for each word, if all are there
    all_folded: float = 2.5


WEIGHTS = Weights()
_SHARE = 0.5
_MOST = 0.8
_MANY = 5
_IDLE = """
    là gì nào thế như bao nhiêu sao vì của và các những thì mà ở có được không cho tôi em ạ về với khi ra để từ đến một
    theo tại trong ai đâu bị hay hoặc phải cần nếu đã sẽ mình cái này đó làm hỏi xin muốn biết bằng
    gi nao the nhu bao nhieu sao cua nhung duoc khong toi voi khi muon biet neu nay
"""
IDLE = frozenset(_IDLE.split())
"""Words of which questions are made. Without marks only those that are hardly ever a part of another word."""


def scored(query: Query, level: Level, weights: Weights = WEIGHTS, words: Sequence[Words] | None = None) -> Wanted:
    """The query that finds and ranks.

    Takes: the understood query; ``words``: in place of each of its words the ones that will do, by default itself.
    """
    ways = words if words is not None else [(word,) for word in query.words]
    clauses = [*_required(query, ways, level), *_wished(query, ways, level, weights)]
    return Wanted.boolean_query(clauses) if clauses else Wanted.all_query()


def among_the_best(query: Query, level: Level) -> Iterator[Wanted]:
    """What the best hits of a query with very many have, the best first: its words in their titles; its neighbours."""
    words = tuple(query.words[place] for place in content_words(query))
    pairs = _pairs(query.words)
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


def content_words(query: Query) -> tuple[int, ...]:
    """Places of the words that say what is looked for; all, where none is left."""
    kept = tuple(
        place
        for place, word in enumerate(query.words)
        if place not in query.number_words and (word.exact if query.marked else word.folded) not in IDLE
    )
    return kept or tuple(place for place in range(len(query.words)) if place not in query.number_words)


# ---------------------------------------------------------------------------------------------------------------------


def _required(query: Query, ways: Sequence[Words], level: Level) -> Iterator[Clause]:
    yield from ((Occur.Must, _number(number)) for number in query.numbers)
    yield from ((Occur.Must, _phrase(phrase)) for phrase in query.phrases)
    yield from ((Occur.MustNot, _excluded(words)) for words in query.without)
    for asked in query.fields:
        yield (Occur.MustNot if asked.without else Occur.Must, asked_for(asked))
    if level >= Level.LOOSE:
        yield from _most(query, ways, level)
        return
    yield from _side_by_side([w for place, w in enumerate(query.words) if place not in query.number_words], level)
    for place, alternatives in enumerate(ways):
        if place not in query.number_words:
            yield Occur.Must, _word(query, alternatives, level)


def _most(query: Query, ways: Sequence[Words], level: Level) -> Iterator[Clause]:
    """Most words. Of many words the neighbours are asked for instead: they are rarer by far, and say more."""
    places = content_words(query)
    telling = [
        f"{query.words[place].folded}_{query.words[place + 1].folded}"
        for place in range(len(query.words) - 1)
        if place in places or place + 1 in places
    ]
    if level is Level.LOOSE and len(places) >= _MANY and len(set(telling)) > 1:
        yield Occur.Must, Wanted.const_score_query(_several("pairs", telling, max(2, len(places) // 3)), 0.0)
        for place in places:
            yield Occur.Should, _word(query, ways[place], level)
        return
    some = [(Occur.Should, _word(query, ways[place], level)) for place in places]
    if some:
        yield Occur.Must, Wanted.boolean_query(some, minimum_number_should_match=_least(len(some)))
    yield from _side_by_side([query.words[place] for place in places], level)


def _side_by_side(words: Sequence[Word], level: Level) -> Iterator[Clause]:
    """Some neighbours must be neighbours in a hit too: a long text has any few syllables somewhere."""
    pairs = _pairs(words)
    least = len(words) // 3 if level < Level.FUZZY else 0
    if level is Level.FOLDED and len(words) > 1:
        least = max(1, least)  # dắt … dài is not what somebody means who types đất đai
    if least and pairs:
        yield Occur.Must, Wanted.const_score_query(_several("pairs", pairs, min(least, len(pairs))), 0.0)


def _pairs(words: Sequence[Word]) -> list[str]:
    return list(dict.fromkeys(f"{one.folded}_{other.folded}" for one, other in pairwise(words)))


def _several(field: str, terms: Sequence[str], least: int) -> Wanted:
    some = [(Occur.Should, term(field, text)) for text in dict.fromkeys(terms)]
    return Wanted.boolean_query(some, minimum_number_should_match=min(least, len(some)))


def _least(words: int) -> int:
    return words if words <= 2 else ceil(words * _SHARE)


def _wished(query: Query, ways: Sequence[Words], level: Level, weights: Weights) -> Iterator[Clause]:
    for field, text, weight in _signs(query, ways, level, weights):
        yield Occur.Should, Wanted.boost_query(term(field, text), weight)
    for number in query.guesses:
        yield Occur.Should, Wanted.boost_query(Wanted.const_score_query(term("own", number), 1.0), weights.own)
        yield Occur.Should, Wanted.boost_query(Wanted.const_score_query(term("numbers", number), 1.0), weights.cited)
    if level >= Level.LOOSE and len(ways) > 1:
        for stricter, weight in ((Level.FOLDED, weights.all_folded), (Level.EXACT, weights.all_exact)):
            every = [(Occur.Must, _word(query, way, stricter)) for way in ways]
            yield Occur.Should, Wanted.const_score_query(Wanted.boolean_query(every), weight * len(ways))
    elif level is Level.FOLDED and query.marked and ways:
        every = [(Occur.Must, _word(query, way, Level.EXACT)) for way in ways]
        yield Occur.Should, Wanted.const_score_query(Wanted.boolean_query(every), weights.all_exact * len(ways))


def _signs(query: Query, ways: Sequence[Words], level: Level, weights: Weights) -> Iterator[tuple[str, str, float]]:
    places = range(len(ways)) if level < Level.LOOSE else content_words(query)  # idle words cost time, and say little
    for word in dict.fromkeys(ways[place][0] for place in places):
        yield "title", word.folded, weights.title
        yield "about", word.folded, weights.about
        yield "issuer", word.folded, weights.issuer
        if query.marked:
            yield "title_exact", word.exact, weights.title_exact
            yield "exact", word.exact, weights.exact
    chosen = [way[0] for way in ways]
    for pair in _pairs(chosen):
        yield "pairs", pair, weights.pairs
        yield "title_pairs", pair, weights.title_pairs


def _word(query: Query, alternatives: Words, level: Level) -> Wanted:
    found = [one for word in alternatives for one in _readings(query, word, level)]
    return found[0] if len(found) == 1 else Wanted.disjunction_max_query(found)


def _readings(query: Query, word: Word, level: Level) -> Iterator[Wanted]:
    if level is Level.EXACT and query.marked:
        yield term("exact", word.exact)
        return
    yield term("folded", word.folded)
    if level is Level.FUZZY and len(word.folded) >= 4 and word.folded.isalpha():
        distance = 2 if len(word.folded) >= 8 else 1
        yield Wanted.boost_query(Wanted.fuzzy_term_query(schema(), "folded", word.folded, distance=distance), 0.3)


def _number(number: str) -> Wanted:
    own = Wanted.const_score_query(term("own", number), WEIGHTS.own)
    return Wanted.disjunction_max_query([own, Wanted.const_score_query(term("numbers", number), WEIGHTS.cited)])


def _phrase(words: Words) -> Wanted:
    marked = any(word.exact != word.folded for word in words)
    name, texts = ("exact", [w.exact for w in words]) if marked else ("folded", [w.folded for w in words])
    return Wanted.phrase_query(schema(), name, list(texts)) if len(texts) > 1 else term(name, texts[0])


def _excluded(words: Words) -> Wanted:
    return _phrase(words)
