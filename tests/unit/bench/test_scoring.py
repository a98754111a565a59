"""How wrong a text is, on cases small enough to count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scoring import Counts, TrueLine, plain, score, total, written_by_hand

LETTERS = st.text(alphabet="aăâđêôơưáàảãạbchinmt ", min_size=1, max_size=30)


def _one(line: str, text: str, *, masked: bool = False) -> Counts:
    return score([TrueLine(text=line, masked=masked)], text)


def test_what_is_read_right_costs_nothing() -> None:
    counts = _one("Độc lập – Tự do", "Độc lập – Tự do\n")
    assert (counts.cer, counts.wer, counts.der, counts.linear) == (0, 0, 0, 0)
    assert (counts.chars, counts.words, counts.letters) == (15, 5, 10)


def test_a_wrong_mark_is_a_character_a_word_and_a_mark() -> None:
    counts = _one("phổ biến", "phố biến")
    assert (counts.char_errors, counts.word_errors, counts.mark_errors) == (1, 1, 1)
    assert counts.letters == 7


def test_d_with_a_stroke_is_a_marked_d() -> None:
    assert _one("đi", "di").mark_errors == 1
    assert _one("Điều", "Diều").mark_errors == 1


def test_another_letter_is_no_mark() -> None:
    counts = _one("tỉnh", "tỉmh")
    assert (counts.char_errors, counts.mark_errors, counts.letters) == (1, 0, 3)


def test_a_lost_space_costs_a_character_and_two_words() -> None:
    counts = _one("pháp luật", "phápluật")
    assert (counts.char_errors, counts.word_errors, counts.words) == (1, 2, 2)


def test_the_order_of_lines_counts_in_the_linear_rate_only() -> None:
    truth = [TrueLine(text="UBND TỈNH"), TrueLine(text="CỘNG HÒA")]
    counts = score(truth, "CỘNG HÒA\nUBND TỈNH")
    assert (counts.cer, counts.wer) == (0, 0)
    assert counts.linear > 0.5


def test_text_that_is_not_in_the_truth_counts_in_the_linear_rate_only() -> None:
    counts = _one("Điều 1.", "~~ Điều 1. ~~")
    assert counts.cer == 0
    assert (counts.line_errors, counts.line_chars) == (6, 7)


def test_nothing_read_is_everything_wrong() -> None:
    counts = _one("Điều 1.", "")
    assert (counts.cer, counts.wer, counts.linear) == (1, 1, 1)
    assert counts.letters == 0


def test_a_masked_line_counts_in_the_linear_rate_only() -> None:
    counts = _one("Số: 731/TB", "Số: TB", masked=True)
    assert (counts.chars, counts.words) == (0, 0)
    assert counts.line_errors == 4


def test_form_and_white_space_are_no_errors() -> None:
    assert _one("hòa  giải", "ho\u0300a\tgia\u0309i").char_errors == 0


def test_an_empty_line_asks_for_nothing() -> None:
    assert score([TrueLine(text="  ")], "") == Counts()


def test_pages_add_up() -> None:
    pages = [_one("tỉnh", "tình"), _one("xã", "xã")]
    assert total(pages) == pages[0] + pages[1]
    assert total(pages).cer == pytest.approx(1 / 6)
    assert total([]) == Counts()


@pytest.mark.parametrize(
    ("line", "masked"),
    [("Số: 731/TB-ĐHTĐ", True), ("ngày 14 tháng 7", True), ("Số: 7310/TB", False), ("ĐẠI HỌC", False)],
)
def test_a_line_is_by_hand_if_a_token_stands_alone_or_between_slashes(line: str, masked: bool) -> None:
    assert written_by_hand(line, ["731", "14"]) is masked


@given(LETTERS)
def test_law_what_is_read_right_costs_nothing_wherever_it_stands(line: str) -> None:
    assert _one(line, f"{line}\nxyz").char_errors == 0
    assert _one(line, f"xyz\n{line}").cer == 0


@given(LETTERS, LETTERS)
def test_law_rates_stay_between_none_and_all(line: str, text: str) -> None:
    counts = _one(line, text)
    assert 0 <= counts.char_errors <= counts.chars == len(plain(line))
    assert 0 <= counts.word_errors <= counts.words
    assert 0 <= counts.mark_errors <= counts.letters <= counts.chars
