"""What the public gets of a published document: a picture a page for the screen, and a PDF with personal data covered.

What is covered is black in the picture itself, which is packed anew; no hidden text, no metadata, nothing of the first
picture goes along. Pages without a cover keep their picture's data if our own assembler has put it there; of all other
PDFs the pages are drawn, for a page that is not a picture may hide anything.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from pipeline.engines.assembly.assemble_scans import write_checked
from pipeline.engines.assembly.metadata import xmp
from pipeline.engines.assembly.packing import pack
from pipeline.engines.assembly.relayer import has_own_layer, own_scans
from pipeline.engines.assembly.scan import Placement, Scan
from pipeline.engines.page_image import RENDER_DPI, load_page
from pipeline.engines.sheet import Sheet
from pipeline.engines.web_picture import screen_picture
from pipeline.stages.revising.redaction import Covers
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Box, Page

WEB_WIDTH, THUMB_WIDTH = 1400, 400
_MOST_BYTES = 150_000
_INCH = 72.0


def web_pictures(
    pdf: Path, pages: Sequence[Page], hidden: Covers, *, turned: bool, limits: Limits
) -> Iterator[tuple[bytes, bytes | None]]:
    """Each page as WebP, the first also as a thumbnail, upright and with its covers black; one page at a time.

    Args:
        pdf: the PDF that people read.
        pages: its readings.
        hidden: what is black, in the pixels of the readings.
        turned: whether its pages still have to be turned upright (a signed original, which is never changed).
        limits: bounds on rendering.

    Raises:
        EngineFailed, EngineTimeout, EngineMissing: a page cannot be drawn.
    """
    for number, page in enumerate(pages):
        dpi = WEB_WIDTH / page.width * page.dpi
        image = _covered(pdf, page, hidden.get(page.number, ()), dpi=dpi, turned=turned, limits=limits)
        thumb = screen_picture(image, THUMB_WIDTH) if number == 0 else None
        yield screen_picture(image, WEB_WIDTH, most=_MOST_BYTES), thumb


def covered_pdf(
    pdf: Path, pages: Sequence[Page], hidden: Covers, *, turned: bool, limits: Limits, target: Path
) -> None:
    """Writes the document to ``target`` as PDF/A-2b in which nothing of what is covered remains.

    Args:
        pdf: the PDF that people read.
        pages: what the public may read of its pages: their words become the text layer.
        hidden: what is black, in the pixels of the readings.
        turned: as for `web_pictures`.
        limits: bounds on rendering.
        target: where to write.

    Raises:
        EngineFailed, EngineTimeout, EngineMissing: a page cannot be drawn, or no valid PDF/A comes out.
    """
    scans = _scans(pdf, pages, hidden, turned=turned, limits=limits)
    if not write_checked(scans, pages, metadata=xmp(None, None), target=target):
        raise EngineFailed(detail="the covered PDF is not valid PDF/A")


# ---------------------------------------------------------------------------------------------------------------------


def _scans(pdf: Path, pages: Sequence[Page], hidden: Covers, *, turned: bool, limits: Limits) -> Iterator[Scan]:
    if not has_own_layer(pdf):
        yield from (_drawn(pdf, page, hidden, turned=turned, limits=limits) for page in pages)
        return
    with pikepdf.open(pdf) as opened:
        for page, scan in zip(pages, own_scans(opened), strict=True):
            kept = page.number not in hidden
            yield scan if kept else _drawn(pdf, page, hidden, turned=turned, limits=limits)


def _drawn(pdf: Path, page: Page, hidden: Covers, *, turned: bool, limits: Limits) -> Scan:
    boxes, dpi = hidden.get(page.number, ()), min(page.dpi, RENDER_DPI)
    image = _covered(pdf, page, boxes, dpi=dpi, turned=turned, limits=limits)
    width, height = page.width * _INCH / page.dpi, page.height * _INCH / page.dpi
    placement = Placement(x=0.0, y=0.0, width=width, height=height, turn=0)
    return Scan(picture=pack(image, lossy=True), matrix=(width, 0.0, 0.0, height, 0.0, 0.0), placement=placement)


def _covered(pdf: Path, page: Page, boxes: Sequence[Box], *, dpi: float, turned: bool, limits: Limits) -> Image.Image:
    """The page upright, in the mode it has, and with its covers black."""
    shown = load_page(Sheet(file=pdf, index=page.number - 1), Kind.PDF, limits, wanted_dpi=dpi).image
    image = shown.rotate(-page.rotation, expand=True) if turned and page.rotation else shown
    if boxes:
        image = image.copy()
        draw = ImageDraw.Draw(image)
        across, down = image.width / page.width, image.height / page.height
        for box in boxes:
            corners = (box.x0 * across - 1, box.y0 * down - 1, box.x1 * across + 1, box.y1 * down + 1)
            draw.rectangle(corners, fill=0 if image.mode == "L" else "black")
    return image
