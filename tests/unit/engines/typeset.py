"""What the tests of the reader share: one committed scan with its truth, drawn lines, and the readers' kits."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.scoring import TrueLine, score
from pipeline.engines.ocr.kit import Kit, load_kit
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.options import Options, Reader
from pipeline.engines.sheet import PageImage
from tests.samples.truth import ANSWERS, SCANS, TruthPage, load

BOTH = Options()
NET = Options(readers=frozenset({Reader.NET}))
TESSERACT = Options(readers=frozenset({Reader.TESSERACT}))
PROGRAM = Options(readers=frozenset({Reader.PROGRAM}))
SCAN = SCANS / "so-tu-phap" / "so-tay-hoa-giai" / "trang-4.jpg"
SCAN_DPI = 150.0


@cache
def truth() -> TruthPage:
    """What is printed on `SCAN`."""
    return load(ANSWERS / "so-tu-phap" / "so-tay-hoa-giai.json").pages[3]


def scan() -> PageImage:
    with Image.open(SCAN) as picture:
        return of(picture.convert("L"))


def of(picture: Image.Image, dpi: float = SCAN_DPI) -> PageImage:
    return PageImage(image=picture, width=picture.width, height=picture.height, dpi=dpi)


def wrong(text: str) -> float:
    """Share of `SCAN`'s characters that are wrong in ``text``."""
    return score([TrueLine(text=line.text) for line in truth().lines], text).cer


def kit(options: Options = NET) -> tuple[Kit, Nets]:
    """A kit with nets."""
    loaded = load_kit("vie", options)
    assert loaded.nets is not None
    return loaded, loaded.nets


def grey(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(picture.convert("L"))


def line_box(x0: float, y0: float, x1: float, y1: float, slope: float = 0.0) -> LineBox:
    return LineBox(x0=x0, y0=y0, x1=x1, y1=y1, score=1.0, slope=slope)
