"""Writes a document of scans as PDF/A-2b: each page its picture, untouched; words as invisible text, stamps as notes.

Nothing but the scans, the readings, title and date decides a byte of it. One picture is held at a time.
"""

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

from pipeline.engines.assembly.alphabet import Alphabet
from pipeline.engines.assembly.layer import FONT, pdf_number, write_layer
from pipeline.engines.assembly.metadata import put_output_intent
from pipeline.engines.assembly.pdf_file import PdfFile, references
from pipeline.engines.assembly.scan import Picture, Placement, Scan
from pipeline.engines.assembly.stamp_notes import LOOK, stamp_notes
from schemas.errors import EngineFailed
from schemas.page import Page

_LEAST, _MOST = 3.0, 14400.0
"""Points of a page's side that PDF/A allows (ISO 19005-2, 6.1.13)."""
_COMPONENTS = {b"/DeviceGray": 1, b"/DeviceRGB": 3}


def write_scans(scans: Iterable[Scan], pages: Iterable[Page], *, metadata: bytes, out: BinaryIO) -> None:
    """Writes the PDF to ``out``, which stands at its start.

    Args:
        scans: the pages, each asked for when it is written.
        pages: their readings, as many.
        metadata: the XMP packet.

    Raises:
        EngineFailed: a page is smaller or larger than PDF/A allows.
    """
    writer = _Writer(PdfFile(out))
    for scan, page in zip(scans, pages, strict=True):
        writer.add(scan, page)
    writer.finish(metadata)


# -------------------------------------------------------------------------------------------------------------------


class _Writer:
    """A document in the making: what its pages share, and their numbers."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._tree, self._font = file.reserve(), file.reserve()
        self._alphabet = Alphabet()
        self._pages: list[int] = []
        self._known: dict[bytes, int] = {}

    def add(self, scan: Scan, page: Page) -> None:
        at = scan.placement
        if min(at.width, at.height) < _LEAST or max(at.width, at.height) > _MOST:
            raise EngineFailed(detail=f"a page of {at.width:.4g} × {at.height:.4g} points is not for PDF/A")
        picture = self._picture(scan.picture)
        drawn = self._file.put_stream(b"", b"q %b cm /Scan Do Q" % b" ".join(map(pdf_number, scan.matrix)))
        layer = self._file.put_packed(b"", write_layer(page, at, self._alphabet))
        box = b" ".join(map(pdf_number, (at.x, at.y, at.x + at.width, at.y + at.height)))
        notes = self._notes(page, at)
        self._pages.append(
            self._file.put(
                b"<</Type/Page/Parent %d 0 R/MediaBox[%b]/Rotate %d/Resources<</XObject<</Scan %d 0 R>>"
                b"/Font<<%b %d 0 R>>>>/Contents %b%b>>"
                % (self._tree, box, at.turn, picture, FONT, self._font, references((drawn, layer)), notes)
            )
        )

    def finish(self, metadata: bytes) -> None:
        self._alphabet.write_font(self._file, self._font)
        self._file.put(b"<</Type/Pages/Count %d/Kids%b>>" % (len(self._pages), references(self._pages)), self._tree)
        described = self._file.put_stream(b"/Type/Metadata/Subtype/XML", metadata)
        intent = put_output_intent(self._file)
        root = b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/OutputIntents[%d 0 R]>>" % (self._tree, described, intent)
        self._file.finish(self._file.put(root))

    def _notes(self, page: Page, at: Placement) -> bytes:
        """The page's entry of annotations; nothing where no stamp says anything."""
        notes = [
            self._file.put(b"<<%b/AP<</N %d 0 R>>>>" % (entries, self._once(LOOK, b"")))
            for entries in stamp_notes(page, at)
        ]
        return b"/Annots" + references(notes) if notes else b""

    def _picture(self, picture: Picture) -> int:
        space = self._space(picture)
        entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (picture.width, picture.height)
        entries += b"/BitsPerComponent %d/ColorSpace %b/Filter %b" % (picture.bits, space, picture.filter)
        entries += b"/DecodeParms %b" % picture.parms if picture.parms else b""
        return self._once(entries, picture.data)

    def _space(self, picture: Picture) -> bytes:
        space = picture.space
        if picture.profile:
            entries = b"/N %d/Filter /FlateDecode" % _COMPONENTS[space]
            space = b"[/ICCBased %d 0 R]" % self._once(entries, picture.profile)
        if picture.palette:
            most = len(picture.palette) // _COMPONENTS[picture.space] - 1
            space = b"[/Indexed %b %d <%b>]" % (space, most, picture.palette.hex().encode())
        return space

    def _once(self, entries: bytes, data: bytes) -> int:
        """The number of such a stream, which is written if it is the first of its kind."""
        digest = hashlib.sha256(entries + b"\0" + data).digest()
        if digest not in self._known:
            self._known[digest] = self._file.put_stream(entries, data)
        return self._known[digest]
