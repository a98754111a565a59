"""Questions and situations with their answers, wherever they stand."""

import pytest

from pipeline.stages.reader.questions.units import units
from schemas.unit import UnitFault, UnitKind
from tests.unit.reader_units.panels import line, page

FIRST = (
    "Hỏi: Tuổi kết hôn là",
    "bao nhiêu?",
    "Đáp: 1. Nam từ đủ 20 tuổi.",
    "2. Nữ từ đủ 18 tuổi.",
    "(Điều 8 Luật này)",
)
SECOND = ("Hỏi: Ai đăng ký kết hôn?", "Đáp: Ủy ban nhân dân", "cấp xã.")


def test_both_halves_are_read_without_their_heads() -> None:
    (unit,) = units([page(FIRST)]).units

    assert unit.question == "Tuổi kết hôn là bao nhiêu?"
    assert unit.answer == "1. Nam từ đủ 20 tuổi.\n2. Nữ từ đủ 18 tuổi.\n(Điều 8 Luật này)"
    assert (unit.kind, unit.number, unit.rule) == (UnitKind.QUESTION, None, "answer-head@1")
    assert unit.confidence > 0.9


def test_each_half_knows_its_place() -> None:
    (unit,) = units([page(FIRST)]).units

    assert [(at.page, at.box.y0, at.box.y1) for at in unit.question_at] == [(1, 150, 202)]
    assert [(at.page, at.box.y0, at.box.y1) for at in unit.answer_at] == [(1, 214, 298)]


def test_an_answer_goes_on_in_the_next_panel() -> None:
    (unit, after) = units([page((*FIRST[:3],), (*FIRST[3:], *SECOND))]).units

    assert unit.answer.endswith("(Điều 8 Luật này)")
    assert [at.box.x0 for at in unit.answer_at] == [108, 580]
    assert after.question == "Ai đăng ký kết hôn?"


def test_an_answer_goes_on_over_the_page_past_heads_and_numbers() -> None:
    one = page(("Câu 1. Đất đai là gì?", "Trả lời: Đất đai là"), head="Hỏi – đáp pháp luật", foot="1")
    two = page(("tài nguyên quốc gia.",), number=2, head="Hỏi – đáp pháp luật", foot="2")

    found = units([one, two])

    assert found.findings == ()
    (unit,) = found.units
    assert unit.answer == "Đất đai là tài nguyên quốc gia."
    assert [at.page for at in unit.answer_at] == [1, 2]


def test_question_and_answer_on_one_line() -> None:
    (unit,) = units([page(("Hỏi: Ai ký giấy khai sinh? Đáp: Chủ tịch xã.",))]).units

    assert (unit.question, unit.answer) == ("Ai ký giấy khai sinh?", "Chủ tịch xã.")


def test_a_situation_asks_inside_itself() -> None:
    rows = (
        "Tình huống 1: Anh A vay tiền của anh B.",
        "Hỏi: Anh A có phải trả lãi không?",
        "Gợi ý trả lời:",
        "Anh A phải trả lãi.",
    )

    (unit,) = units([page(rows)]).units

    assert (unit.kind, unit.number) == (UnitKind.SITUATION, 1)
    assert unit.question == "Anh A vay tiền của anh B. Anh A có phải trả lãi không?"
    assert unit.answer == "Anh A phải trả lãi."


def test_a_numbered_head_and_a_plain_one_are_one_question() -> None:
    (unit,) = units([page(("Câu 1.", "Hỏi: Ai được miễn phí?", "Đáp: Người có công."))]).units

    assert (unit.number, unit.question, unit.answer) == (1, "Ai được miễn phí?", "Người có công.")


@pytest.mark.parametrize(
    ("ask", "number"),
    [
        ("Câu 1. Hỏi: Ai được miễn phí?", 1),
        ("Câu hỏi 1: Hỏi: Ai được miễn phí?", 1),
        ("Câu 1: (Hỏi) Ai được miễn phí?", 1),
        ("Câu 1. Hỏi Ai được miễn phí?", 1),
        ("1. Hỏi: Ai được miễn phí?", 1),
        ("1. Hỏi - Ai được miễn phí?", 1),
        ("1/ Hỏi: Ai được miễn phí?", 1),
        ("- Hỏi: Ai được miễn phí?", None),
        ("HỎI: Ai được miễn phí?", None),
    ],
)
@pytest.mark.parametrize("answer", ["Đáp: Người có công.", "Trả lời: Đáp: Người có công.", "1/ Đáp: Người có công."])
def test_no_head_stays_in_the_text_of_a_unit(ask: str, number: int | None, answer: str) -> None:
    sheet = page((ask, answer))

    (unit,) = units([sheet]).units

    assert (unit.number, unit.question, unit.answer) == (number, "Ai được miễn phí?", "Người có công.")
    assert [at.box for at in unit.question_at] == [sheet.lines[0].box]  # the place shown is that of the whole line


def test_a_head_on_a_line_of_its_own_is_no_part_of_the_question() -> None:
    (unit,) = units([page(("Hỏi", "Ai được miễn phí?", "Đáp", "Người có công."))]).units

    assert (unit.question, unit.answer) == ("Ai được miễn phí?", "Người có công.")


