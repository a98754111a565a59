"""One module a layout: content in, sheets out. :func:`compose` chooses."""

from schemas.claim import FieldName
from tests.samples.content import Booklet, Bulletin, Content, Handout, Leaflet, Official
from tests.samples.layouts import booklet, bulletin, handout, leaflet, official
from tests.samples.sheet import Sheet
from tests.samples.truth import TruthField


def compose(content: Content) -> tuple[Sheet, ...]:
    """The sheets of a document, a page each."""
    match content:
        case Official():
            return official.compose(content)
        case Leaflet():
            return leaflet.compose(content)
        case Handout():
            return handout.compose(content)
        case Booklet():
            return booklet.compose(content)
        case Bulletin():
            return bulletin.compose(content)


def fields(content: Content) -> dict[FieldName, TruthField]:
    """The right values of all fields but the number of pages."""
    match content:
        case Official():
            return official.fields(content)
        case Leaflet():
            return leaflet.fields(content)
        case Handout():
            return handout.fields(content)
        case Booklet():
            return booklet.fields(content)
        case Bulletin():
            return bulletin.fields(content)
