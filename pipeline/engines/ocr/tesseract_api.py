"""Tesseract within this process, through tesserocr: no start, no files, its model loaded once and shared by forks.

Only for use where a crash is contained (the sandbox's child). The library in tesserocr's wheel is newer than Debian's
program and uses the same language data; where it cannot be loaded, `pipeline.engines.tesseract` runs the program.
"""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.engines.tesseract import SeenWord
from schemas.errors import EngineFailed, EngineMissing
from schemas.text import nfc

_DATA = (Path("/usr/share/tesseract-ocr/5/tessdata"), Path("/usr/share/tessdata"))
"""Where Debian, and others, keep language data; TESSDATA_PREFIX comes first."""
_PAGE, _LINE = 3, 7


def api_available(language: str) -> bool:
    """Whether the library and every language of ``language`` are here."""
    return _module() is not None and _folder(language) is not None


def api_version() -> str:
    """The library's version.

    Raises:
        EngineMissing: tesserocr cannot be loaded.
    """
    return str(_loaded().tesseract_version().split()[1])


@cache
def warm_api(language: str) -> Any:  # noqa: ANN401  # tesserocr has no types
    """The library with its model loaded, once a process (and its forks).

    Raises:
        EngineMissing: the library or a language is not here.
    """
    folder = _folder(language)
    if folder is None:
        raise EngineMissing(detail="language not installed", program=f"tesseract ({language})")
    try:
        return _loaded().PyTessBaseAPI(path=f"{folder}/", lang=language, psm=_PAGE)
    except RuntimeError as error:
        raise EngineMissing(detail="language cannot be loaded", program=f"tesseract ({language})") from error


def read_words(image: NDArray[np.uint8], *, language: str, dpi: float) -> tuple[SeenWord, ...]:
    """The words of a grey page in Tesseract's reading order.

    Raises:
        EngineMissing: see `warm_api`. EngineFailed: recognition failed.
    """
    return _recognised(image, language, dpi, _PAGE)


def read_lines(images: Sequence[NDArray[np.uint8]], *, language: str, dpi: float) -> tuple[tuple[SeenWord, ...], ...]:
    """The words of each image of one line, in the pixels of that image.

    Raises:
        EngineMissing: see `warm_api`. EngineFailed: recognition failed.
    """
    return tuple(_recognised(image, language, dpi, _LINE) for image in images)


# -------------------------------------------------------------------------------------------------------------------


@cache
def _module() -> ModuleType | None:
    # The limit is read when the library is loaded; without it two threads take five times as long as one.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import tesserocr  # noqa: PLC0415  # hence not before
    except ImportError:
        return None
    module: ModuleType = tesserocr
    return module


def _loaded() -> ModuleType:
    module = _module()
    if module is None:
        raise EngineMissing(detail="tesserocr cannot be loaded", program="tesserocr")
    return module


def _folder(language: str) -> Path | None:
    """The folder that has all languages' data."""
    own = os.environ.get("TESSDATA_PREFIX")
    for folder in (*([Path(own)] if own else []), *_DATA):
        if all((folder / f"{name}.traineddata").is_file() for name in language.split("+")):
            return folder
    return None


def _recognised(image: NDArray[np.uint8], language: str, dpi: float, mode: int) -> tuple[SeenWord, ...]:
    api, level = warm_api(language), _loaded().RIL
    pixels = np.ascontiguousarray(image)
    height, width = pixels.shape
    api.SetPageSegMode(mode)
    api.SetImageBytes(pixels.tobytes(), width, height, 1, width)
    api.SetSourceResolution(round(dpi))
    if not api.Recognize():
        raise EngineFailed(detail="tesseract could not recognise")
    words: list[SeenWord] = []
    block = paragraph = line = 0
    results = api.GetIterator()
    while results is not None:
        block += results.IsAtBeginningOf(level.BLOCK)
        paragraph += results.IsAtBeginningOf(level.PARA)
        line += results.IsAtBeginningOf(level.TEXTLINE)
        if not results.Empty(level.WORD):
            words += _words_at(results, level.WORD, (block, paragraph, line))
        if not results.Next(level.WORD):
            break
    api.Clear()
    return tuple(words)


def _words_at(results: Any, level: int, place: tuple[int, int, int]) -> list[SeenWord]:  # noqa: ANN401  # as above
    """The word here; more than one if its text holds a no-break space, none if it holds nothing."""
    texts = nfc(results.GetUTF8Text(level)).split()
    left, top, right, bottom = results.BoundingBox(level)
    confidence = min(max(results.Confidence(level) / 100, 0.0), 1.0)
    size = (right - left) / max(sum(map(len, texts)) + len(texts) - 1, 1)
    words: list[SeenWord] = []
    start = float(left)
    for text in texts:
        end = start + size * len(text)
        words.append(
            SeenWord(
                text=text, x0=start, y0=top, x1=end, y1=bottom, confidence=confidence,
                block=place[0], paragraph=place[1], line=place[2],
            )
        )  # fmt: skip
        start = end + size
    return words
