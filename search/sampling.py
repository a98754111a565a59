"""Estimates for queries that a great part of a great archive fits: nobody reads half a million hits to their end.

Every record is in one of `SHARDS` shards by its id, as good as drawn by lot. Where one shard shows that a query has
more hits than `BROAD`, the others are not counted: the shard's numbers times `SHARDS` are told, as estimates.
"""

import zlib

import tantivy
from tantivy import Occur
from tantivy import Query as Wanted

from schemas.ids import RecordId
from search.schema import schema

SHARDS = 16
BROAD = 20_000
"""More hits than this are estimated; the error of the estimate is then about 3 %."""
_SMALL = 200_000
"""An index of fewer documents is always counted."""


def shard_of(record: RecordId) -> str:
    """The shard that a record belongs to."""
    return str(zlib.crc32(record.encode()) % SHARDS)


def sample(query: Wanted) -> Wanted:
    """The query among the documents of one shard."""
    shard = Wanted.const_score_query(Wanted.term_query(schema(), "shard", "0", "basic"), 0.0)
    return Wanted.boolean_query([(Occur.Must, query), (Occur.Must, shard)])


def broad(searcher: tantivy.Searcher, query: Wanted) -> int | None:
    """About how many hits a query has, if they are too many to be counted; None if they are to be counted."""
    if searcher.num_docs < _SMALL:
        return None
    unscored = Wanted.const_score_query(sample(query), 0.0)
    guess = SHARDS * int(searcher.search(unscored, 1, count=True).count or 0)  # type: ignore[attr-defined]
    return guess if guess > BROAD else None
