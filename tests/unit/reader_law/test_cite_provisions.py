"""How articles, clauses and points are written, and what they mean."""

import pytest

from pipeline.stages.reader.citing.provisions import groups
from schemas.text import fold


def read(text: str) -> list[list[str]]:
    return [[place.text for place in group.provisions] for group in groups(text.lower(), fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 5", ["Điều 5"]),
        ("Điều 5a", ["Điều 5a"]),
        ("khoản 1 Điều 5", ["khoản 1 Điều 5"]),
        ("điểm đ khoản 1 Điều 5", ["điểm đ khoản 1 Điều 5"]),
        ("điểm b Điều 5", ["điểm b Điều 5"]),
        ("khoản 1, 2 và 3 Điều 9", ["khoản 1 Điều 9", "khoản 2 Điều 9", "khoản 3 Điều 9"]),
        ("điểm a khoản 1 và khoản 2 Điều 2", ["điểm a khoản 1 Điều 2", "khoản 2 Điều 2"]),
        ("khoản 1 Điều 5, Điều 6", ["khoản 1 Điều 5", "Điều 6"]),
        ("khoản 1 các Điều 5 và 6", ["khoản 1 Điều 5", "khoản 1 Điều 6"]),
        ("khoản 1 Điều 5 và 6", ["khoản 1 Điều 5", "Điều 6"]),
        ("từ Điều 3 đến Điều 6", ["Điều 3", "Điều 4", "Điều 5", "Điều 6"]),
        ("các điều từ 3 đến 5", ["Điều 3", "Điều 4", "Điều 5"]),
        ("các điều từ Điều 21 đến Điều 23", ["Điều 21", "Điều 22", "Điều 23"]),
        ("từ khoản 1 đến khoản 3 Điều 5", ["khoản 1 Điều 5", "khoản 2 Điều 5", "khoản 3 Điều 5"]),
        ("điểm c, d và đ khoản 2 Điều 5", ["điểm c khoản 2 Điều 5", "điểm d khoản 2 Điều 5", "điểm đ khoản 2 Điều 5"]),
        ("điểm a đến điểm d khoản 2 Điều 5", [f"điểm {p} khoản 2 Điều 5" for p in "abcd"]),
        ("các điểm a, b, …, e và g khoản 1 Điều 2", [f"điểm {p} khoản 1 Điều 2" for p in "abcdđeg"]),
        ("Điều 5 khoản 2 điểm a, b", ["điểm a khoản 2 Điều 5", "điểm b khoản 2 Điều 5"]),
        ("Điều 5, khoản 2 và khoản 3; Điều 6, khoản 1", ["khoản 2 Điều 5", "khoản 3 Điều 5", "khoản 1 Điều 6"]),
        ("Điều 5 điểm a", ["điểm a Điều 5"]),
        ("Điêu 5 khoán 2", ["khoản 2 Điều 5"]),  # marks lost by OCR
        ("Điều 5, 10 người", ["Điều 5"]),  # a noun follows the number
        ("Điều 7 đến Điều 3", ["Điều 7", "Điều 3"]),  # no range
        ("khoản 2 Điều 5 và khoản 3", ["khoản 2 Điều 5"]),  # the last clause belongs to something else
    ],
)
def test_provisions(text: str, expected: list[str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "khoản 2 Điều này",
        "khoản 5",
        "điểm a khoản này",
        "điều kiện 5",
        "khoản 30 triệu đồng",
        "Chương 5",
        "Luật Đê điều số 79/2006/QH11",
        "điều 79/2006",
    ],
)
def test_no_article_no_provision(text: str) -> None:
    assert read(text) == []


def test_what_stands_after_this_article_is_read() -> None:
    assert read("điểm a khoản 1 Điều này và khoản 2 Điều 9") == [["khoản 2 Điều 9"]]


def test_two_groups_with_words_between() -> None:
    assert read("theo Điều 5 quy định tại Điều 6") == [["Điều 5"], ["Điều 6"]]
