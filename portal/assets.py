"""Style, script and icon: a few files of our own, read once, kept by browsers for ever under their content's mark."""

from importlib.resources import files

from fastapi import APIRouter, Response

from portal.lookup import NotHere

router = APIRouter()
_TYPES = {"portal.css": "text/css", "portal.js": "text/javascript", "icon.svg": "image/svg+xml"}


@router.get("/static/{name}")
def asset(name: str) -> Response:
    """One of them; raises NotHere."""
    if name not in _TYPES:
        raise NotHere
    content = (files("portal") / "static" / name).read_bytes()
    return Response(content, media_type=_TYPES[name], headers={"Cache-Control": "public, max-age=31536000, immutable"})
