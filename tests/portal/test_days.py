"""How days are written for citizens."""

from datetime import date

import pytest

from portal.formats import day


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2025-10-07", "07/10/2025"),
        (date(2026, 1, 5), "05/01/2026"),
        ("2025-11", "tháng 11/2025"),
        ("2019-10/2019-12", "2019-10/2019-12"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_day_or_a_month_as_decree_30_writes_it(said: str | date | None, written: str) -> None:
    assert day(said) == written
