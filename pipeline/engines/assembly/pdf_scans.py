"""The pages of a PDF as scans to be written anew, if all of them are nothing but one picture each.

Such a document loses nothing by it: no page shows anything else, and its catalog has nothing for readers to find their
way. Everything else stays with OCRmyPDF, which keeps what it does not know.
"""

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from pikepdf import Page as PdfPage

from pipeline.engines.assembly.jpx import jpx_space
from pipeline.engines.assembly.scan import Picture, Scan
from pipeline.engines.assembly.sheet_placement import sheet_placement
from pipeline.engines.own_image import find_own_image
from pipeline.engines.stamp_note import other_notes
from schemas.errors import EngineFailed
from schemas.limits import Limits
from schemas.page import Page, PageStatus

_WAYS = ("/PageLabels", "/Dests", "/OCProperties", "/Lang")
_KEPT_FILTERS = frozenset(
    f"/{name}Decode" for name in ("DCT", "JPX", "CCITTFax", "Flate", "ASCII85", "ASCIIHex", "RunLength")
)
"""Filters that PDF/A allows and `find_own_image` lets through."""
_DEVICE = {1: b"/DeviceGray", 3: b"/DeviceRGB"}


def are_scans(source: Path, pages: Sequence[Page], limits: Limits) -> bool:
    """Whether all pages of a PDF are scans that `pdf_scans` can give without losing anything.

    Raises:
        pikepdf.PdfError: the PDF cannot be opened.
    """
    with pikepdf.open(source) as pdf:
        return not _has_ways(pdf) and all(
            _is_scan(sheet, page, limits) for sheet, page in zip(pdf.pages, pages, strict=True)
        )


def pdf_scans(source: Path, pages: Sequence[Page], limits: Limits) -> Iterator[Scan]:
    """The pages of such a document, turned as their readings say.

    Raises:
        EngineFailed: a page is no scan.
        pikepdf.PdfError: a picture's data cannot be had.
    """
    with pikepdf.open(source) as pdf:
        for sheet, page in zip(pdf.pages, pages, strict=True):
            placed = find_own_image(sheet, limits)
            if placed is None:
                raise EngineFailed(detail="a page is no scan")
            at, placement = placed.at, sheet_placement(sheet, turned=page.rotation)
            matrix = (at.width, 0.0, 0.0, at.height, at.llx, at.lly)
            yield Scan(picture=read_picture(placed.image), matrix=matrix, placement=placement)


def read_picture(image: Stream) -> Picture:
    """A PDF's image with its data as they are (unpacked and packed again only where PDF/A does not know the filter)."""
    data, packed, parms = image.read_raw_bytes(), image.Filter, image.get(Name.DecodeParms)
    names = {str(name) for name in packed} if isinstance(packed, Array) else {str(packed)}
    if not names <= _KEPT_FILTERS:
        data, packed, parms = zlib.compress(image.read_bytes()), Name.FlateDecode, None
    space, profile, palette = _colours(image.get(Name.ColorSpace))
    if not space and packed == Name.JPXDecode:
        space = jpx_space(data) or b""
    parameters = parms.unparse(resolved=True) if parms is not None else b""
    return Picture(
        width=int(image.Width), height=int(image.Height), bits=int(image.get(Name.BitsPerComponent, 8)), space=space,
        filter=packed.unparse(resolved=True), data=data, parms=parameters, palette=palette, profile=profile,
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------------------


def _has_ways(pdf: Pdf) -> bool:
    """Whether the catalog leads readers through the document: a table of contents, page labels, layers."""
    outlines = pdf.Root.get(Name.Outlines, Dictionary())
    named = pdf.Root.get(Name.Names, Dictionary())
    return Name.First in outlines or Name.Dests in named or any(name in pdf.Root for name in _WAYS)


def _is_scan(sheet: PdfPage, page: Page, limits: Limits) -> bool:
    """A page that keeps a text of its own, or may hold one that was not looked at, is none."""
    if page.status is PageStatus.KEPT or other_notes(sheet):
        return False
    if page.status is PageStatus.FAILED and Name.Font in sheet.resources:
        return False
    placed = find_own_image(sheet, limits)
    if placed is None or Name.Filter not in placed.image:
        return False
    return placed.image.Filter != Name.JPXDecode or jpx_space(placed.image.read_raw_bytes()) is not None


def _colours(space: Object | None) -> tuple[bytes, bytes, bytes]:
    """Colour space, profile (packed) and palette of an image."""
    if space is None:
        return b"", b"", b""
    if isinstance(space, Array) and space[0] == Name.Indexed:
        base, profile, _ = _colours(space[1])
        lookup = space[3]
        return base, profile, lookup.read_bytes() if isinstance(lookup, Stream) else bytes(lookup)
    if isinstance(space, Array) and space[0] == Name.ICCBased:
        return _DEVICE[int(space[1].N)], _packed(space[1]), b""
    return space.unparse(resolved=True), b"", b""


def _packed(stream: Object) -> bytes:
    """A stream's data in zlib's packing."""
    packed = stream.get(Name.Filter) == Name.FlateDecode and Name.DecodeParms not in stream
    return stream.read_raw_bytes() if packed else zlib.compress(stream.read_bytes())
