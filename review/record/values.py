"""How a field's value is written for a person, and read back: ``2025-08-19`` ↔ ``19/8/2025``.

The two are each other's inverse for every value of the archive's own form. What a person types may have any shape that
a sidecar's may have (:mod:`pipeline.stages.sidecar_field`); words taken from the page have their labels taken off.
"""

import re

from pipeline.stages.reader.casing import reading_form
from pipeline.stages.sidecar_field import read_field
from schemas.claim import MULTIPLE, FieldName
from schemas.text import one_line

Value = str | int | tuple[str, ...] | None
DATES = frozenset({FieldName.ISSUED_DATE, FieldName.EFFECTIVE_DATE, FieldName.LICENCE_DATE, FieldName.DEPOSIT})
COUNTS = frozenset({FieldName.PAGES, FieldName.PRINT_RUN})
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_ISO_MONTH = re.compile(r"(\d{4})-(\d\d)")
_ISO_QUARTER = re.compile(r"(\d{4})-(01|04|07|10)/\1-(03|06|09|12)")


def written(field: FieldName, value: Value) -> str:
    """The value as a person reads and edits it; several values a line each; nothing for none."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(value)
    return _date(value) if field in DATES and isinstance(value, str) else str(value)


def read(field: FieldName, text: str) -> Value:
    """The value that a person means; None for nothing.

    Raises:
        ValueError: one word says what is wrong: ``date``, ``number``, ``language``, ``material-type``.
    """
    if field in MULTIPLE:
        _, values = read_field(field.value, re.split(r"[;\n]", text))
        return tuple(map(str, values)) or None
    _, values = read_field(field.value, text)
    return values[0] if values else None


def taken(field: FieldName, words: str) -> str:
    """What stands on the page, as a person would type it into that field: without labels, capitals and line ends.

    Never refuses: what it does not understand it gives as it is.
    """
    line = one_line(words)
    if field in DATES:
        return _dated(line)
    if field in COUNTS:
        return "".join(re.findall(r"\d", line)[:6]) or line
    if field in MULTIPLE:
        return "\n".join(part for part in (p.strip(" .-–•+") for p in re.split(r"[;\n]", words)) if part)
    return _named(field, line)


# ---------------------------------------------------------------------------------------------------------------------

_LABELS = {
    FieldName.NUMBER: re.compile(r"^(?:luật |bộ luật |nghị quyết |nghị định |thông tư )?số\s*[:.]?\s*", re.IGNORECASE),
    FieldName.LICENCE_NUMBER: re.compile(r"^.*?\bsố\s*[:.]?\s*", re.IGNORECASE),
    FieldName.ISSUE_NUMBER: re.compile(r"^số\s*[:.]?\s*", re.IGNORECASE),
}
_IN_CAPITALS = frozenset(
    {
        FieldName.ISSUER, FieldName.PARENT_ISSUER, FieldName.TITLE, FieldName.SUBJECT, FieldName.DOCUMENT_TYPE,
        FieldName.SERIES, FieldName.RESPONSIBLE, FieldName.PRINTER, FieldName.LICENCE_AUTHORITY,
    }
)  # fmt: skip
_DAY_IN_TEXT = re.compile(
    r"(\d{1,2})\s*(?:[/.\-]|tháng)\s*(\d{1,2})\s*(?:[/.\-]|năm)\s*((?:1[89]|20)\d\d)", re.IGNORECASE
)
_MONTH_IN_TEXT = re.compile(r"(\d{1,2})\s*(?:[/.\-]|năm)\s*((?:1[89]|20)\d\d)", re.IGNORECASE)


def _date(value: str) -> str:
    if found := _ISO_DAY.fullmatch(value):
        return f"{int(found[3])}/{int(found[2])}/{found[1]}"
    if found := _ISO_MONTH.fullmatch(value):
        return f"{int(found[2])}/{found[1]}"
    found = _ISO_QUARTER.fullmatch(value)
    if found and int(found[3]) == int(found[2]) + 2:
        return f"quý {int(found[3]) // 3}/{found[1]}"
    return value


def _dated(line: str) -> str:
    if found := _DAY_IN_TEXT.search(line):
        return f"{int(found[1])}/{int(found[2])}/{found[3]}"
    if found := _MONTH_IN_TEXT.search(line):
        return f"{int(found[1])}/{found[2]}"
    return line


def _named(field: FieldName, line: str) -> str:
    label = _LABELS.get(field)
    bare = label.sub("", line) if label else line
    bare = bare.strip(" ,;") if field is not FieldName.SUBJECT else bare.strip()
    return reading_form(bare) if field in _IN_CAPITALS and bare.isupper() else bare
