"""What a page's address asks for, read back and written again: filters and places in lists.

A form without JavaScript sends every field, the empty ones too: empty means "does not matter".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import HTTPException
from pydantic import BeforeValidator, StringConstraints, ValidationError

from schemas.attention import Step
from schemas.desk import Cursor, Filter, Place
from schemas.ids import ItemId, RecordId


def blank(value: object) -> object:
    """None for a field of a form that was left empty."""
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[Annotated[str, StringConstraints(max_length=300)] | None, BeforeValidator(blank)]
"""A word of a form: None when it was left empty."""
_SEPARATOR = "~"


def queue_filter(
    step: Text = None, agency: Text = None, document_type: Text = None, material_type: Text = None, batch: Text = None,
    reason: Text = None, status: Text = None, mine: Text = None, text: Text = None, waiting_days: Text = None,
) -> Filter:  # fmt: skip
    """A dependency: the filter of the queue that the address asks for.

    Raises:
        HTTPException: 422, it is none (a date that is no date).
    """
    given = {
        "step": step, "agency": agency, "document_type": document_type, "material_type": material_type,
        "batch": batch, "reason": reason, "status": status, "mine": mine, "text": text, "waiting_days": waiting_days,
    }  # fmt: skip
    return parse_filter(given)


def parse_filter(given: Mapping[str, str | None]) -> Filter:
    """The filter these words mean; raises `HTTPException` 422."""
    names = Filter.model_fields.keys()
    try:
        return Filter.model_validate({name: given[name] for name in names if given.get(name)})
    except ValidationError as wrong:
        raise HTTPException(422) from wrong


def filter_query(asked: Filter) -> str:
    """The query of an address that asks for this filter again."""
    usual = Filter().model_dump(mode="json")
    wanted = {name: value for name, value in asked.model_dump(mode="json").items() if value != usual[name]}
    if asked.step is not Step.CHECK:
        wanted["step"] = asked.step.value
    return urlencode({name: "1" if value is True else value for name, value in wanted.items()})


def write_cursor(cursor: Cursor | None) -> str:
    """A place in the queue as one word; empty for none."""
    if cursor is None:
        return ""
    return _SEPARATOR.join((repr(cursor.score), cursor.dropped_at.isoformat(), cursor.record))


def read_cursor(word: str | None) -> Cursor | None:
    """The place that :func:`write_cursor` wrote; raises `HTTPException` 422."""
    if not word:
        return None
    try:
        score, moment, record = word.split(_SEPARATOR)
        return Cursor(float(score), _moment(moment), RecordId(record))
    except ValueError as wrong:
        raise HTTPException(422) from wrong


def _moment(text: str) -> datetime:
    """Aware, in UTC; raises ValueError."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError as wrong:  # before the year 1 somewhere
        raise ValueError(text) from wrong


def write_place(place: Place | None) -> str:
    """A place in a list of dropped documents as one word; empty for none."""
    return "" if place is None else f"{place.dropped_at.isoformat()}{_SEPARATOR}{place.item}"


def read_place(word: str | None) -> Place | None:
    """The place that :func:`write_place` wrote; raises `HTTPException` 422."""
    if not word:
        return None
    try:
        moment, item = word.split(_SEPARATOR)
        return Place(_moment(moment), ItemId(item))
    except ValueError as wrong:
        raise HTTPException(422) from wrong
