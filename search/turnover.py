"""What became public and what was withdrawn, in the order in which it happened: what other collections follow."""

from collections.abc import Iterator
from typing import NamedTuple

import tantivy

from schemas.ids import RecordId
from search.schema import schema

_LAST = 2**63 - 1
_AT_ONCE = 100_000
"""More than so many are never published in one millisecond."""


class Turn(NamedTuple):
    """One record as it stands before the public."""

    number: int
    """When it was published or withdrawn, in milliseconds since 1970: greater for what happened later."""
    record: RecordId
    gone: bool
    """Whether it was withdrawn."""


def turnover(searcher: tantivy.Searcher, after: int, record: str, limit: int) -> tuple[Turn, ...]:
    """Up to ``limit`` turns after that one, oldest first; of one number those with a greater record follow.

    Every record comes once, with its newest turn. One that was kept from the public otherwise is not told of.
    """
    same = sorted(turn for turn in _between(searcher, after, after, _AT_ONCE) if turn.record > record)
    later = list(_between(searcher, after + 1, _LAST, limit)) if len(same) < limit else []
    if len(later) == limit:  # of the last number there may be more than came
        last = later[-1].number
        whole = [turn for turn in later if turn.number < last]
        later = [*sorted(whole), *sorted(_between(searcher, last, last, _AT_ONCE))]
    return tuple([*same, *sorted(later)][:limit])


# ---------------------------------------------------------------------------------------------------------------------


def _between(searcher: tantivy.Searcher, first: int, last: int, limit: int) -> Iterator[Turn]:
    """The turns of these numbers, the first so many of them."""
    query = tantivy.Query.range_query(schema(), "turn", tantivy.FieldType.Unsigned, first, last)
    hits = searcher.search(query, limit, count=False, order_by_field="turn", order=tantivy.Order.Asc).hits
    for number, address in hits:
        document = searcher.doc(address)
        yield Turn(int(number), RecordId(str(document.get_first("record"))), document.get_first("found") is None)
