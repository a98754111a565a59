"""A record's fields, values, marks and sources in the words that people know: those of the reading room."""

from cli.tongue import english
from review.record.values import written
from review.words.say import known
from review.words.say import say as worded
from schemas.claim import FieldName
from schemas.person import Role
from schemas.record import Record, RecordStatus, Settled


def word(key: str, otherwise: str) -> str:
    """The sentence of that key of the reading room; ``otherwise`` where it has none."""
    return worded("en" if english() else "vi", key) if known(key) else otherwise


def field_name(field: FieldName) -> str:
    """What a field is called: «Số, ký hiệu»."""
    return word(f"field.{field}", field)


def status_name(status: RecordStatus) -> str:
    """Where a record stands: «đã công bố»."""
    return word(f"status.{status}", status)


def role_name(role: Role) -> str:
    """A role, with the code that commands take: «Lưu trữ viên (archivist)»."""
    return f"{word(f'role.{role}', role)} ({role})"


def value_text(field: FieldName, settled: Settled) -> str:
    """The value on one line: days as people write them, codes with their meaning."""
    if field in _CODED:
        told = word(f"{_CODED[field]}.{settled.text}", "")
        return f"{told} ({settled.text})" if told else settled.text
    return written(field, settled.value).replace("\n", "; ")


def evidence(settled: Settled) -> str:
    """Who says it and by which rule: «máy đọc: dòng «Số:» ở đầu văn bản»."""
    source = word(f"source.short.{settled.source}", settled.source)
    rule, _, _ = settled.rule.partition("@")
    parts = dict.fromkeys(told for name in rule.split("+") if (told := word(f"rule.{name}", "")))
    return f"{source}: {'; '.join(parts)}" if parts and settled.source == "machine" else source


def record_name(record: Record) -> str:
    """What a person calls it: the title of a publication, the subject of a document, else the file's name."""
    told = record.fields.get(FieldName.TITLE) or record.fields.get(FieldName.SUBJECT)
    return told.text if told else record.source


def record_warnings(record: Record) -> list[str]:
    """What was odd about the files, each once, with its pages."""
    found: dict[str, list[str]] = {}
    for one in record.warnings:
        name, _, page = one.partition(":")
        found.setdefault(name, []).extend([page] if page else [])
    return [word(f"warning.{name}", name) + _on(pages) for name, pages in found.items()]


# ---------------------------------------------------------------------------------------------------------------------

_CODED = {FieldName.MATERIAL_TYPE: "material", FieldName.LANGUAGE: "lang"}


def _on(pages: list[str]) -> str:
    return f" ({worded('en' if english() else 'vi', 'rec.on_page', n=', '.join(pages))})" if pages else ""
