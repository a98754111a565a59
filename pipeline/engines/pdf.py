"""PDF files: opened strictly, every page and image looked at within bounds.

A damaged cross-reference table is forgiven if everything can still be read (warning `repaired`); a missing end, page or
stream is not.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from pikepdf import settings

from pipeline.engines.broken import Broken
from pipeline.engines.images import check_pixels
from pipeline.engines.pdf_actions import ATTACHMENTS, has_attachments, is_signed, refuse_active, refuse_active_page
from pipeline.engines.pdf_pages import DamagedPage, PdfPage, dictionary, walk_pages
from pipeline.engines.pdf_placement import scan_dpi
from pipeline.engines.pdf_streams import MOST_CONTENT, Streams
from pipeline.engines.pdf_tail import check_tail
from pipeline.engines.sniff import PDF
from schemas.errors import Code, Refused
from schemas.inspection import Inspection, Kind, PageShape
from schemas.limits import Limits

REPAIRED = "repaired"
OWNER_PASSWORD = "owner-password"  # noqa: S105  # a warning code, no password
_BORN_DIGITAL_DPI = 300.0
_MOST_TO_PARSE = 4_000_000  # bytes of page description; a scan's has some hundreds, with an OCR layer some ten thousand
_MOST_FORMS = 2000
_ODD = (pikepdf.PikepdfError, ValueError, TypeError, KeyError, OverflowError, RuntimeError)
"""What pikepdf raises on objects that are not what the format says."""


def inspect_pdf(path: Path, limits: Limits) -> Inspection:
    """Looks a PDF over.

    Raises:
        Refused: ENCRYPTED, XFA_FORM, ACTIVE_CONTENT, TOO_MANY_PAGES, PIXEL_BOMB, ZIP_BOMB, UNSUPPORTED (a portfolio).
        Broken: the file is cut, or cannot be read even after repair; `DamagedPage` names the page.
    """
    trailing = check_tail(path)
    with _bounded_qpdf():
        try:
            found = _look(path, limits, repair=False)
        except (*_ODD, Broken) as first:
            if isinstance(first, pikepdf.PasswordError):
                raise Refused(Code.ENCRYPTED) from first
            found = _look_again(path, limits)
    return found.model_copy(update={"warnings": tuple(sorted({*found.warnings, *trailing}))})


def _look_again(path: Path, limits: Limits) -> Inspection:
    try:
        return _look(path, limits, repair=True)
    except pikepdf.PasswordError as error:
        raise Refused(Code.ENCRYPTED) from error
    except _ODD as error:
        raise Broken(f"PDF: {error}") from error


def _look(path: Path, limits: Limits, *, repair: bool) -> Inspection:
    with pikepdf.open(path, attempt_recovery=repair, suppress_warnings=True, inherit_page_attributes=False) as pdf:
        _check_tree(pdf.get_warnings())
        refuse_active(pdf)
        streams = Streams(limits)
        notes = {ATTACHMENTS} if has_attachments(pdf) else set()
        shapes = []
        for page in walk_pages(pdf, limits):
            if refuse_active_page(page.page):
                notes.add(ATTACHMENTS)
            shapes.append(_page(page, streams, limits, repaired=repair))
        if not shapes:
            raise Broken("PDF without pages")
        if pdf.is_encrypted:
            notes.add(OWNER_PASSWORD)
        if repair:
            notes.add(REPAIRED)
        return Inspection(
            kind=Kind.PDF,
            media_type=PDF.media_type,
            extension=PDF.extension,
            pages=tuple(shapes),
            signed=is_signed(pdf),
            warnings=tuple(notes | streams.warnings),
        )


def _check_tree(said: list[str]) -> None:
    """qpdf drops pages that are not there from the tree as it opens the file; only this sentence tells of it."""
    if lost := [one for one in said if "Pages tree includes non-dictionary" in one]:
        raise Broken(f"{len(lost)} pages are missing from the file")


def _page(page: PdfPage, streams: Streams, limits: Limits, *, repaired: bool) -> PageShape:
    scale = _BORN_DIGITAL_DPI / 72
    check_pixels(math.ceil(page.area[0] * scale), math.ceil(page.area[1] * scale), limits, page=page.number)
    try:
        size = _check_contents(page, streams, repaired=repaired)
        images = _check_objects(page, streams)
        dpi = scan_dpi(page) if images and size <= _MOST_TO_PARSE else None
    except DamagedPage:
        raise
    except (*_ODD, Broken) as error:
        raise DamagedPage(page.number, str(error)) from error
    return _shape(page, dpi or _BORN_DIGITAL_DPI)


def _shape(page: PdfPage, dpi: float) -> PageShape:
    width, height = (max(1, round(side / 72 * dpi)) for side in (page.width, page.height))
    return PageShape(width=height if page.rotated else width, height=width if page.rotated else height, dpi=dpi)


def _check_contents(page: PdfPage, streams: Streams, *, repaired: bool) -> int:
    """Unpacked size of the page description."""
    value = page.page.get("/Contents")
    if value is None:
        if repaired:  # a blank page has none; in a file whose table was broken it may have been lost
            raise DamagedPage(page.number, "its description is missing")
        return 0
    parts = [value[i] for i in range(len(value))] if isinstance(value, pikepdf.Array) else [value]
    size = 0
    for part in parts:
        if not isinstance(part, pikepdf.Stream):
            raise DamagedPage(page.number, "its description is missing")
        size += streams.content(part, page.number)
        if size > MOST_CONTENT:
            raise Refused(Code.ZIP_BOMB, detail="page description", page=page.number, limit=MOST_CONTENT)
    return size


def _check_objects(page: PdfPage, streams: Streams) -> int:
    """Checks all images of a page, also those inside forms; gives how many there are."""
    waiting, seen, images = [page.resources], set[tuple[int, int]](), 0
    while waiting and len(seen) < _MOST_FORMS:
        resources = waiting.pop()
        objects = dictionary(resources.get("/XObject")) if resources is not None else None
        for key in objects.keys() if objects is not None else ():
            found = objects.get(key) if objects is not None else None
            if not isinstance(found, pikepdf.Stream):
                raise DamagedPage(page.number, f"{key} is missing")
            if found.objgen in seen:
                continue
            seen.add(found.objgen)
            if found.get("/Subtype") == pikepdf.Name.Image:
                streams.image(found, page.number)
                images += 1
            elif found.get("/Subtype") == pikepdf.Name.Form:
                streams.content(found, page.number)
                waiting.append(dictionary(found.get("/Resources")))
    return images


@contextmanager
def _bounded_qpdf() -> Iterator[None]:
    """qpdf's own limits, set for one inspection (it runs in a process of its own) and put back after it."""
    before = settings.set_qpdf_limits(
        parser_max_nesting=200, flate_max_memory=1 << 30, png_max_memory=1 << 30,
        run_length_max_memory=1 << 30, max_stream_filters=10,
    )  # fmt: skip
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type]  # what it gave back
