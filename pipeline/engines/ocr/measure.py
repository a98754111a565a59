"""What the pixels of a page say about its scan: sharpness, contrast, specks, blank paper, print that is cut off.

Works on the copy that is read, at 80 dpi for everything but sharpness: about 15 ms a page. Says facts only; what
follows from them is for `pipeline.stages.ocr.quality`.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.prepare import Prepared
from pipeline.stages.ocr.page_facts import PageFacts

_DPI = 80.0
_PX_PER_MM = _DPI / 25.4
_STEEP = 0.46
"""Grey levels between neighbouring pixels at an edge, as a share of the contrast, on crisp 200 dpi scans."""
_LEAST_CONTRAST = 0.15
"""Less than this between ink and paper is the grain of the paper."""
_LETTER_MM = 0.9, 14.0
_EDGE_MM = 0.6
_MARGIN_MM = 4.0
_GAP_MM = 1.5
_LINE_MM = 14.0
_HOLE_MM, _HOLE_AT_MM = (3.5, 9.0), 22.0
_CELLS = 16

_X, _Y, _W, _H, _AREA = range(5)


def measure(copy: Prepared) -> PageFacts:
    """The facts of a page whose copy to read this is."""
    grey, small = copy.pixels, _at_80_dpi(copy)
    contrast = _contrast(small)
    sharpness = _sharpness(grey, contrast)
    marks = _marks(small, max(contrast, _LEAST_CONTRAST))
    rows = _rows(marks)
    lines = _lines(marks, rows)
    scale = grey.shape[1] / small.shape[1], grey.shape[0] / small.shape[0]
    left, right = _cut(lines, small.shape[1], _lean(copy, small.shape[0]))
    return PageFacts(
        sharpness=round(sharpness, 3),
        contrast=round(contrast / copy.gain, 3),  # as it is on the page, not on the strengthened copy
        ink=round(float(marks.stats[marks.letters | marks.pictures, _AREA].sum() / small.size), 4),
        specks=round(_specks(marks, rows), 2),
        letters=_letters(marks),
        pictures=round(float(marks.stats[marks.pictures, _AREA].sum() / small.size), 4),
        lines=tuple(
            copy.box(x * scale[0], y * scale[1], (x + w) * scale[0], (y + h) * scale[1]) for x, y, w, h in lines
        ),
        cut_left=left,
        cut_right=right,
        signature=_signature(small),
    )


# -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Marks:
    """The connected marks of a page: a row of OpenCV's statistics each, and what each looks like."""

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    letters: NDArray[np.bool_]
    pictures: NDArray[np.bool_]
    dots: NDArray[np.bool_]


