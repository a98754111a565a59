"""A page of an archived PDF as a picture for the screen: WebP, upright, as its words' boxes have it.

For the reading room (any width, page by page) and for what is published (1,400 pixels and a thumbnail). A page
that is one scan, as ours are, is decoded no larger than needed and not rendered: 25 to 100 ms for a preview.
"""

from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from pipeline.engines.page_image import load_page
from pipeline.engines.pdf_geometry import shown_points
from pipeline.engines.sheet import Sheet
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits

_QUALITY = 72
_LOWER = ((0.82, 58), (0.68, 45))
"""Share of the bytes that a lower quality takes of a page of print, measured; below the last one letters blur."""
_LEAST = 36
_EFFORT = 2
"""WebP's method: a third of the default's time for 5 % more bytes."""
_FINEST = 16_383
"""WebP's greatest side, in pixels."""
_POINTS = 72.0


def page_picture(pdf: Path, number: int, width: int, *, turn: int = 0, limits: Limits | None = None) -> bytes:
    """Page ``number`` (from 1) as WebP, at most ``width`` pixels wide, never larger than its scan.

    Takes: a PDF of ours, or a signed original with the clockwise degrees that make its page upright (`Page.rotation`).

    Raises:
        EngineFailed: there is no such page, or it cannot be decoded.
        EngineTimeout, EngineMissing: it has to be rendered, and poppler hangs or is not installed.
    """
    sheet = Sheet(file=pdf, index=number - 1)
    shown = load_page(sheet, Kind.PDF, limits or Limits(), wanted_dpi=_wanted_dpi(sheet, width, turn))
    upright = shown.image.rotate(-turn, expand=True) if turn else shown.image
    return screen_picture(upright, width)


def screen_picture(image: Image.Image, width: int, *, most: int | None = None) -> bytes:
    """The image as WebP, at most ``width`` pixels wide; coarser (print stays legible) if beyond ``most`` bytes."""
    fitted = _fitted(image, width)
    data = _webp(fitted, _QUALITY)
    if most is None or len(data) <= most:
        return data
    return _webp(fitted, next((q for share, q in _LOWER if share * len(data) <= most), _LEAST))


# ---------------------------------------------------------------------------------------------------------------------


def _wanted_dpi(sheet: Sheet, width: int, turn: int) -> float:
    """Just enough for that width: what is decoded is no larger than needed."""
    try:
        with pikepdf.open(sheet.file) as pdf:
            if not 0 <= sheet.index < len(pdf.pages):
                raise EngineFailed(detail=f"no page {sheet.index + 1}")
            across, down = shown_points(pdf.pages[sheet.index])
    except (pikepdf.PdfError, OSError, ValueError) as error:
        raise EngineFailed(detail=f"the PDF cannot be opened ({type(error).__name__})") from error
    return width * _POINTS / max(down if turn % 180 else across, 1.0)


def _fitted(image: Image.Image, width: int) -> Image.Image:
    factor = min(1.0, width / image.width, _FINEST / image.width, _FINEST / image.height)
    if factor == 1.0:
        return image
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(image: Image.Image, quality: int) -> bytes:
    target = BytesIO()
    image.save(target, "WEBP", quality=quality, method=_EFFORT)
    return target.getvalue()
