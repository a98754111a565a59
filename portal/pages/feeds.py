"""Every search as a feed: Atom (RFC 4287) and RSS 2.0; the way browsers may search here (OpenSearch)."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request, Response

from portal import links
from portal.asking import Asking, asking
from portal.formats import http_date
from portal.labels import label
from portal.lookup import window
from portal.pages.search import find
from schemas.shown import shown
from search.found import Found, Hit

router = APIRouter()
_ATOM = "http://www.w3.org/2005/Atom"
_ENTRIES = 50
_KEPT = {"Cache-Control": "public, max-age=60"}


@router.get("/feed.atom")
def atom(request: Request) -> Response:
    """The newest of a search."""
    asked, hits = _newest(request)
    here = links.absolute(request, links.search(asked.pairs(), "/feed.atom"))
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _add(feed, "id", here)
    _add(feed, "title", _title(request, asked))
    _add(feed, "updated", max((_at(hit.found) for hit in hits), default=window(request).clock.now()).isoformat())
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
    html = links.absolute(request, links.search(asked.pairs()))
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": html})
    _add(SubElement(feed, "author"), "name", window(request).name)
    for hit in hits:
        _entry(request, feed, hit.found)
    return _xml(feed, "application/atom+xml")


@router.get("/feed.rss")
def rss(request: Request) -> Response:
    """The same for programs that know RSS only."""
    asked, hits = _newest(request)
    feed = Element("rss", {"version": "2.0"})
    channel = SubElement(feed, "channel")
    _add(channel, "title", _title(request, asked))
    _add(channel, "link", links.absolute(request, links.search(asked.pairs())))
    _add(channel, "description", "Tài liệu mới công bố")
    _add(channel, "language", "vi")
    for hit in hits:
        one, item = hit.found, SubElement(channel, "item")
        _add(item, "title", one.title)
        _add(item, "link", _address(request, one))
        _add(item, "description", _summary(one))
        _add(item, "pubDate", http_date(_at(one)))
        SubElement(item, "guid", {"isPermaLink": "false"}).text = _name(request, one)
    return _xml(feed, "application/rss+xml")


@router.get("/opensearch.xml")
def opensearch(request: Request) -> Response:
    """How a browser's search box asks here."""
    top = Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    _add(top, "ShortName", window(request).name[:16])
    _add(top, "Description", window(request).name)
    _add(top, "InputEncoding", "UTF-8")
    target = links.absolute(request, "/tim-kiem?q={searchTerms}")
    SubElement(top, "Url", {"type": "text/html", "template": target})
    return _xml(top, "application/opensearchdescription+xml")


def _newest(request: Request) -> tuple[Asking, tuple[Hit, ...]]:
    asked = asking(request.query_params).model_copy(update={"page": 1})
    return asked, find(window(request), asked.sorted_by("published"), _ENTRIES, count=False).hits


def _entry(request: Request, feed: Element, one: Found) -> None:
    entry, moment = SubElement(feed, "entry"), _at(one).isoformat()
    _add(entry, "id", _name(request, one))
    _add(entry, "title", one.title)
    _add(entry, "updated", moment)
    _add(entry, "published", moment)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _address(request, one)})
    _add(entry, "summary", _summary(one))
    for field in one.popular:
        SubElement(entry, "category", {"term": field, "label": label("popular", field)})


def _summary(one: Found) -> str:
    kind = label("material_type", one.material_type) if one.material_type else None
    return " · ".join(part for part in (kind, one.number, one.issuer, one.answer) if part) or one.title


def _name(request: Request, one: Found) -> str:
    """The permanent link: a feed reader must know an entry again after a correction."""
    ark = links.absolute(request, links.ark(window(request).naan, one.record))
    return f"{ark}#{one.unit}" if one.unit else ark


def _address(request: Request, one: Found) -> str:
    return links.absolute(request, links.question(one.record, one.unit) if one.unit else links.document(one.record))


def _title(request: Request, asked: Asking) -> str:
    values = [label(facet, value) for facet, chosen in asked.facets.items() for value in chosen]
    return " – ".join([window(request).name, *([f"“{asked.query}”"] if asked.query else []), *values])


def _at(one: Found) -> datetime:
    return datetime.fromisoformat(one.published_at)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = plain(text)


def plain(text: str) -> str:
    """Text as XML can hold it: what is invisible made visible, what is no character left out."""
    return "".join(c for c in shown(text) if ord(c) & 0xFFFE != 0xFFFE)


def _xml(top: Element, media: str) -> Response:
    return Response(tostring(top, encoding="utf-8", xml_declaration=True), media_type=media, headers=_KEPT)
