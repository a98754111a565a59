"""The short way of folding a text gives what the long way gives."""

import re

from hypothesis import given
from hypothesis import strategies as st

from search.folding import bare, plain, surface
from search.letters import parted, spaced
from search.terms import terms

_PRINT = "aăâbcdđeêghiklmnoôơpqrstuưvxyÀẢÃÁẠẮỒỮĐỸ0123456789 \n\f.,;:/-_()“”…²"


@given(st.text(alphabet=_PRINT).map(surface))
def test_vietnamese_print_is_folded_and_parted_as_letter_by_letter(text: str) -> None:
    made = parted(text)

    assert made is not None
    assert made.shadow == plain(text)
    assert made.spaced == spaced(text) == re.sub(r"[\W_]", " ", plain(text))
    assert made.words == re.findall(r"[^\W_]+", text)


def test_a_text_with_other_letters_goes_the_long_way() -> None:
    assert parted("Ω là ôm") is None
    assert terms("Ω là ôm").folded == "ω la om"


@given(st.text().map(surface))
def test_a_text_s_twin_is_as_long_as_the_text(text: str) -> None:
    made = terms(text)

    assert made.spaced == spaced(text) == re.sub(r"[\W_]", " ", plain(text))
    assert len(made.spaced) == len(text)
    assert len(made.exact.split()) >= len(re.findall(r"[^\W_]+", bare(text)))
