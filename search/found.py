"""What a search gives: hits with their snippets, counts by facet, a better spelling, suggestions."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.ids import RecordId

FACETS = (
    "material_type", "topic", "popular", "agency", "place", "year", "audience", "law", "validity", "language",
    "activity",
)  # fmt: skip
"""By what hits are counted and narrowed; what their values mean is told by :mod:`search.labels`."""


class HitKind(StrEnum):
    """What can be found."""

    DOCUMENT = "document"
    QUESTION = "question"  # one question with its answer, or a situation with its solution


class Sort(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    PUBLISHED = "published"  # what came before the public last


class Span(Frozen):
    """A stretch of a text, in characters; ``end`` lies behind the last."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Found(Frozen):
    """What the index tells of a published document, or of one question in it, without opening the archive."""

    kind: HitKind
    record: RecordId
    unit: int | None = Field(default=None, description="of a question: its place in the document, from 1")
    version: int = Field(description="the published version")
    title: str = Field(description="what to call it: title, else subject, else its type and number; of a question: it")
    subject: str | None = None
    answer: str | None = Field(default=None, description="of a question: the beginning of its answer")
    number: str | None = None
    document_type: str | None = Field(default=None, description="Kế hoạch, Quyết định …")
    material_type: str | None = Field(default=None, description="to-gap, hoi-dap …")
    issuer: str | None = Field(default=None, description="as printed")
    issuer_id: str | None = None
    place: str | None = None
    issued_date: str | None = Field(default=None, description="as settled: 2019, 2019-10, 2019-09-07 …")
    year: int | None = None
    language: str | None = None
    pages: int = Field(description="of the whole document")
    page: int | None = Field(default=None, description="of a question: where it begins")
    questions: int = Field(default=0, description="of a document: how many questions it answers")
    popular: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    validity: str | None = Field(
        default=None, description="of what it cites: `current`, `expired`, `coming`, `unknown`"
    )
    published_at: str = Field(description="when the public was given this version, ISO 8601")


class Snippet(Frozen):
    """A piece of the text around what was looked for."""

    text: str = Field(description="on one line; an ellipsis where it was cut")
    spans: tuple[Span, ...] = Field(description="what matches, in ``text``")
    page: int | None = Field(description="of the document, from 1")


class Hit(Frozen):
    """One thing found."""

    found: Found
    score: float | None = Field(description="None where hits are not ordered by it")
    title_spans: tuple[Span, ...] = Field(default=(), description="what matches in `Found.title`")
    snippets: tuple[Snippet, ...] = ()


class FacetCount(Frozen):
    """How many hits have this value."""

    value: str
    count: int


class Hits(Frozen):
    """One page of hits."""

    total: int
    estimated: bool = Field(default=False, description="whether ``total`` and counts are estimates: there are many")
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = Field(
        description="the most frequent values first; of a facet that is chosen from, as if it were not"
    )
    did_you_mean: str | None = Field(default=None, description="a spelling that finds more")
    instead: str | None = Field(
        default=None, description="what was searched for instead, because what was typed finds nothing"
    )
    loosened: bool = Field(default=False, description="not all words are in every hit, because too few have them all")


class SuggestionKind(StrEnum):
    """What a suggestion is."""

    TITLE = "title"
    AGENCY = "agency"
    LAW = "law"
    TOPIC = "topic"


class Suggestion(Frozen):
    """How what is being typed may go on."""

    text: str
    kind: SuggestionKind
    value: str | None = Field(default=None, description="of a title the record; of the others the facet's value")
    count: int = Field(default=1, description="how many documents it leads to")
