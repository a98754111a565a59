"""What the queue knows of a record, as rows: a pure function of the record, so that a rebuild gives it again."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone

from catalog.desk_tables import FACETS
from catalog.rows import utc
from pipeline.stages.attention import attention
from schemas.attention import Reason
from schemas.claim import FieldName
from schemas.record import Record
from schemas.text import fold, nfc, one_line

_Row = dict[str, object]
VIETNAM = timezone(timedelta(hours=7))
"""It has one zone and no summer time (since 1975)."""
SHOWN = 4
"""So many reasons a row of the queue shows."""
_FILED = 0.2
"""A reason that weighs less is not filed under its topic: nobody looks for fields that are nearly sure."""
_TITLE, _WORDS = 240, 400
"""Letters. The words stand in an index, whose entries may have 2,700 bytes in PostgreSQL."""
COUNTED = (*FACETS, "reason")

Key = tuple[str, str, str, str]
"""Step, facet, value, agency: what is counted for the side bar."""


def attention_rows(record: Record) -> tuple[_Row, list[_Row]]:
    """The record's row of ``attention`` and those of ``attention_topic``."""
    found = attention(record)
    dropped = utc(record.dropped_at)
    place: _Row = {
        "record": record.id, "step": found.step.value, "rank": -found.score, "dropped_at": dropped,
        "agency": nfc(record.agency),
    }  # fmt: skip
    topics = sorted({reason.topic for reason in found.reasons if reason.weight >= _FILED})
    row = place | {
        "document_type": _text(record, FieldName.DOCUMENT_TYPE),
        "material_type": _text(record, FieldName.MATERIAL_TYPE),
        "status": record.status.value,
        "batch": day_of(dropped).isoformat(),
        "title": _title(record),
        "topics": f" {' '.join(topics)} ",
        "words": _words(record),
        "pages": len(record.pages),
        "reasons": reasons_to_json(found.reasons[:SHOWN]),
        "more": max(0, len(found.reasons) - SHOWN),
    }
    return row, [place | {"topic": topic} for topic in topics]


def counted(row: Mapping[str, object], topics: Sequence[Mapping[str, object]]) -> Counter[Key]:
    """Where the record counts in the side bar."""
    step, agency = str(row["step"]), str(row["agency"])
    values = [(facet, str(row[facet])) for facet in FACETS] + [("reason", str(topic["topic"])) for topic in topics]
    return Counter((step, facet, value, agency) for facet, value in values)


def reasons_to_json(reasons: Sequence[Reason]) -> str:
    """Several reasons as one text."""
    return json.dumps([reason.model_dump(mode="json", exclude_defaults=True) for reason in reasons], ensure_ascii=False)


def reasons_of(text: str) -> tuple[Reason, ...]:
    """And back."""
    return tuple(Reason.model_validate(row) for row in json.loads(text))


def day_of(moment: datetime) -> date:
    """The day it was then in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def hours_of(day: date) -> tuple[datetime, datetime]:
    """When that day of Vietnam began and ended, in UTC."""
    begin = datetime.combine(day, time(), VIETNAM).astimezone(UTC)
    return begin, begin + timedelta(days=1)


def _text(record: Record, name: FieldName) -> str:
    settled = record.fields.get(name)
    return "" if settled is None else nfc(settled.text)


def _title(record: Record) -> str:
    """Number and title, or what the file was called."""
    called = _text(record, FieldName.TITLE) or _text(record, FieldName.SUBJECT)
    parts = [part for part in (_text(record, FieldName.NUMBER), called) if part]
    return one_line(" – ".join(parts) or record.source)[:_TITLE]


def _words(record: Record) -> str:
    names = (FieldName.NUMBER, FieldName.TITLE, FieldName.SUBJECT)
    said = [text for name in names if (text := _text(record, name))]
    return fold(one_line(" ".join([*said, record.source])))[:_WORDS]
