"""What a document is called wherever people see it: in lists, on its page, in feeds. Pure."""

from schemas.claim import FieldName
from schemas.record import Record
from schemas.text import one_line
from search.folding import surface
from search.names import document_type

LONGEST = 300
_FIRST_WORDS = 80


def called(record: Record, text: str = "") -> str:
    """Its title, else type and subject, else type and number, else its first words.

    Takes: the public record; its public text, if that is known.
    """
    title, subject = told(record, FieldName.TITLE), told(record, FieldName.SUBJECT)
    kind, number = named_type(record), told(record, FieldName.NUMBER)
    if title:
        return surface(one_line(title))[:LONGEST]
    if subject:
        headed = kind and not subject.lower().startswith(kind.lower())
        return surface(one_line(f"{kind} {subject}" if headed else subject))[:LONGEST]
    if kind and number:
        return surface(f"{kind} {number}")
    first = one_line(text[:1000])
    shown = first if len(first) <= _FIRST_WORDS else first[:_FIRST_WORDS].rpartition(" ")[0]
    return shown or number or kind or record.id


def told(record: Record, name: FieldName) -> str | None:
    """A field's text as a `surface`; None where it has none."""
    field = record.fields.get(name)
    return surface(field.text) if field is not None else None


def named_type(record: Record) -> str | None:
    """The name of its type of document: Kế hoạch for KH."""
    code = told(record, FieldName.DOCUMENT_TYPE)
    return document_type(code) if code else None
