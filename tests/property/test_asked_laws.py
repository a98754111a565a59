"""What an address asks for comes back when it is written and read again."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st

from review.asked import filter_query, parse_filter, read_cursor, read_place, write_cursor, write_place
from schemas.attention import Step
from schemas.desk import Cursor, Filter, Place
from schemas.ids import ItemId, RecordId

WORDS = st.none() | st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    str.strip
)
FILTERS = st.builds(
    Filter, step=st.sampled_from(sorted(Step)), agency=WORDS, document_type=WORDS, material_type=WORDS,
    batch=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)), reason=WORDS, status=WORDS, mine=st.booleans(),
    text=WORDS, waiting_days=st.none() | st.integers(1, 36_500),
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(FILTERS)
def test_a_filter_survives_its_address(asked: Filter) -> None:
    assert parse_filter(dict(parse_qsl(filter_query(asked)))) == asked


@given(st.floats(allow_nan=False, allow_infinity=False), MOMENTS)
def test_a_place_in_the_queue_survives_its_word(score: float, moment: datetime) -> None:
    place = Cursor(score, moment, RecordId("vpbrrvcf599b4r8wm"))
    assert read_cursor(write_cursor(place)) == place


@given(MOMENTS)
def test_a_place_in_a_list_survives_its_word(moment: datetime) -> None:
    place = Place(moment, ItemId("0123456789bcdfghjkmnpq"))
    assert read_place(write_place(place)) == place


def test_no_place_is_an_empty_word() -> None:
    assert (write_cursor(None), write_place(None)) == ("", "")
    assert (read_cursor(None), read_cursor(""), read_place(None), read_place("")) == (None, None, None, None)


@pytest.mark.parametrize("word", ["x", "1~2~3", "a~2026-01-01~b", "1.0~2026-01-01T00:00:00+00:00"])
def test_a_word_nobody_wrote_is_not_understood(word: str) -> None:
    with pytest.raises(HTTPException):
        read_cursor(word)


@pytest.mark.parametrize("word", ["x", "1~2", "2026-01-01"])
def test_a_place_nobody_wrote_is_not_understood(word: str) -> None:
    with pytest.raises(HTTPException):
        read_place(word)


@pytest.mark.parametrize(("name", "word"), [("batch", "31/12"), ("step", "later"), ("text", "x" * 201)])
def test_a_filter_that_is_none(name: str, word: str) -> None:
    with pytest.raises(HTTPException):
        parse_filter({name: word})
