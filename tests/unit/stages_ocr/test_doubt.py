"""How sure a word is, and what is no print at all."""

import pytest

from pipeline.stages.ocr.doubt import calibrated, facts, is_ghost
from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.words import Piece
from tests.unit.stages_ocr.toy_model import toy_bytes


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(toy_bytes())


def word(text: str, clear: float = 0.99, raw: str | None = None) -> Piece:
    return Piece(text=text, x0=0, x1=9, confidence=clear ** len(text), clear=clear, raw=raw)


def sure(text: str, model: LanguageModel | None, clear: float = 0.99) -> float:
    (seen,) = calibrated([word(text, clear)], model)
    return seen.confidence


def test_clear_known_words_are_sure_and_others_less(model: LanguageModel) -> None:
    assert sure("luật", model) > 0.95
    assert sure("luật", model, 0.6) < sure("luật", model)
    assert sure("lưật", model) < 0.7 < sure("luật", model)
    assert sure("2025", model) < sure("luật", model)
    assert sure("lưật", None) > sure("lưật", model)


def test_acronyms_are_not_held_to_be_unknown(model: LanguageModel) -> None:
    assert facts(word("UBND"), model)[2] == 0.0
    assert facts(word("xyzw"), model)[2] == 1.0
    assert facts(word("(luật)"), model)[2] == 0.0


def test_the_facts_tell_changes_digits_and_length(model: LanguageModel) -> None:
    assert facts(word("a1", raw="al"), model)[3:] == (1.0, 1.0, pytest.approx(0.693, abs=0.001))


@pytest.mark.parametrize("clear", [0.0, 1.0])
def test_a_probability_of_nought_or_one_is_no_hindrance(clear: float) -> None:
    assert 0 < sure("luật", None, clear) < 1


def test_only_the_confidence_changes(model: LanguageModel) -> None:
    before = (word("pháp"), word("luật", 0.5))

    after = calibrated(before, model)

    assert [(w.text, w.x0, w.x1, w.clear, w.raw) for w in after] == [
        (w.text, w.x0, w.x1, w.clear, w.raw) for w in before
    ]


def test_clear_print_is_no_ghost_and_unclear_nonsense_is(model: LanguageModel) -> None:
    assert not is_ghost([word("xqz", 0.9)], model, faint=False)
    assert is_ghost([word("xqz", 0.2), word("jf", 0.3)], model, faint=False)


def test_a_known_word_shows_that_a_line_is_print(model: LanguageModel) -> None:
    assert not is_ghost([word("xqz", 0.2), word("luật", 0.3)], model, faint=False)
    assert is_ghost([word("xqz", 0.2), word("luật", 0.3)], None, faint=False)


def test_a_faint_line_must_be_clearer_and_short_words_do_not_save_it(model: LanguageModel) -> None:
    assert not is_ghost([word("em", 0.3)], model, faint=False)
    assert is_ghost([word("em", 0.3)], model, faint=True)
    assert is_ghost([word("xqz", 0.6)], model, faint=True)
    assert not is_ghost([word("xqz", 0.6)], model, faint=False)


def test_a_line_without_words_is_a_ghost_of_nothing(model: LanguageModel) -> None:
    assert not is_ghost([], model, faint=True)
