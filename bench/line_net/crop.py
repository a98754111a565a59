"""Cuts a line out of a page as the engine does: three padded line heights on 96 rows, letters 7 % wider than high."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

ROWS, WINDOW, PAD_X, PAD_Y, DOWN, ASPECT = 96, 3, 0.5, 0.25, -0.05, 1.07


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How a line is cut out; lengths in line heights.  The defaults are the engine's."""

    pad_y: float = PAD_Y
    down: float = DOWN
    right: float = 0.0
    wider: float = 1.0
    left_pad: float = PAD_X
    right_pad: float = PAD_X


def jittered(chance: np.random.Generator) -> Cut:
    """A cut as a line finder that errs a little would make it."""
    return Cut(
        pad_y=PAD_Y + float(np.clip(chance.normal(0, 0.06), -0.16, 0.2)),
        down=DOWN + float(np.clip(chance.normal(0, 0.05), -0.14, 0.14)),
        right=float(chance.uniform(-0.1, 0.1)),
        wider=float(np.clip(chance.normal(1.0, 0.05), 0.85, 1.2)),
        left_pad=PAD_X + float(chance.uniform(-0.25, 0.12)),
        right_pad=PAD_X + float(chance.uniform(-0.25, 0.12)),
    )


def cropped(grey: NDArray[np.uint8], box: tuple[float, float, float, float], cut: Cut) -> NDArray[np.uint8]:
    """The ink map [96, W] of a line's box in a grey page: 0 is paper, 255 is ink; white outside the page."""
    x0, y0, x1, y1 = box
    height = max(1.0, y1 - y0)
    high = height * WINDOW * (1 + 2 * cut.pad_y)
    down = ROWS / high
    across = ASPECT * cut.wider * ROWS / (height * WINDOW * (1 + 2 * PAD_Y))
    left, right = x0 + (cut.right - cut.left_pad) * height, x1 + (cut.right + cut.right_pad) * height
    top = (y0 + y1 - high) / 2 + cut.down * height
    width = max(8, round((right - left) * across))
    x, y = max(0, int(left) - 2), max(0, int(top) - 2)
    piece = grey[y : max(int(top + high) + 3, y + 1), x : max(int(right) + 3, x + 1)]
    if not piece.size:
        return np.zeros((ROWS, width), np.uint8)
    size = max(1, round(piece.shape[1] * min(across, 1.0))), max(1, round(piece.shape[0] * min(down, 1.0)))
    shrunk = cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
    fx, fy = size[0] / piece.shape[1], size[1] / piece.shape[0]
    back = np.array(
        [[fx / across, 0, (left - x + 0.5 / across) * fx - 0.5], [0, fy / down, (top - y + 0.5 / down) * fy - 0.5]]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out = cv2.warpAffine(shrunk, back, (width, ROWS), flags=flags, borderValue=(255,))
    return np.asarray(255 - out, np.uint8)


def batched(crops: list[NDArray[np.uint8]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Ink maps side by side in one array, padded to a multiple of eight columns and eight more (the halo)."""
    widths = np.array([crop.shape[1] for crop in crops], np.int64)
    out = np.zeros((len(crops), 1, ROWS, -(-int(widths.max()) // 8) * 8 + 8), np.float32)
    for row, crop in enumerate(crops):
        out[row, 0, :, : crop.shape[1]] = crop.astype(np.float32) / 255
    return out, widths
