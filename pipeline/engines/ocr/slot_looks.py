"""The same slot cut a little differently: what the digit net makes of all of them is surer than of one.

A line's box errs by a pixel or two, and the net's steps fall somewhere between strokes; none of that should decide
what a digit is. Which looks pay was found on hands never trained on (half 0 of `bench/digits.py`, 2,000 slots, 0.870
of the strings right with one look, 0.891 with these five): half a step to the right, an eighth wider, and that two rows
up and down. Narrower, larger or smaller, slanting, thicker or thinner ink, or more of the same added nothing.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.slots import Cut

_ASIDE, _ROWS, _WIDER = 1, 2, 1.12
_MULTIPLE = 2


def looks(slot: Cut) -> tuple[Cut, ...]:
    """The slot itself first, then as it might as well have been cut."""
    left, right = slot.inner
    aside = Cut(pixels=_moved(slot.pixels, _ASIDE, axis=2), inner=(left + _ASIDE, right + _ASIDE))
    wide = Cut(pixels=_widened(slot.pixels), inner=(left * _WIDER, right * _WIDER))
    rows = (Cut(pixels=_moved(wide.pixels, by, axis=1), inner=wide.inner) for by in (-_ROWS, _ROWS))
    return (slot, aside, wide, *rows)


def side_by_side(cuts: Sequence[Cut]) -> NDArray[np.float32]:
    """All of them as one batch for the net, [N, 2, rows, W]: empty at the end where one is narrower."""
    width = max(cut.pixels.shape[2] for cut in cuts)
    room = [((0, 0), (0, 0), (0, width - cut.pixels.shape[2])) for cut in cuts]
    return np.stack([np.pad(cut.pixels, pad) for cut, pad in zip(cuts, room, strict=True)])


# -------------------------------------------------------------------------------------------------------------------


def _moved(pixels: NDArray[np.float32], by: int, *, axis: int) -> NDArray[np.float32]:
    """Moved by some pixels to the right or down; the edge that comes in is the one that was there."""
    at = np.clip(np.arange(pixels.shape[axis]) - by, 0, pixels.shape[axis] - 1)
    return np.take(pixels, at, axis=axis)


def _widened(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    width = round(pixels.shape[2] * _WIDER)
    size = width + width % _MULTIPLE, pixels.shape[1]
    return np.stack([cv2.resize(layer, size, interpolation=cv2.INTER_LINEAR) for layer in pixels]).astype(np.float32)
