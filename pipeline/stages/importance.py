"""How much each field matters, by what kind of thing was scanned: data, with a reason a line.

The weights are those of a search: what readers look for and cite by stands first. 10 is "without it the document is not
found", 1 is "nice to have right". A material that has no such field by nature is not asked for it: a leaflet has no
number (Decree 30/2020 numbers documents, not publications).
"""

from schemas.base import Frozen
from schemas.claim import FieldName as Field
from schemas.vocabulary import MaterialType as Material


class Need(Frozen):
    """How much one field matters."""

    field: Field
    importance: float
    expected: bool
    """Whether a blank is a fault; a value that is there and unsure is one in any case."""
    why: str
    instead: Field | None = None
    """What may stand in its place: with that, a blank is none."""


def _asked(field: Field, importance: float, why: str, instead: Field | None = None) -> Need:
    return Need(field=field, importance=importance, expected=True, why=why, instead=instead)


def _welcome(field: Field, importance: float, why: str) -> Need:
    return Need(field=field, importance=importance, expected=False, why=why)


OFFICIAL = (
    _asked(Field.NUMBER, 10, "cited and asked for by it; with the issuer it names the document"),
    _asked(Field.ISSUED_DATE, 9, "decides which law was in force, and the order of every list"),
    _asked(Field.ISSUER, 9, "numbers repeat from agency to agency"),
    _asked(Field.DOCUMENT_TYPE, 8, "a plan is not a decision: search narrows by it"),
    _asked(Field.SUBJECT, 7, "what people read in a list of results", instead=Field.TITLE),
    _asked(Field.MATERIAL_TYPE, 6, "decides which fields are asked for at all"),
    _asked(Field.SIGNER_NAME, 5, "Decree 30/2020 wants one on every document; people search for it"),
    _asked(Field.SIGNER_TITLE, 3, "tells an order of the chairman from one of a deputy"),
    _asked(Field.PLACE, 2, "part of the date line; the issuer mostly tells it already"),
    _welcome(Field.ISSUER_ID, 4, "joins the document to its agency's page"),
    _welcome(Field.EFFECTIVE_DATE, 4, "a wrong one misleads about the law in force"),
    _welcome(Field.TITLE, 4, "where there is one it stands in the list of results"),
    _welcome(Field.SIGNER_AUTHORITY, 1, "TM., KT.: seldom searched"),
    _welcome(Field.PARENT_ISSUER, 1, "follows from the agency"),
    _welcome(Field.URGENCY, 1, "of no use once archived, but public if wrong"),
    _welcome(Field.LANGUAGE, 1, "nearly always Vietnamese"),
)
"""Documents of administration: numbered, dated, signed (Decree 30/2020, article 8)."""

PUBLICATION = (
    _asked(Field.TITLE, 10, "what a leaflet or book is called and found by", instead=Field.SUBJECT),
    _asked(Field.ISSUER, 8, "who answers for what it says"),
    _asked(Field.MATERIAL_TYPE, 7, "the first facet of the public search; decides which fields are asked for"),
    _asked(Field.ISSUED_DATE, 5, "old advice on a new law misleads; often a year only"),
    _welcome(Field.LICENCE_NUMBER, 3, "publications not for sale carry one; not on every panel scanned"),
    _welcome(Field.LICENCE_DATE, 3, "dates what has no other date"),
    _welcome(Field.NUMBER, 3, "hardly any has one: an unsure one is probably a number of a cited law"),
    _welcome(Field.SUBJECT, 3, "stands in the list of results"),
    _welcome(Field.ISSUER_ID, 3, "joins the material to its agency's page"),
    _welcome(Field.SERIES, 3, "gathers the issues of one bulletin"),
    _welcome(Field.ISSUE_NUMBER, 3, "tells the issues of one bulletin apart"),
    _welcome(Field.SIGNER_NAME, 2, "hardly any is signed"),
    _welcome(Field.LICENCE_AUTHORITY, 1, "follows from the place"),
    _welcome(Field.PRINT_RUN, 1, "statistics"),
    _welcome(Field.LANGUAGE, 2, "materials for ethnic minorities are searched by it"),
)
"""What is printed for citizens: leaflets, handbooks, questions and answers, posters."""

PERIODICAL = (
    _asked(Field.SERIES, 8, "a bulletin goes by its name", instead=Field.TITLE),
    _asked(Field.ISSUE_NUMBER, 7, "tells the issues apart"),
    *(need for need in PUBLICATION if need.field not in (Field.SERIES, Field.ISSUE_NUMBER)),
)
"""Bulletins and special issues."""

UNKNOWN = (
    _asked(Field.MATERIAL_TYPE, 8, "nobody knows what it is: everything else follows from that"),
    _asked(Field.TITLE, 8, "something must stand in the list of results", instead=Field.SUBJECT),
    _asked(Field.ISSUER, 6, "every kind of material has one"),
    *(need.model_copy(update={"expected": False}) for need in OFFICIAL if need.field not in {
        Field.MATERIAL_TYPE, Field.TITLE, Field.ISSUER,
    }),
)  # fmt: skip
"""What nobody has recognised: asked for what everything has; what is there is weighed as a document's."""

_OFFICIAL_TYPES = frozenset({Material.VB_CHI_DAO, Material.VBQPPL_BAN_IN})
_PERIODICALS = frozenset({Material.BAN_TIN, Material.DAC_SAN})


def importance(material_type: str | None, document_type: str | None) -> tuple[Need, ...]:
    """The fields that matter in such a material; of an unknown kind with a document type, those of a document."""
    if material_type in _OFFICIAL_TYPES:
        return OFFICIAL
    if material_type in _PERIODICALS:
        return PERIODICAL
    if material_type is None or material_type == Material.KHAC:
        return OFFICIAL if document_type else UNKNOWN
    return PUBLICATION
