"""Gives a PDF of our own assembler a new text layer, of corrected words, and new notes of what its stamps say.

The pictures' data, the pages and the metadata go over untouched: the result is byte for byte what assembling would
have made of the corrected words. A PDF is known for ours by its structure: one picture a page, and then a content
stream that begins with our mark.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from pikepdf import Page as PdfPage

from pipeline.engines.assembly.assemble_scans import write_checked
from pipeline.engines.assembly.layer import MARK
from pipeline.engines.assembly.pdf_scans import read_picture
from pipeline.engines.assembly.scan import Matrix, Scan
from pipeline.engines.assembly.sheet_placement import sheet_placement
from schemas.errors import EngineFailed
from schemas.page import Page

_DRAWN = re.compile(rb"q((?: -?[\d.]+){6}) cm /Scan Do Q")


def has_own_layer(pdf: Path) -> bool:
    """Whether `relayer` can give this PDF a new text layer: our own assembler has made it.

    Raises:
        EngineFailed: it cannot be opened.
    """
    with _opened(pdf) as opened:
        return all(_drawn(page) is not None for page in opened.pages)


def relayer(pdf: Path, pages: Sequence[Page], target: Path) -> None:
    """Writes ``pdf`` to ``target`` with the words of ``pages`` as its text layer, and notes of their stamps.

    Args:
        pdf: a PDF that `has_own_layer`.
        pages: the readings, one a page; their boxes are of the page as the PDF shows it.
        target: where to write; not ``pdf`` itself.

    Raises:
        EngineFailed: the PDF is not ours or has another number of pages, or the result is not valid PDF/A.
    """
    with _opened(pdf) as opened:
        if len(opened.pages) != len(pages):
            raise EngineFailed(detail=f"{len(pages)} readings for {len(opened.pages)} pages")
        metadata = opened.Root.Metadata.read_raw_bytes() if Name.Metadata in opened.Root else b""
        if not write_checked(own_scans(opened), pages, metadata=metadata, target=target):
            raise EngineFailed(detail="the PDF with its new text layer is not valid PDF/A")


def own_scans(pdf: Pdf) -> Iterator[Scan]:
    """The pages of such a PDF as they were assembled.

    Raises:
        EngineFailed: the PDF is not ours.
    """
    for page in pdf.pages:
        drawn = _drawn(page)
        if drawn is None:
            raise EngineFailed(detail="not a PDF of our own assembler")
        picture, matrix = drawn
        yield Scan(picture=read_picture(picture), matrix=matrix, placement=sheet_placement(page))


# -------------------------------------------------------------------------------------------------------------------


def _opened(pdf: Path) -> Pdf:
    try:
        return pikepdf.open(pdf)
    except pikepdf.PdfError as error:
        raise EngineFailed(detail="the PDF cannot be opened") from error


def _drawn(page: PdfPage) -> tuple[Stream, Matrix] | None:
    """The page's picture and where it is shown; None if the page is not ours."""
    contents = page.obj.get(Name.Contents)
    picture = page.resources.get(Name.XObject, Dictionary()).get(Name.Scan)
    if not isinstance(contents, Array) or len(contents) != 2 or not isinstance(picture, Stream):
        return None
    drawn = _DRAWN.fullmatch(contents[0].read_bytes())
    if drawn is None or not contents[1].read_bytes().startswith(MARK):
        return None
    a, b, c, d, e, f = map(float, drawn[1].split())
    return picture, (a, b, c, d, e, f)
