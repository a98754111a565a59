"""Which line begins a question or an answer."""

import pytest

from pipeline.stages.reader.questions.heads import HeadRole, head_of, number_of
from schemas.unit import UnitKind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Câu 1. Quyền sở hữu là gì?", 1),
        ("Câu 12: Ai được trợ giúp?", 12),
        ("CÂU 3: Ai được trợ giúp?", 3),
        ("Câu hỏi 4: Thế nào là hòa giải?", 4),
        ("Câu hỏi số 5. Thế nào là hòa giải?", 5),
        ("Câu 6 (5 điểm): Nêu các hành vi bị cấm", 6),
        ("Câu 7", 7),
        ("* Câu 8: Hỏi gì?", 8),
        ("Hỏi: Tuổi kết hôn là bao nhiêu?", None),
        ("HỎI: Tuổi kết hôn là bao nhiêu?", None),
        ("Hỏi 9: Tuổi kết hôn?", 9),
        ("Cau hoi 10: Thế nào?", 10),
        ("Hồi: Nơi cư trú của người chưa thành niên", None),
        ("Cầu 11. Thế nào?", 11),
    ],
)
def test_a_question_begins(text: str, number: int | None) -> None:
    head = head_of(text)

    assert head is not None
    assert (head.role, head.kind, head.number) == (HeadRole.ASKS, UnitKind.QUESTION, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tình huống 1: Anh A vay tiền", 1),
        ("TÌNH HUỐNG 2", 2),
        ("Tình huống số 3. Chị B", 3),
        ("Tình huống thứ hai: Chị B", 2),
        ("Tình huống: Chị B", None),
        ("Tinh huong 4: Chị B", 4),
        ("Câu chuyện 1: Chuyện nhà chị B", 1),
    ],
)
def test_a_situation_begins(text: str, number: int | None) -> None:
    head = head_of(text)

    assert head is not None
    assert (head.role, head.kind, head.number) == (HeadRole.ASKS, UnitKind.SITUATION, number)


@pytest.mark.parametrize(
    "text",
    [
        "Đáp: Đủ 20 tuổi",
        "Trả lời: Đủ 20 tuổi",
        "Trá lời: Đủ 20 tuổi",
        "Tra lời",
        "TRẢ LỜI:",
        "Trả 1ời: Đủ 20 tuổi",
        "Đáp án: Đủ 20 tuổi",
        "Gợi ý trả lời:",
        "Gợi ý: Theo Điều 8",
        "Giải đáp: Theo Điều 8",
        "Hướng giải quyết: Theo Điều 8",
        "Trả lời câu hỏi 3: Theo Điều 8",
        "Sở Tư pháp trả lời:",
    ],
)
def test_an_answer_begins(text: str) -> None:
    head = head_of(text)

    assert head is not None
    assert head.role is HeadRole.ANSWERS


@pytest.mark.parametrize(
    "text",
    [
        "Hỏi – đáp pháp luật",
        "HỎI ĐÁP PHÁP LUẬT",
        "Hỏi và đáp về Luật Đất đai",
        "Giải đáp pháp luật",
        "hỏi: ai là người đúng?",
        "Câu 2 và câu 3 của bài thi",
        "Câu lạc bộ pháp luật",
        "Câu chuyện pháp luật",
        "Trả lời phỏng vấn của báo chí, ông cho biết",
        "trả lời: không biết",
        "Tình huống này xảy ra khi",
        "Đáp ứng yêu cầu của nhân dân",
        "Cầu 3 nhịp bắc qua sông",
        "",
        "...",
    ],
)
def test_a_sentence_is_no_head(text: str) -> None:
    assert head_of(text) is None


def test_a_head_without_its_colon_is_not_firm() -> None:
    head = head_of("Hỏi Tuổi kết hôn là bao nhiêu?")

    assert head is not None
    assert not head.firm


@pytest.mark.parametrize(
    ("read", "sure", "doubtful"), [("12", 12, None), ("l", None, 1), ("1o", None, 10), ("x2", None, None)]
)
def test_a_number_with_letters_is_doubtful(read: str, sure: int | None, doubtful: int | None) -> None:
    assert number_of(read) == (sure, doubtful)
