"""A small picture of a PDF page for people to look at, by poppler."""

from pathlib import Path

from pdf2image import convert_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError

from schemas.errors import EngineFailed, EngineMissing, EngineTimeout
from schemas.limits import Limits


def preview(pdf: Path, page: int, target: Path, *, width: int, limits: Limits) -> None:
    """Writes page ``page`` (from 1), upright, as a JPEG ``width`` pixels wide.

    Raises:
        EngineMissing, EngineTimeout, EngineFailed: poppler is not there, hangs, or cannot draw the page.
    """
    try:
        pictures = convert_from_path(
            pdf, first_page=page, last_page=page, size=(width, None), timeout=int(limits.page_seconds), use_cropbox=True
        )
    except PDFInfoNotInstalledError as missing:
        raise EngineMissing(detail="poppler-utils", program="poppler-utils") from missing
    except PDFPopplerTimeoutError as hung:
        raise EngineTimeout(detail="pdftoppm") from hung
    except (PDFPageCountError, PDFSyntaxError) as broken:
        raise EngineFailed(detail="pdftoppm") from broken
    if not pictures:
        raise EngineFailed(detail=f"pdftoppm drew no page {page}")
    pictures[0].convert("RGB").save(target, "JPEG", quality=80)
