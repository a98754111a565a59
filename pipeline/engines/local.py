"""The `Engine` port on this machine: Tesseract, poppler, OCRmyPDF and their libraries, each call in a sandbox."""

import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.engines import poppler
from pipeline.engines.assembly import assemble
from pipeline.engines.inspect import inspect_file
from pipeline.engines.ocr.kit import load_kit, require_readers
from pipeline.engines.ocr.options import Options
from pipeline.engines.reader import read_document
from pipeline.engines.sandbox import run_limited
from pipeline.ports import Reading
from schemas.inspection import Inspection, Kind
from schemas.limits import Limits
from schemas.page import Page

_INSPECTION: TypeAdapter[Inspection] = TypeAdapter(Inspection)
_NOTHING: TypeAdapter[None] = TypeAdapter(type(None))
_PACKAGES = ("ocrmypdf", "pikepdf", "Pillow", "pytesseract", "pdf2image", "onnxruntime", "trueocr")
_SECONDS_A_PAGE = 2.0


class LocalEngine:
    """Inspects, reads and assembles with the programs installed here."""

    def __init__(self, limits: Limits, language: str = "vie", options: Options | None = None) -> None:
        self._limits = limits
        self._language = language
        self._options = options or Options()

    def inspect(self, file: Path, *, work: Path | None = None) -> Inspection:
        """See `pipeline.ports.Engine.inspect`; ``work`` is for temporary files (default: the system's place)."""
        function = partial(inspect_file, file, self._limits)
        return run_limited(
            function, _INSPECTION, seconds=self._limits.inspect_seconds, memory_bytes=self._limits.memory_bytes,
            folder=work or Path(tempfile.gettempdir()),
        )  # fmt: skip

    def read(
        self, files: Sequence[Path], kind: Kind, *, work: Path, on_page: Callable[[int, int], None],
        first: int = 1, last: int | None = None,
    ) -> Reading:  # fmt: skip
        """See `pipeline.ports.Engine.read`."""
        pages = read_document(
            files, kind, limits=self._limits, language=self._language, options=self._options, work=work,
            on_page=on_page, first=first, last=last,
        )  # fmt: skip
        return Reading(pages=pages, software=self.software())

    def assemble(self, files: Sequence[Path], kind: Kind, pages: Sequence[Page], *, work: Path, target: Path) -> None:
        """See `pipeline.ports.Engine.assemble`."""
        function = partial(
            assemble.assemble_pdf,
            files,
            kind,
            pages,
            language=self._language,
            limits=self._limits,
            work=work,
            target=target,
        )
        seconds = self._limits.assemble_seconds + _SECONDS_A_PAGE * len(pages)
        run_limited(function, _NOTHING, seconds=seconds, memory_bytes=self._limits.memory_bytes, folder=work)

    def software(self) -> tuple[tuple[str, str], ...]:
        """Name and version of every program that takes part.

        Raises:
            EngineMissing: Tesseract or poppler is not installed.
        """
        kit = load_kit(self._language, self._options)
        programs = [("poppler", poppler.program_version())]
        programs += [("tesseract", kit.tesseract)] if kit.tesseract else []
        if kit.nets:
            programs.append((kit.nets.name.rpartition("-")[0], kit.nets.name.rpartition("-")[2]))
        return (*programs, *_packages())

    def require(self) -> None:
        """Makes sure that what reads a page is here, without loading it.

        Raises:
            EngineMissing: poppler or every reader is missing.
        """
        poppler.program_version()
        require_readers(self._language, self._options)

    def warm(self) -> None:
        """Loads what the first document would otherwise wait for, before a worker forks (imports are done already)."""
        assemble.warm()
        load_kit(self._language, self._options)
        self.software()


# -------------------------------------------------------------------------------------------------------------------


@cache
def _packages() -> tuple[tuple[str, str], ...]:
    """Names and versions of the libraries that take part; they cannot change while this process runs."""
    return tuple((name, version(name)) for name in _PACKAGES)
