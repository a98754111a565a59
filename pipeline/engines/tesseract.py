"""Tesseract, through pytesseract: one grey image in, words with boxes out. Only this module knows its flags and lies.

Runs inside the sandbox, which sets ``OMP_THREAD_LIMIT=1`` (pytesseract does not, and without it eight pages on two
cores take 43 s instead of 9) and the folder for temporary files. The image is written as PGM, which costs nothing;
OCRmyPDF and pytesseract write PNG at zlib 6, a quarter of a clean page's time.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import numpy as np
import pytesseract
from numpy.typing import NDArray
from pydantic import Field

from schemas.base import Frozen
from schemas.errors import EngineFailed, EngineMissing, EngineOutOfMemory, EngineTimeout, KhoError
from schemas.text import nfc

_COLUMNS = 12
_WORD_LEVEL = "5"
_KILLED = -9


class SeenWord(Frozen):
    """A word as Tesseract saw it, in the pixels of the image it was given."""

    text: str = Field(description="NFC, without white space, not empty")
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = Field(ge=0, le=1)
    block: int = Field(description="Tesseract's own numbers; words of one block, paragraph and line stand together")
    paragraph: int
    line: int


def read_words(image: NDArray[np.uint8], *, language: str, dpi: float, seconds: float) -> tuple[SeenWord, ...]:
    """The words of a grey image, in Tesseract's reading order.

    Args:
        image: height × width, black is 0.
        language: traineddata names joined with ``+``: ``vie``.
        dpi: resolution of ``image``.
        seconds: wall time for the program.

    Raises:
        EngineMissing: Tesseract or a language is not installed.
        EngineTimeout, EngineOutOfMemory, EngineFailed: it hung, ran out of memory, crashed or gave nonsense.
    """
    config = f"--dpi {round(dpi)} --psm 3 -c tessedit_create_tsv=1"
    table = _run(image, language=language, config=config, seconds=seconds)
    return tuple(word for row in table.splitlines()[1:] for word in _words_of(row))


def read_lines(
    images: Sequence[NDArray[np.uint8]], *, language: str, dpi: float, seconds: float
) -> tuple[tuple[SeenWord, ...], ...]:
    """The words of each grey image of one line, all in one run of the program.

    Raises:
        EngineMissing, EngineTimeout, EngineOutOfMemory, EngineFailed: as `read_words`.
    """
    if not images:
        return ()
    with TemporaryDirectory() as folder:
        names = [f"{folder}/{number:04d}.pgm" for number in range(len(images))]
        for name, image in zip(names, images, strict=True):
            Path(name).write_bytes(_pgm(image))
        listed = Path(folder) / "lines.txt"
        listed.write_text("\n".join(names) + "\n")
        config = f"--dpi {round(dpi)} --psm 7 -c tessedit_create_tsv=1"
        table = _asked(str(listed), language=language, config=config, seconds=seconds)
    rows = [row.split("\t", 2) for row in table.splitlines()[1:]]
    pages: list[list[SeenWord]] = [[] for _ in images]
    for cells, row in zip(rows, table.splitlines()[1:], strict=True):
        pages[int(cells[1]) - 1] += _words_of(row)
    return tuple(map(tuple, pages))


def program_version() -> str:
    """Tesseract's version, asked for once a process.

    Raises:
        EngineMissing: it is not installed.
    """
    try:
        return str(pytesseract.get_tesseract_version(cached=True))
    except (pytesseract.TesseractNotFoundError, SystemExit, subprocess.CalledProcessError) as error:
        raise EngineMissing(detail="tesseract cannot be run", program="tesseract") from error


def require_languages(language: str) -> None:
    """Makes sure that every language of ``language`` is installed.

    Raises:
        EngineMissing: the program or one of the languages is not.
    """
    try:
        installed = pytesseract.get_languages(cached=True)
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissing(detail="tesseract cannot be run", program="tesseract") from error
    except (pytesseract.TesseractError, UnicodeDecodeError) as error:
        raise EngineFailed(detail="tesseract cannot list its languages") from error
    if missing := sorted(set(language.split("+")) - set(installed)):
        raise EngineMissing(detail="language not installed", program=f"tesseract ({', '.join(missing)})")


# -------------------------------------------------------------------------------------------------------------------


def _pgm(image: NDArray[np.uint8]) -> bytes:
    return b"P5 %d %d 255\n" % (image.shape[1], image.shape[0]) + np.ascontiguousarray(image).tobytes()


def _run(image: NDArray[np.uint8], *, language: str, config: str, seconds: float) -> str:
    with NamedTemporaryFile(suffix=".pgm") as file:
        file.write(_pgm(image))
        file.flush()
        return _asked(file.name, language=language, config=config, seconds=seconds)


def _asked(file: str, *, language: str, config: str, seconds: float) -> str:
    try:
        said = pytesseract.run_and_get_output(
            file, extension="tsv", lang=language, config=config, timeout=seconds, return_bytes=True
        )
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissing(detail="tesseract cannot be run", program="tesseract") from error
    except pytesseract.TesseractError as error:
        raise _meaning(error, language) from error
    except UnicodeDecodeError as error:  # pytesseract decodes the error output strictly
        raise EngineFailed(detail="tesseract failed; its error output is not UTF-8") from error
    except RuntimeError as error:  # how pytesseract reports its timeout
        raise EngineTimeout(detail="tesseract did not end", seconds=seconds) from error
    except FileNotFoundError as error:
        raise EngineFailed(detail="tesseract ended well but wrote nothing") from error
    try:
        return bytes(said).decode()
    except UnicodeDecodeError as error:
        raise EngineFailed(detail="tesseract's output is not UTF-8") from error


def _meaning(error: pytesseract.TesseractError, language: str) -> KhoError:
    said = str(error.message)
    if "Failed loading language" in said or "Error opening data file" in said:
        return EngineMissing(detail="language not installed", program=f"tesseract ({language})")
    if error.status == _KILLED or "bad_alloc" in said:
        return EngineOutOfMemory(detail=f"tesseract ended with {error.status}")
    return EngineFailed(detail=f"tesseract ended with {error.status}")


def _words_of(row: str) -> list[SeenWord]:
    """The words of a TSV row: none unless it is a word's; more than one if its text holds a no-break space."""
    cells = row.split("\t", _COLUMNS - 1)
    if cells[0] != _WORD_LEVEL:
        return []
    if len(cells) != _COLUMNS:
        raise EngineFailed(detail="tesseract's table has a row of the wrong length")
    try:
        _, _, block, paragraph, line, _, left, top, width, height = map(int, cells[:10])
        confidence = min(max(float(cells[10]) / 100, 0.0), 1.0)
    except ValueError as error:
        raise EngineFailed(detail="tesseract's table has a cell that is no number") from error
    texts = nfc(cells[11]).split()
    size = width / max(sum(len(t) for t in texts) + len(texts) - 1, 1)
    words: list[SeenWord] = []
    start = float(left)
    for text in texts:
        end = start + size * len(text)
        words.append(
            SeenWord(
                text=text, x0=start, y0=top, x1=end, y1=top + height,
                confidence=confidence, block=block, paragraph=paragraph, line=line,
            )
        )  # fmt: skip
        start = end + size
    return words
