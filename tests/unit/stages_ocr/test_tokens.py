"""What the language model tells apart, and what it must not."""

import unicodedata

import pytest

from pipeline.stages.ocr.tokens import ACRONYM, NUMBER, token_of, tokens_of


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("Quyết", "quyết"),
        ("QUYẾT", "quyết"),
        ("HOÀ", "hòa"),
        ("thuỷ", "thủy"),
        ("quý", "quý"),
        (unicodedata.normalize("NFD", "Định"), "định"),
        ("Đ", "đ"),
        ("Facebook", "facebook"),
    ],
)
def test_a_word_is_known_without_its_case_and_by_one_tone_placement(text: str, token: str) -> None:
    assert token_of(text) == token


@pytest.mark.parametrize("text", ["2025", "0", "10.000", "12,5", "1/2"])
def test_all_numbers_are_one(text: str) -> None:
    assert token_of(text) == NUMBER


@pytest.mark.parametrize("text", ["UBND", "NĐ", "HĐND", "QH15", "63/2025/QH15", "NĐ-CP", "III", "a1"])
def test_all_acronyms_are_one(text: str) -> None:
    assert token_of(text) == ACRONYM


@pytest.mark.parametrize("text", ["QUYÊT", "DINH", "SỞ", "TƯ", "PHÁP"])
def test_capitals_that_lost_their_marks_are_still_words(text: str) -> None:
    assert token_of(text) == text.lower()


@pytest.mark.parametrize(
    ("text", "token"), [("“", '"'), ("–", "-"), ("...", "…"), ("…", "…"), (".", "."), ("•", "•"), ("", ""), (" ", " ")]
)
def test_signs_stand_for_themselves_but_for_kinds_of_quotes_and_dashes(text: str, token: str) -> None:
    assert token_of(text) == token


def test_a_line_is_cut_at_signs_and_spaces() -> None:
    assert tokens_of("Căn cứ Nghị định số 28/2013/NĐ-CP ngày 04/4/2013; ....") == [
        *("căn", "cứ", "nghị", "định", "số", ACRONYM, "ngày", NUMBER, ";", "…"),
    ]
    assert tokens_of("Số: /QĐ-UBND, 10.000 tờ") == [
        *("số", ":", "/", ACRONYM, "-", ACRONYM, ",", NUMBER, ".", NUMBER, "tờ"),
    ]
