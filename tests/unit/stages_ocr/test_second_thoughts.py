"""A reader without alternatives: only what differs in its marks may be meant, and only dearly."""

import pytest

from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.network import best_text
from pipeline.stages.ocr.search import chosen_text, search
from pipeline.stages.ocr.second_thoughts import Token, with_siblings
from schemas.text import fold
from tests.unit.stages_ocr.toy_model import toy_bytes


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(toy_bytes())


def tokens(text: str, confidence: float = 0.9) -> list[Token]:
    return [Token(text=w, x0=10.0 * i, x1=10.0 * i + 8, confidence=confidence) for i, w in enumerate(text.split())]


def thought_over(text: str, model: LanguageModel, confidence: float = 0.9) -> str:
    line = with_siblings(tokens(text, confidence), model)
    return chosen_text(line, search(line, model).choice)


def test_the_text_as_read_is_the_best(model: LanguageModel) -> None:
    assert best_text(with_siblings(tokens("Quyết định số 12/QĐ-STP."), model)) == "Quyết định số 12/QĐ-STP."


def test_words_have_their_siblings_in_their_own_case(model: LanguageModel) -> None:
    (slot,) = with_siblings(tokens("Phap"), model)

    assert [text for text, _ in slot.options] == ["Phap", "Pháp"]
    assert with_siblings(tokens("PHAP"), model)[0].options[1][0] == "PHÁP"
    assert {fold(text) for text, _ in slot.options} == {"phap"}


@pytest.mark.parametrize("text", ["2025", "63/2025", "UBND", "QH15", "Facebook", "…", "wifi"])
def test_numbers_acronyms_and_foreign_words_have_none(model: LanguageModel, text: str) -> None:
    assert all(len(slot.options) == 1 for slot in with_siblings(tokens(text), model))


def test_an_unsure_word_is_put_right_where_sense_is_clear_and_a_sure_one_stays(model: LanguageModel) -> None:
    assert thought_over("Hội đồng phối hợp phổ biến, giáo duc pháp luật", model, 0.2).endswith("giáo dục pháp luật")
    assert thought_over("luât", model, 1.0) == "luât"


def test_a_sibling_further_off_and_a_surer_reader_are_dearer(model: LanguageModel) -> None:
    near, far = (dict(with_siblings(tokens(word, 0.5), model)[0].options) for word in ("quyêt", "quyet"))
    unsure, sure = (dict(with_siblings(tokens("luat", c), model)[0].options) for c in (0.1, 1.0))

    assert near["quyết"] == far["quyết"]
    assert unsure["luật"] - unsure["luat"] > sure["luật"] - sure["luat"]


def test_spaces_stand_between_the_words(model: LanguageModel) -> None:
    one, gap, two = with_siblings(tokens("của dân"), model)

    assert gap.options == ((" ", 0.0),)
    assert (one.x1, gap.x0, gap.x1, two.x0) == (8.0, 8.0, 10.0, 10.0)


def test_without_a_model_there_is_nothing_to_choose() -> None:
    assert all(len(slot.options) == 1 for slot in with_siblings(tokens("quyêt đinh, 12"), None))


def test_a_reader_that_is_sure_of_nothing_still_has_a_probability(model: LanguageModel) -> None:
    assert with_siblings(tokens("xyz", 0.0), model)[0].options[0][1] == pytest.approx(-3.912, abs=0.001)


def test_no_words_no_network(model: LanguageModel) -> None:
    assert with_siblings([], model) == ()
