"""Cuts a slot of the header out of the page's image, in colour, as the digit net wants it.

The net sees two line heights on 48 rows, in two layers: how dark the red channel is (in which red stamps vanish), and
how blue or red the ink is, by which a pen is told from print. Geometry and layers are those of bench/digit_net/scan.py.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.slots import Slot

ROWS, WINDOW = 48, 2
_MARGIN_LEFT, _MARGIN_RIGHT = 1.2, 1.5
"""Line heights of print taken in before and after: as much as the net was trained with."""
_PAPER, _LEAST_PAPER = 85, 90.0
_TINT = 128.0
_COLOURED, _COLOURED_SHARE = 40, 0.02
"""Levels between blue and red from which ink is coloured, and which share of the slot it covers where a pen wrote."""
_MULTIPLE, _LEAST, _MOST = 2, 40, 480


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A slot as the net wants it."""

    pixels: NDArray[np.float32]
    """[2, 48, W], W even."""
    inner: tuple[float, float]
    """Between which columns digits may stand; outside is print."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """How the page's image lies: clockwise degrees that make it upright, and how its text then leans (as in `Page`)."""

    rotation: int
    skew: float


def cut_slot(image: PageImage, turn: Turn, slot: Slot) -> Cut:
    """The net's input for a slot; ``slot``'s box is in pixels of the upright page."""
    high = slot.box.height
    middle = (slot.box.y0 + slot.box.y1) / 2
    left, right = slot.box.x0 - _MARGIN_LEFT * high, slot.box.x1 + _MARGIN_RIGHT * high
    lean = np.tan(np.radians(turn.skew))
    reach = WINDOW * high / 2 + abs(lean) * (right - left) / 2 + 2
    piece, origin, scale = _piece(image, turn.rotation, (left, middle - reach, right, middle + reach))
    down = ROWS / (WINDOW * high * scale)
    width = int(np.clip(round((right - left) * scale * down), _LEAST, _MOST))
    width += width % _MULTIPLE
    fine = min(1.0, down)
    small = cv2.resize(piece, None, fx=fine, fy=fine, interpolation=cv2.INTER_AREA) if fine < 1 else piece
    fx, fy = small.shape[1] / piece.shape[1], small.shape[0] / piece.shape[0]
    x0 = (left - origin[0]) * scale
    y0 = (middle - origin[1]) * scale
    centre = width / 2
    back = np.array(
        [
            [fx / down, 0, x0 * fx],
            [-lean * fy / down, fy / down, (y0 - ROWS / 2 / down + lean * centre / down) * fy],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpAffine(small, back, (width, ROWS), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    line = ROWS / WINDOW
    inner = (_MARGIN_LEFT - slot.slack[0]) * line, width - (_MARGIN_RIGHT - slot.slack[1]) * line
    return Cut(pixels=_layers(np.asarray(cut, dtype=np.uint8)), inner=inner)


def is_coloured(image: PageImage, turn: Turn, slot: Slot) -> bool:
    """Whether blue or red ink stands in a slot: print is black."""
    if image.image.mode != "RGB":
        return False
    box = slot.box
    pixels, _, _ = _piece(image, turn.rotation, (box.x0, box.y0, box.x1, box.y1))
    tint = pixels[..., 2].astype(np.int16) - pixels[..., 0]
    return bool((np.abs(tint - np.median(tint)) > _COLOURED).mean() > _COLOURED_SHARE)


# -------------------------------------------------------------------------------------------------------------------


def _piece(
    image: PageImage, rotation: int, box: tuple[float, float, float, float]
) -> tuple[NDArray[np.uint8], tuple[float, float], float]:
    """The upright image around a box of the page, where it begins on the page, and its pixels to one of the page."""
    turned = rotation % 180 != 0
    wide, high = (image.height, image.width) if turned else (image.width, image.height)
    scale = image.image.width / image.width
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    x1, y1 = max(min(wide, int(box[2]) + 1), x0 + 2), max(min(high, int(box[3]) + 1), y0 + 2)
    raw = {
        0: (x0, y0, x1, y1),
        90: (y0, wide - x1, y1, wide - x0),
        180: (wide - x1, high - y1, wide - x0, high - y0),
        270: (high - y1, x0, high - y0, x1),
    }[rotation]
    part = image.image.crop(tuple(round(edge * scale) for edge in raw))  # type: ignore[arg-type]  # four whole numbers
    pixels = np.ascontiguousarray(np.rot90(np.asarray(part.convert("RGB")), -(rotation // 90) % 4))
    return pixels, (x0, y0), scale


def _layers(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    paper = np.maximum(np.percentile(rgb.reshape(-1, 3), _PAPER, axis=0), _LEAST_PAPER).astype(np.float32)
    white = np.minimum(rgb.astype(np.float32) * (255.0 / paper), 255.0)
    dark = 1 - white[..., 0] / 255
    tint = np.clip((white[..., 2] - white[..., 0]) / _TINT, -1, 1)
    return np.stack([dark, tint]).astype(np.float32)
