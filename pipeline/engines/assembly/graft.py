"""PDFs that are not all scans, through OCRmyPDF as a library: the pages as they are, the reading as invisible text.

OCRmyPDF grafts the text layer, converts to PDF/A with pikepdf and validates the bytes it has written; Ghostscript is
never used. If a page cannot be PDF/A (fonts not embedded, CMYK without a profile, …), it becomes the picture of itself
with its words as the text layer, and all is tried again.
"""

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

from pipeline.engines.assembly.ocrmypdf_plugin import ReadingPlugin
from pipeline.engines.assembly.stream_ends import settle_stream_ends
from pipeline.engines.assembly.working_pdf import Effort, write_working_pdf
from schemas.errors import EngineFailed
from schemas.limits import Limits
from schemas.page import Page, PageStatus

_TALKATIVE = ("ocrmypdf", "pdfminer", "fontTools", "fpdf", "PIL", "pikepdf")
_TRIES = 4
"""As it is, then twice more effort for the pages to blame, and once for all of them."""


def graft(source: Path, pages: Sequence[Page], *, language: str, limits: Limits, work: Path, target: Path) -> None:
    """Writes the PDF/A-2b of a PDF to ``target``; see `pipeline.ports.Engine.assemble`.

    Raises:
        EngineFailed (or a class below it): no valid PDF/A comes out.
        EngineMissing: poppler is needed and not installed.
    """
    job = _Job(origin=source, pages=tuple(pages), language=language, limits=limits, work=work, target=target)
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
