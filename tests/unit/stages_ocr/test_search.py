"""The search hears the readers and the language, and knows what the language has no say in."""

import pytest

from pipeline.stages.ocr.language_model import START, LanguageModel
from pipeline.stages.ocr.search import OPENING, Chosen, Weights, chosen_text, search
from tests.unit.stages_ocr.lines_in_doubt import network
from tests.unit.stages_ocr.toy_model import toy_bytes


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(toy_bytes())


def read(model: LanguageModel, written: str, before: tuple[str, str] = OPENING, weights: Weights | None = None) -> str:
    line = network(written)
    return chosen_text(line, search(line, model, before, weights).choice)


def test_what_makes_sense_wins_where_the_reader_was_unsure(model: LanguageModel) -> None:
    assert read(model, "Sở Tư ph{a0.5|á0.4}p ban hành") == "Sở Tư pháp ban hành"
    assert read(model, "có{0.6| 0.4}quyền được") == "có quyền được"
    assert read(model, "phổ biến{.0.5|,0.4} giáo dục pháp luật") == "phổ biến, giáo dục pháp luật"


def test_what_the_reader_was_sure_of_stays(model: LanguageModel) -> None:
    assert read(model, "Sở Tư ph{a0.9999|á0.0001}p") == "Sở Tư phap"
    assert read(model, "Sở Tư phap") == "Sở Tư phap"


def test_the_line_before_has_a_say(model: LanguageModel) -> None:
    line = "{được0.4|đước0.5} thông tin"

    assert read(model, line, ("có", "quyền")) == "được thông tin"


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("số 1{20.55|30.45}/Q{Đ0.55|D0.45}-STP", "số 12/QĐ-STP"),
        ("số {00.51|10.49}1", "số 01"),
        ("U{B0.51|R0.49}ND", "UBND"),
        ("ngày {30.6|20.4}0/{00.6|10.4}4/201{30.6|80.4}", "ngày 30/04/2013"),
        ("QH1{50.51|60.49}", "QH15"),
    ],
)
def test_numbers_codes_and_acronyms_are_the_readers_alone(model: LanguageModel, line: str, first: str) -> None:
    assert read(model, line) == first


def test_a_name_within_a_sentence_is_hardly_touched_and_a_word_is(model: LanguageModel) -> None:
    word, name = read(model, "của ph{a0.9|á0.1}p"), read(model, "của Ph{a0.9|á0.1}p")

    assert (word, name) == ("của pháp", "của Phap")


def test_a_capital_at_the_start_of_a_sentence_says_nothing(model: LanguageModel) -> None:
    inside, after_stop, at_start = (read(model, f"{start}Ng{{u0.95|ư0.05}}ời") for start in ("của ", "dân. ", ""))

    assert inside == "của Nguời"
    assert after_stop == "dân. Người"
    assert at_start == "Người"


def test_the_tokens_the_next_line_follows_are_told(model: LanguageModel) -> None:
    assert search(network("có quyền"), model).after == ("có", "quyền")
    assert search(network("quyền."), model).after == ("quyền", ".")
    assert search(network("số 12"), model).after == ("số", "0")
    assert search((), model) == Chosen((), (START, START), 0.0)


def test_an_empty_option_joins_what_stands_beside_it(model: LanguageModel) -> None:
    assert read(model, "nhà n{0.4|x0.6}ước") == "nhà nước"


def test_weights_of_nothing_leave_the_readers_first_choice(model: LanguageModel) -> None:
    deaf = Weights(word=1e-9, name=0.0, bonus=0.0, sign=0.0, sign_bonus=0.0)

    assert read(model, "Sở Tư ph{a0.5|á0.4}p", weights=deaf) == "Sở Tư phap"