def _at_80_dpi(copy: Prepared) -> NDArray[np.uint8]:
    scale = min(1.0, _DPI / copy.dpi)
    size = max(_CELLS + 1, round(copy.pixels.shape[1] * scale)), max(_CELLS + 1, round(copy.pixels.shape[0] * scale))
    return np.asarray(cv2.resize(copy.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _histogram(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.asarray(cv2.calcHist([pixels], [0], None, [256], [0, 256]), np.float64).ravel()


def _contrast(small: NDArray[np.uint8]) -> float:
    """How dark the darker half of the ink is against the paper; scanner's edges are left out."""
    rows, columns = (max(1, side // 20) for side in small.shape)
    inner = np.ascontiguousarray(small[rows:-rows, columns:-columns])
    level, _ = cv2.threshold(inner, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    counts = _histogram(inner)
    ink = np.cumsum(counts[: int(level) + 1])
    paper = int(np.searchsorted(np.cumsum(counts), counts.sum() / 2))
    if ink[-1] == 0 or paper == 0:
        return 0.0
    dark = int(np.searchsorted(ink, 0.25 * ink[-1]))
    return max(0.0, (paper - dark) / paper)


def _sharpness(grey: NDArray[np.uint8], contrast: float) -> float:
    """The typical step between neighbours at an edge, against the largest there could be; every fourth row will do."""
    rows = np.ascontiguousarray(grey[::4])
    steps = _histogram(np.asarray(cv2.absdiff(rows[:, 1:], rows[:, :-1]), dtype=np.uint8))
    least = max(6, round(0.12 * contrast * 255))
    levels = np.arange(least, 256)
    total = float((steps[least:] * levels).sum())
    if total == 0 or contrast < _LEAST_CONTRAST / 2:
        return 0.0
    typical = float((steps[least:] * levels * levels).sum()) / total
    return min(1.0, typical / (255 * contrast) / _STEEP)


def _marks(small: NDArray[np.uint8], contrast: float) -> _Marks:
    ink = (small < 255 - 0.4 * 255 * contrast).astype(np.uint8)
    _, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    stats: NDArray[np.int32] = np.asarray(found, dtype=np.int32)
    sides = stats[:, [_W, _H]].astype(np.float64) / _PX_PER_MM
    high, long = sides[:, 1], sides.max(axis=1)
    aside = _scanners_own(stats, small.shape[1], small.shape[0])
    aside[0] = True  # the paper
    letters = ~aside & (high >= _LETTER_MM[0]) & (long <= _LETTER_MM[1])
    dots = ~aside & ~letters & (long < _LETTER_MM[0])
    pictures = ~aside & ~letters & ~dots
    return _Marks(labels=np.asarray(labels), stats=stats, letters=letters, pictures=pictures, dots=dots)


def _scanners_own(stats: NDArray[np.int32], width: int, height: int) -> NDArray[np.bool_]:
    """Bars along an edge, and punched holes: round, solid and near an edge."""
    x0, y0, w, h = (stats[:, i].astype(np.float64) for i in (_X, _Y, _W, _H))
    x1, y1 = x0 + w, y0 + h
    margin, hole = _MARGIN_MM * _PX_PER_MM, _HOLE_AT_MM * _PX_PER_MM
    touches = (x0 <= 1) | (y0 <= 1) | (x1 >= width - 1) | (y1 >= height - 1)
    within = (x1 <= margin) | (y1 <= margin) | (x0 >= width - margin) | (y0 >= height - margin)
    solid = stats[:, _AREA] > 0.68 * w * h
    size = np.maximum(w, h) / _PX_PER_MM
    near = (x1 <= hole) | (x0 >= width - hole) | (y1 <= hole)
    round_ = (np.abs(w - h) <= 0.2 * np.maximum(w, h)) & (size >= _HOLE_MM[0]) & (size <= _HOLE_MM[1])
    bar = (touches & (size > _LETTER_MM[1])) | (within & (size > _MARGIN_MM))
    return np.asarray(bar | (round_ & solid & near), np.bool_)


def _rows(marks: _Marks) -> NDArray[np.uint8]:
    """The middles of all letters, drawn out sideways until the letters of a line meet."""
    rows = np.zeros(marks.labels.shape, np.uint8)
    gap = round(_GAP_MM * _PX_PER_MM)
    for x, y, w, h, _ in marks.stats[marks.letters].tolist():
        rows[y + h // 4 : max(y + h // 4 + 1, y + h - h // 4), max(0, x - gap) : x + w + gap] = 1
    return rows


def _lines(marks: _Marks, rows: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Rows of at least four letters: x, y, width and height."""
    chosen = marks.stats[marks.letters]
    starts, ends = chosen[:, [_X, _Y]], chosen[:, [_X, _Y]] + chosen[:, [_W, _H]]
    count, labels = cv2.connectedComponents(rows, connectivity=4, ltype=cv2.CV_32S)
    line_of = labels[chosen[:, _Y] + chosen[:, _H] // 2, chosen[:, _X] + chosen[:, _W] // 2]
    letters = np.bincount(line_of, minlength=count)
    first = np.full((count, 2), max(rows.shape), np.int32)
    last = np.zeros((count, 2), np.int32)
    np.minimum.at(first, line_of, starts)
    np.maximum.at(last, line_of, ends)
    width, height = (last - first).T
    lines = (letters >= 4) & (width >= 2 * height) & (height < _LINE_MM * _PX_PER_MM)
    lines[0] = False  # what lies in no row
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in np.column_stack([first, width, height])[lines]]


def _letters(marks: _Marks) -> int:
    """Letters that are no crumbs of the shadow along an edge."""
    x, y, w, h = marks.stats[marks.letters, :4].T
    rows, columns = marks.labels.shape
    margin = _MARGIN_MM * _PX_PER_MM
    crumb = (x + w <= margin) | (y + h <= margin) | (x >= columns - margin) | (y >= rows - margin)
    return int((~crumb).sum())


def _lean(copy: Prepared, rows: int) -> float:
    """How far, in pixels at 80 dpi, levelling the copy moved its edges inwards."""
    return float(np.tan(np.radians(abs(copy.skew))) * rows / 2)


def _cut(lines: list[tuple[int, int, int, int]], width: int, lean: float) -> tuple[int, int]:
    near = _EDGE_MM * _PX_PER_MM + lean
    left = sum(x <= near for x, _, _, _ in lines)
    right = sum(x + w >= width - near for x, _, w, _ in lines)
    return left, right


def _specks(marks: _Marks, rows: NDArray[np.uint8]) -> float:
    """Dots a square centimetre of the paper that has no print within 4 mm: there they may be marks over letters."""
    coarse = np.ascontiguousarray(rows[::4, ::4])
    for x, y, w, h, _ in marks.stats[marks.pictures].tolist():
        coarse[y // 4 : (y + h) // 4 + 1, x // 4 : (x + w) // 4 + 1] = 1
    reach = round(2 * _PX_PER_MM) | 1
    print_here = cv2.dilate(coarse, np.ones((reach, reach), np.uint8))
    free = float((print_here == 0).sum()) / (_PX_PER_MM * 2.5) ** 2
    dots = marks.stats[marks.dots]
    alone = int((print_here[dots[:, _Y] // 4, dots[:, _X] // 4] == 0).sum())
    return alone / free if free >= 1 else 0.0


def _signature(small: NDArray[np.uint8]) -> str:
    """Whether each cell of a 16 × 16 grid is darker than its right neighbour."""
    cells = cv2.resize(cv2.GaussianBlur(small, (0, 0), 3), (_CELLS + 1, _CELLS), interpolation=cv2.INTER_AREA)
    return np.packbits(cells[:, 1:] > cells[:, :-1]).tobytes().hex()
