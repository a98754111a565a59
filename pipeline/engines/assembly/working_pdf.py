"""The working copy of a document that OCRmyPDF is given: the visible pages upright, and no text but what is believed.

- A page that keeps its text (KEPT) stays as it is, and so does a page that could not be read (FAILED). Words read from
  what is drawn over a page's own text are added to it (`added_words`).
- A page that was read loses its invisible text. If it has visible text besides (a legacy font's, a stamp's, a typed-in
  number's), that text would be found twice or wrongly, so the page becomes the picture of itself.
- A page is turned by /Rotate. What its stamps say goes beside them as notes (`stamp_notes`).
- What the archive's PDF must not have goes: passwords, scripts, forms' logic, attachments, metadata of persons, and
  private keys, for which OCRmyPDF's validator, which approves only what it knows, would refuse the file.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Rectangle, Stream
from pikepdf import Page as PdfPage
from PIL import Image

from pipeline.engines import poppler
from pipeline.engines.assembly.added_notes import add_notes
from pipeline.engines.assembly.added_words import add_words
from pipeline.engines.assembly.hidden_text import strip_hidden_text
from pipeline.engines.own_image import colour_count, find_own_image
from pipeline.engines.pdf_geometry import shown_box, shown_points, turn_of
from pipeline.engines.sheet import Sheet
from schemas.limits import Limits
from schemas.page import Page, PageStatus

_LEAST_DPI, _MOST_DPI = 200.0, 300.0
_QUALITY = 90
_ROOT_KEPT = frozenset({"/Type", "/Pages", "/Outlines", "/PageLabels", "/Dests", "/Names", "/OCProperties", "/Lang"})
_ROOT_BARE = frozenset({"/Type", "/Pages"})
_NAMES_KEPT = frozenset({"/Dests"})
_PAGE_KEPT = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Rotate", "/Annots", "/Group", "/UserUnit"}
)
_PAGE_BARE = frozenset({"/Type", "/Parent", "/MediaBox", "/Rotate"})
_IMAGE_KEPT = frozenset({"/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/Filter", "/DecodeParms"})
_DEVICE = {1: Name.DeviceGray, 3: Name.DeviceRGB}
_GREY_SPREAD = 12


class Effort(IntEnum):
    """How far a page is changed to make PDF/A of it."""

    AS_IS = 0
    REDRAWN = 1  # if the page is a scan: only its image, the data untouched, in a page made anew; else its picture
    PICTURE = 2


def write_working_pdf(
    source: Path, pages: Sequence[Page], *, efforts: Mapping[int, Effort], limits: Limits, target: Path
) -> frozenset[int]:
    """Writes the working copy of a PDF.

    Args:
        source: the PDF as dropped; opens without a password.
        pages: its readings, one a page.
        efforts: by page number, what is to be done to pages that refuse to be PDF/A.
        limits: bounds on rendering.
        target: where to write.

    Returns:
        Numbers of the pages that are pictures of themselves now.

    Raises:
        EngineFailed, EngineTimeout, EngineMissing: a page cannot be rendered.
        pikepdf.PdfError: the PDF cannot be written.
    """
    made: set[int] = set()
    with pikepdf.open(source) as pdf:
        for sheet, page in zip(pdf.pages, pages, strict=True):
            _fit_boxes(sheet)
            seen = page.status is PageStatus.READ and strip_hidden_text(pdf, sheet)
            effort = Effort.PICTURE if seen else efforts.get(page.number, Effort.AS_IS)
            if effort and not (effort is Effort.REDRAWN and _redraw(pdf, sheet, limits)):
                _become_picture(pdf, sheet, Sheet(file=source, index=page.number - 1), page, limits.page_seconds)
            if effort:
                made.add(page.number)
            turn = (turn_of(sheet) + page.rotation) % 360
            _keep_only(sheet.obj, _PAGE_KEPT)
            sheet.obj.Rotate = turn
        kept = [(sheet, page) for sheet, page in zip(pdf.pages, pages, strict=True) if page.number not in made]
        add_words(pdf, kept)
        add_notes(pdf, list(zip(pdf.pages, pages, strict=True)))
        _clean(pdf, _ROOT_BARE if efforts else _ROOT_KEPT)
        pdf.save(target)
    return frozenset(made)


# -------------------------------------------------------------------------------------------------------------------


def _fit_boxes(sheet: PdfPage) -> None:
    """Makes the page exactly what is shown of it, so that the text layer fits; boxes for printers go."""
    box = shown_box(sheet)
    sheet.obj.MediaBox = box.as_array()
    for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        if name in sheet.obj:
            del sheet.obj[name]


def _redraw(pdf: Pdf, sheet: PdfPage, limits: Limits) -> bool:
    """Makes a scan's page anew around its own image; False if the page is not a plain scan."""
    placed = find_own_image(sheet, limits)
    if placed is None:
        return False
    image, at = placed
    colours = colour_count(image)
    _keep_only(image, _IMAGE_KEPT)
    if "/JPXDecode" not in str(image.get(Name.Filter)):
        image.ColorSpace = _DEVICE[colours]
    _draw(pdf, sheet, image, at)
    return True


def _become_picture(pdf: Pdf, sheet: PdfPage, origin: Sheet, page: Page, seconds: float) -> None:
    width, height = shown_points(sheet)
    image = poppler.render(origin, dpi=min(max(page.dpi, _LEAST_DPI), _MOST_DPI), seconds=seconds)
    grey = _is_grey(image)
    data = BytesIO()
    (image.convert("L") if grey else image).save(data, "JPEG", quality=_QUALITY)
    drawn = pdf.make_stream(
        data.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
        ColorSpace=_DEVICE[1 if grey else 3], BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    sheet.obj.MediaBox = Array([0, 0, width, height])
    sheet.obj.Rotate = 0
    _draw(pdf, sheet, drawn, Rectangle(0, 0, width, height))


def _draw(pdf: Pdf, sheet: PdfPage, image: Stream, at: Rectangle) -> None:
    """Makes the page show ``image`` at ``at`` and nothing else."""
    turn = turn_of(sheet)
    _keep_only(sheet.obj, _PAGE_BARE)
    sheet.obj.Rotate = turn
    sheet.obj.Resources = Dictionary(XObject=Dictionary(Scan=image))
    sheet.obj.Contents = pdf.make_stream(b"q %f 0 0 %f %f %f cm /Scan Do Q" % (at.width, at.height, at.llx, at.lly))


def _keep_only(thing: Object, names: frozenset[str]) -> None:
    for name, _ in list(thing.items()):
        if name not in names and name != "/Length":
            del thing[name]


def _is_grey(image: Image.Image) -> bool:
    pixels = np.asarray(image.resize((image.width // 8 or 1, image.height // 8 or 1)), dtype=np.int16)
    return int(np.ptp(pixels, axis=2).max()) <= _GREY_SPREAD


def _clean(pdf: Pdf, kept: frozenset[str]) -> None:
    _keep_only(pdf.Root, kept)
    if Name.Names in pdf.Root:
        _keep_only(pdf.Root.Names, _NAMES_KEPT)
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
