"""Pages for looking at scans: drawn print, readings of it, and the facts of a good scan."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.engines.ocr.prepare import Prepared, prepare
from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.page_facts import PageFacts
from schemas.page import Box, Line, Page, PageStatus, Word
from schemas.quality import Quality
from tests.samples.fonts import font

DPI = 150
WIDTH, HEIGHT = 1240, 1754
TEXT = "Tuyên truyền phổ biến giáo dục pháp luật cho nhân dân trong xã"
Colour = tuple[int, int, int]


def paper(colour: Colour = (250, 248, 244)) -> Image.Image:
    """An empty A4 sheet at 150 dpi."""
    return Image.new("RGB", (WIDTH, HEIGHT), colour)


def printed(image: Image.Image, *, x: int = 150, top: int = 150, rows: int = 30, ink: Colour = (30, 30, 30)) -> None:
    """Rows of 13-point text."""
    draw = ImageDraw.Draw(image)
    for row in range(rows):
        draw.text((x, top + 45 * row), f"{TEXT} {row}", font=font("serif", False, False, 27), fill=ink)


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Rows × columns × RGB."""
    return np.asarray(image, dtype=np.uint8)


def copy_of(image: Image.Image | NDArray[np.uint8]) -> Prepared:
    """The copy that would be read."""
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    return prepare(PageImage(image=picture, width=picture.width, height=picture.height, dpi=DPI))


def line(text: str, *, y: int = 800, x: int = 200, confidence: float = 0.99, block: int = 0) -> Line:
    """A line of words side by side, 20 pixels a letter."""
    words, left = [], x
    for word in text.split():
        right = left + 20 * len(word)
        words.append(Word(text=word, box=Box(x0=left, y0=y, x1=right, y1=y + 30), confidence=confidence))
        left = right + 15
    return Line(words=tuple(words), block=block)


def page(*lines: Line, number: int = 1, **changed: object) -> Page:
    """A page as read."""
    plain = Page(number=number, width=WIDTH, height=HEIGHT, dpi=DPI, status=PageStatus.READ, engine="net", lines=lines)
    return plain.model_copy(update=changed)


def facts(**changed: object) -> PageFacts:
    """The facts of a good scan."""
    good = PageFacts(sharpness=0.9, contrast=0.8, ink=0.06, specks=0.05, letters=900, pictures=0.0)
    return PageFacts.model_validate({**good.model_dump(), **changed})


def good_quality(**changed: object) -> Quality:
    """The quality of a good scan."""
    return Quality.model_validate(
        {"dpi": DPI, "skew": 0, "sharpness": 0.9, "contrast": 0.8, "ink": 0.06, "score": 0.998, **changed}
    )
