"""Poppler: renders PDF pages (pdftoppm, through pdf2image) and reports their words (pdftotext)."""

import re
import subprocess

from pdf2image import convert_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFPopplerTimeoutError
from PIL import Image

from pipeline.engines.sheet import Sheet
from schemas.errors import EngineFailed, EngineMissing, EngineTimeout

_PACKAGE = "poppler-utils"


def render(sheet: Sheet, *, dpi: float, seconds: float) -> Image.Image:
    """A PDF page in RGB, as people see it: its crop box, turned by /Rotate, with annotations.

    Raises:
        EngineFailed, EngineTimeout, EngineMissing: poppler fails, hangs or is not installed.
    """
    number = sheet.index + 1
    try:
        images = convert_from_path(
            sheet.file, dpi=dpi, first_page=number, last_page=number, use_cropbox=True, timeout=int(seconds) + 1  # type: ignore[arg-type]  # any number does
        )  # fmt: skip
    except PDFInfoNotInstalledError as error:
        raise EngineMissing(detail="pdftoppm cannot be run", program=_PACKAGE) from error
    except PDFPopplerTimeoutError as error:
        raise EngineTimeout(detail="pdftoppm did not end", seconds=seconds) from error
    except PDFPageCountError as error:
        raise EngineFailed(detail="poppler cannot open the file") from error
    if not images:
        raise EngineFailed(detail="pdftoppm rendered nothing")
    return images[0]


def report_words(sheet: Sheet, *, seconds: float) -> str:
    """pdftotext's report of a page's blocks, lines and words with boxes, in points of the page as shown.

    Raises:
        EngineFailed, EngineTimeout, EngineMissing: as :func:`render`.
    """
    number = str(sheet.index + 1)
    options = ["-bbox-layout", "-cropbox", "-enc", "UTF-8", "-f", number, "-l", number]
    done = _call(["pdftotext", *options, str(sheet.file), "-"], seconds)
    if done.returncode:
        raise EngineFailed(detail=f"pdftotext ended with {done.returncode}")
    return done.stdout.decode("utf-8", "replace")


def program_version() -> str:
    """Poppler's version.

    Raises:
        EngineMissing: pdftotext is not installed.
    """
    said = _call(["pdftotext", "-v"], 20.0).stderr.decode("utf-8", "replace")
    found = re.search(r"version (\S+)", said)
    return found.group(1) if found else "unknown"


def _call(command: list[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=seconds)
    except FileNotFoundError as error:
        raise EngineMissing(detail="pdftotext cannot be run", program=_PACKAGE) from error
    except subprocess.TimeoutExpired as error:
        raise EngineTimeout(detail="pdftotext did not end", seconds=seconds) from error
