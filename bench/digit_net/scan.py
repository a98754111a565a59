"""What scanners, telephones and JPEG make of a composed slot, and the net's input that comes of it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from digit_net.printed import LINE
from digit_net.slot import HIGH, Ink
from numpy.typing import NDArray

ROWS, WINDOW = 48, 2
"""The net sees ``WINDOW`` line heights on ``ROWS`` rows."""
_TINT = 128.0


def scanned(ink: Ink, chance: np.random.Generator) -> tuple[NDArray[np.float32], float]:
    """The slot as the net sees it, [2, 48, W], and how many of its columns a column of the composed slot is."""
    cut = cut_out(sheet(ink, chance), chance)
    return cut, cut.shape[2] / ink.print.shape[1]


def sheet(ink: Ink, chance: np.random.Generator) -> NDArray[np.uint8]:
    """The whole composed slot as a scanner gives it, in colour."""
    em = chance.uniform(22, 42)
    small = _coloured(ink, em / LINE, chance)
    soft = cv2.GaussianBlur(small, (0, 0), em * chance.triangular(0.004, 0.012, 0.038))
    if chance.random() < 0.25:
        soft = soft + (soft - cv2.GaussianBlur(soft, (0, 0), em * 0.04)) * np.float32(chance.uniform(0.3, 1.5))
    noise = chance.standard_normal(soft.shape, np.float32) * np.float32(chance.triangular(0.5, 2, 14))
    out = np.clip(soft + noise, 0, 255).astype(np.uint8)
    way = chance.random()
    if way < 0.22:
        grey = cv2.cvtColor(out, cv2.COLOR_RGB2GRAY)
        if way < 0.04:
            grey = np.where(grey > chance.uniform(110, 190), 255, 0).astype(np.uint8)
        out = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))
    if chance.random() < 0.7:
        _, packed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(30, 93))])
        out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))
    return out


def channels(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How dark the red channel is, 0 to 1, and how blue (1) or red (-1) the ink, once the paper is white."""
    paper = np.maximum(np.percentile(rgb.reshape(-1, 3), 85, axis=0), 90.0).astype(np.float32)
    white = np.minimum(rgb.astype(np.float32) * (255.0 / paper), 255.0)
    dark = 1 - white[..., 0] / 255
    tint = np.clip((white[..., 2] - white[..., 0]) / _TINT, -1, 1)
    return np.stack([dark, tint]).astype(np.float32)


# -------------------------------------------------------------------------------------------------------------------


def _coloured(ink: Ink, size: float, chance: np.random.Generator) -> NDArray[Any]:
    """Ink on paper, so many times as large."""
    flat, pen, seal = (
        cv2.resize(mask, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
        for mask in (ink.print, ink.pen, ink.seal)
    )
    paper = np.array([chance.uniform(228, 255)] * 3) - np.array([0, chance.uniform(-2, 6), chance.uniform(-4, 16)])
    black = chance.triangular(5, 35, 110)
    worn = cv2.resize(chance.random((4, 3 + ink.pen.shape[1] // 24), dtype=np.float32), pen.shape[::-1]) * np.float32(
        chance.uniform(0, 0.3)
    )
    sheet = np.broadcast_to(paper.astype(np.float32), (*flat.shape, 3))
    for mask, colour, faded in (
        (seal, (205 + chance.normal(0, 12), 70, 75), np.float32(0.5)),
        (flat, (black, black, black), np.float32(0)),
        (pen, ink.colour, worn),
    ):
        if mask.any():
            cover = (mask.astype(np.float32) / 255 * (1 - faded))[..., None]
            sheet = sheet * (1 - cover + cover * np.array(colour, np.float32) / 255)
    return np.asarray(sheet, np.float32)


def cut_out(rgb: NDArray[np.uint8], chance: np.random.Generator) -> NDArray[np.float32]:
    """The middle line and half a line above and below, as a finder that errs a little boxes it."""
    line = rgb.shape[0] * LINE / HIGH * float(np.clip(chance.normal(1.0, 0.06), 0.85, 1.2))
    middle = rgb.shape[0] * (0.5 + float(chance.normal(0, 0.018)))
    scale = ROWS / (WINDOW * line)
    width = max(16, round(rgb.shape[1] * scale))
    matrix = np.array([[scale, chance.normal(0, 0.012), 0], [0, scale, ROWS / 2 - middle * scale]])
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    if scale < 0.8:
        rgb = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        matrix = np.array([[1.0, matrix[0, 1], 0], [0, 1.0, ROWS / 2 - middle * scale]])
    out = cv2.warpAffine(rgb, matrix, (width, ROWS), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return channels(np.asarray(out, np.uint8))
