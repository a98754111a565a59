"""What a picture's resolution is: what it declares, if paper can be so large, else that of an A4 page."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.resolution import below_wanted, picture_dpi, too_low
from schemas.inspection import PageShape
from schemas.limits import Limits

A4_300 = (2480, 3508)


def test_a_believable_declaration_is_taken() -> None:
    assert picture_dpi(*A4_300, (300, 300)) == 300
    assert picture_dpi(1654, 1169, (200, 200)) == 200  # A5 across


@pytest.mark.parametrize(
    "declared", [None, (72, 72), (96, 96), (1, 1), (0, 0), (-300, -300), (math.nan, 300), (math.inf, 1), (5000, 5000)]
)
def test_otherwise_the_long_side_is_that_of_a4(declared: tuple[float, float] | None) -> None:
    assert picture_dpi(*A4_300, declared) == pytest.approx(300, abs=0.1)


def test_a_fax_counts_by_the_mean_of_its_directions() -> None:
    assert picture_dpi(1728, 1143, (204, 98)) == pytest.approx(141.4, abs=0.1)


@given(st.integers(1, 60_000), st.integers(1, 60_000), st.none() | st.tuples(st.floats(), st.floats()))
def test_it_is_always_a_number_above_nothing(width: int, height: int, declared: tuple[float, float] | None) -> None:
    assert 0 < picture_dpi(width, height, declared) < math.inf


def test_pages_below_the_bounds_are_found() -> None:
    pages = tuple(PageShape(width=800, height=1000, dpi=dpi) for dpi in (300, 199.7, 99.7, 99))
    assert too_low(pages, Limits()) == 4
    assert too_low(pages[:3], Limits()) is None
    assert below_wanted(pages)
    assert not below_wanted(pages[:2])
