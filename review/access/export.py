"""The audit as a table for a spreadsheet (RFC 4180)."""

import csv
import io
import json

from catalog.audit import Entry

COLUMNS = ("number", "at", "person", "action", "record", "agency", "detail", "address")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def head() -> str:
    """The line with the names of the columns."""
    return _line(list(COLUMNS))


def line(entry: Entry) -> str:
    """One entry. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    values = entry.model_dump(mode="json") | {"detail": json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)}
    return _line([_cell(values[name]) for name in COLUMNS])


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
