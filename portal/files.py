"""Gives out files: whole or in ranges (RFC 9110, section 14), with strong validators, and names in Vietnamese."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from portal.formats import http_date
from portal.outer import is_head
from schemas.text import fold, nfc
from storage.showcase import PublicFile
from wiring.window import Window

KEPT = "public, max-age=86400, immutable"
"""A version's bytes never change; but it may be withdrawn, and must not live on in caches for more than a day."""
_TYPES = {".pdf": "application/pdf", ".webp": "image/webp", ".txt": "text/plain; charset=utf-8"}
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_SIGNED = timedelta(minutes=10)
_NAME = 120
"""So many characters of a title make a file's name: ext4 bounds it at 255 bytes, and Vietnamese needs two each."""


def send(request: Request, at: Window, file: PublicFile, *, name: str, changed: datetime) -> Response:
    """The file as an answer: 200, 206, 304 or 416; a redirect where the S3 server itself gives it out.

    Takes: ``name``, the name it is saved under, in Vietnamese; a picture is shown, anything else is saved.
    """
    suffix = "." + file.path.rpartition(".")[2]
    disposition = f"{'inline' if suffix == '.webp' else 'attachment'}; {_named(name + suffix)}"
    if at.bucket is not None:
        return RedirectResponse(at.bucket.presigned(file.key, lifetime=_SIGNED, disposition=disposition), 302)
    headers = {
        "ETag": f'"{file.sha512[:40]}"',
        "Last-Modified": http_date(changed),
        "Cache-Control": KEPT,
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition,
    }
    if unchanged(request, headers["ETag"], headers["Last-Modified"]):
        return Response(status_code=304, headers={k: v for k, v in headers.items() if k != "Content-Disposition"})
    return _body(request, at, file, headers, _TYPES.get(suffix, "application/octet-stream"))


def unchanged(request: Request, etag: str, modified: str) -> bool:
    """Whether what the asker has is still right; If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in known.split(",")}
    return request.headers.get("if-modified-since") == modified


def _body(request: Request, at: Window, file: PublicFile, headers: dict[str, str], media: str) -> Response:
    size = at.showcase.size(file)
    wanted = _wanted(request, size, headers["ETag"], headers["Last-Modified"])
    if wanted is None:
        headers["Content-Length"] = str(size)
        if is_head(request):
            return Response(headers=headers, media_type=media)
        return StreamingResponse(at.showcase.chunks(file), headers=headers, media_type=media)
    start, length = wanted
    if length <= 0:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    headers["Content-Length"] = str(length)
    headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    pieces: Iterator[bytes] = at.showcase.chunks(file, start, length)
    return StreamingResponse(pieces, status_code=206, headers=headers, media_type=media)


def _wanted(request: Request, size: int, etag: str, modified: str) -> tuple[int, int] | None:
    """Start and length of the range asked for; None for all of it; a length of 0 or less cannot be satisfied.

    Several ranges, or one in a form we do not know, are answered with everything, as a server may.
    """
    asked = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    condition = request.headers.get("if-range")
    if asked is None or asked.groups() == ("", "") or condition not in (None, etag, modified):
        return None
    first, last = asked.groups()
    if not first:
        length = min(int(last), size)
        return size - length, length
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None  # no valid range at all: to be ignored
    return start, end - start + 1


def _named(name: str) -> str:
    """``filename`` in ASCII for old programs, ``filename*`` as it is (RFC 6266, RFC 8187)."""
    name = _plain(name)
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in fold(name))
    return f"filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(name: str) -> str:
    stem, _, suffix = nfc(name).rpartition(".")
    kept = "".join(c if c.isprintable() and c not in '\\/:*?"<>|' else " " for c in stem)
    return f"{' '.join(kept.split())[:_NAME].strip(' .') or 'tai-lieu'}.{suffix}"
