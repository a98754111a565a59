"""What the interface gives. Fields may be added in version 1; none changes its meaning or goes."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.cited import CitedLaw
from portal.document import Asked, Fact
from search.found import FacetCount, Found, Snippet, Suggestion


class Model(BaseModel):
    """Base of what is given out."""

    model_config = ConfigDict(frozen=True)


class Problem(Model):
    """Problem details for HTTP APIs (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class GoneProblem(Problem):
    """A withdrawn document: since when, why (`detail`), and what stands in its place."""

    withdrawn: str = Field(description="ISO 8601")
    replaced_by: str | None = Field(description="id of a public document, or null")


class Item(Found):
    """A document, or a question in one, as it is found."""

    url: str = Field(description="its page")
    permanent: str = Field(description="the ARK link of the document")
    snippets: tuple[Snippet, ...] = Field(default=(), description="pieces of the text with what matches in them")


class Listing(Model):
    """One piece of a search's hits."""

    total: int = Field(description="hits altogether")
    estimated: bool = Field(description="there are many: total and facets are estimates")
    offset: int
    limit: int
    items: list[Item]
    facets: dict[str, tuple[FacetCount, ...]] = Field(
        description="how many hits have which value, the ten most frequent of each"
    )
    did_you_mean: str | None = Field(description="a spelling that finds more")
    instead: str | None = Field(description="what was searched for instead of words that find nothing")
    next: str | None = Field(description="address of the next piece, or null")


class Picture(Model):
    """One page of a document."""

    number: int
    width: int = Field(description="of the picture")
    height: int
    picture: str | None = Field(description="address of a WebP picture")
    url: str = Field(description="the page for people")
    text: str


class Whole(Model):
    """One document."""

    id: str = Field(examples=["jkm60sc7w3qrhkcvb"])
    version: int = Field(description="number of the published version", examples=[2])
    title: str = Field(examples=["Tìm hiểu một số quy định của Luật Đất đai năm 2024"])
    kind: str = Field(examples=["Tờ gấp"])
    number: str | None = Field(examples=["179/KH-UBND", None])
    issuer: str | None = Field(examples=["Sở Tư pháp"])
    issuer_id: str | None = Field(description="in the agency authority file")
    issued: str | None = Field(description="YYYY, YYYY-MM or YYYY-MM-DD, as far as known", examples=["2025-06-12"])
    language: str
    published: str = Field(description="when this version was published, ISO 8601")
    changed: str = Field(description="when this version was made, ISO 8601")
    redacted: bool = Field(description="personal data is covered")
    facts: list[Fact]
    popular: list[str] = Field(description="fields of law as citizens call them")
    topics: list[str] = Field(description="chủ đề of Bộ Pháp điển")
    laws: list[CitedLaw]
    questions: int
    pages: int
    url: str
    permanent: str
    pdf: str | None
    text: str | None
    thumb: str | None


class Pages(Model):
    """The pages of a document."""

    id: str
    total: int
    items: list[Picture]


class Units(Model):
    """The questions of a document."""

    id: str
    total: int
    items: list[Asked]


class Turned(Model):
    """One record as it stands before the public."""

    number: int = Field(description="when it was published or withdrawn, in milliseconds since 1970")
    id: str
    status: Literal["published", "withdrawn"]
    url: str = Field(description="the document, or the tombstone of one that was withdrawn")


class Turns(Model):
    """What became public and what was withdrawn, oldest first; every record once, with its newest turn."""

    items: list[Turned]
    next: str | None = Field(description="address of what follows; null when this is all there is now")


class Named(Model):
    """A value to narrow a search by."""

    id: str
    name: str
    documents: int = Field(description="how many published documents have it")
    url: str


class NamedList(Model):
    """Values, the most frequent first."""

    items: list[Named]


class LawEntry(Named):
    """A law that documents speak of."""

    number: str | None
    state: str = Field(description="today: in_force, expired, not_yet or unknown")
    sentence: str = Field(description="what citizens are told of it; may be empty")
    replaced_by: list[str]


class LawList(Model):
    """Laws, the most cited first."""

    items: list[LawEntry]


class Offer(Suggestion):
    """How what is being typed may go on."""

    kind_label: str
    url: str = Field(description="where it leads")


class Offers(Model):
    """Suggestions, the best first."""

    items: list[Offer]
