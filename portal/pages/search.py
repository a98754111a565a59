"""The search page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from portal import links
from portal.asking import PER_PAGE, Asking, asking, last_page
from portal.counts import chips, choices, values
from portal.lookup import window
from portal.rendering import page
from search.found import Hits
from wiring.window import Window

router = APIRouter()
_FIELDS = 16


@router.get("/tim-kiem")
def search(request: Request) -> HTMLResponse:
    """Hits with facets, order, pages, a better spelling; fields of law to start from where there is nothing."""
    at, asked = window(request), asking(request.query_params)
    found = at.finder.find(
        asked.query, facets=asked.facets, sort=asked.sort, offset=asked.offset, limit=PER_PAGE, kind=asked.kind
    )
    last = last_page(found.total)
    fields = values(at, "popular", _FIELDS) if not found.hits else ()
    return page(
        request, "search.html", asking=asked, found=found, facets=choices(asked, found), chips=chips(asked), last=last,
        fields=fields, address=lambda number: links.search(asked.at_page(number).pairs()),
    )  # fmt: skip


def find(at: Window, asked: Asking, limit: int = PER_PAGE, *, count: bool = True) -> Hits:
    """The hits of a search; facets are counted only where they are shown."""
    return at.finder.find(
        asked.query,
        facets=asked.facets,
        sort=asked.sort,
        offset=asked.offset,
        limit=limit,
        kind=asked.kind,
        count=count,
    )
