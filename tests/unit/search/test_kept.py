"""Small memories: the last answers, which numbers are which values, which shards a record is in."""

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import RecordId
from search.kept import Kept
from search.sampling import SHARDS, shards_of
from search.values import Numbering


def test_what_was_asked_longest_ago_is_forgotten() -> None:
    made: list[str] = []
    kept: Kept[str] = Kept(2)

    def ask(name: str) -> str:
        return kept.get(name, lambda: made.append(name) or name.upper())  # type: ignore[func-returns-value]

    answers = [ask(name) for name in ("a", "b", "a", "c", "a", "b")]

    assert answers == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


@given(st.lists(st.tuples(st.sampled_from(["year", "law"]), st.text(max_size=3))))
def test_a_value_keeps_its_number_in_every_index_that_goes_on_from_this_one(pairs: list[tuple[str, str]]) -> None:
    first = Numbering({})
    given_first = [first.number(facet, value) for facet, value in pairs]
    again = Numbering(json.loads(json.dumps(first.values())))

    assert [again.number(facet, value) for facet, value in pairs] == given_first
    assert [first.values()[facet][number] for (facet, _), number in zip(pairs, given_first, strict=True)] == [
        value for _, value in pairs
    ]
    assert first.grown == bool(pairs)
    assert not again.grown


def test_records_are_spread_over_all_shards() -> None:
    drawn = [shards_of(RecordId(f"record{n}")) for n in range(3200)]

    for place, shards in enumerate(SHARDS):
        found = Counter(each[place] for each in drawn)
        assert len(found) == shards
        assert all(0.4 < count * shards / 3200 < 1.8 for count in found.values())
