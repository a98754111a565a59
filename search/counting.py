"""How many hits have which value of each facet."""

from collections.abc import Mapping, Sequence

import tantivy
from tantivy import Query as Wanted

from search.found import FACETS, FacetCount, HitKind
from search.ranking import narrowed
from search.sampling import SHARDS, broad, sample

MOST = 40
"""So many values of a facet are told; the most frequent ones."""


def counted(
    searcher: tantivy.Searcher, query: Wanted, kind: HitKind, chosen: Mapping[str, Sequence[str]], most: int = MOST
) -> dict[str, tuple[FacetCount, ...]]:
    """The counts among hits of the query. A facet that is chosen from is counted as if it were not: one sees what
    else there is; values that were chosen are told even if they count nothing. Of very many hits counts are estimates.
    """  # fmt: skip
    others = [facet for facet in FACETS if not chosen.get(facet)]
    found = _aggregate(searcher, narrowed(query, kind, chosen), others, most)
    for facet in FACETS:
        values = chosen.get(facet)
        if values:
            rest = {name: some for name, some in chosen.items() if name != facet}
            counts = _aggregate(searcher, narrowed(query, kind, rest), [facet], most)[facet]
            known = {count.value for count in counts}
            alone = [value for value in values if value not in known]
            found[facet] = (*counts, *(_one(searcher, query, kind, rest, facet, value) for value in alone))
    return {facet: found[facet] for facet in FACETS}


# ---------------------------------------------------------------------------------------------------------------------


def _aggregate(
    searcher: tantivy.Searcher, query: Wanted, facets: Sequence[str], most: int
) -> dict[str, tuple[FacetCount, ...]]:
    if not facets:
        return {}
    wide = broad(searcher, query) is not None
    wanted = {facet: {"terms": {"field": facet, "size": most, "segment_size": 5 * most}} for facet in facets}
    told = searcher.aggregate(Wanted.const_score_query(sample(query) if wide else query, 0.0), wanted)
    times = SHARDS if wide else 1
    return {
        facet: tuple(FacetCount(value=str(b["key"]), count=times * int(b["doc_count"])) for b in told[facet]["buckets"])
        for facet in facets
    }


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
