"""A published document as its page, the API and the machine-readable descriptions tell of it. Pure."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from portal import labels, links
from portal.cited import CitedLaw, cited_laws
from portal.formats import count, day
from schemas.base import Frozen
from schemas.claim import FieldName
from schemas.contents import Contents
from schemas.page import PageStatus
from schemas.record import PageSummary, Record, Settled
from schemas.unit import UnitKind
from search.called import called
from storage.showcase import Shown

_WIDTH = 1400
"""A page's picture is at most so many pixels wide; browsers need the shape only."""


class Fact(Frozen):
    """One line of the description."""

    field: str
    label: str
    value: str
    page: int | None = Field(description="where it stands")


class Asked(Frozen):
    """One question with its answer, or a situation with its solution."""

    place: int = Field(ge=1, description="among the document's questions")
    number: int | None = Field(description="as printed")
    kind: UnitKind
    question: str
    answer: str
    page: int = Field(description="where it begins")
    laws: tuple[str, ...]


class PageView(Frozen):
    """One page."""

    number: int
    width: int = Field(description="of the picture, in pixels")
    height: int
    scan: tuple[int, int] = Field(description="width and height of the scan, in which boxes are measured")
    picture: str | None
    text: str
    unread: bool = Field(description="it could not be read by machine: only its picture tells what stands there")


class Document(Frozen):
    """All of it."""

    record: str
    version: int
    title: str
    kind: str
    facts: tuple[Fact, ...]
    number: str | None
    issuer: str | None
    issuer_id: str | None
    issued: str | None = Field(description="as settled: 2019, 2019-10 or 2019-10-07")
    language: str
    published: str = Field(description="when this version was given to the public, ISO 8601")
    changed: str = Field(description="when this version was made, ISO 8601")
    redacted: bool
    popular: tuple[str, ...]
    topics: tuple[str, ...]
    laws: tuple[CitedLaw, ...]
    questions: tuple[Asked, ...]
    pages: tuple[PageView, ...]
    thumb: str | None
    pdf: str | None
    text: str | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The sentences about acts that are not in force."""
        return tuple(law.warning for law in self.laws if law.warning)


def document(shown: Shown, contents: Contents, text: str, today: date) -> Document:
    """The document's view.

    Takes: ``text``, the public text, pages parted by form feeds; ``today``, on which laws are in force or not.
    """
    record, version = shown.record, shown.version
    return Document(
        record=record.id,
        version=version,
        title=called(record, text),
        kind=kind_of(record),
        facts=facts(record),
        number=_value(record, FieldName.NUMBER),
        issuer=_value(record, FieldName.ISSUER),
        issuer_id=_value(record, FieldName.ISSUER_ID),
        issued=_value(record, FieldName.ISSUED_DATE),
        language=language_of(record),
        published=shown.at.isoformat(),
        changed=shown.changed.isoformat(),
        redacted=shown.redacted,
        popular=record.facets.popular,
        topics=record.facets.topics,
        laws=cited_laws(contents.citations, today),
        questions=asked(contents),
        pages=_pages(shown, text),
        thumb=links.file(record.id, version, links.THUMB) if record.files.thumb else None,
        pdf=links.file(record.id, version, links.PDF) if shown.pdf else None,
        text=f"{links.document(record.id)}/{links.TEXT}" if shown.text else None,
    )


def kind_of(record: Record) -> str:
    """Tờ gấp, Kế hoạch …"""
    material = _value(record, FieldName.MATERIAL_TYPE)
    issued = _value(record, FieldName.DOCUMENT_TYPE)
    if issued and material in (None, "vb-chi-dao", "khac"):
        return labels.document_type(issued)
    return labels.label("material_type", material) if material else "Tài liệu"


def language_of(record: Record) -> str:
    """The language code for ``lang``: vi where nothing is said."""
    said = _value(record, FieldName.LANGUAGE) or "vi"
    return {"vie": "vi", "eng": "en"}.get(said, said) if len(said) in {2, 3} and said.isalpha() else "vi"


def facts(record: Record) -> tuple[Fact, ...]:
    """What is known of it, as citizens read it."""
    known = ((name, record.fields.get(name)) for name in labels.FIELDS)
    return tuple(
        Fact(field=name.value, label=labels.FIELDS[name], value=_shown(name, field), page=field.page)
        for name, field in known
        if field is not None and field.text.strip()
    )


def asked(contents: Contents) -> tuple[Asked, ...]:
    """The questions in the document's order."""
    return tuple(
        Asked(
            place=place, number=unit.number, kind=unit.kind, question=unit.question, answer=unit.answer,
            page=unit.question_at[0].page, laws=unit.citations,
        )
        for place, unit in enumerate(contents.units.units, 1)
    )  # fmt: skip


def citation_string(of: Document, address: str) -> str:
    """How to cite it: issuer, title, number, day, address."""
    parts = (of.issuer, f"“{of.title}”", of.number and f"số {of.number}", of.issued and day(of.issued), address)
    return ", ".join(part for part in parts if part)


def _pages(shown: Shown, text: str) -> tuple[PageView, ...]:
    texts = text.split("\f")
    pictures = dict(zip((page.number for page in shown.record.pages), shown.record.files.web, strict=False))
    return tuple(_page(shown, page, texts, page.number in pictures) for page in shown.record.pages)


def _page(shown: Shown, page: PageSummary, texts: Sequence[str], pictured: bool) -> PageView:  # noqa: FBT001
    width = min(_WIDTH, page.width)
    name = links.picture_name(page.number)
    return PageView(
        number=page.number,
        width=width,
        height=max(1, round(page.height * width / page.width)),
        scan=(page.width, page.height),
        picture=links.file(shown.record.id, shown.version, name) if pictured else None,
        text=texts[page.number - 1].strip("\n") if page.number <= len(texts) else "",
        unread=page.status is PageStatus.FAILED,
    )


def _value(record: Record, name: FieldName) -> str | None:
    field = record.fields.get(name)
    return (field.text.strip() or None) if field else None


def _shown(name: FieldName, field: Settled) -> str:
    match name:
        case FieldName.MATERIAL_TYPE:
            return labels.label("material_type", field.text)
        case FieldName.DOCUMENT_TYPE:
            return labels.document_type(field.text)
        case FieldName.ISSUED_DATE:
            return day(field.text)
        case FieldName.PRINT_RUN if isinstance(field.value, int):
            return f"{count(field.value)} bản"
        case _:
            return field.text
