"""Puts words into a PDF page that keeps its own text: those that were read from what is drawn over it.

The page stays as it is; behind its content comes a stream of invisible text, as in our own assembler's PDFs.
"""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from pikepdf import Page as PdfPage

from pipeline.engines.assembly.alphabet import Alphabet
from pipeline.engines.assembly.layer import write_layer
from pipeline.engines.assembly.pdf_file import PdfFile
from pipeline.engines.assembly.sheet_placement import sheet_placement
from pipeline.stages.overlay import only_overlay
from schemas.page import Page, PageStatus

_FONT = Name.KhoText


def add_words(pdf: Pdf, pages: Sequence[tuple[PdfPage, Page]]) -> None:
    """Adds to each page that keeps its text the words of its reading that no text layer has; one font for all.

    Args:
        pdf: the PDF.
        pages: its pages to look at, with their readings.

    Raises:
        EngineFailed: more different signs than a font can hold.
    """
    kept = [(sheet, page) for sheet, page in pages if page.status is PageStatus.KEPT]
    put_layers(pdf, [(sheet, page.model_copy(update={"lines": only_overlay(page.lines)})) for sheet, page in kept])


def put_layers(pdf: Pdf, pages: Sequence[tuple[PdfPage, Page]]) -> None:
    """Adds to each page all words of its reading, as invisible text behind its content; one font for all.

    Raises:
        EngineFailed: more different signs than a font can hold.
    """
    alphabet = Alphabet()
    wanting = [(sheet, write_layer(page, sheet_placement(sheet), alphabet)) for sheet, page in pages if page.lines]
    if wanting:
        font = _font(pdf, alphabet)
        for sheet, layer in wanting:
            _add(pdf, sheet, layer, font)


# -------------------------------------------------------------------------------------------------------------------


def _font(pdf: Pdf, alphabet: Alphabet) -> pikepdf.Object:
    """The layer's font, brought over from a PDF that has nothing else."""
    out = BytesIO()
    file = PdfFile(out)
    number = file.reserve()
    alphabet.write_font(file, number)
    tree = file.put(b"<</Type/Pages/Count 0/Kids[]>>")
    file.finish(file.put(b"<</Type/Catalog/Pages %d 0 R/KhoText %d 0 R>>" % (tree, number)))
    with pikepdf.open(out) as made:
        return pdf.copy_foreign(made.Root.KhoText)


def _add(pdf: Pdf, sheet: PdfPage, layer: bytes, font: pikepdf.Object) -> None:
    """The layer behind the page's content, whatever state that ends in."""
    resources = Dictionary(dict(sheet.resources.items()))
    resources.Font = Dictionary({**dict(resources.get(Name.Font, Dictionary()).items()), str(_FONT): font})
    sheet.obj.Resources = resources
    contents = sheet.obj.get(Name.Contents, Array())
    own = list(contents) if isinstance(contents, Array) else [contents]
    sheet.obj.Contents = Array([pdf.make_stream(b"q\n"), *own, pdf.make_stream(b"\nQ\n"), pdf.make_stream(layer)])
