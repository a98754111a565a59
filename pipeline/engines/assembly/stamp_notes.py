"""What the stamps on a page say, as annotations that show nothing: the picture has the stamp, its text is beside it.

A stamp of which something could be read becomes a /Stamp annotation around it, with its text as /Contents. Its
appearance is an empty form, which PDF/A wants and no renderer draws; it prints as it shows (ISO 19005-2, 6.3). Text is
UTF-16, whatever it is; nothing but the reading decides a byte.
"""

from codecs import BOM_UTF16_BE

from pipeline.engines.assembly.layer import pdf_number
from pipeline.engines.assembly.scan import Placement
from pipeline.engines.stamp_note import NAME
from schemas.page import Box, Page

LOOK = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]"
"""Entries of the appearance, an empty stream that all notes of a document share."""
_SUBJECT = "Dấu"
_PRINT = 4
"""The flag that PDF/A asks for; of the others it allows hardly any."""


def stamp_notes(page: Page, at: Placement, *, first: int = 1) -> tuple[bytes, ...]:
    """The dictionaries of a page's notes, each without its brackets and its /AP.

    Args:
        page: the reading; its stamps' boxes are pixels of the page as shown.
        at: where the page's picture stands in the PDF.
        first: number in the name of the page's first stamp. Stamps that could not be read count too, so that
            a name stays with its stamp when another one is read later.
    """
    return tuple(
        b"/Type/Annot/Subtype/Stamp/F %d/Rect[%b]/NM(%b%d)/Subj%b/Contents%b"
        % (_PRINT, _rectangle(stamp.box, page, at), NAME.encode(), number, _text(_SUBJECT), _text(stamp.text))
        for number, stamp in enumerate(page.stamps, first)
        if stamp.text
    )


# -------------------------------------------------------------------------------------------------------------------


def _rectangle(box: Box, page: Page, at: Placement) -> bytes:
    """The box in points of the page as stored: left, bottom, right, top; what lies off the page is cut off."""
    (width, height), (a, b, c, d, e, f) = at.shown, at.upright
    across, down = width / page.width, height / page.height
    xs = [min(max(x * across, 0.0), width) for x in (box.x0, box.x1)]
    ys = [min(max(height - y * down, 0.0), height) for y in (box.y1, box.y0)]
    points = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]
    corners = (*map(min, *points), *map(max, *points))
    return b" ".join(map(pdf_number, corners))


def _text(text: str) -> bytes:
    return b"<%b>" % (BOM_UTF16_BE + text.encode("utf-16-be")).hex().upper().encode()
