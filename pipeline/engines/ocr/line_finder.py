"""Finds the text lines of a page, with trueocr's detection net.

The net (``det.onnx``) gives, at half the resolution of its input, how likely a pixel lies in the core of a line, and
how far above and below it the line ends. Cores are a little shorter than their lines at both ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.levels import median_level
from pipeline.engines.ocr.nets import Nets
from schemas.page import Box

LONG_SIDE = 1024
"""Pixels of the input's longer side that the net was trained with."""
_LARGEST_SIDE = 2048
_SMALL_PRINT, _FAIR_PRINT = 9.0, 12.0
"""Median height of lines, in the net's pixels, below which it looks again, and that which it then gets."""
_ENOUGH = 8
_MULTIPLE = 32
_STRIDE = 2
_CORE_SHORTER = 0.15
"""How much shorter than the line its core is at each end, in heights of the line."""
_LEAST_PIXELS = 2
_WALL = 6
"""Pixels beside the side of a cell in which no text is expected."""
_NO_CORE = -20.0
_WIDE, _DOUBLE_PIXELS = 3.0, 24
_CONTRAST = 70
_MIDDLE = 0.42
_VALLEY = 0.1
"""Ink of the emptiest row near a line's middle, of its fullest rows above and below, under which it is two lines."""
_PITCH, _OVERHANG = 0.72, 0.05
"""Reach of each of two such lines from where they are cut, and across it, in heights of what was taken for one."""
_DISAGREE = 0.3
"""Spread of what a core's pixels take for their line's middle, in line heights, above which they are of several."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LineBox:
    """A line in the pixels of the copy that is read."""

    x0: float
    y0: float
    x1: float
    y1: float
    score: float
    slope: float = 0.0
    """Pixels it falls for a pixel to the right."""

    @property
    def height(self) -> float:
        """Pixels from top to bottom, at least one."""
        return max(self.y1 - self.y0, 1.0)


def find_lines(grey: NDArray[np.uint8], nets: Nets, cells: Sequence[Box] = ()) -> tuple[LineBox, ...]:
    """The lines of text on a level, upright page (dark on light), in no useful order.

    No line leaves its one of ``cells`` (of ruled tables, in the pixels of ``grey``): a number in one cell is not
    joined to a line in the next that stands a little higher.
    """
    walls = _walls(cells)
    lines = _at(grey, LONG_SIDE, nets, walls)
    if len(lines) < _ENOUGH:
        return lines
    scale = LONG_SIDE / max(grey.shape)
    height = float(np.median([line.height for line in lines])) * scale
    if height >= _SMALL_PRINT:
        return lines
    side = min(_LARGEST_SIDE, LONG_SIDE * _FAIR_PRINT / max(height, 1.0))
    return _at(grey, int(side) // _MULTIPLE * _MULTIPLE, nets, walls)


# -------------------------------------------------------------------------------------------------------------------


def _at(grey: NDArray[np.uint8], side: int, nets: Nets, walls: Sequence[Box]) -> tuple[LineBox, ...]:
    height, width = grey.shape
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    ink = np.zeros((1, 1, _padded(size[1]), _padded(size[0])), np.float32)
    ink[0, 0, : size[1], : size[0]] = 1.0 - small.astype(np.float32) / 255.0
    (out,) = nets.find.run(None, {"x": ink})
    scores = np.array(out)[0]
    for wall in walls:
        x0, x1, y0, y1 = (int(edge * scale / _STRIDE) for edge in (wall.x0, wall.x1, wall.y0, wall.y1))
        scores[0, y0 : y1 + 1, max(x0, 0) : x1 + 1] = _NO_CORE
    return tuple(part for line in _cores(scores, scale, width, height) for part in _halves(line, grey))


def _halves(line: LineBox, grey: NDArray[np.uint8]) -> tuple[LineBox, ...]:
    """The line, or the two that were taken for one: where one line has most ink, in its middle, two have none."""
    piece = grey[int(line.y0) : int(line.y1) + 1, int(line.x0) : int(line.x1) + 1]
    if piece.shape[1] < _WIDE * piece.shape[0] or piece.shape[0] < _DOUBLE_PIXELS:
        return (line,)
    ground = median_level(piece)
    ink = ((piece < ground - _CONTRAST) | (piece > ground + _CONTRAST)).sum(axis=1)
    first, last = int(_MIDDLE * len(ink)), int((1 - _MIDDLE) * len(ink)) + 1
    valley = first + int(ink[first:last].argmin())
    if ink[valley] > _VALLEY * min(ink[:valley].max(initial=0), ink[valley:].max(initial=0)):
        return (line,)
    cut = line.y0 + valley
    below = _PITCH * line.height  # both are a little higher than half of what was taken for one
    return (
        replace(line, y0=max(cut - below, 0.0), y1=cut + _OVERHANG * line.height),
        replace(line, y0=cut - _OVERHANG * line.height, y1=min(cut + below, float(grey.shape[0]))),
    )


def _walls(cells: Sequence[Box]) -> list[Box]:
    """The strips beside the upright sides of all cells."""
    sides = [(x, cell) for cell in cells for x in (cell.x0, cell.x1)]
    return [Box(x0=x - _WALL, y0=cell.y0, x1=x + _WALL, y1=cell.y1) for x, cell in sides]


def _padded(side: int) -> int:
    return -(-side // _MULTIPLE) * _MULTIPLE


def _cores(out: NDArray[np.float32], scale: float, width: int, height: int) -> list[LineBox]:
    """A line for every connected core; its top and bottom are the mean of what its pixels say."""
    core = _parted((out[0] > 0).astype(np.uint8), out)  # a logit above 0 is a probability above a half
    count, labels, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=4)
    rows, columns = np.nonzero(labels)
    owner = labels[rows, columns]
    sizes = np.maximum(np.bincount(owner, minlength=count), 1)
    middle = (rows + 0.5) * _STRIDE
    tops = np.bincount(owner, middle - out[1][rows, columns], minlength=count) / sizes
    bottoms = np.bincount(owner, middle + out[2][rows, columns], minlength=count) / sizes
    scores = np.bincount(owner, 1 / (1 + np.exp(-out[0][rows, columns])), minlength=count) / sizes
    slopes = _slopes(owner, count, columns, middle - (out[1] - out[2])[rows, columns] / 2, sizes)
    found = []
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < _LEAST_PIXELS:
            continue
        more = _CORE_SHORTER * max(bottoms[label] - tops[label], 1.0)
        x0 = stats[label, cv2.CC_STAT_LEFT] * _STRIDE - more
        x1 = (stats[label, cv2.CC_STAT_LEFT] + stats[label, cv2.CC_STAT_WIDTH]) * _STRIDE + more
        box = np.array([x0, tops[label], x1, bottoms[label]]) / scale
        box = np.clip(box, 0, [width, height, width, height])
        if box[2] - box[0] >= 1 and box[3] - box[1] >= 1:
            x0, y0, x1, y1 = map(float, box)
            found.append(LineBox(x0=x0, y0=y0, x1=x1, y1=y1, score=float(scores[label]), slope=slopes[label]))
    return found


def _parted(core: NDArray[np.uint8], out: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The cores, those cut up that hold several lines standing too close, in a crowded table or on a leaning page.

    A core is taken for more than one if its pixels do not agree where their line's middle is, and is cut where those
    that mean one line meet those that mean the next.
    """
    count, labels = cv2.connectedComponents(core, connectivity=4)
    rows, columns = np.nonzero(labels)
    owner = labels[rows, columns]
    sizes = np.maximum(np.bincount(owner, minlength=count), 1)
    middles = (rows + 0.5) * _STRIDE + (out[2] - out[1])[rows, columns] / 2
    heights = np.bincount(owner, (out[1] + out[2])[rows, columns], minlength=count) / sizes
    slopes = np.array(_slopes(owner, count, columns, middles, sizes), np.float64)
    level = middles - slopes[owner] * columns * _STRIDE
    mean = np.bincount(owner, level, minlength=count) / sizes
    spread = np.sqrt(np.bincount(owner, (level - mean[owner]) ** 2, minlength=count) / sizes)
    storey = np.zeros(core.shape, np.int16)
    for label in np.flatnonzero(spread > _DISAGREE * np.maximum(heights, 1.0)):
        mine = owner == label if label else np.zeros(len(owner), bool)
        if mine.any():
            low, high = np.percentile(level[mine], (5, 95))
            count = max(round((high - low) / max(heights[label], 1.0)) + 1, 2)
            share = np.clip((level[mine] - low) / max(high - low, 1.0), 0, 0.999)
            storey[rows[mine], columns[mine]] = (share * count).astype(np.int16)
    parted = core.copy()
    parted[:-1][storey[:-1] != storey[1:]] = 0
    return parted


def _slopes(
    owner: NDArray[Any], count: int, columns: NDArray[np.int64], middles: NDArray[np.float64],
    sizes: NDArray[np.int64],
) -> list[float]:  # fmt: skip
    """How much each line falls: the regression of its pixels' middles on their columns."""
    x = columns * float(_STRIDE)
    mean_x, mean_y = (np.bincount(owner, values, minlength=count) / sizes for values in (x, middles))
    off = x - mean_x[owner]
    across = np.bincount(owner, off * off, minlength=count)
    return [
        float(slope)
        for slope in np.bincount(owner, off * (middles - mean_y[owner]), minlength=count) / np.maximum(across, 1)
    ]
