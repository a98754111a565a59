"""Makes the archive's PDF/A-2b: documents that are all scans by our own assembler, all others through OCRmyPDF.

Runs inside the sandbox. Why two ways: docs/decisions/0006-own-assembler.md.
"""

import importlib
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image

from pipeline.engines.assembly.assemble_scans import assemble_scans
from pipeline.engines.assembly.file_scans import file_scans
from pipeline.engines.assembly.graft import graft
from pipeline.engines.assembly.pdf_scans import are_scans, pdf_scans
from pipeline.engines.page_image import list_sheets
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page

_LOADED_LATE = (
    "fontTools.subset", "fpdf", "ocrmypdf._validation_coordinator", "ocrmypdf.fpdf_renderer", "ocrmypdf.optimize",
    "ocrmypdf.builtin_plugins.concurrency", "ocrmypdf.builtin_plugins.ghostscript", "pikepdf.pdfa._engine",
    "ocrmypdf.builtin_plugins.null_ocr", "ocrmypdf.builtin_plugins.optimize", "ocrmypdf.builtin_plugins.pypdfium",
    "ocrmypdf.builtin_plugins.tesseract_ocr", "encodings.utf_16_be",
)  # fmt: skip
"""Modules that OCRmyPDF imports only when it needs them: 0.2 s a document, unless a worker has them before it forks."""


def warm() -> None:
    """Imports everything that assembling needs, so that a forked child finds it there."""
    Image.preinit()
    for name in _LOADED_LATE:
        importlib.import_module(name)


def assemble_pdf(
    files: Sequence[Path], kind: Kind, pages: Sequence[Page], *, language: str, limits: Limits, work: Path, target: Path
) -> None:
    """Writes the document's PDF/A-2b to ``target``; see `pipeline.ports.Engine.assemble`.

    Raises:
        EngineFailed (or a class below it): no valid PDF/A comes out.
        EngineMissing: poppler is needed and not installed.
    """
    if kind is not Kind.PDF:
        _assemble_images(files, kind, pages, limits, target)
    elif not _assemble_scans(files[0], pages, limits, target):
        graft(files[0], pages, language=language, limits=limits, work=work, target=target)


# -------------------------------------------------------------------------------------------------------------------


def _assemble_images(files: Sequence[Path], kind: Kind, pages: Sequence[Page], limits: Limits, target: Path) -> None:
    """The data as they are if that is PDF/A, else every picture decoded and packed anew."""
    sheets = list_sheets(files, kind, limits)
    if not any(assemble_scans(file_scans(sheets, pages, decode=d), pages, target=target) for d in (False, True)):
        raise EngineFailed(detail="no valid PDF/A, not even of the decoded pictures")


def _assemble_scans(source: Path, pages: Sequence[Page], limits: Limits, target: Path) -> bool:
    """Whether the PDF could be made of the source's scans; if not, whatever was in the way is for OCRmyPDF."""
    try:
        return are_scans(source, pages, limits) and assemble_scans(
            pdf_scans(source, pages, limits), pages, target=target
        )
    except (pikepdf.PdfError, EngineFailed):
        return False
