"""How many hits have which value of each facet."""

from collections.abc import Mapping, Sequence

import tantivy
from tantivy import Query as Wanted

from search.found import FACETS, FacetCount, HitKind
from search.ranking import narrowed
from search.sampling import broad, sample
from search.schema import counted_field
from search.values import Values

MOST = 25
"""So many values of a facet are told; the most frequent ones."""


def counted(
    searcher: tantivy.Searcher,
    query: Wanted,
    kind: HitKind,
    chosen: Mapping[str, Sequence[str]],
    values: Values,
    *,
    few: bool = False,
) -> dict[str, tuple[FacetCount, ...]]:
    """The counts among hits of the query. A facet that is chosen from is counted as if it were not: one sees what else
    there is; values that were chosen are told even if they count nothing. Of very many hits counts are estimates.

    Takes: ``few``: whether it is known that the hits are not very many.
    """
    others = [facet for facet in FACETS if not chosen.get(facet)]
    found = tally(searcher, narrowed(query, kind, chosen), others, values, exact=few)
    for facet in FACETS:
        picked = chosen.get(facet)
        if picked:
            rest = {name: some for name, some in chosen.items() if name != facet}
            counts = tally(searcher, narrowed(query, kind, rest), [facet], values)[facet]
            known = {one.value for one in counts}
            alone = [value for value in picked if value not in known]
            found[facet] = (*counts, *(_one(searcher, query, kind, rest, facet, value) for value in alone))
    return {facet: found[facet] for facet in FACETS}


def tally(
    searcher: tantivy.Searcher,
    query: Wanted,
    facets: Sequence[str],
    values: Values,
    *,
    most: int = MOST,
    exact: bool = False,
) -> dict[str, tuple[FacetCount, ...]]:
    """The most frequent values of each of these facets among the query's hits.

    Takes: ``exact``: whether very many hits are counted too, and not estimated.
    """
    if not facets:
        return {}
    guess = None if exact else broad(searcher, query)
    wanted = {
        facet: {"terms": {"field": counted_field(facet), "size": most, "segment_size": 4 * most}} for facet in facets
    }
    told = searcher.aggregate(Wanted.const_score_query(sample(query, guess.shards) if guess else query, 0.0), wanted)
    times = guess.shards if guess else 1
    found = {
        facet: [(values.named(int(b["key"]), searcher), times * int(b["doc_count"])) for b in told[facet]["buckets"]]
        for facet in facets
    }
    return {
        facet: tuple(
            FacetCount(value=value, count=count) for value, count in sorted(pairs, key=lambda p: (-p[1], p[0]))
        )
        for facet, pairs in found.items()
    }


# ---------------------------------------------------------------------------------------------------------------------


def _one(
    searcher: tantivy.Searcher,
    query: Wanted,
    kind: HitKind,
    chosen: Mapping[str, Sequence[str]],
    facet: str,
    value: str,
) -> FacetCount:
    among = narrowed(query, kind, {**chosen, facet: (value,)})
    return FacetCount(value=value, count=searcher.search(among, 1).count or 0)  # type: ignore[attr-defined]
