"""Pages in, machine claims out: the first description of a document.

Only composes; each concern has its module in :mod:`pipeline.stages.reader`. A field that is not clear on the page
gets no claim: an archivist fills a blank faster than they find a wrong value.
"""

from pipeline.stages.reader.dateline import dateline
from pipeline.stages.reader.doctype import CONSOLIDATED, document_type
from pipeline.stages.reader.issuer import agency_lines, issuer
from pipeline.stages.reader.language import language
from pipeline.stages.reader.layout import Header, header_of
from pipeline.stages.reader.material import material_type
from pipeline.stages.reader.number import number
from pipeline.stages.reader.signer import signer
from pipeline.stages.reader.subject import subject
from pipeline.stages.reader.title import title
from schemas.claim import Claim, FieldName, Source
from schemas.page import Page


def describe(pages: tuple[Page, ...]) -> tuple[Claim, ...]:
    """What the document says of itself.

    Takes: all pages in order, as read. Gives: at most one claim a field, source MACHINE, in the order of `FieldName`;
    ``pages`` always. Pages that could not be read make fields blank rather than guessed. Refuses nothing.
    """
    header = header_of(pages)
    claims = [*_of_header(header), *(signer(pages) if header else ())]
    kind = next((claim.value for claim in claims if claim.field is FieldName.DOCUMENT_TYPE), None)
    found = [
        *claims,
        None if header else title(pages),
        material_type(pages, header, kind if isinstance(kind, str) else None),
        language(pages),
        _count(pages),
    ]
    order = list(FieldName)
    return tuple(sorted(filter(None, found), key=lambda claim: order.index(claim.field)))


def _of_header(header: Header | None) -> list[Claim]:
    if header is None:
        return []
    agencies = [" ".join(word.text for word in words) for words in agency_lines(header)]
    numbered = number(header, agencies=agencies)
    other = header.consolidated and not (numbered and numbered.notation.type_name == CONSOLIDATED)
    if other:
        numbered = None  # the number and date printed are those of the act that was consolidated
    notation = numbered.notation if numbered else None
    joint = notation is not None and (notation.type_name or "").endswith("liên tịch")
    found = (
        numbered.claim if numbered else None,
        document_type(header, numbered),
        issuer(header, notation_issuer=notation.issuer if notation else None, joint=joint),
        subject(header),
        *(() if other else dateline(header)),
    )
    return [claim for claim in found if claim]


def _count(pages: tuple[Page, ...]) -> Claim:
    return Claim(field=FieldName.PAGES, value=len(pages), source=Source.MACHINE, confidence=1.0, rule="pages@1")
