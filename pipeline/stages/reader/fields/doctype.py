"""The document's type: the centred line in capitals; a công văn is known by having none."""

from pipeline.stages.layout.header import Header
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.number import Number, number_line
from pipeline.stages.reader.fields.subject import about_line
from schemas.claim import Claim, FieldName
from schemas.page import Word

CONSOLIDATED = "Văn bản hợp nhất"
_RULE = "doctype@2"


def document_type(header: Header, number: Number | None) -> Claim | None:
    """The claim for the type.

    Takes: the header and its number, if that was read. Gives: the heading's type; else "Công văn" for a V/v under the
    number; else the type in the number, when that number is vouched for; else None.
    """
    if header.heading and header.heading_type:
        return _from_heading(header, number, header.heading_type)
    if about_line(header) is not None and (number is None or number.notation.type_name in (None, "Công văn")):
        return _claim(header, "Công văn", _number_words(header), 0.97)
    if number is None or number.notation.legal or not number.notation.vouched or _addressed(header):
        return None
    return _claim(header, number.notation.type_name, _number_words(header), 0.93)


def _from_heading(header: Header, number: Number | None, kind: str) -> Claim | None:
    words = header.heading.words if header.heading else ()
    told = number.notation.type_name if number else None
    if header.consolidated or told == CONSOLIDATED:
        return _claim(header, CONSOLIDATED, words, 0.96)
    return _claim(header, kind, words, 0.99 if told == kind else 0.975)


def _addressed(header: Header) -> bool:
    return any(plain(row.text).startswith("kinh gui") for row in header.below[:3])


def _number_words(header: Header) -> tuple[Word, ...]:
    at = number_line(header) or about_line(header)
    return header.left[at].words if at is not None else ()


def _claim(header: Header, value: str | None, words: tuple[Word, ...], reliability: float) -> Claim | None:
    if value is None or not words:
        return None
    return claim_of(FieldName.DOCUMENT_TYPE, value, words, page=header.page, reliability=reliability, rule=_RULE)
