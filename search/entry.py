"""What is indexed of a published document: itself, and each of its questions. Pure: record in, entries out.

Takes only what the public may see: the record as it is shown, and text and contents of that version.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schemas.agencies import Agencies
from schemas.claim import FieldName
from schemas.contents import Contents
from schemas.record import Record
from schemas.text import one_line
from schemas.unit import Unit
from search.called import LONGEST, called, named_type, told
from search.facets import facets, next_change, year_of
from search.folding import surface
from search.found import Found, HitKind
from search.names import agencies_in_words, material, subjects, units_in_words
from search.numbers import canonical

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_ANSWER = 400


class Entry(NamedTuple):
    """One thing to be found. Texts are a `surface`."""

    key: str
    """The record; of a question ``record#n``."""
    found: Found
    text: str
    """All of it, pages parted by form feeds; of a question it and its answer."""
    title: str
    """What counts as its title: titles, subject, its kind."""
    about: str
    """Laws, topics, audiences in words."""
    issuer: str
    """Who issued it, and who came after; where."""
    own: str
    """Its own number as a token; empty if it has none."""
    facets: Mapping[str, tuple[str, ...]]
    day: int | None
    """When it was issued, as digits: 20190907; what is not known is 0."""


class Entries(NamedTuple):
    """All that is indexed of one record."""

    entries: tuple[Entry, ...]
    due: datetime | None
    """When it is to be made again although nobody changes it: a cited act begins or ends."""


def entries(
    record: Record, contents: Contents, text: str, *, version: int, at: datetime, now: datetime, agencies: Agencies
) -> Entries:
    """The entries of a published record: the document first, then its questions in their order.

    Takes: the public record, contents and text; the number of the version and when it was published; the moment.
    """
    today = now.astimezone(VIETNAM).date()
    chosen = facets(record, contents.citations, agencies, today)
    issuer = surface(" . ".join(_issuers(record, chosen, agencies)))
    document = _document(record, contents, surface(text), chosen, issuer, version=version, at=at)
    questions = tuple(_question(document, place, unit) for place, unit in enumerate(contents.units.units, 1))
    change = next_change(contents.citations, today)
    due = datetime(change.year, change.month, change.day, tzinfo=VIETNAM) if change else None
    return Entries((document, *questions), due)


# ---------------------------------------------------------------------------------------------------------------------


def _document(
    record: Record, contents: Contents, text: str, chosen: Mapping[str, tuple[str, ...]], issuer: str, *,
    version: int, at: datetime,
) -> Entry:  # fmt: skip
    number = told(record, FieldName.NUMBER)
    found = Found(
        kind=HitKind.DOCUMENT,
        record=record.id,
        version=version,
        title=called(record, text),
        subject=told(record, FieldName.SUBJECT),
        number=number,
        document_type=named_type(record),
        material_type=told(record, FieldName.MATERIAL_TYPE),
        issuer=told(record, FieldName.ISSUER),
        issuer_id=told(record, FieldName.ISSUER_ID),
        place=told(record, FieldName.PLACE),
        issued_date=told(record, FieldName.ISSUED_DATE),
        year=year_of(record),
        language=told(record, FieldName.LANGUAGE),
        pages=len(record.pages),
        questions=len(contents.units.units),
        popular=chosen.get("popular", ()),
        topics=chosen.get("topic", ()),
        laws=chosen.get("law", ()),
        validity=next(iter(chosen.get("validity", ())), None),
        published_at=at.isoformat(),
    )
    title = surface(" . ".join(dict.fromkeys(filter(None, _titles(record, found)))))
    about = surface(" . ".join(subjects(chosen)))
    own = canonical(number) if number else ""
    return Entry(record.id, found, text, title, about, issuer, own, chosen, _day(found.issued_date))


def _question(document: Entry, place: int, unit: Unit) -> Entry:
    found = document.found.model_copy(
        update={
            "kind": HitKind.QUESTION,
            "unit": place,
            "title": surface(one_line(unit.question))[:LONGEST],
            "subject": document.found.title,
            "answer": surface(one_line(unit.answer))[:_ANSWER],
            "page": unit.question_at[0].page,
            "questions": 0,
            "laws": unit.citations or document.found.laws,
            "topics": unit.topics or document.found.topics,
        }
    )
    own = {"law": unit.citations, "topic": unit.topics}
    chosen = {**document.facets, **{name: values for name, values in own.items() if values}}
    text = surface(f"{unit.question}\n{unit.answer}")
    about = surface(" . ".join((document.title, *subjects(chosen))))
    return document._replace(
        key=f"{document.key}#{place}", found=found, text=text, title=surface(unit.question), about=about, own="",
        facets=chosen,
    )  # fmt: skip


def _titles(record: Record, found: Found) -> Iterator[str | None]:
    yield found.title
    yield told(record, FieldName.TITLE)
    yield found.subject
    yield told(record, FieldName.SERIES)
    yield found.document_type
    if found.material_type:
        yield material(found.material_type)


def _issuers(record: Record, chosen: Mapping[str, Sequence[str]], agencies: Agencies) -> Iterator[str]:
    for name in (FieldName.ISSUER, FieldName.PARENT_ISSUER, FieldName.PLACE):
        value = told(record, name)
        if value:
            yield value
    yield from agencies_in_words(chosen.get("agency", ()), agencies)
    yield from units_in_words(chosen.get("place", ()), agencies)
    year = chosen.get("year", ())
    yield from (f"năm {one}" for one in year)


def _day(issued: str | None) -> int | None:
    """2019 → 20190000, 2019-10 → 20191000, 2023-10/2023-12 → 20231000."""
    if issued is None:
        return None
    digits = issued.partition("/")[0].replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdecimal() and len(digits) in (4, 6, 8) else None
