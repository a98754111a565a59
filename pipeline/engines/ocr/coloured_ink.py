"""Where a page has red or blue ink, at 100 dpi, whatever the tint of its paper."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

DPI = 100.0
PX_PER_MM = DPI / 25.4
_STRIDE = 8
_TINT = 40
"""Grey levels between channels, once the paper is white, from which ink has a colour."""
_BLACK = 140
_LEAST_SHARE = 3e-5
"""Share of coloured pixels below which a page counts as grey: less than a stamped date."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ColouredInk:
    """Masks (1 where there is ink) of a page at about 100 dpi."""

    red: NDArray[np.uint8]
    blue: NDArray[np.uint8]
    black: NDArray[np.uint8]
    coloured: float
    """Share of the page under ink or print of any colour."""
    scale: tuple[float, float]
    """Pixels of the page to one of the masks, across and down."""


def find_coloured_ink(pixels: NDArray[np.uint8], *, dpi: float) -> ColouredInk | None:
    """The page's coloured ink; None for a page that has none. ``pixels``: rows × columns (× RGB), at ``dpi``."""
    if not has_coloured_ink(pixels):
        return None
    small = _small(pixels, dpi)
    red, green, blue = cv2.split(cv2.LUT(small, _whitening(small)))
    top, bottom = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    tint = cv2.subtract(top, bottom)
    return ColouredInk(
        red=np.asarray(cv2.subtract(red, cv2.max(green, blue)) > _TINT, dtype=np.uint8),
        blue=np.asarray((cv2.subtract(blue, red) > _TINT) & (blue > green), dtype=np.uint8),
        black=np.asarray((top < _BLACK) & (tint < _TINT), dtype=np.uint8),
        coloured=float((tint > _TINT).mean()),
        scale=(pixels.shape[1] / small.shape[1], pixels.shape[0] / small.shape[0]),
    )


def has_coloured_ink(pixels: NDArray[np.uint8]) -> bool:
    """Whether there is any: looked at in some of the pixels, at any resolution."""
    return pixels.ndim == 3 and not _is_grey(pixels)


# -------------------------------------------------------------------------------------------------------------------


def _is_grey(pixels: NDArray[np.uint8]) -> bool:
    few = pixels[::_STRIDE, ::_STRIDE].astype(np.int16)
    tint = few - np.percentile(few[::4, ::4].reshape(-1, 3), 80, axis=0).astype(np.int16)
    spread = np.maximum(np.abs(tint[..., 0] - tint[..., 1]), np.abs(tint[..., 2] - tint[..., 1]))
    return bool((spread > _TINT).mean() < _LEAST_SHARE)


def _small(pixels: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    factor = min(1.0, DPI / dpi)
    size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _whitening(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A table that makes the paper white: what each level of each channel becomes."""
    paper = np.maximum(np.percentile(small[::8, ::8].reshape(-1, 3), 80, axis=0), 90.0)
    return np.minimum(np.arange(256)[:, None] * 255.0 / paper, 255).astype(np.uint8).reshape(1, 256, 3)
