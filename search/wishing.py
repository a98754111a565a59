"""What makes a hit a better one, and by how much."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tantivy import Occur
from tantivy import Query as Wanted

from search.fields import term
from search.query import Query, Words
from search.strictness import Level, any_of, apart, asked_exactly, content_words, neighbours


class Weights(NamedTuple):
    """How much each sign of relevance adds; found on one half of the gold queries and of `bench.legal`'s questions,
    measured on the other. What an agency or a law is called adds nothing to what the words of the whole text tell.
    """

    exact: float = 1.0
    pairs: float = 3.0
    title: float = 0.8
    title_pairs: float = 0.6
    cited: float = 6.0
    own: float = 60.0
    all_exact: float = 4.5  # for each word, if all are there
    all_folded: float = 2.5


WEIGHTS = Weights()


def wished(query: Query, ways: Sequence[Words], level: Level, weights: Weights) -> Iterator[tuple[str, Wanted]]:
    """In which field what is wished for."""
    if apart(query, level):
        yield from (("folded", any_of(query, ways[place], level)) for place in content_words(query))
    for field, text, weight in _signs(query, ways, level, weights):
        yield field, Wanted.boost_query(term(field, text), weight)
    for number in query.guesses:
        yield "own", Wanted.boost_query(Wanted.const_score_query(term("own", number), 1.0), weights.own)
        yield "numbers", Wanted.boost_query(Wanted.const_score_query(term("numbers", number), 1.0), weights.cited)
    stricter = ((Level.FOLDED, weights.all_folded), (Level.EXACT, weights.all_exact))
    if level >= Level.LOOSE and len(ways) > 1:
        yield from (("all", _every(query, ways, one, weight)) for one, weight in stricter)
    elif level is Level.FOLDED and query.marked and ways:
        yield "all", _every(query, ways, Level.EXACT, weights.all_exact)


# ---------------------------------------------------------------------------------------------------------------------


def _every(query: Query, ways: Sequence[Words], level: Level, weight: float) -> Wanted:
    every = [(Occur.Must, any_of(query, way, level)) for way in ways]
    return Wanted.const_score_query(Wanted.boolean_query(every), weight * len(ways))


def _signs(query: Query, ways: Sequence[Words], level: Level, weights: Weights) -> Iterator[tuple[str, str, float]]:
    places = range(len(ways)) if level < Level.LOOSE else content_words(query)  # idle words cost time, and say little
    for word, place in {ways[place][0]: place for place in reversed(places)}.items():
        yield "title", word.folded, weights.title
        if query.marked and (place in query.number_words or not asked_exactly(query, level)):
            yield "exact", word.exact, weights.exact
    chosen = [way[0] for way in ways]
    for pair in neighbours(chosen):
        yield "pairs", pair, weights.pairs
        yield "title_pairs", pair, weights.title_pairs
