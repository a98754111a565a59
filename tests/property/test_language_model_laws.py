"""Laws of the language model: it is blind to what it must not judge, and no damaged file is taken for a whole one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.ocr.language_model import LanguageModel, token_of
from pipeline.stages.ocr.tokens import ACRONYM, NUMBER, tokens_of
from schemas.text import fold
from tests.unit.stages_ocr.toy_model import LINES, toy_bytes

DATA = toy_bytes()
MODEL = LanguageModel.load(DATA)
KNOWN = sorted({token for line in LINES for token in tokens_of(line)})
PIECES = st.one_of(st.sampled_from(KNOWN), st.text(max_size=8))


@given(before=st.tuples(PIECES, PIECES), text=PIECES)
def test_every_token_has_a_probability(before: tuple[str, str], text: str) -> None:
    score = MODEL.score((token_of(before[0]), token_of(before[1])), token_of(text))
    assert math.isfinite(score)
    assert -16 <= score <= 0
    assert score == LanguageModel.load(DATA).score((token_of(before[0]), token_of(before[1])), token_of(text))


@given(text=PIECES)
def test_siblings_have_the_same_letters_and_are_known(text: str) -> None:
    for sibling in MODEL.siblings(text):
        assert fold(sibling) == fold(token_of(text))
        assert sibling != token_of(text)
        assert MODEL.knows(sibling)
        assert token_of(text) not in MODEL.siblings(text)


@given(
    number=st.from_regex(r"[0-9]{1,9}", fullmatch=True), name=st.from_regex(r"[BCDGKLNPQ]{2,5}[0-9]?", fullmatch=True)
)
def test_no_number_and_no_acronym_is_likelier_than_another(number: str, name: str) -> None:
    assert token_of(number) == NUMBER
    assert token_of(name) == ACRONYM
    assert MODEL.siblings(number) == MODEL.siblings(name) == ()


@given(text=st.text(max_size=20))
def test_a_token_is_its_own_token(text: str) -> None:
    token = token_of(text)
    assert token in {ACRONYM, "…"} or token_of(token) == token


@given(place=st.integers(0, len(DATA) - 1), other=st.integers(1, 255))
def test_a_file_with_one_wrong_byte_is_refused(place: int, other: int) -> None:
    damaged = bytearray(DATA)
    damaged[place] ^= other
    with pytest.raises(ValueError, match="language model"):
        LanguageModel.load(bytes(damaged))
