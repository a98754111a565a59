"""Folding: one look for every way of typing, of the same length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import has_marks, plain, surface, token, toned

LETTERS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ ĐÐẤ\n\f"
        ),
        st.characters(),
    ),
    max_size=80,
)


@given(LETTERS)
def test_a_surface_stays_what_it_is(text: str) -> None:
    once = surface(text)

    assert surface(once) == once


@given(LETTERS)
def test_composed_and_decomposed_look_the_same(text: str) -> None:
    clean = surface(text)

    assert surface(unicodedata.normalize("NFD", clean)) == surface(unicodedata.normalize("NFC", clean))


@given(LETTERS)
def test_folding_keeps_the_length(text: str) -> None:
    clean = surface(text)

    assert len(plain(clean)) == len(toned(clean)) == len(clean)


@given(LETTERS)
def test_folding_twice_is_folding_once(text: str) -> None:
    clean = surface(text)

    assert plain(plain(clean)) == plain(clean)
    assert toned(toned(clean)) == toned(clean)


@given(LETTERS)
def test_marks_and_capitals_do_not_matter_to_the_plain_form(text: str) -> None:
    clean = surface(text)

    assert plain(toned(clean)) == plain(clean)


@given(LETTERS)
def test_pages_stay_apart(text: str) -> None:
    assert surface(text).count("\f") == text.count("\f")


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà giải", "hòa giải"), ("HOÀ", "hòa"), ("thuý", "thúy"), ("uỷ ban", "ủy ban"), ("khoẻ", "khỏe"),
        ("Thanh Hoá", "thanh hóa"), ("loè", "lòe"), ("quý", "quý"), ("Quỳnh", "quỳnh"), ("hoàn", "hoàn"),
        ("khuỷu", "khuỷu"), ("Đề án", "đề án"), ("QĐ", "qđ"),
    ],
)  # fmt: skip
def test_old_and_new_places_of_tones_are_equal(new: str, old: str) -> None:
    assert toned(surface(new)) == old


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Đề án", "de an"), ("Ð (eth)", "d (eth)"), ("ƯỞNG", "uong"), ("mơ̆ng", "mo̊ng"[:0] + "mo\u0306ng")],
)
def test_d_and_every_mark_fold(typed: str, folded: str) -> None:
    assert plain(surface(typed)) == folded


def test_a_mark_without_a_composed_letter_is_left_out_of_a_token() -> None:
    assert token("mơ\u0306ng") == ("mơng", "mong")


@pytest.mark.parametrize(("text", "marked"), [("dat dai", False), ("dat đai", True), ("đất", True), ("1/2 «x»", False)])
def test_typing_with_marks_is_noticed(text: str, marked: bool) -> None:
    assert has_marks(text) is marked
