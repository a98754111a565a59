"""Small memories: the last answers, and which numbers are which values."""

from hypothesis import given
from hypothesis import strategies as st

from search.kept import Kept
from search.sampling import SHARDS, shard_of
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
    shards = [shard_of(f"record{n}") for n in range(3200)]  # type: ignore[arg-type]

    assert len(set(shards)) == SHARDS
    assert all(100 < shards.count(shard) < 300 for shard in set(shards))
