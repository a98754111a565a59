"""Puts the notes of what stamps say into the pages of a PDF that OCRmyPDF will finish; see `stamp_notes`."""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf
from pikepdf import Page as PdfPage

from pipeline.engines.assembly.sheet_placement import sheet_placement
from pipeline.engines.assembly.stamp_notes import stamp_notes
from pipeline.engines.stamp_note import other_notes
from schemas.page import Page, PageStatus


def add_notes(pdf: Pdf, pages: Sequence[tuple[PdfPage, Page]]) -> None:
    """Adds to each page a note for every stamp of its reading that has a text.

    A page that was read anew loses the notes it had of us; one that keeps its text keeps them too.

    Args:
        pdf: the PDF.
        pages: its pages, turned and sized as they will stay, with their readings.
    """
    look = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    for sheet, page in pages:
        before, others = list(sheet.obj.get(Name.Annots, Array())), other_notes(sheet)
        kept = others if page.status is PageStatus.READ else before
        made = stamp_notes(page, sheet_placement(sheet), first=1 + len(kept) - len(others))
        if made or len(kept) < len(before):
            sheet.obj.Annots = Array([*kept, *(_note(pdf, entries, look) for entries in made)])


# -------------------------------------------------------------------------------------------------------------------


def _note(pdf: Pdf, entries: bytes, look: Object) -> Object:
    note = Object.parse(b"<<%b>>" % entries)
    note.AP = Dictionary(N=look)
    return pdf.make_indirect(note)
