"""Finds the ruling lines of tables on a page's image."""

import cv2
import numpy as np
from numpy.typing import NDArray

from schemas.page import Box

_LEAST = 0.6
"""Inches; shorter strokes belong to letters, underlines of one word, signatures."""
_DARK = 150
"""Of 255, averaged along the line; the page must have been flattened to white."""
_THICKEST = 0.06
"""Inches; what is thicker is a bar or a picture."""
_FINE = 67
"""Dots per inch at which pixels are sampled along a line, and of which ``_MEAN`` are averaged into one: text becomes
grey by that, a ruling stays dark."""
_MEAN = 3


def find_rulings(grey: NDArray[np.uint8], dpi: float) -> tuple[Box, ...]:
    """Horizontal and vertical ruling lines, as thin boxes in the image's pixels, top to bottom, then left to right.

    Takes: the upright, deskewed page in grey on a white (flattened) ground, and its resolution.
    """
    every = max(1, round(dpi / _FINE))
    height, width = (side - side % (every * _MEAN) for side in grey.shape[:2])
    if not height or not width:
        return ()
    grey = grey[:height, :width]
    wide = cv2.resize(grey, (width // every, height), interpolation=cv2.INTER_NEAREST)
    wide = cv2.resize(wide, (width // every // _MEAN, height), interpolation=cv2.INTER_AREA)
    tall = cv2.resize(grey[::every], (width, height // every // _MEAN), interpolation=cv2.INTER_AREA)
    across = _strokes(np.asarray(wide, np.uint8), dpi, every * _MEAN)
    down = _strokes(np.ascontiguousarray(tall.T, np.uint8), dpi, every * _MEAN)
    turned = [Box(x0=box.y0, y0=box.x0, x1=box.y1, y1=box.x1) for box in down]
    return tuple(sorted([*across, *turned], key=lambda box: (box.y0, box.x0)))


def _strokes(small: NDArray[np.uint8], dpi: float, shrink: int) -> list[Box]:
    """The horizontal ones in an image that is narrower by ``shrink``: dark for long enough, and thin.

    Before their length is measured, lines are thickened by a pixel on both sides: a leaning line is a row of steps.
    """
    dark = cv2.threshold(small, _DARK, 1, cv2.THRESH_BINARY_INV)[1]
    dark = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    least = max(3, round(_LEAST * dpi / shrink))
    lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    found, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [
        Box(x0=x * shrink, y0=y + 1, x1=(x + w) * shrink, y1=max(y + h - 1, y + 2))
        for x, y, w, h in map(cv2.boundingRect, found)
        if h - 2 <= max(4, round(_THICKEST * dpi))
    ]
