"""Multiple-choice tests are recognised and never given as units."""

import pytest

from pipeline.stages.reader.questions.choices import is_key
from pipeline.stages.reader.questions.units import units
from schemas.unit import UnitFault
from tests.unit.reader_units.panels import page

QUESTION = "Câu 1. Tuổi kết hôn của nam là bao nhiêu?"


@pytest.mark.parametrize(
    "choices",
    [
        ("A. 18 tuổi", "B. 20 tuổi", "C. 21 tuổi", "D. 22 tuổi"),
        ("a. 18 tuổi", "b. 20 tuổi", "c. 21 tuổi"),
        ("A) Đúng", "B) Sai"),
        ("A. 18 tuổi B. 20 tuổi C. 21 tuổi D. 22 tuổi",),
        ("Á. 18 tuổi", "8. 20 tuổi", "C. 21 tuổi", "Đ. 22 tuổi"),
        ("A. 18 tuổi", "C. 21 tuổi", "D. 22 tuổi"),
        ("A. 18 tuổi", "B. 20 tuổi", "Đáp án: B. Nam từ đủ 20 tuổi theo Điều 8."),
    ],
)
def test_a_tests_question_is_a_finding(choices: tuple[str, ...]) -> None:
    found = units([page((QUESTION, *choices))])

    assert found.units == ()
    assert [(f.fault, f.numbers) for f in found.findings] == [(UnitFault.CHOICES, (1,))]


def test_an_answer_that_only_names_a_choice_is_a_tests() -> None:
    found = units([page((QUESTION, "Đáp án: B"))])

    assert found.units == ()
    assert [f.fault for f in found.findings] == [UnitFault.CHOICES]


def test_points_of_a_law_in_an_answer_are_no_choices() -> None:
    rows = (QUESTION, "Trả lời:", "a) Nam từ đủ 20 tuổi;", "b) Nữ từ đủ 18 tuổi;", "c) Tự nguyện.")

    (unit,) = units([page(rows)]).units

    assert unit.answer == "a) Nam từ đủ 20 tuổi;\nb) Nữ từ đủ 18 tuổi;\nc) Tự nguyện."


def test_sub_questions_of_a_situation_are_no_choices() -> None:
    rows = (
        "Tình huống 1: Anh H đánh chị K.",
        "a) Anh H có vi phạm không?",
        "b) Ai xử phạt anh H?",
        "c) Mức phạt bao nhiêu?",
        "Gợi ý trả lời: Anh H vi phạm pháp luật.",
    )

    (unit,) = units([page(rows)]).units

    assert unit.answer == "Anh H vi phạm pháp luật."


@pytest.mark.parametrize(
    ("answer", "key"), [("B", True), ("C.", True), ("Đúng: C", True), ("Bà Mai được hưởng.", False), ("Có", False)]
)
def test_a_key_names_a_choice(answer: str, key: bool) -> None:
    assert is_key(answer) is key
