"""Every public page for search engines (sitemaps.org): an index, and lists of at most a thousand addresses."""

from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request, Response

from portal import links
from portal.counts import values
from portal.lookup import NotHere, window

router = APIRouter()
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PER_LIST = 1000
_FIXED = ("/", "/hoi-dap", "/chu-de", "/van-ban", "/co-quan", "/gioi-thieu")


@router.get("/sitemap.xml")
def index(request: Request) -> Response:
    """The lists."""
    total = window(request).finder.find("", limit=1, count=False).total
    top = Element("sitemapindex", {"xmlns": _SPACE})
    names = ["/sitemap-muc.xml", *(f"/sitemap-{n}.xml" for n in range(1, -(-total // _PER_LIST) + 1))]
    for name in names:
        SubElement(SubElement(top, "sitemap"), "loc").text = links.absolute(request, name)
    return _xml(top)


@router.get("/sitemap-muc.xml")
def fixed(request: Request) -> Response:
    """Pages that lead to documents."""
    at = window(request)
    paths = [
        *_FIXED,
        *(links.agency(one.value) for one in values(at, "agency")),
        *(links.law(one.value) for one in values(at, "law")),
    ]
    top = Element("urlset", {"xmlns": _SPACE})
    for path in (*paths, *(links.topic(one.value) for one in values(at, "topic"))):
        SubElement(SubElement(top, "url"), "loc").text = links.absolute(request, path)
    return _xml(top)


@router.get("/sitemap-{number}.xml")
def documents(request: Request, number: int) -> Response:
    """Documents, the oldest first, so that a list that is full does not change."""
    at = window(request)
    found = (
        at.finder.find("", sort="oldest", offset=(number - 1) * _PER_LIST, limit=_PER_LIST, count=False)
        if number > 0
        else None
    )
    if found is None or not found.hits:
        raise NotHere
    top = Element("urlset", {"xmlns": _SPACE})
    for hit in found.hits:
        url = SubElement(top, "url")
        SubElement(url, "loc").text = links.absolute(request, links.document(hit.found.record))
        SubElement(url, "lastmod").text = hit.found.published_at
    return _xml(top)


def _xml(top: Element) -> Response:
    content = tostring(top, encoding="utf-8", xml_declaration=True)
    return Response(content, media_type="application/xml", headers={"Cache-Control": "public, max-age=600"})
