"""Which parts of a published version the public may have. Pure.

A document with a "redacted" decision is shown from its public copies only; where one of those is missing, nothing is
shown in its place.
"""

from schemas.gate import GateKind
from schemas.publication import Decision
from schemas.record import PdfKind, Record, Settled
from schemas.text import nfc

_PRIVATE: dict[str, object] = {
    "claims": (), "source": "", "warnings": (), "decisions": (), "corrected_by": (), "originals": (),
    "publication": None, "withdrawal": None,
}  # fmt: skip
"""What of a record is nobody's business outside: who said and decided what, how files were called when dropped."""


def is_redacted(record: Record) -> bool:
    """Whether personal data is covered for the public: public copies were made, or should have been."""
    files = record.files
    copies = files.public_pdf or files.public_text or files.public_contents
    asked = any(one.kind is GateKind.PERSONAL and one.decision is Decision.REDACTED for one in record.decisions)
    return bool(copies) or (asked and GateKind.PERSONAL in record.facets.held)


def public_paths(record: Record) -> tuple[str, ...]:
    """The logical paths that the public may have, in a fixed order: PDF, text, pictures, words with their places."""
    files = record.files
    pictures = (*files.web, *((files.thumb,) if files.thumb else ()))
    if is_redacted(record):
        return (*(path for path in (files.public_pdf, files.public_text) if path), *pictures)
    return (*_pdf(record), files.text, *pictures, *files.alto)


def public_record(record: Record, text: str) -> Record:
    """The record without what is private.

    Takes: ``text``, the public text; a redacted record keeps only those fields that were read in it, or that were not
    read in a place at all (the kind of material; what a person has typed).
    """
    if not is_redacted(record):
        return record.model_copy(update=_PRIVATE)
    squeezed = _squeezed(text)
    fields = {name: field for name, field in record.fields.items() if _is_told(field, squeezed)}
    return record.model_copy(update={**_PRIVATE, "fields": fields})


def contents_path(record: Record) -> str | None:
    """The logical path of what was found in the text, as far as it is public; handed out in pieces only."""
    return record.files.public_contents if is_redacted(record) else record.files.contents


def _pdf(record: Record) -> tuple[str, ...]:
    """The PDF for reading; of a digitally signed PDF the signed file itself, which is what was published."""
    if record.pdf_kind is PdfKind.ORIGINAL_SIGNED and record.files.pdf is None:
        return tuple(original.path for original in record.originals if original.path.endswith(".pdf"))[:1]
    return (record.files.pdf,) if record.files.pdf else ()


def _is_told(field: Settled, squeezed: str) -> bool:
    return field.page is None or field.box is None or _squeezed(field.raw or field.text) in squeezed


def _squeezed(text: str) -> str:
    """The letters and digits alone: lines and spaces fall differently in a field and in the text."""
    return "".join(character for character in nfc(text) if character.isalnum())
