"""Document numbers in any spacing are one token."""

import pytest

from search.folding import surface
from search.numbers import canonical, guessed, numbers, of_year, parts, shorter


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("179/KH-UBND", "179/kh-ubnd"), ("179 /KH - UBND", "179/kh-ubnd"), ("số 07/BC-UBND", "7/bc-ubnd"),
        ("Luật số 31/2024/QH15 ngày", "31/2024/qh15"), ("46/2013/TT-\nBLĐTBXH", "46/2013/tt-bldtbxh"),
        ("766/QÐ-TTg", "766/qd-ttg"), ("66.16/2026/NQ-CP", "66.16/2026/nq-cp"), ("33/BC-BKH&ĐT;", "33/bc-bkh&dt"),
        ("09-NQ/TW", "9-nq/tw"), ("36 - HD / BTGTU", "36-hd/btgtu"), ("842/STP–PBGDPL", "842/stp-pbgdpl"),
        ("06/2008/PL-UBTVQH12", "6/2008/ubtvqh12"), ("179/KH-UBND - Về việc", "179/kh-ubnd"),
        ("45/2013/QH13 - Đất", "45/2013/qh13"), ("10a/QĐ-UBND", "10a/qd-ubnd"),
    ],
)  # fmt: skip
def test_a_number_is_one_token(text: str, token: str) -> None:
    assert [one.token for one in numbers(surface(text))] == [token]


@pytest.mark.parametrize(
    "text",
    ["ngày 07/9/2019", "3 lần/năm", "12/tháng", "1/2", "và/hoặc", "tháng 11/2019", "http://a.vn/1/b", "24/7", "/"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert list(numbers(text)) == []


def test_places_are_those_of_the_text() -> None:
    text = "Căn cứ QĐ 471/QĐ-TTg và KH 15 / KH-HĐPH năm 2024"

    assert [text[one.start : one.end] for one in numbers(text)] == ["471/QĐ-TTg", "15 / KH-HĐPH"]


def test_people_type_symbols_in_any_case() -> None:
    assert [one.token for one in numbers("842/stp-pbgdpl", loose=True)] == ["842/stp-pbgdpl"]
    assert list(numbers("842/stp-pbgdpl")) == []


def test_a_law_may_be_told_by_number_and_year() -> None:
    assert [one.token for one in of_year("luật 31/2024")] == ["31/2024"]
    assert list(of_year("ngày 1/2/2024")) == []


def test_a_number_is_looked_up_by_its_beginning_too() -> None:
    assert parts("31/2024/qh15") == ("31/2024",)
    assert parts("179/kh-ubnd") == ("179/kh",)
    assert parts("5/kh") == ()


def test_what_follows_a_dash_may_be_left_off() -> None:
    assert list(shorter("179/kh-ubnd-ve")) == ["179/kh-ubnd-ve", "179/kh-ubnd", "179/kh"]


@pytest.mark.parametrize(
    ("words", "first"),
    [("179 kh ubnd", "179/kh-ubnd"), ("so 31 2024 qh15", "31/2024/qh15"), ("118 bc stp ninh", "118/bc-stp-ninh")],
)
def test_plain_words_may_mean_a_number(words: str, first: str) -> None:
    assert guessed(words.split())[0] == first


def test_other_words_mean_none() -> None:
    assert guessed(["12", "thang", "nam", "2024"]) == ()


def test_what_is_no_number_keeps_its_letters() -> None:
    assert canonical("Số 5") == "so5"
    assert canonical("179 / KH-UBND") == "179/kh-ubnd"
