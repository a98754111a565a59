"""The first page, the guide, and what browsers and search engines ask for at the root."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from portal import links
from portal.counts import values
from portal.linked import website
from portal.lookup import window
from portal.outer import BUSY, BUSY_API
from portal.pages.errors import error_page, problem
from portal.rendering import page

router = APIRouter()
_NEWEST = 5
_FIELDS = 16


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Search, fields of law as citizens call them, what is new."""
    at = window(request)
    newest = at.finder.find("", sort="published", limit=_NEWEST, count=False)
    asked = at.finder.find("", sort="published", limit=_NEWEST, kind="question", count=False)
    return page(
        request, "home.html", total=newest.total, questions=asked.total, fields=values(at, "popular", _FIELDS),
        newest=newest.hits, asked=asked.hits, described=website(at.name, links.absolute(request, "")),
    )  # fmt: skip


@router.get("/gioi-thieu")
def about(request: Request) -> HTMLResponse:
    """What this is, how to search, how to link."""
    return page(request, "about.html", naan=window(request).naan)


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Everything may be read by machines but combinations of filters, of which there is no end."""
    lines = (
        "User-agent: *",
        "Disallow: /tim-kiem?",
        "Disallow: /feed",
        f"Sitemap: {links.absolute(request, '/sitemap.xml')}",
    )
    return Response("\n".join(lines) + "\n", media_type="text/plain", headers={"Cache-Control": "public, max-age=3600"})


@router.get(BUSY)
def busy(request: Request) -> HTMLResponse:
    """Where the bound on requests leads."""
    return error_page(request, 429)


@router.get(BUSY_API)
def busy_api() -> Response:
    """The same for programs."""
    return problem(429)
