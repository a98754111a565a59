"""Estimates for queries that a great part of a great archive fits: nobody reads half a million hits to their end.

Every record is in one shard of each of `SHARDS` by its id, as good as drawn by lot. Where a shard shows that a query
has more hits than `BROAD`, the others are not counted: the shard's numbers times how many there are of it are told, as
estimates. The more hits, the smaller the shard that is large enough.
"""

import zlib
from typing import NamedTuple

import tantivy
from tantivy import Occur
from tantivy import Query as Wanted

from schemas.ids import RecordId
from search.schema import schema

SHARDS = (8, 32, 128)
"""So many shards there are: coarse, middling, fine."""
BROAD = 10_000
"""More hits than this are estimated."""
_ENOUGH = 1250
"""Hits in a shard that an estimate is made from; its error is then about 3 %."""
_SMALL = 200_000
"""An index of fewer documents is always counted."""


class Guess(NamedTuple):
    """An estimate."""

    hits: int
    shards: int
    """Of so many shards one was counted."""


def shards_of(record: RecordId) -> tuple[str, ...]:
    """The shards that a record belongs to."""
    drawn = zlib.crc32(record.encode())
    return tuple(f"{drawn % shards}/{shards}" for shards in SHARDS)


def sample(query: Wanted, shards: int) -> Wanted:
    """The query among the documents of one of so many shards."""
    shard = Wanted.const_score_query(Wanted.term_query(schema(), "shard", f"0/{shards}", "basic"), 0.0)
    return Wanted.boolean_query([(Occur.Must, query), (Occur.Must, shard)])


def countable(searcher: tantivy.Searcher, most: int) -> bool:
    """Whether a query that has no more hits than ``most`` is counted, and not estimated."""
    return searcher.num_docs < _SMALL or most <= BROAD


def broad(searcher: tantivy.Searcher, query: Wanted) -> Guess | None:
    """About how many hits a query has, if they are too many to be counted; None if they are to be counted."""
    if searcher.num_docs < _SMALL:
        return None
    first = _guess(searcher, query, SHARDS[-1])
    if first.hits < BROAD // 2:
        return None
    large = next((shards for shards in reversed(SHARDS) if first.hits >= shards * _ENOUGH), SHARDS[0])
    guess = first if large == first.shards else _guess(searcher, query, large)
    return guess if guess.hits > BROAD else None


# ---------------------------------------------------------------------------------------------------------------------


def _guess(searcher: tantivy.Searcher, query: Wanted, shards: int) -> Guess:
    unscored = Wanted.const_score_query(sample(query, shards), 0.0)
    found = int(searcher.search(unscored, 1, count=True).count or 0)  # type: ignore[attr-defined]
    return Guess(shards * found, shards)
