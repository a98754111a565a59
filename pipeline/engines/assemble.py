"""Makes the archive's PDF/A-2b: the pages as they are, the reading as invisible text, through OCRmyPDF as a library.

OCRmyPDF grafts the text layer, converts to PDF/A with pikepdf and validates the bytes it has written; Ghostscript is
never used. If a page cannot be PDF/A (fonts not embedded, CMYK without a profile, …), it becomes the picture of itself
with its words as the text layer, and all is tried again. Runs inside the sandbox.
"""

import importlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import ocrmypdf
import pikepdf
from ocrmypdf._plugin_manager import get_plugin_manager
from ocrmypdf.exceptions import ExitCode, ExitCodeException, PdfaConversionFailedError
from ocrmypdf.font.system_font_provider import SystemFontProvider
from pikepdf.pdfa import PdfaError
from PIL import Image

from pipeline.engines.image_pdf import write_image_pdf
from pipeline.engines.ocrmypdf_plugin import ReadingPlugin
from pipeline.engines.page_image import list_sheets
from pipeline.engines.stream_ends import settle_stream_ends
from pipeline.engines.working_pdf import Effort, write_working_pdf
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page, PageStatus

_LOADED_LATE = (
    "fontTools.subset", "fpdf", "ocrmypdf._validation_coordinator", "ocrmypdf.fpdf_renderer", "ocrmypdf.optimize",
    "ocrmypdf.builtin_plugins.concurrency", "ocrmypdf.builtin_plugins.ghostscript", "pikepdf.pdfa._engine",
    "ocrmypdf.builtin_plugins.null_ocr", "ocrmypdf.builtin_plugins.optimize", "ocrmypdf.builtin_plugins.pypdfium",
    "ocrmypdf.builtin_plugins.tesseract_ocr", "encodings.utf_16_be",
)  # fmt: skip
"""Modules that OCRmyPDF imports only when it needs them: 0.2 s a document, unless a worker has them before it forks."""


_TALKATIVE = ("ocrmypdf", "pdfminer", "fontTools", "fpdf", "PIL", "pikepdf")
_TRIES = 4
"""As it is, then twice more effort for the pages to blame, and once for all of them."""


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
    origin = files[0] if kind is Kind.PDF else _images(files, kind, pages, limits, work)
    upright = pages if kind is Kind.PDF else [page.model_copy(update={"rotation": 0}) for page in pages]
    job = _Job(origin=origin, pages=tuple(upright), language=language, limits=limits, work=work, target=target)
    efforts: dict[int, Effort] = {}
    for _ in range(_TRIES):
        try:
            _convert(job, efforts)
        except PdfaConversionFailedError:
            efforts = _more_effort(efforts, _not_pdfa(job.working))
        else:
            return settle_stream_ends(target, work)
    raise EngineFailed(detail="no valid PDF/A, not even of the pages' pictures")


# -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    origin: Path
    pages: tuple[Page, ...]
    language: str
    limits: Limits
    work: Path
    target: Path

    @property
    def working(self) -> Path:
        """The working copy that OCRmyPDF is given."""
        return self.work / "working.pdf"


def _images(files: Sequence[Path], kind: Kind, pages: Sequence[Page], limits: Limits, work: Path) -> Path:
    made = work / "images.pdf"
    write_image_pdf(list_sheets(files, kind, limits), pages, work=work, target=made)
    return made


def _more_effort(efforts: Mapping[int, Effort], culprits: frozenset[int]) -> dict[int, Effort]:
    more = {number: Effort(min(efforts.get(number, Effort.AS_IS) + 1, Effort.PICTURE)) for number in culprits}
    return {**efforts, **more}


def _convert(job: _Job, efforts: Mapping[int, Effort]) -> None:
    """One try.

    Raises:
        PdfaConversionFailedError: the result is not PDF/A.
        EngineFailed: anything else.
    """
    try:
        made = write_working_pdf(job.origin, job.pages, efforts=efforts, limits=job.limits, target=job.working)
    except pikepdf.PdfError as error:
        raise EngineFailed(detail="the working copy cannot be written") from error
    layers = [page if _needs_layer(page, made) else page.model_copy(update={"lines": ()}) for page in job.pages]
    plugin = ReadingPlugin(layers, job.language.split("+"))
    _run_ocrmypdf(job, plugin)
    if lost := [page.number for page in layers if page.lines and page.number not in plugin.asked]:
        raise EngineFailed(detail=f"OCRmyPDF left out the text of pages {lost}")


def _needs_layer(page: Page, made: frozenset[int]) -> bool:
    return page.status is PageStatus.READ or page.number in made


def _run_ocrmypdf(job: _Job, plugin: ReadingPlugin) -> None:
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    # The layer is to be the same on every machine: a sign that OCRmyPDF's own fonts lack is written with its
    # glyphless font, not with whatever font is installed (searching for one takes seconds).
    SystemFontProvider.SYSTEM_FONT_DIRS = {}
    manager = get_plugin_manager([])
    manager.pluggy_manager.register(plugin)
    try:
        code = ocrmypdf.ocr(
            job.working, job.target, language=job.language.split("+"), output_type="pdfa-2", pdfa_backend="internal",
            mode="skip", optimize=0, jobs=1, use_threads=True, progress_bar=False, rasterizer="pypdfium",
            tagged_pdf_mode="ignore", invalidate_digital_signatures=True, pdf_renderer="fpdf2", plugin_manager=manager,
        )  # fmt: skip
    except PdfaConversionFailedError:
        raise
    except (ExitCodeException, pikepdf.PdfError, ValueError, TypeError) as error:
        raise EngineFailed(detail=f"OCRmyPDF: {type(error).__name__}") from error
    if code != ExitCode.ok:
        raise EngineFailed(detail=f"OCRmyPDF ended with {ExitCode(code).name}")


def _not_pdfa(working: Path) -> frozenset[int]:
    """Numbers of the pages that cannot be PDF/A, each tried alone; all pages if none is to blame by itself."""
    bad: set[int] = set()
    with pikepdf.open(working) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            with pikepdf.new() as alone:
                alone.pages.append(page)
                try:
                    pikepdf.pdfa.save(alone, BytesIO(), "2b")
                except (PdfaError, pikepdf.PdfError):
                    bad.add(number)
        return frozenset(bad) or frozenset(range(1, len(pdf.pages) + 1))
