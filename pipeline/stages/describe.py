"""Pages in, machine claims out: what a document says of itself.

Only composes; each concern has its module in :mod:`pipeline.stages.reader`. A field that is not clear on the page
gets no claim: an archivist fills a blank faster than they find a wrong value.
"""

from collections.abc import Iterable, Sequence

from pipeline.stages.layout.header import Header, header_of
from pipeline.stages.reader.fields.agency_name import agency_name
from pipeline.stages.reader.fields.cover import cover
from pipeline.stages.reader.fields.credits import credited
from pipeline.stages.reader.fields.dateline import dateline
from pipeline.stages.reader.fields.doctype import CONSOLIDATED, document_type
from pipeline.stages.reader.fields.effective import effective_date
from pipeline.stages.reader.fields.imprint import imprint
from pipeline.stages.reader.fields.issuer import agency_lines, issuer, parent_issuer, written
from pipeline.stages.reader.fields.language import language
from pipeline.stages.reader.fields.link import issuer_id
from pipeline.stages.reader.fields.material import material_type
from pipeline.stages.reader.fields.number import doubtful_number, number
from pipeline.stages.reader.fields.other_evidence import weighed
from pipeline.stages.reader.fields.passages import passages
from pipeline.stages.reader.fields.recipients import recipients
from pipeline.stages.reader.fields.serial import serial
from pipeline.stages.reader.fields.signer import signer
from pipeline.stages.reader.fields.subject import subject
from pipeline.stages.reader.fields.title import title
from pipeline.stages.reader.fields.urgency import urgency
from schemas.agencies import Agencies, agencies
from schemas.claim import MULTIPLE, Claim, FieldName, Source
from schemas.page import Page


def describe(pages: tuple[Page, ...], *, known: Agencies | None = None, called: str | None = None) -> tuple[Claim, ...]:
    """What the document says of itself.

    Takes: all pages in order, as read; the agency authority file, where an archivist has added to ours; what the file
    was called when it came, which can confirm a number or day that a pen wrote. Gives: claims
    of source MACHINE in the order of `FieldName`, one a field (of fields with several values one a value), ``pages``
    always. Pages that could not be read make fields blank rather than guessed. Refuses nothing.
    """
    header, known = header_of(pages), known or agencies()
    claims = list(_of_document(pages, header, known, called) if header else _of_print(pages, known))
    said = {claim.field: claim for claim in claims}
    kind = said.get(FieldName.DOCUMENT_TYPE)
    found = [
        *claims,
        issuer_id(said, pages, known),
        material_type(pages, header, str(kind.value) if kind else None),
        language(pages),
        _count(pages),
    ]
    return _in_order(claim for claim in found if claim)


def _of_document(pages: tuple[Page, ...], header: Header, known: Agencies, called: str | None) -> Iterable[Claim]:
    """What an administrative document or a legal act says in its header, at its end, and of its effect."""
    claims = [*weighed(_of_header(header, known), pages, called), *signer(pages), *recipients(pages)]
    said = {claim.field: str(claim.value) for claim in claims if claim.value is not None}
    effect = effective_date(
        passages(pages), document_type=said.get(FieldName.DOCUMENT_TYPE), issued=said.get(FieldName.ISSUED_DATE)
    )
    return filter(None, (*claims, urgency(pages), effect))


def _of_print(pages: tuple[Page, ...], known: Agencies) -> Iterable[Claim]:
    """What a leaflet, booklet, poster or bulletin says on its cover and in its imprint."""
    named, numbered, spoken = title(pages), serial(pages), passages(pages)
    taken = {claim.field for claim in numbered}
    front = [claim for claim in cover(pages, named, known) if claim.field not in taken]
    return filter(None, (named, *numbered, *front, *imprint(spoken), *credited(spoken)))


def _of_header(header: Header, known: Agencies) -> list[Claim]:
    printed = [written(words) for words in agency_lines(header)]
    agency = [agency_name(name, known) or name for name in printed]
    numbered = number(header, agencies=agency, known=known)
    other = header.consolidated and not (numbered and numbered.notation.type_name == CONSOLIDATED)
    if other:
        numbered = None  # the number and date printed are those of the act that was consolidated
    notation = numbered.notation if numbered else None
    joint = notation is not None and (notation.type_name or "").endswith("liên tịch")
    issued_by = issuer(header, notation_issuer=notation.issuer if notation else None, joint=joint, known=known)
    found = (
        numbered.claim if numbered else None if other else doubtful_number(header, agencies=agency, known=known),
        document_type(header, numbered),
        issued_by,
        parent_issuer(header, known) if issued_by and not joint else None,
        subject(header),
        *(() if other else dateline(header)),
    )
    return [claim for claim in found if claim]


def _count(pages: Sequence[Page]) -> Claim:
    return Claim(field=FieldName.PAGES, value=len(pages), source=Source.MACHINE, confidence=1.0, rule="pages@1")


def _in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """In the order of the fields; several values of one field stay in theirs."""
    order = {field: at for at, field in enumerate(FieldName)}
    unique = {(claim.field, claim.value if claim.field in MULTIPLE else None): claim for claim in claims}
    return tuple(sorted(unique.values(), key=lambda claim: order[claim.field]))
