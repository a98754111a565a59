"""Straightens a page whose lines lean differently at different places: a photograph taken at an angle, a curled sheet.

How much lines lean is taken to change evenly across and down the page, which is what perspective does to a first
approximation. Turning the page as a whole (`prepare`) comes before; this is for what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.prepare import Bend, Prepared

_LONG = 8.0
"""Heights that a line is long at least to say how it leans."""
_ENOUGH = 6
_LEAST = 0.006
"""Slope anywhere on the page (a third of a degree) below which the page is straight enough."""
_MOST = 0.12
_STRAY = 2.5
_BAND = 32
"""Rows that are drawn at a time."""
_HELD = 0.1
"""How many lines' worth of doubt that the lean changes at all across and down the page: where the middles of all lines
stand below each other, as in justified print, they do not say how it changes across."""


def straightened(copy: Prepared, lines: Sequence[LineBox]) -> Prepared | None:
    """The copy with level lines; None if it has them already, or too few lines to tell."""
    bend = _fitted(lines, copy)
    if bend is None:
        return None
    return replace(copy, pixels=_drawn_level(copy.pixels, bend), bend=bend)


# -------------------------------------------------------------------------------------------------------------------


def _drawn_level(pixels: NDArray[np.uint8], bend: Bend) -> NDArray[np.uint8]:
    """The page drawn anew, some rows at a time: the places of all its pixels at once would be ten times its size."""
    height, width = pixels.shape
    level = np.empty_like(pixels)
    columns = np.arange(width, dtype=np.float32)[None, :]
    for top in range(0, height, _BAND):
        rows = np.arange(top, min(top + _BAND, height), dtype=np.float32)[:, None]
        there = rows + bend.down(columns, rows).astype(np.float32)
        across = np.ascontiguousarray(np.broadcast_to(columns, there.shape))
        level[top : top + len(rows)] = cv2.remap(pixels, across, there, cv2.INTER_LINEAR, borderValue=(255,))
    return level


@dataclass(frozen=True, slots=True)
class _Leans:
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    slope: NDArray[np.float64]
    weight: NDArray[np.float64]


def _fitted(lines: Sequence[LineBox], copy: Prepared) -> Bend | None:
    long = [line for line in lines if line.x1 - line.x0 >= _LONG * line.height]
    if len(long) < _ENOUGH:
        return None
    leans = _Leans(
        np.array([(line.x0 + line.x1) / 2 for line in long]), np.array([(line.y0 + line.y1) / 2 for line in long]),
        np.array([line.slope for line in long]), np.array([line.x1 - line.x0 for line in long]),
    )  # fmt: skip
    height, width = copy.pixels.shape
    kept = np.ones(len(long), bool)
    for _ in range(3):  # what strays from the others (a merged line, a drawing) is left out
        facts = np.stack([np.ones(kept.sum()), leans.x[kept] / width, leans.y[kept] / height], 1)
        weight = np.sqrt(leans.weight[kept])
        held = np.diag([0.0, _HELD, _HELD]) * weight.mean()
        facts, slopes = np.vstack([facts * weight[:, None], held]), np.append(leans.slope[kept] * weight, [0.0] * 3)
        found, *_ = np.linalg.lstsq(facts, slopes, rcond=None)
        off = np.abs(leans.slope - found[0] - found[1] * leans.x / width - found[2] * leans.y / height)
        kept = off <= max(_STRAY * float(np.median(off)), 0.002)
        if kept.sum() < _ENOUGH:
            return None
    corners = [found[0] + found[1] * across + found[2] * down for across in (0, 1) for down in (0, 1)]
    if not _LEAST < max(map(abs, corners)) < _MOST:
        return None
    return Bend(level=float(found[0]), across=float(found[1] / width), along=float(found[2] / height), centre=width / 2)
