"""Listings in the order of keys, whether the server lists by key or folder by folder."""

from hypothesis import given
from hypothesis import strategies as st

from storage.key_order import in_key_order

KEYS = st.sets(st.lists(st.text("a!.-0b", min_size=1, max_size=3), min_size=1, max_size=3).map("/".join), max_size=20)


@given(KEYS, st.text("a!./-0b", max_size=4))
def test_any_listing_comes_out_in_the_order_of_keys(keys: set[str], prefix: str) -> None:
    right = sorted((key, len(key)) for key in keys if key.startswith(prefix))
    by_folder = sorted(right, key=lambda item: item[0].split("/"))

    assert list(in_key_order(by_folder, prefix)) == right
    assert list(in_key_order(right, prefix)) == right


def test_it_does_not_wait_for_the_whole_listing() -> None:
    def endless() -> object:
        number = 0
        while True:
            yield f"p/{number:06}/x", 1
            number += 1

    listing = in_key_order(endless(), "p/")

    assert [next(listing) for _ in range(2)] == [("p/000000/x", 1), ("p/000001/x", 1)]
