"""Normalisation: the laws it must keep."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.text import fold, nfc, one_line, place_tones

VIETNAMESE = st.text(
    alphabet="aàáảãạăằắâầấbcdđeèéêềếghiìíklmnoòóôồốơờớpqrstuùúưừứvxyỳýAÀĐÊÔƠƯ 0123456789-/.,", max_size=40
)


@given(st.text())
def test_nfc_is_idempotent_and_composed(text: str) -> None:
    once = nfc(text)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(VIETNAMESE)
def test_fold_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_tone_placement_is_idempotent(text: str) -> None:
    assert place_tones(place_tones(text)) == place_tones(text)


@given(VIETNAMESE)
def test_decomposed_text_folds_like_composed(text: str) -> None:
    assert fold(nfc(unicodedata.normalize("NFD", text))) == fold(nfc(text))


@pytest.mark.parametrize(
    ("new", "old"),
    [("hoà giải", "hòa giải"), ("thuỷ lợi", "thủy lợi"), ("UỶ BAN", "ỦY BAN"), ("loè", "lòe"), ("khoẻ", "khỏe")],
)
def test_new_style_tones_become_old_style(new: str, old: str) -> None:
    assert place_tones(new) == old


@pytest.mark.parametrize("word", ["quý", "quỳnh", "hoàn", "toán", "thuyền", "Thanh Hóa"])
def test_what_has_only_one_spelling_stays(word: str) -> None:
    assert place_tones(word) == word


def test_look_alikes_and_control_characters() -> None:
    assert nfc("QÐ\u00a0số\x00\x0c 1") == "QĐ số 1"


def test_one_line() -> None:
    assert one_line("  Kế hoạch\n\t số  1 ") == "Kế hoạch số 1"


def test_fold_makes_a_plain_search_key() -> None:
    assert fold("Đề án “Hòa giải” – 179/KH-UBND") == "de an “hoa giai” – 179/kh-ubnd"
