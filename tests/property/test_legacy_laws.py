"""Legacy encodings there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.legacy_text import Encoding, to_legacy, to_unicode
from pipeline.stages.syllable import is_syllable

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ ,.;:-()/0123456789"
MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
texts = st.text(alphabet=LETTERS, max_size=60)
"""Small letters; capitals have tests of their own, because TCVN3 has none with marks."""


@given(texts)
def test_tcvn3_there_and_back(text):
    assert to_unicode(to_legacy(text, Encoding.TCVN3), Encoding.TCVN3) == text


@given(st.lists(st.sampled_from(MARKED + MARKED.upper() + "bcdghklmnpqrstvxBCDGHK"), max_size=40))
def test_vni_there_and_back_where_no_vowels_meet(letters):
    text = "-".join(letters)

    assert to_unicode(to_legacy(text, Encoding.VNI), Encoding.VNI) == text


@pytest.mark.parametrize(
    "word", ["người", "khuỷu", "thuở", "quyết", "giường", "hươu", "nguyễn", "xoáy", "khuya", "oái"]
)
def test_vni_keeps_words_whose_vowels_meet(word):
    assert to_unicode(to_legacy(word, Encoding.VNI), Encoding.VNI) == word
    assert to_unicode(to_legacy(word.upper(), Encoding.VNI), Encoding.VNI) == word.upper()


@given(texts)
def test_ascii_is_never_changed(text):
    plain = "".join(letter for letter in text if letter.isascii())

    assert all(to_unicode(plain, encoding) == plain for encoding in Encoding)


@given(st.text(alphabet="bchlmnt" + MARKED, min_size=1, max_size=5))
def test_a_twice_converted_word_stays_what_it_is_or_becomes_a_syllable(word):
    said = to_unicode(word, Encoding.TWICE)

    assert said == word or is_syllable(said)
    assert len(said) == len(word)
