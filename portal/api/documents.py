"""Documents and questions: searched for, and one by one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from portal import links
from portal.api.asked import LAST, Search
from portal.api.models import Item, Listing, Pages, Picture, Units, Whole
from portal.api.problems import GONE, MISSING
from portal.document import Document
from portal.lookup import window
from portal.opened import Desk
from search.found import Found, Hit, HitKind

router = APIRouter()
_Search = Annotated[Search, Depends()]
_Record = Annotated[str, Path(description="id of a document, the end of its ARK link", examples=["jkm60sc7w3qrhkcvb"])]


@router.get("/documents", summary="Search documents", tags=["search"], response_model=Listing)
def documents(request: Request, asked: _Search) -> Response:
    """Documents by words and criteria. Without words: all of them."""
    return _listing(request, asked, HitKind.DOCUMENT)


@router.get("/questions", summary="Search questions with their answers", tags=["search"], response_model=Listing)
def questions(request: Request, asked: _Search) -> Response:
    """Questions with the beginnings of their answers; `record` and `unit` lead to the whole."""
    return _listing(request, asked, HitKind.QUESTION)


@router.get("/documents/{record}", summary="One document", tags=["documents"], responses={**MISSING, **GONE})
def document(request: Request, record: _Record) -> Whole:
    """Everything that is known of it."""
    view = _desk(request).open(record).view
    told = view.model_dump(exclude={"record", "pages", "questions", "thumb", "pdf", "text"})
    return Whole(
        **told, id=view.record, questions=len(view.questions), pages=len(view.pages),
        url=links.absolute(request, links.document(view.record)), permanent=_ark(request, view.record),
        **{name: _whole(request, getattr(view, name)) for name in ("pdf", "text", "thumb")},
    )  # fmt: skip


@router.get(
    "/documents/{record}/text", summary="Its text", tags=["documents"], response_class=Response,
    responses={**MISSING, **GONE, 200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)  # fmt: skip
def text(request: Request, record: _Record) -> Response:
    """Plain text, a line a line, pages parted by form feeds."""
    view = _desk(request).open(record).view
    return Response("\f".join(page.text + "\n" for page in view.pages), media_type="text/plain; charset=utf-8")


@router.get("/documents/{record}/pages", summary="Its pages", tags=["documents"], responses={**MISSING, **GONE})
def pages(
    request: Request, record: _Record,
    offset: Annotated[int, Query(ge=0, le=LAST)] = 0, limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Pages:  # fmt: skip
    """Pictures and text, page by page."""
    view = _desk(request).open(record).view
    some = [_picture(request, view, number) for number in range(offset, min(offset + limit, len(view.pages)))]
    return Pages(id=view.record, total=len(view.pages), items=some)


@router.get("/documents/{record}/units", summary="Its questions", tags=["documents"], responses={**MISSING, **GONE})
def units(
    request: Request, record: _Record,
    offset: Annotated[int, Query(ge=0, le=LAST)] = 0, limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Units:  # fmt: skip
    """Questions with their whole answers, in the document's order."""
    view = _desk(request).open(record).view
    return Units(id=view.record, total=len(view.questions), items=list(view.questions[offset : offset + limit]))


def address(one: Found) -> str:
    """The page of what was found."""
    return links.question(one.record, one.unit) if one.unit else links.document(one.record)


def _listing(request: Request, asked: Search, kind: HitKind) -> Response:
    found = window(request).finder.find(
        asked.query, facets=asked.facets, sort=asked.sort.value, offset=asked.offset, limit=asked.limit, kind=kind.value
    )
    further = asked.offset + asked.limit
    more = links.search(asked.pairs(further), f"/api/v1/{kind.value}s") if further < min(found.total, LAST) else None
    listing = Listing.model_construct(
        total=found.total, estimated=found.estimated, offset=asked.offset, limit=asked.limit,
        items=[_item(request, hit) for hit in found.hits], facets=dict(found.facets), did_you_mean=found.did_you_mean,
        instead=found.instead, next=_whole(request, more),
    )  # fmt: skip
    return Response(listing.model_dump_json(), media_type="application/json")


def _item(request: Request, hit: Hit) -> Item:
    """A hit with its addresses. Not validated: it is made of what was."""
    one = hit.found
    return Item.model_construct(
        **one.__dict__, url=links.absolute(request, address(one)), permanent=_ark(request, one.record),
        snippets=hit.snippets,
    )  # fmt: skip


def _picture(request: Request, view: Document, at: int) -> Picture:
    page = view.pages[at]
    return Picture(
        number=page.number, width=page.width, height=page.height, picture=_whole(request, page.picture),
        url=links.absolute(request, links.page(view.record, page.number)), text=page.text,
    )  # fmt: skip


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _ark(request: Request, record: str) -> str:
    return links.absolute(request, links.ark(window(request).naan, record))


def _whole(request: Request, path: str | None) -> str | None:
    return links.absolute(request, path) if path else None
