"""What searches can be narrowed by, and suggestions while typing."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request

from portal import labels, links
from portal.api.models import LawEntry, LawList, Named, NamedList, Offer, Offers
from portal.api.problems import MISSING
from portal.asking import clean
from portal.counts import Value, values
from portal.lookup import NotHere, window
from portal.validity import known_state, sentence, state_of
from schemas.laws import law_register
from schemas.topics import topic_list
from search.found import Suggestion, SuggestionKind

router = APIRouter()
_PATHS: dict[SuggestionKind, Callable[[str], str]] = {
    SuggestionKind.TITLE: links.document, SuggestionKind.AGENCY: links.agency, SuggestionKind.LAW: links.law,
    SuggestionKind.TOPIC: lambda value: links.search((("popular", value),)),
}  # fmt: skip
_KINDS = {
    SuggestionKind.TITLE: "Tài liệu", SuggestionKind.AGENCY: "Cơ quan", SuggestionKind.LAW: "Luật",
    SuggestionKind.TOPIC: "Lĩnh vực",
}  # fmt: skip


@router.get("/agencies", summary="Agencies that have published something", tags=["lists"])
def agencies(request: Request) -> NamedList:
    """By the number of documents."""
    return NamedList(items=[_named(request, one, links.agency(one.value)) for one in values(window(request), "agency")])


@router.get("/topics", summary="Fields of law", tags=["lists"])
def topics(request: Request) -> NamedList:
    """Fields as citizens call them; each can be used as `popular=` in a search."""
    at = window(request)
    counted = {one.value: one.count for one in values(at, "popular")}
    known = [Value(value=one.id, label=one.name, count=counted.get(one.id, 0)) for one in topic_list().popular]
    return NamedList(items=[_named(request, one, links.search((("popular", one.value),))) for one in known])


@router.get("/laws", summary="Laws that documents speak of", tags=["lists"])
def laws(request: Request) -> LawList:
    """By the number of documents; with whether they are in force today."""
    return LawList(items=[_law(request, one.value, one.count) for one in values(window(request), "law")])


@router.get("/laws/{law:path}", summary="One law", tags=["lists"], responses=MISSING)
def law(request: Request, law: str) -> LawEntry:
    """A law of the register, or one that a document speaks of."""
    count = next((one.count for one in values(window(request), "law") if one.value == law), 0)
    if not count and all(one.id != law for one in law_register().laws):
        raise NotHere
    return _law(request, law, count)


@router.get("/suggest", summary="How what is being typed may go on", tags=["search"])
def suggest(
    request: Request,
    q: Annotated[str, Query(max_length=100, description="what was typed so far", examples=["luat dat"])],
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> Offers:
    """Titles, agencies, laws, fields."""
    found = window(request).finder.suggest(clean(q), limit=limit)
    return Offers(items=[_offer(request, one) for one in found])


def _offer(request: Request, one: Suggestion) -> Offer:
    path = _PATHS[one.kind](one.value) if one.value else links.search((("q", one.text),))
    return Offer(**one.model_dump(), kind_label=_KINDS[one.kind], url=links.absolute(request, path))


def _named(request: Request, one: Value, path: str) -> Named:
    return Named(id=one.value, name=one.label, documents=one.count, url=links.absolute(request, path))


def _law(request: Request, law: str, count: int) -> LawEntry:
    today = window(request).clock.now().date()
    known = known_state(law, today)
    number = next((one.number for one in law_register().laws if one.id == law), law if known is None else None)
    return LawEntry(
        id=law, name=labels.law_name(law), documents=count, url=links.absolute(request, links.law(law)), number=number,
        state=state_of(law, today), sentence=sentence(law, today), replaced_by=list(known.replaced_by) if known else [],
    )  # fmt: skip
