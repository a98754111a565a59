"""One page of hits, in its order."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import tantivy
from tantivy import Query as Wanted

from search.found import HitKind, Sort
from search.plan import Plan
from search.ranking import among_the_best, narrowed
from search.sampling import broad, countable
from search.strictness import Level
from search.vocabulary import Vocabulary


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

    Where a great part of a great archive fits, only those are ranked whose titles, or at least whose neighbouring
    words, fit too: they come first anyway.
    """
    counted = narrowed(decided.matching, page.kind, page.chosen)
    if page.sort is not Sort.RELEVANCE or decided.query.empty:
        return _in_order(searcher, counted, page)
    guess = None if countable(searcher, _most_hits(decided, searcher)) else broad(searcher, counted)
    for best in among_the_best(decided.query, decided.level) if guess is not None else ():
        found = searcher.search(narrowed(decided.scored, page.kind, page.chosen, best), page.limit, offset=page.offset)
        if _count(found) >= page.offset + page.limit:
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
    """No more than so many hits can there be, as each has every word."""
    if decided.level >= Level.LOOSE:
        return searcher.num_docs
    words = (word for place, word in enumerate(decided.query.words) if place not in decided.query.number_words)
    return min(map(Vocabulary(searcher).word, (word.folded for word in words)), default=searcher.num_docs)


def _count(found: tantivy.SearchResult) -> int:
    return int(found.count or 0)  # type: ignore[attr-defined]  # missing in the stubs
