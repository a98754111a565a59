"""What a search gives: hits with their snippets, counts by facet, a better spelling, suggestions.

What is made by the hundred for every search is a dataclass: we made it ourselves, nothing in it wants to be validated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

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


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in characters; ``end`` lies behind the last."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


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


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text around what was looked for."""

    text: Annotated[str, Field(description="on one line; an ellipsis where it was cut")]
    spans: Annotated[tuple[Span, ...], Field(description="what matches, in ``text``")]
    page: Annotated[int | None, Field(description="of the document, from 1")]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    found: Found
    score: Annotated[float | None, Field(description="None where hits are not ordered by it")]
    title_spans: Annotated[tuple[Span, ...], Field(description="what matches in `Found.title`")] = ()
    snippets: tuple[Snippet, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many hits have this value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of hits."""

    total: int
    estimated: bool = False
    """Whether ``total`` and counts are estimates: there are many."""
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    """The most frequent values first; of a facet that is chosen from, as if it were not."""
    did_you_mean: str | None = None
    """A spelling that finds more."""
    instead: str | None = None
    """What was searched for instead, because what was typed finds nothing."""
    loosened: bool = False
    """Not all words are in every hit, because too few have them all."""


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