def test_a_question_mark_parts_where_no_head_does() -> None:
    rows = ("Câu 1: Thế nào là bạo lực", "gia đình?", "Bạo lực gia đình là hành vi", "cố ý gây tổn hại.")

    (unit,) = units([page(rows)]).units

    assert unit.answer == "Bạo lực gia đình là hành vi cố ý gây tổn hại."
    assert unit.rule == "question-mark@1"
    assert unit.confidence < 0.9


def test_a_numbered_question_needs_no_word_for_it() -> None:
    rows = (
        "1. Ai được trợ giúp pháp lý?",
        "Trả lời: Người nghèo.",
        "2. Trẻ em có được trợ giúp",
        "không?",
        "Trả lời: Có.",
    )

    found = units([page(rows)])

    assert [(u.number, u.question, u.answer) for u in found.units] == [
        (1, "Ai được trợ giúp pháp lý?", "Người nghèo."),
        (2, "Trẻ em có được trợ giúp không?", "Có."),
    ]
    assert {u.rule for u in found.units} == {"numbered-question@1"}


def test_the_imprint_belongs_to_no_answer() -> None:
    imprint = ("THÔNG TIN LIÊN HỆ", "Biên soạn: Sở Tư pháp", "Mọi ý kiến đóng góp xin gửi về Sở.")

    (unit,) = units([page((*FIRST, *imprint))]).units

    assert unit.answer.endswith("(Điều 8 Luật này)")


def test_a_cover_in_large_type_belongs_to_no_answer() -> None:
    text = page(FIRST)
    cover = text.model_copy(update={"lines": (*text.lines, line("Tìm hiểu Luật Cư trú", x=600, y=400, size=60))})

    (unit,) = units([cover]).units

    assert unit.answer.endswith("(Điều 8 Luật này)")


def test_the_next_sections_heading_belongs_to_no_answer() -> None:
    found = units([page((*FIRST, "II. QUYỀN VÀ NGHĨA VỤ CỦA CÔNG DÂN", *SECOND))])

    assert found.units[0].answer.endswith("(Điều 8 Luật này)")
    assert found.units[1].question == "Ai đăng ký kết hôn?"


def test_a_table_of_contents_is_passed_over() -> None:
    contents = ("Câu 1. Đất đai là gì? ............ 5", "Câu 2. Ai được giao đất? ........... 7")
    text = ("Câu 1. Đất đai là gì?", "Trả lời: Tài nguyên.", "Câu 2. Ai được giao đất?", "Trả lời: Công dân.")

    found = units([page(contents), page(text, number=2)])

    assert [u.number for u in found.units] == [1, 2]
    assert found.findings == ()


def test_contents_without_leaders_are_passed_over_too() -> None:
    text = ("Câu 1. Đất đai là gì?", "Trả lời: Tài nguyên.", "Câu 2. Ai được giao đất?", "Trả lời: Công dân.")

    found = units([page(("Câu 1. Đất đai là gì? 5", "Câu 2. Ai được giao đất? 7")), page(text, number=2)])

    assert [u.number for u in found.units] == [1, 2]
    assert found.findings == ()


def test_a_question_without_answer_is_a_finding() -> None:
    found = units([page(("Câu 1. Nêu các hành vi bị cấm.", "Câu 2. Đất đai là gì?", "Trả lời: Tài nguyên."))])

    assert [u.number for u in found.units] == [2]
    assert [(f.fault, f.numbers) for f in found.findings] == [(UnitFault.UNANSWERED, (1,))]


def test_an_answer_without_question_is_a_finding() -> None:
    found = units([page(("Trả lời: Theo quy định tại Điều 8.",))])

    assert found.units == ()
    assert [f.fault for f in found.findings] == [UnitFault.UNASKED]


def test_an_empty_question_is_a_finding() -> None:
    found = units([page(("Hỏi:", "Đáp: Đủ 20 tuổi trở lên."))])

    assert [f.fault for f in found.findings] == [UnitFault.UNASKED]


def test_a_second_answer_head_stays_in_the_answer() -> None:
    (unit,) = units([page(("Câu 1. Đất đai là gì?", "Trả lời: Tài nguyên.", "Trả lời: của quốc gia."))]).units

    assert unit.answer == "Tài nguyên. Trả lời: của quốc gia."


def test_an_answer_head_without_colon_is_believed_where_it_is_waited_for() -> None:
    (unit,) = units([page(("Câu 1. Đất đai là gì?", "Trả lời Đất đai là tài nguyên."))]).units

    assert unit.answer == "Đất đai là tài nguyên."


def test_pages_without_words_have_no_units() -> None:
    assert units([page()]) == units([])


def test_a_plain_document_has_no_units() -> None:
    found = units([page(("QUYẾT ĐỊNH", "Điều 1. Ban hành kèm theo", "Điều 2. Hiệu lực"))])

    assert (found.units, found.findings) == ((), ())


def test_a_text_runs_on_only_from_the_foot_of_a_full_panel() -> None:
    slogan = ("Hiểu luật để sống tốt hơn,", "bà con hãy cùng chia sẻ.")
    (short,) = units([page(FIRST, slogan)]).units
    full = (*FIRST[:-1], *(f"Dòng thứ {n} của câu trả lời này" for n in range(40)), "(Điều 8 Luật này).")
    (long,) = units([page(full, slogan)]).units

    assert short.answer.endswith("(Điều 8 Luật này)")
    assert long.answer.endswith("hãy cùng chia sẻ.")
