"""One page of hits, in its order."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import tantivy
from tantivy import Query as Wanted

from search.found import HitKind, Sort
from search.plan import Plan
from search.ranking import best_first, narrowed, stretches
from search.sampling import broad, countable
from search.strictness import Level
from search.vocabulary import Vocabulary

_DEEP = 100
"""Hits: five pages."""


class Look(NamedTuple):
    """What a look into the index gave."""

    total: int
    hits: tuple[tuple[float | int | None, tantivy.DocAddress], ...]
    """What they are ordered by, and where they are."""
    estimated: bool
    """Whether ``total`` is an estimate."""


class Page(NamedTuple):
    """Which page of which hits."""

    kind: HitKind
    chosen: Mapping[str, Sequence[str]]
    sort: Sort
    offset: int
    limit: int

    @property
    def filters(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What was chosen, hashable."""
        return tuple(sorted((name, tuple(values)) for name, values in self.chosen.items()))

    @property
    def key(self) -> tuple[object, ...]:
        """All of it, hashable."""
        return self.kind, self.filters, self.sort, self.offset, self.limit


def look(searcher: tantivy.Searcher, decided: Plan, page: Page) -> Look:
    """The page's hits.

    Where a great part of a great archive fits, only those are ranked that come first anyway, if they fill the first
    pages: all of these then show one and the same order.
    """
    counted = narrowed(decided.matching, page.kind, page.chosen)
    if page.sort is not Sort.RELEVANCE or decided.query.empty:
        return _in_order(searcher, counted, page)
    deep = page.offset + page.limit > _DEEP
    guess = None if deep or countable(searcher, _most_hits(decided, searcher)) else broad(searcher, counted)
    for best in best_first(decided.query, decided.level, decided.ways) if guess is not None else ():
        found = searcher.search(narrowed(best, page.kind, page.chosen), page.limit, offset=page.offset)
        if _count(found) >= _DEEP:
            return Look(max(guess.hits if guess else 0, _count(found)), tuple(found.hits), estimated=True)
    wanted = narrowed(decided.scored, page.kind, page.chosen)
    found = searcher.search(wanted, page.limit, offset=page.offset)
    return Look(_count(found), tuple(found.hits), estimated=False)


# ---------------------------------------------------------------------------------------------------------------------


def _in_order(searcher: tantivy.Searcher, wanted: Wanted, page: Page) -> Look:
    order = tantivy.Order.Asc if page.sort is Sort.OLDEST else tantivy.Order.Desc
    field = "published" if page.sort is Sort.PUBLISHED else "day"
    found = searcher.search(
        Wanted.const_score_query(wanted, 0.0), page.limit, offset=page.offset, order_by_field=field, order=order
    )
    return Look(_count(found), tuple(found.hits), estimated=False)


def _most_hits(decided: Plan, searcher: tantivy.Searcher) -> int:
    """No more than so many hits can there be, as each has every word, and some neighbours."""
    if decided.level >= Level.LOOSE:
        return searcher.num_docs
    known = Vocabulary(searcher)
    free = (word for n, word in enumerate(decided.query.words) if n not in decided.query.number_words)
    words = (known.word(word.folded) for word in free)
    pairs = (
        sum(known.pair(*pair.split("_")) for pair in stretch) for stretch in stretches(decided.query, decided.level)
    )
    return min((*words, *pairs), default=searcher.num_docs)


def _count(found: tantivy.SearchResult) -> int:
    return int(found.count or 0)  # type: ignore[attr-defined]  # missing in the stubs
