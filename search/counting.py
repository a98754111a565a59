"""How many hits have which value of each facet."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import tantivy
from tantivy import Query as Wanted

from search.found import FACETS, FacetCount, HitKind
from search.ranking import narrowed
from search.sampling import broad, sample, shards_for
from search.schema import counted_field
from search.values import Values

_HITS = "#hits"
MOST = 10
"""So many values of a facet are told; the most frequent ones."""


class Tally(NamedTuple):
    """What was counted."""

    hits: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    """The most frequent values first."""


def counted(
    searcher: tantivy.Searcher,
    query: Wanted,
    kind: HitKind,
    chosen: Mapping[str, Sequence[str]],
    values: Values,
    *,
    hits: int,
    known: Callable[[Mapping[str, Sequence[str]]], Tally | None] = lambda _: None,
) -> Tally:
    """The counts among hits of the query. A facet that is chosen from is counted as if it were not: one sees what else
    there is; values that were chosen are told even if they count nothing. Of very many hits counts are estimates.

    Takes: ``hits``: how many there are with what was chosen, about; ``known``: what was counted before with other
    choices; who narrows a search has mostly seen it wider.
    """
    others = [facet for facet in FACETS if not chosen.get(facet)]
    told = tally(searcher, narrowed(query, kind, chosen), others, values, shards=shards_for(searcher, hits))
    found = dict(told.facets)
    for facet in FACETS:
        picked = chosen.get(facet)
        if picked:
            rest = {name: some for name, some in chosen.items() if name != facet}
            wider = known(rest) or _wider(searcher, narrowed(query, kind, rest), facet, values)
            counts = wider.facets[facet]
            told_of = {one.value for one in counts}
            alone = [value for value in picked if value not in told_of]
            found[facet] = (*counts, *(_one(searcher, query, kind, rest, facet, value) for value in alone))
    return Tally(told.hits, {facet: found[facet] for facet in FACETS})


def tally(
    searcher: tantivy.Searcher,
    query: Wanted,
    facets: Sequence[str],
    values: Values,
    *,
    most: int = MOST,
    shards: int | None = None,
) -> Tally:
    """How many hits the query has, and their most frequent values of each of these facets.

    Takes: ``shards``: of how many shards only one is counted; None for all.
    """
    wanted = {
        facet: {"terms": {"field": counted_field(facet), "size": most, "segment_size": 10 * most}} for facet in facets
    }
    among = Wanted.const_score_query(sample(query, shards) if shards else query, 0.0)
    told = searcher.aggregate(among, {**wanted, _HITS: {"value_count": {"field": "published"}}})
    times = shards or 1
    found = {facet: _named(told[facet]["buckets"], values.get(facet, ()), times) for facet in facets}
    return Tally(times * int(told[_HITS]["value"]), found)


# ---------------------------------------------------------------------------------------------------------------------


def _wider(searcher: tantivy.Searcher, query: Wanted, facet: str, values: Values) -> Tally:
    guess = broad(searcher, query)
    return tally(searcher, query, [facet], values, shards=guess.shards if guess else None)


def _named(buckets: Sequence[Mapping[str, float]], values: Sequence[str], times: int) -> tuple[FacetCount, ...]:
    """The most frequent first; of as frequent ones in the order of their names."""
    counts = [(-times * int(bucket["doc_count"]), values[int(bucket["key"])]) for bucket in buckets]
    return tuple([FacetCount(value, -count) for count, value in sorted(counts)])


def _one(
    searcher: tantivy.Searcher,
    query: Wanted,
    kind: HitKind,
    chosen: Mapping[str, Sequence[str]],
    facet: str,
    value: str,
) -> FacetCount:
    among = narrowed(query, kind, {**chosen, facet: (value,)})
    return FacetCount(value, searcher.search(among, 1).count or 0)  # type: ignore[attr-defined]
