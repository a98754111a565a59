"""Moments, sizes and shares as people in Vietnam write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats import day, local, percent, size, when

EVENING = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


def test_a_moment_is_that_of_a_clock_in_vietnam() -> None:
    assert when(EVENING) == "23/11/2026 00:30"
    assert day(EVENING) == "23/11/2026"
    assert day(date(2026, 1, 2)) == "02/01/2026"
    assert local(EVENING.replace(tzinfo=None)) == EVENING
    assert when(EVENING.astimezone(timezone(timedelta(hours=-5)))) == when(EVENING)


def test_nothing_is_written_for_a_moment_that_has_not_been() -> None:
    assert (when(None), day(None)) == ("", "")


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1,0 kB"),
        (1_440_000, "1,4 MB"),
        (25_000_000, "25 MB"),
        (2 * 10**15, "2000 TB"),
    ],
)
def test_sizes(count: int, written: str) -> None:
    assert size(count) == written


@given(st.floats(min_value=0, max_value=1))
def test_less_than_everything_is_never_a_hundred_percent(share: float) -> None:
    assert (percent(share) == "100 %") == (share == 1)


def test_a_share_nobody_knows() -> None:
    assert percent(None) == "–"
