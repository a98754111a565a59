"""Small memories: the last answers, and which numbers are which values."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import RecordId
from search.kept import Kept
from search.sampling import SHARDS, shards_of
from search.values import number_of


def test_what_was_asked_longest_ago_is_forgotten() -> None:
    made: list[str] = []
    kept: Kept[str] = Kept(2)

    def ask(name: str) -> str:
        return kept.get(name, lambda: made.append(name) or name.upper())  # type: ignore[func-returns-value]

    answers = [ask(name) for name in ("a", "b", "a", "c", "a", "b")]

    assert answers == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


@given(st.text())
def test_a_value_has_one_number_that_json_keeps(value: str) -> None:
    number = number_of(value)

    assert number == number_of(value)
    assert int(float(number)) == number


def test_records_are_spread_over_all_shards() -> None:
    drawn = [shards_of(RecordId(f"record{n}")) for n in range(3200)]

    for place, shards in enumerate(SHARDS):
        found = Counter(each[place] for each in drawn)
        assert len(found) == shards
        assert all(0.4 < count * shards / 3200 < 1.8 for count in found.values())
