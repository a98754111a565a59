"""A page as an image, the way it is shown: of an image file its frame, of a PDF page its own scan or a rendering.

Takes files that inspection has passed; runs inside the sandbox.
"""

from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image

from pipeline.engines import poppler
from pipeline.engines.broken import Broken
from pipeline.engines.image_frame import frames, load_frame
from pipeline.engines.own_image import find_own_image, load_own_image
from pipeline.engines.pdf_geometry import shown_points, user_unit
from pipeline.engines.sheet import PageImage, Sheet
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits

RENDER_DPI = 300.0
"""Resolution whose pixels are the coordinates of a PDF page that is not one image."""
_UNREADABLE = (OSError, ValueError, SyntaxError, TypeError, Broken, pikepdf.PdfError, Image.DecompressionBombError)


def list_sheets(files: Sequence[Path], kind: Kind, limits: Limits) -> tuple[Sheet, ...]:
    """Every page of a document, in order: the pages of one PDF, or images, a TIFF's frames one by one.

    Raises:
        EngineFailed: a file cannot be opened (inspection has passed it, so this is not the clerk's fault).
    """
    try:
        if kind is Kind.PDF:
            with pikepdf.open(files[0]) as pdf:
                return tuple(Sheet(file=files[0], index=index) for index in range(len(pdf.pages)))
        return tuple(Sheet(file=file, index=index) for file in files for index in frames(file, limits))
    except _UNREADABLE as error:
        raise EngineFailed(detail=f"a file of the document cannot be opened ({type(error).__name__})") from error


def load_page(sheet: Sheet, kind: Kind, limits: Limits, *, wanted_dpi: float) -> PageImage:
    """The page as an image of at least ``wanted_dpi``, if it has that many.

    Raises:
        EngineFailed: it cannot be decoded or rendered.
        EngineTimeout, EngineMissing: poppler hangs or is not installed.
    """
    try:
        return _pdf_page(sheet, limits, wanted_dpi) if kind is Kind.PDF else load_frame(sheet, wanted_dpi=wanted_dpi)
    except _UNREADABLE as error:
        raise EngineFailed(detail=f"the page's image cannot be had ({type(error).__name__})") from error


def _pdf_page(sheet: Sheet, limits: Limits, wanted_dpi: float) -> PageImage:
    with pikepdf.open(sheet.file) as pdf:
        page = pdf.pages[sheet.index]
        placed = find_own_image(page, limits)
        found = load_own_image(page, placed, wanted_dpi=wanted_dpi) if placed else None
        if found is not None:
            return found
        (width, height), unit = shown_points(page), user_unit(page)
    return _rendered(sheet, limits, wanted_dpi * unit, (width / 72.0, height / 72.0))


def _rendered(sheet: Sheet, limits: Limits, poppler_dpi: float, inches: tuple[float, float]) -> PageImage:
    """The page by poppler, no finer than wanted; its coordinates are those of 300 dpi, or of what ``limits`` allow.

    (Poppler ignores /UserUnit: ``poppler_dpi`` is pixels per 72 units of the page.)
    """
    width, height = inches
    dpi = min(RENDER_DPI, (limits.max_pixels / (width * height)) ** 0.5)
    image = poppler.render(sheet, dpi=min(dpi, poppler_dpi), seconds=limits.page_seconds)
    return PageImage(image=image, width=max(round(width * dpi), 1), height=max(round(height * dpi), 1), dpi=dpi)
