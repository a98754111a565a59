"""The audit to be taken away: all of it, and as a table for a spreadsheet (RFC 4180)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from catalog.audit import AuditFilter, Entry, SqlAudit

COLUMNS = ("number", "at", "person", "action", "record", "agency", "address", "detail")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet calculate a cell instead of showing it."""
_BATCH = 1000


def every(audit: SqlAudit, wanted: AuditFilter) -> Iterator[Entry]:
    """All entries that are wanted, the newest first, read batch by batch."""
    after: int | None = None
    while batch := audit.entries(wanted, after=after, limit=_BATCH):
        yield from batch
        after = batch[-1].number


def table(entries: Iterable[Entry]) -> Iterator[str]:
    """The lines of the table, the first with the columns' names; no cell is a formula."""
    yield _line(COLUMNS)
    for entry in entries:
        values = entry.model_dump(mode="json") | {"detail": json.dumps(entry.detail, ensure_ascii=False)}
        yield _line([_cell(values[name]) for name in COLUMNS])


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
