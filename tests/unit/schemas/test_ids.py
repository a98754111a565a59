"""Identifiers and keys."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import keys
from schemas.ids import ALPHABET, Sha256, content_digest, item_time, new_item_id, parse_record_id, record_id

DIGESTS = st.binary(min_size=32, max_size=32).map(lambda b: Sha256(b.hex()))


@given(DIGESTS)
def test_a_record_id_reads_back_also_when_typed_in_capitals(digest: Sha256) -> None:
    name = record_id(digest)
    assert parse_record_id(f" {name.upper()} ") == name


@given(DIGESTS, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(digest: Sha256, place: int, other: str) -> None:
    name = record_id(digest)
    typed = name[:place] + other + name[place + 1 :]
    if typed == name:
        return
    with pytest.raises(ValueError):
        parse_record_id(typed)


@given(DIGESTS, st.integers(0, 14))
def test_two_swapped_neighbours_are_always_noticed(digest: Sha256, place: int) -> None:
    name = record_id(digest)
    typed = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if typed == name:
        return
    with pytest.raises(ValueError):
        parse_record_id(typed)


@given(DIGESTS, DIGESTS)
def test_other_content_has_another_id(one: Sha256, two: Sha256) -> None:
    assert (record_id(one) == record_id(two)) == (one == two)


def test_a_folder_of_one_page_is_that_page() -> None:
    page = Sha256("ab" * 32)
    assert content_digest([page]) == page


@given(st.lists(DIGESTS, min_size=2, max_size=4, unique=True))
def test_the_order_of_pages_matters(pages: list[Sha256]) -> None:
    assert content_digest(pages) != content_digest(reversed(pages))


def test_item_ids_sort_by_time_and_tell_it() -> None:
    early = datetime(2026, 7, 1, 8, 0, 0, 123000, tzinfo=UTC)
    late = early + timedelta(milliseconds=1)
    assert new_item_id(early) < new_item_id(late)
    assert abs(item_time(new_item_id(early)) - early) < timedelta(milliseconds=1)
    assert new_item_id(early) != new_item_id(early)


@pytest.mark.parametrize("bad", ["a/../b", "a//b", "./a", "a/..", "đ", "/a", "a b", "", "a/", "x" * 1025, "..", "a\nb"])
def test_a_key_has_no_way_out(bad: str) -> None:
    with pytest.raises(ValueError):
        keys.object_key(bad)


@given(DIGESTS)
def test_object_roots_are_spread_and_end_in_the_id(digest: Sha256) -> None:
    name = record_id(digest)
    root = keys.object_root(name)
    assert root.startswith("archive/")
    assert root.endswith(f"/{name}")
    assert len(root.split("/")) == 5
