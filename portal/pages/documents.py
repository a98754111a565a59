"""A document's page, its single pages, its text for reading and for loudspeakers, its files, its QR code."""

import io
from collections.abc import Sequence

import segno
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from portal import links
from portal.asking import clean
from portal.document import PageView, citation_string
from portal.files import send
from portal.highlights import highlights
from portal.linked import digital_document
from portal.lookup import NotHere, window
from portal.opened import Desk
from portal.rendering import page
from portal.speech import paragraphs, spoken
from schemas.page import Box
from storage.showcase import PublicFile, Shown
from wiring.window import Window

router = APIRouter(prefix="/tai-lieu/{record}")
_COPIES = 8
_LEAVES = 20
"""So many pages of the document are shown on one page of ours: it must stay light, and a book has hundreds."""


def desk(request: Request) -> Desk:
    """Where documents are opened."""
    found: Desk = request.app.state.desk
    return found


@router.get("")
def document(request: Request, record: str, q: str = "", tu: int = 1) -> Response:
    """The document with everything that is known of it; its pages from number ``tu`` on."""
    at, (shown, _, view) = window(request), desk(request).open(record)
    if record != view.record:
        return RedirectResponse(links.document(view.record), 301)
    query, leaves = clean(q), view.pages[max(0, tu - 1) :][:_LEAVES]
    if not leaves:
        raise NotHere
    boxes = _boxes(at, shown, query, leaves)
    address, ark = (links.absolute(request, path) for path in (links.document(record), links.ark(at.naan, record)))
    base = links.absolute(request, "")
    return page(
        request, "document.html", doc=view, query=query,
        boxes={one.number: boxes.get(one.number, ()) for one in leaves},
        places=sorted(boxes), leaves=leaves, address=address,
        ark=links.ark(at.naan, record), ark_address=ark, citation=citation_string(view, ark),
        pdf_size=at.showcase.size(shown.pdf) if shown.pdf else 0, picture=base + view.thumb if view.thumb else None,
        copies=copies(request, record), described=digital_document(view, page=address, permanent=ark, base=base),
        headers={"Link": f'<{ark}>; rel="cite-as"'},
    )  # fmt: skip


@router.get("/trang/{number}")
def one_page(request: Request, record: str, number: int, q: str = "") -> HTMLResponse:
    """One page, with what was searched for marked on it."""
    at, (shown, _, view) = window(request), desk(request).open(record)
    found = next((one for one in view.pages if one.number == number), None)
    if found is None:
        raise NotHere
    query = clean(q)
    boxes = _boxes(at, shown, query, (found,)).get(number, ())
    return page(request, "page.html", doc=view, page=found, query=query, boxes=boxes)


@router.get(f"/{links.TEXT}")
def text(request: Request, record: str, doc: str = "") -> Response:
    """The text as clean paragraphs; ``?doc=loa``: with short forms, days and sums in words, for loudspeakers."""
    at, (shown, _, view) = window(request), desk(request).open(record)
    if shown.text is None:
        raise NotHere
    parts = paragraphs("\f".join(one.text for one in view.pages))
    if doc == "loa":
        parts = (spoken(view.title) + ".", *(spoken(part) for part in parts))
    source = links.absolute(request, links.ark(at.naan, view.record))
    body = "\n\n".join((*parts, f"Nguồn: {source}" if doc != "loa" else "Hết.")) + "\n"
    return Response(body, media_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"})


@router.get(f"/{links.PDF}")
def newest_pdf(request: Request, record: str) -> RedirectResponse:
    """The PDF of the version that is public now."""
    view = desk(request).open(record).view
    if view.pdf is None:
        raise NotHere
    return RedirectResponse(view.pdf, 302, headers={"Cache-Control": "no-cache"})


@router.get("/ma-qr.svg")
def qr_code(request: Request, record: str) -> Response:
    """The permanent link as a QR code: level M, the border of four modules that the standard asks for."""
    view = desk(request).open(record).view
    made, out = (
        segno.make(links.absolute(request, links.ark(window(request).naan, view.record)), error="m"),
        io.BytesIO(),
    )
    made.save(out, kind="svg", scale=4, border=4, xmldecl=False, light="#fff")
    return Response(out.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


@router.get("/v{version}/{name}")
def file(request: Request, record: str, version: int, name: str) -> Response:
    """A file of the public version; of a version that was public before, the way to the present one."""
    at, (shown, _, view) = window(request), desk(request).open(record)
    found = _file(shown, name)
    if found is None or version < 1 or version > shown.version:
        raise NotHere
    if version != shown.version or record != view.record:
        target = links.file(view.record, shown.version, name)
        return RedirectResponse(target, 302, headers={"Cache-Control": "no-cache"})
    return send(request, at, found, name=view.title, changed=shown.changed)


def _boxes(at: Window, shown: Shown, query: str, pages: Sequence[PageView]) -> dict[int, tuple[Box, ...]]:
    return highlights(at, shown, query, pages) if query else {}


def _file(shown: Shown, name: str) -> PublicFile | None:
    files = shown.record.files
    if name == links.PDF:
        return shown.pdf
    if name == links.THUMB:
        return shown.files.get(files.thumb or "")
    pictures = {
        links.picture_name(page.number): path for page, path in zip(shown.record.pages, files.web, strict=False)
    }
    return shown.files.get(pictures.get(name, ""))


def copies(request: Request, record: str) -> tuple[object, ...]:
    """Documents of the same title elsewhere, as far as the index knows them."""
    at, view = window(request), desk(request).open(record).view
    found = at.finder.find(f'"{view.title}"', limit=_COPIES, count=False)
    same = (hit.found for hit in found.hits if found.instead is None and not found.loosened)
    return tuple(one for one in same if one.record != record and one.title.casefold() == view.title.casefold())
