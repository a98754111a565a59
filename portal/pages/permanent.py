"""Permanent links: ARK names (RFC draft "The ARK Identifier Scheme"), which outlive every change of our pages."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from portal import links
from portal.lookup import Gone, NotHere, shown, window
from portal.pages.documents import desk

router = APIRouter()


@router.get("/ark:/{naan}/{name:path}")
@router.get("/ark:{naan}/{name:path}")
def ark(request: Request, naan: str, name: str) -> Response:
    """The document of this name: its page, or with ``?info`` a short description.

    Hyphens mean nothing in an ARK. A withdrawn document leads on to the one in its place, if the public may see that;
    else it is gone.

    Raises:
        NotHere, Gone.
    """
    at, record = window(request), name.replace("-", "").strip("/")
    if naan != at.naan:
        raise NotHere
    try:
        found = shown(at, record)
    except Gone as gone:
        if gone.successor is None:
            raise
        return RedirectResponse(links.document(gone.successor), 302, headers={"Cache-Control": "no-cache"})
    if "info" in request.query_params:
        return Response(_kernel(request, found.record.id), media_type="text/plain; charset=utf-8")
    return RedirectResponse(links.document(found.record.id), 302, headers={"Cache-Control": "no-cache"})


def _kernel(request: Request, record: str) -> str:
    """ERC kernel metadata (who, what, when, where), and what is promised of the link."""
    view = desk(request).open(record).view
    rows = (
        ("who", view.issuer or "(:unkn) unknown"), ("what", view.title), ("when", view.issued or "(:unkn) unknown"),
        ("where", links.absolute(request, links.ark(window(request).naan, view.record))),
        ("support-what", "permanent name; the document may be corrected; withdrawn: 410 with reason"),
    )  # fmt: skip
    return "erc:\n" + "".join(f"{name}: {' '.join(value.split())}\n" for name, value in rows)
