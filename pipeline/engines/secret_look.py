"""A cheap look at what a frame holds, before a net reads it: whether it may be a row of three to eight letters at all.

Most frames on a page are no stamps: counters of large letters, icons, arcs of seals, grain. Each bound is far outside
of what marks of secrecy have, in any font, size, ink and wear (the figures: what came nearest to it of 170 drawn ones).
All of them hold upside down too, so one look serves both ways.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.levels import level_at

_LEAST_RUNS = 3.0
"""Strokes that the fullest tenth of the rows cross, at least: M, Ậ and T are seven; where wear merged them, four."""
_INK = 0.03, 0.5
"""Share of their box that the letters cover: a worn thin mark 0.07, a bold smeared one 0.44."""
_STROKE = 0.036, 0.33
"""Mean width of what a row crosses, in heights of the row: hairlines full of grain 0.045, bold and smeared 0.28."""
_TALLEST = 0.15
"""Height of the tallest connected ink, in heights of the row: letters cut by wear 0.235."""
_DEPTH = 28
"""Grey levels between ink and paper: the palest mark 35."""


def may_be_letters(letters: NDArray[np.uint8], paper: int) -> bool:
    """Whether a row may be letters of a mark.

    Takes: the row, dark on light, cut out to its ink, at least 20 pixels high; the level of its paper.
    """
    darkest = level_at(letters, 0.02)
    if paper - darkest < _DEPTH:
        return False
    ink = np.asarray(letters < (darkest + paper) // 2, np.uint8)
    height, area = ink.shape[0], int(cv2.countNonZero(ink))
    starts = ink[:, 0].astype(np.int64) + (ink[:, 1:] > ink[:, :-1]).sum(axis=1)
    stroke = area / max(int(starts.sum()), 1) / height
    return (
        float(np.percentile(starts, 90)) >= _LEAST_RUNS
        and _INK[0] <= area / ink.size <= _INK[1]
        and _STROKE[0] <= stroke <= _STROKE[1]
        and _tallest(ink) >= _TALLEST * height
    )


# -------------------------------------------------------------------------------------------------------------------


def _tallest(ink: NDArray[np.uint8]) -> int:
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return int(stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0))
