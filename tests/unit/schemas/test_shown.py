"""Hidden characters show, ordinary text stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.shown import shown

CASES = {
    "bidi override": ("hóa đơn\u202egnp.exe", "hóa đơn⟨U+202E⟩gnp.exe"),
    "isolate": ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
    "zero width": ("mật\u200bkhẩu\ufeff", "mật⟨U+200B⟩khẩu⟨U+FEFF⟩"),
    "controls": ("a\x00b\x1b[31m\x7f", "a␀b␛[31m␡"),
    "surrogate": ("a\udcff", "a⟨U+DCFF⟩"),
    "line separator": ("a\u2028b", "a⟨U+2028⟩b"),
    "beyond the plane": ("a\U000e0041", "a⟨U+E0041⟩"),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_hides_is_made_visible(name: str) -> None:
    text, expected = CASES[name]
    assert shown(text) == expected


def test_vietnamese_stays_as_it_is_in_both_normal_forms() -> None:
    text = "Quyết định về việc kiện toàn Tổ hòa giải – “Ngõ 5”\n\tđiều 1: 10\u00a0000 đồng"
    assert shown(text) == text
    assert shown(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFD", text)


@given(st.text(alphabet=st.characters()))
def test_nothing_hidden_is_left_and_a_second_time_changes_nothing(text: str) -> None:
    once = shown(text)
    assert shown(once) == once
    assert all(c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in once)


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N", "P", "S", "M", "Zs"])))
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert shown(text) == text
