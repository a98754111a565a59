"""The table that keeps the n-grams: it never forgets a key, and seldom knows one it was not told."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.language_model.table_writer import table
from pipeline.stages.ocr.ngram_table import NgramTable, fingerprint_of, hash_of, places_of


def _read(values: dict[int, int], cell: str, bits: int) -> NgramTable:
    made = table(values, cell=cell, value_bits=bits)
    return NgramTable(memoryview(made.cells), seed=made.seed, segment=made.segment, value_bits=bits)


@given(values=st.dictionaries(st.integers(0, 1 << 45), st.integers(1, 63), max_size=300))
@settings(deadline=None)
def test_every_key_has_its_value(values: dict[int, int]) -> None:
    read = _read(values, "H", 6)
    assert {key: read.get(key) for key in values} == values


@given(values=st.dictionaries(st.integers(0, 1 << 30), st.integers(1, (1 << 16) - 1), max_size=300))
@settings(deadline=None)
def test_a_value_may_fill_half_a_wide_cell(values: dict[int, int]) -> None:
    read = _read(values, "I", 16)
    assert {key: read.get(key) for key in values} == values


def test_a_strange_key_is_taken_for_a_known_one_once_in_a_thousand() -> None:
    read = _read({7 * n: 1 + n % 63 for n in range(20_000)}, "H", 6)
    mistaken = sum(read.get(7 * n + 1) > 0 for n in range(100_000))
    assert 40 < mistaken < 160  # 98 expected: 2**-10, and not the one value in 64 that is no value


def test_a_table_takes_little_more_than_a_cell_a_key() -> None:
    made = table({n * n: 1 for n in range(100_000)}, cell="H", value_bits=6)
    assert len(made.cells) < 1.3 * 100_000


@given(key=st.integers(0, (1 << 64) - 1), seed=st.integers(0, 100), segments=st.integers(3, 50))
def test_a_key_has_three_places_one_in_each_of_three_segments_that_follow(key: int, seed: int, segments: int) -> None:
    places = places_of(hash_of(key, seed), starts=(segments - 2) * 64, segment=64)
    first, *_ = (place // 64 for place in places)
    assert [place // 64 for place in places] == [first, first + 1, first + 2]
    assert places[2] < segments * 64


def test_hashes_are_the_same_on_every_machine() -> None:
    assert hash_of(123456789, 1) == 0x4FAD3C41835DAA1D
    assert fingerprint_of(hash_of(123456789, 1), bits=10) < 1 << 10
