"""The warning that a leaflet's law is no longer in force."""

from datetime import date

import pytest

from pipeline.stages.reader.citing.citations import citations
from pipeline.stages.reader.citing.validity import validity
from schemas.citation import LawState, Validity, vietnamese_date
from tests.fakes.pages import page_from_text


def asked(text: str, today: date) -> list[Validity]:
    return list(validity(citations([page_from_text(text)]), today))


def test_a_replaced_law_is_warned_of() -> None:
    (found,) = asked("Điều 100 Luật Đất đai năm 2013", date(2026, 11, 22))
    assert found.state is LawState.EXPIRED
    assert found.since == date(2024, 8, 1)
    assert found.replaced_by == ("luat-dat-dai-2024",)
    assert found.warning == (
        "Luật Đất đai năm 2013 (số 45/2013/QH13) đã hết hiệu lực từ 01/8/2024, "
        "thay bằng Luật Đất đai năm 2024 (số 31/2024/QH15)."
    )


def test_a_law_split_in_two_names_both() -> None:
    (found,) = asked("Luật Giao thông đường bộ năm 2008", date(2025, 1, 1))
    assert found.warning is not None
    assert (
        "Luật Trật tự, an toàn giao thông đường bộ năm 2024 (số 36/2024/QH15) và Luật Đường bộ năm 2024"
        in found.warning
    )


def test_a_decree_is_named_by_its_number() -> None:
    (found,) = asked("Nghị định số 144/2021/NĐ-CP", date(2026, 1, 1))
    assert found.warning == (
        "Nghị định số 144/2021/NĐ-CP đã hết hiệu lực từ 15/12/2025, thay bằng Nghị định số 282/2025/NĐ-CP."
    )


def test_the_day_before_it_was_in_force() -> None:
    (found,) = asked("Luật Đất đai năm 2013", date(2024, 7, 31))
    assert (found.state, found.warning) == (LawState.IN_FORCE, None)


def test_a_law_that_has_not_begun() -> None:
    (found,) = asked("Luật Căn cước năm 2023", date(2024, 2, 1))
    assert found.state is LawState.NOT_YET
    assert found.warning == "Luật Căn cước năm 2023 (số 26/2023/QH15) chưa có hiệu lực, có hiệu lực từ 01/7/2024."


def test_what_the_register_cannot_tell_is_not_told() -> None:
    (found,) = asked("Nghị định số 278/2025/NĐ-CP", date(2026, 11, 22))
    assert (found.state, found.since, found.warning) == (LawState.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("text", "today", "state"),
    [
        ("Luật Phổ biến, giáo dục pháp luật năm 2012", date(2019, 1, 1), LawState.IN_FORCE),
        (
            "Luật Phổ biến, giáo dục pháp luật năm 2012",
            date(2026, 11, 22),
            LawState.UNKNOWN,
        ),  # a law of 2026 is said to be
        ("Luật Hộ tịch năm 2014", date(2026, 11, 22), LawState.IN_FORCE),
        ("Luật Hộ tịch năm 2014", date(2027, 3, 1), LawState.EXPIRED),
        ("Luật Thủ đô năm 2024", date(2026, 11, 22), LawState.UNKNOWN),
        ("Nghị định số 23/2015/NĐ-CP", date(2026, 11, 22), LawState.IN_FORCE),
    ],
)
def test_states(text: str, today: date, state: LawState) -> None:
    assert asked(text, today)[0].state is state


def test_each_law_once_and_only_certain_ones() -> None:
    found = asked("Điều 5 Luật Cư trú năm 2020, Điều 6 Luật Cư trú năm 2020 và Luật Đất đai", date(2026, 11, 22))
    assert [one.law for one in found] == ["luat-cu-tru-2020"]


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2024, 8, 1), "01/8/2024"), (date(2025, 2, 9), "09/02/2025"), (date(2025, 12, 15), "15/12/2025")],
)
def test_dates_are_written_as_the_decree_on_clerical_work_asks(day: date, text: str) -> None:
    assert vietnamese_date(day) == text
