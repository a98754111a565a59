"""Text for reading and for loudspeakers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.speech import in_words, paragraphs, spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (24, "hai mươi bốn"),
        (55, "năm mươi lăm"), (101, "một trăm linh một"), (115, "một trăm mười lăm"), (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"), (2024, "hai nghìn không trăm hai mươi bốn"),
        (1_500_000, "một triệu năm trăm nghìn"), (3_000_000_000, "ba tỷ"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


@settings(deadline=None)
@given(st.integers(0, 10**17), st.integers(0, 10**17))
def test_two_numbers_never_sound_the_same(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) is (one == other)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("ngày 01/8/2024", "ngày một tháng tám năm hai nghìn không trăm hai mươi bốn"),
        ("04/4/2025", "ngày bốn tháng tư năm hai nghìn không trăm hai mươi lăm"),
        ("phạt 3.000.000 đồng", "phạt ba triệu đồng"),
        ("12,5 %", "mười hai phẩy năm phần trăm"),
        ("số 3/2013/QH13", "số ba năm hai nghìn không trăm mười ba của Quốc hội khóa mười ba"),
        ("Nghị định 30/2020/NĐ-CP", "Nghị định số ba mươi năm hai nghìn không trăm hai mươi của Chính phủ"),
        ("99/99/2024", "99/99/2024"),
        ("UBNDX", "UBNDX"),
    ],
)  # fmt: skip
def test_what_a_listener_would_not_understand_is_said_in_words(written: str, said: str) -> None:
    assert spoken(written) == said


@settings(deadline=None)
@given(st.text(alphabet="0123456789/.,%QHNĐ- CP", max_size=40))
def test_no_text_is_too_odd_to_be_spoken(text: str) -> None:
    assert isinstance(spoken(text), str)


def test_lines_become_paragraphs_and_page_numbers_go() -> None:
    text = "Quyền sử dụng đất\nlà của người dân.\n\n1. Được cấp\ngiấy\n2. Được bán\n- 2 -\f3\nHết."
    assert paragraphs(text) == ("Quyền sử dụng đất là của người dân.", "1. Được cấp giấy", "2. Được bán", "Hết.")
