"""What OCRmyPDF asks of its plugins, answered from a finished reading: it recognises and renders nothing here.

- ``get_ocr_engine``: an engine whose "recognition" is the tree of `layer_tree`.
- ``rasterize_pdf_page``: an image of a few pixels in place of the page. OCRmyPDF needs an image to hand to its engine,
  ours does not look at it, and no renderer (Ghostscript, pdfium) ever runs.
- ``get_executor``, ``get_progressbar_class``: this process, silently.
- ``generate_pdfa``: refuses. OCRmyPDF's only other use of Ghostscript is there; Debian 12's, 10.00.0, drops text on
  conversion (it is in the range that OCRmyPDF warns of).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ocrmypdf import hookimpl
from ocrmypdf._concurrent import SerialExecutor
from ocrmypdf._progressbar import NullProgressBar
from ocrmypdf.exceptions import PdfaConversionFailedError
from ocrmypdf.models.ocr_element import OcrElement
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence
from PIL import Image

from pipeline.engines.assembly.layer_tree import layer_tree
from schemas.page import Page

_BLANK_SIDE = 8


class ReadingPlugin:
    """Serves one document's reading to OCRmyPDF, and remembers which pages were asked for."""

    def __init__(self, pages: Sequence[Page], languages: Sequence[str]) -> None:
        self._engine = _ReadingEngine({page.number: page for page in pages}, frozenset(languages))

    @property
    def asked(self) -> frozenset[int]:
        """Numbers of the pages whose text layer OCRmyPDF has asked for."""
        return frozenset(self._engine.asked)

    @hookimpl
    def get_ocr_engine(self) -> OcrEngine:
        """The engine with the reading."""
        return self._engine

    @hookimpl
    def rasterize_pdf_page(self, output_file: Path) -> Path:
        """A blank image."""
        Image.new("1", (_BLANK_SIDE, _BLANK_SIDE), 1).save(output_file, dpi=(72, 72))
        return output_file

    @hookimpl
    def get_executor(self) -> SerialExecutor:
        """Work in this thread."""
        return SerialExecutor(pbar_class=NullProgressBar)  # type: ignore[no-untyped-call]  # OCRmyPDF's own

    @hookimpl
    def get_progressbar_class(self) -> type[NullProgressBar]:
        """No progress bar."""
        return NullProgressBar

    @hookimpl
    def generate_pdfa(self) -> Path:
        """Never Ghostscript.

        Raises:
            PdfaConversionFailedError: always.
        """
        raise PdfaConversionFailedError("only the internal PDF/A conversion is used")


class _ReadingEngine(OcrEngine):
    """An OCR engine in OCRmyPDF's eyes. (Most arguments are there because its interface has them.)"""

    def __init__(self, pages: Mapping[int, Page], languages: frozenset[str]) -> None:
        self._pages = pages
        self._languages = languages
        self.asked: set[int] = set()

    @staticmethod
    def version() -> str:
        return "1"

    @staticmethod
    def creator_tag(options: object) -> str:  # noqa: ARG004
        return "Kho PBGDPL"

    def __str__(self) -> str:
        return "Kho PBGDPL"

    def languages(self, options: object) -> frozenset[str]:  # type: ignore[override]  # noqa: ARG002  # not static here
        return self._languages

    @staticmethod
    def get_orientation(input_file: Path, options: object) -> OrientationConfidence:  # noqa: ARG004
        return OrientationConfidence(angle=0, confidence=0.0)

    @staticmethod
    def supports_generate_ocr() -> bool:
        return True

    def generate_ocr(  # type: ignore[override]  # not static here, which OCRmyPDF does not mind
        self,
        input_file: Path,  # noqa: ARG002
        options: object,  # noqa: ARG002
        page_number: int = 0,
    ) -> tuple[OcrElement, str]:
        page = self._pages[page_number + 1]
        self.asked.add(page.number)
        return layer_tree(page), ""

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: object) -> None:
        raise NotImplementedError

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: object) -> None:
        raise NotImplementedError
