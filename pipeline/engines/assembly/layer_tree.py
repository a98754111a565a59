"""A page's words as OCRmyPDF's tree of elements, placed so that every PDF program reads back exactly those words.

OCRmyPDF's renderer writes each line as text that is stretched to its words' boxes. Poppler, like most programs, then
finds words again by geometry, in units of the font's size, and gets three things wrong if left alone:

- words whose boxes stand closer than 0.15 of the size are glued together (``pdftotext -raw``, TextOutputDev);
- a word on a leaning line is cut into pieces where its baseline has drifted by half a point;
- letters narrower than 0.1 of the size count as printed twice, each becoming a word of its own.

So here every word is a line of its own, level, on the slanted baseline of its line; its size is small enough for its
letters to be wide, and its right edge keeps its distance from the next word. None of this can be seen: the text is
invisible, and its boxes move by at most a space. (OCRmyPDF also drops lines of improbable shape; these never are.)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, starmap
from pathlib import Path

import ocrmypdf
from ocrmypdf.font import FontManager
from ocrmypdf.models.ocr_element import Baseline, BoundingBox, OcrClass, OcrElement

from schemas.page import Line, Page, Word

_DESCENT = 0.22
"""Part of a line's height that lies below its baseline, in Vietnamese print with marks above and below."""
_SIZE = 0.78
"""Size of the font as part of the line's height."""
_LEAST_STRETCH = 0.6
_GAP = 0.22
"""Distance to the next word in sizes: poppler splits words from 0.15 on, here with room for rounding."""
_BACK = 0.2
"""Overlap in sizes from which poppler takes the next word for the start of a line (from 0.1 on)."""
_LEAST_PIXEL = 0.5
_UNKNOWN_WIDTH = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class _Placed:
    """A word as it is written: on ``base``, from ``x0`` to ``x1``, ``size`` high; pixels of the page."""

    text: str
    x0: float
    x1: float
    base: float
    size: float


def layer_tree(page: Page) -> OcrElement:
    """The page's text layer, in its own pixels, words in their order."""
    placed = _apart([_place(word, line, page) for line in page.lines for word in line.words])
    return OcrElement(
        OcrClass.PAGE, bbox=BoundingBox(0, 0, page.width, page.height), dpi=page.dpi, page_number=page.number - 1,
        children=[_element(word) for word in placed],
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------------------


def _place(word: Word, line: Line, page: Page) -> _Placed:
    """The word on its line's baseline; a leaning box is first freed of the height that only leaning gives it.

    The baseline stays on the page: poppler does not see what lies outside.
    """
    box = word.box
    height = max(_own_height(w, page.skew) for w in line.words)
    width = max(float(box.width), _LEAST_PIXEL)
    middle = (box.x0 + box.x1) / 2
    base = _bottom(line, middle, page.skew) - _DESCENT * height
    size = max(min(_SIZE * height, width / (_LEAST_STRETCH * _natural_width(word.text))), _LEAST_PIXEL)
    base = min(max(base, size), page.height - _DESCENT * size)
    return _Placed(text=word.text, x0=float(box.x0), x1=box.x0 + width, base=base, size=size)


def _own_height(word: Word, skew: float) -> float:
    lean = abs(math.sin(math.radians(skew)))
    return max(word.box.height - lean * word.box.width, 0.3 * word.box.height, 1.0)


def _bottom(line: Line, x: float, skew: float) -> float:
    """Where the line's lower edge is at ``x``: the lowest of its words, each moved along the slope."""
    slope = -math.tan(math.radians(skew))
    edges = [w.box.y1 - abs(slope) * w.box.width / 2 + slope * (x - (w.box.x0 + w.box.x1) / 2) for w in line.words]
    return sorted(edges)[len(edges) // 2]


@cache
def _font() -> FontManager:
    return FontManager(Path(ocrmypdf.__file__).parent / "data" / "NotoSans-Regular.ttf")


def _natural_width(text: str) -> float:
    """Width of the text in sizes, in the font that OCRmyPDF writes it with."""
    font = _font()
    glyphs = (font.hb_font.get_nominal_glyph(ord(c)) for c in text)
    return max(
        sum(font.hb_font.get_glyph_h_advance(g) / font.hb_face.upem if g else _UNKNOWN_WIDTH for g in glyphs), 0.05
    )


def _apart(words: Sequence[_Placed]) -> list[_Placed]:
    """The words with each one's right edge kept away from the next word, where poppler would see one line."""
    return [*starmap(_kept_off, pairwise(words)), *words[-1:]]


def _kept_off(word: _Placed, after: _Placed) -> _Placed:
    gap = after.x0 - word.x1
    if not -_BACK * word.size <= gap <= _GAP * word.size:
        return word
    start_of_gap, middle = after.x0 - _GAP * word.size, (word.x0 + word.x1) / 2
    end = max(start_of_gap, middle)
    if end > start_of_gap:  # the next word begins inside this one: a smaller size settles it
        gap = after.x0 - end
        end = end if abs(gap) > 0.05 * (end - word.x0) else end + 0.5 * (word.x1 - end)
        gap = after.x0 - end
        size = gap / _GAP if gap > 0 else -gap / _BACK
        return replace(word, x1=end, size=max(min(word.size, size), 0.01))
    return replace(word, x1=end)


def _element(word: _Placed) -> OcrElement:
    top, right = word.base - word.size, max(word.x1, word.x0 + _LEAST_PIXEL)
    inner = OcrElement(OcrClass.WORD, bbox=BoundingBox(word.x0, top, right, word.base), text=word.text)
    # a line higher than wide would have to pass OCRmyPDF's judgement of its shape; its width is used for nothing else
    box = BoundingBox(word.x0, top, max(right, word.x0 + 1.01 * word.size), word.base)
    return OcrElement(OcrClass.LINE, bbox=box, baseline=Baseline(0.0, 0.0), children=[inner])
