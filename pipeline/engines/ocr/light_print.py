"""Light print on a coloured or dark ground (covers, bands behind headlines) as dark print on white.

The red channel, by which pages are read, takes red and orange grounds for paper and loses the white letters on them;
and what was made to read dark print on white reads the reverse worse. So grounds are looked for on a small copy, and
only where there is a large one with light letters on it is anything changed: each pixel becomes as dark as it differs
from the ground around it.
"""

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from pipeline.engines.ocr.grounds import SMALL_DPI, Ground, Pixels, grounds_of

_PAPER = 215.0
"""Level of the lightest thing on a page that is taken for paper, where the page has nothing lighter."""
_MARKED = 0.5
_LEAST_LIGHT, _LIGHT_OF_DARK = 0.004, 0.2
"""Share of a ground that light letters cover at least, and of what dark letters cover."""
_MOST_LIGHT = 0.6
_EVERY = 3


def with_light_print(grey: Pixels, pixels: Pixels, dpi: float) -> Pixels:
    """The copy with light print on grounds turned dark on white.

    Takes: the copy to read; the page's pixels it was made from (RGB or grey, of any size); the copy's resolution.
    Gives: ``grey`` itself where the page has no such print.
    """
    small = _small(pixels, grey, dpi)
    levels = small.reshape(-1, 1 if small.ndim == 2 else 3)
    paper = np.maximum(np.percentile(levels, 98, axis=0), _PAPER)
    out = grey
    for ground in grounds_of(small, paper):
        changed = _turned_round(out, pixels, small.shape, ground, paper)
        out = out if changed is None else changed
    return out


# -------------------------------------------------------------------------------------------------------------------


def _small(pixels: Pixels, grey: Pixels, dpi: float) -> Pixels:
    """The page at 25 dpi; of a fine one only some pixels are looked at."""
    size = max(8, round(grey.shape[1] * SMALL_DPI / dpi)), max(8, round(grey.shape[0] * SMALL_DPI / dpi))
    step = max(1, pixels.shape[1] // (4 * size[0]))
    return np.asarray(cv2.resize(np.ascontiguousarray(pixels[::step, ::step]), size, interpolation=cv2.INTER_AREA))


def _turned_round(
    grey: Pixels, pixels: Pixels, small: tuple[int, ...], ground: Ground, paper: NDArray[np.float64]
) -> Pixels | None:
    """The copy with this ground white and all that is on it dark; None if there is no light print on it."""
    left, top, right, bottom = _edges(ground, small, grey)
    if not _has_light_print(pixels, grey, (left, top, right, bottom), ground, paper):
        return None
    size = right - left, bottom - top
    colour = _cut(pixels, grey, (left, top, right, bottom), size)
    base = cv2.resize(ground.colour, size, interpolation=cv2.INTER_LINEAR)
    mask = cv2.resize(ground.mask * 255, size, interpolation=cv2.INTER_LINEAR)
    lighter, darker = _marks(colour, np.asarray(base, np.uint8), paper)
    edge = 2 * max(1, round(size[0] / ground.box[2])) + 1  # the small copy knows an edge to one of its pixels
    kernel = np.ones((edge, edge), np.uint8)
    within = cv2.erode(mask, kernel, borderValue=(0,)) > 127
    beside = (cv2.dilate(mask, kernel) > 127) & ~within
    piece = grey[top:bottom, left:right].copy()
    piece[within] = 255 - np.maximum(lighter, darker)[within]
    piece[beside] = 255
    out = grey.copy()
    out[top:bottom, left:right] = piece
    return out


def _has_light_print(
    pixels: Pixels, grey: Pixels, box: tuple[int, int, int, int], ground: Ground, paper: NDArray[np.float64]
) -> bool:
    """Whether there are light letters on the ground, and not only dark ones; looked at in every third pixel or so."""
    across = pixels.shape[1] / grey.shape[1]
    left, top, right, bottom = (round(edge * across) for edge in box)
    step = max(1, round(_EVERY * across))
    some = np.ascontiguousarray(pixels[top:bottom:step, left:right:step])
    size = some.shape[1], some.shape[0]
    base = np.asarray(cv2.resize(ground.colour, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    inner = cv2.erode(ground.mask, np.ones((3, 3), np.uint8), borderValue=(0,))
    within = cv2.resize(inner, size, interpolation=cv2.INTER_NEAREST) > 0
    lighter, darker = _marks(some, base, paper)
    total = max(int(within.sum()), 1)
    light, dark = (int(((marks > _MARKED * 255) & within).sum()) for marks in (lighter, darker))
    return _LEAST_LIGHT * total <= light <= _MOST_LIGHT * total and light >= _LIGHT_OF_DARK * dark


def _edges(ground: Ground, small: tuple[int, ...], grey: Pixels) -> tuple[int, int, int, int]:
    """The ground's box in the pixels of the copy."""
    x, y, wide, high = ground.box
    across, down = grey.shape[1] / small[1], grey.shape[0] / small[0]
    return round(x * across), round(y * down), round((x + wide) * across), round((y + high) * down)


def _cut(pixels: Pixels, grey: Pixels, box: tuple[int, int, int, int], size: tuple[int, int]) -> Pixels:
    """That part of the page, of the size of the same part of the copy."""
    across, down = pixels.shape[1] / grey.shape[1], pixels.shape[0] / grey.shape[0]
    left, top, right, bottom = box
    part = pixels[round(top * down) : round(bottom * down), round(left * across) : round(right * across)]
    kind = cv2.INTER_AREA if across > 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, size, interpolation=kind), np.uint8)


def _marks(colour: Pixels, base: Pixels, paper: NDArray[np.float64]) -> tuple[Pixels, Pixels]:
    """How much lighter and how much darker than the ground each pixel is, 0 to 255, in the channel that shows it best.

    Lighter by as much as paper is, or darker by all the ground's light, is 255.
    """
    lighter, darker = cv2.subtract(colour, base), cv2.subtract(base, colour)
    if colour.ndim == 2:
        span = max(float(paper[0]) - float(np.median(base)), 40.0)
        return _scaled(lighter, 255 / span), _scaled(darker, 255 / max(float(np.median(base)), 60.0))
    middle = np.median(base.reshape(-1, 3), axis=0)
    best = int(np.argmax(paper - middle))
    light = _scaled(lighter[..., best], 255 / max(float(paper[best] - middle[best]), 40.0))
    strongest = int(np.argmax(middle))
    return light, _scaled(darker[..., strongest], 255 / max(float(middle[strongest]), 60.0))


def _scaled(levels: MatLike, factor: float) -> Pixels:
    return np.asarray(cv2.convertScaleAbs(levels, alpha=factor), np.uint8)
