"""How a value is written for a person and read back, and what words from the page become."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.record.values import COUNTS, DATES, Value, read, taken, written
from schemas.claim import MULTIPLE, FieldName
from schemas.text import one_line

F = FieldName
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS, st.sampled_from(sorted(DATES)))
def test_a_date_is_written_as_people_write_it_and_read_back(day: date, field: FieldName) -> None:
    text = written(field, day.isoformat())
    assert text == f"{day.day}/{day.month}/{day.year}"
    assert read(field, text) == day.isoformat()


@pytest.mark.parametrize(
    ("value", "text"),
    [("2025-08", "8/2025"), ("2025", "2025"), ("2025-01/2025-03", "quý 1/2025"), ("2025-10/2025-12", "quý 4/2025")],
)
def test_a_less_exact_date_too(value: str, text: str) -> None:
    assert written(F.ISSUED_DATE, value) == text
    assert read(F.ISSUED_DATE, text) == value


@given(st.lists(st.text("abcđ ốềABC.-()", min_size=1, max_size=20).map(str.strip), min_size=1, max_size=6))
def test_several_values_stand_a_line_each_and_come_back(values: list[str]) -> None:
    once = read(F.RECIPIENTS, "\n".join(values))
    assert once is None or (isinstance(once, tuple) and read(F.RECIPIENTS, written(F.RECIPIENTS, once)) == once)


@pytest.mark.parametrize("field", sorted(FieldName))
def test_nothing_typed_says_that_there_is_none(field: FieldName) -> None:
    assert written(field, None) == ""
    assert read(field, "  \n ") is None


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (F.ISSUED_DATE, "ngày 05 tháng 3 năm 2020", "2020-03-05"),
        (F.DOCUMENT_TYPE, "cong van", "Công văn"),
        (F.MATERIAL_TYPE, "to-gap", "to-gap"),
        (F.PAGES, "12", 12),
        (F.PRINT_RUN, "3.000", 3000),
        (F.SUBJECT, "Về việc\n thu thập", "Về việc thu thập"),
    ],
)
def test_what_a_person_types_becomes_the_archive_s_form(field: FieldName, text: str, value: Value) -> None:
    assert read(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [(F.ISSUED_DATE, "hôm qua", "date"), (F.PAGES, "mười", "number"), (F.LANGUAGE, "tiếng lạ", "language")],
)
def test_what_is_no_value_of_its_field_is_told_by_a_word(field: FieldName, text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read(field, text)


@pytest.mark.parametrize(
    ("field", "words", "text"),
    [
        (F.NUMBER, "Số: 2475/STP-PBGDPL", "2475/STP-PBGDPL"),
        (F.ISSUED_DATE, "Thanh Hóa, ngày 19 tháng\n8 năm 2025", "19/8/2025"),
        (F.ISSUED_DATE, "Tháng 11 năm 2025", "11/2025"),
        (F.ISSUED_DATE, "không rõ ngày", "không rõ ngày"),
        (F.ISSUER, "ỦY BAN NHÂN DÂN\nXÃ NGA SƠN", "Ủy ban nhân dân xã Nga Sơn"),
        (F.PLACE, "Thanh Hóa,", "Thanh Hóa"),
        (F.SUBJECT, "V/v hướng dẫn\nthu thập", "V/v hướng dẫn thu thập"),
        (F.PRINT_RUN, "In 2.000 tờ.", "2000"),
        (F.PRINT_RUN, "In nhiều tờ", "In nhiều tờ"),
        (F.RECIPIENTS, "- Như trên;\n- Lưu: VT.", "Như trên\nLưu: VT"),
        (F.SIGNER_NAME, "Nguyễn Văn A", "Nguyễn Văn A"),
        (F.LICENCE_NUMBER, "Giấy phép xuất bản số 31/GP-SVHTTDL", "31/GP-SVHTTDL"),
    ],
)
def test_words_taken_from_the_page_lose_their_labels_and_line_ends(field: FieldName, words: str, text: str) -> None:
    assert taken(field, words) == text


@given(st.text(max_size=60), st.sampled_from(sorted(FieldName)))
def test_taking_words_never_refuses_and_gives_one_line_but_for_lists(words: str, field: FieldName) -> None:
    text = taken(field, words)
    assert field in MULTIPLE or text == one_line(text)
    assert field not in COUNTS or len(text) <= max(6, len(words))
