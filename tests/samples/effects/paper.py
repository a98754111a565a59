"""What happens to the paper before it lies on the glass. Pictures are float arrays, 0 to 255, rows x columns x RGB."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.samples.sheet import Colour

Picture = NDArray[np.float32]


def print_on(picture: Picture, paper: Colour, ink: float) -> Picture:
    """White becomes the paper's colour, black the ink's greyness (0 is perfect black)."""
    tint = np.array(paper, np.float32)
    return (ink + (tint - ink) * (picture / 255)).astype(np.float32)


def press(picture: Picture, ink: NDArray[np.float32], x: int, y: int, colour: Colour) -> None:
    """Multiplies ink of a colour onto ``picture`` at (x, y), as a seal or a pen does; parts outside are cut off."""
    left, top = max(0, -x), max(0, -y)
    rows, columns = picture.shape[:2]
    part = ink[top : max(top, rows - y), left : max(left, columns - x), None]
    if not part.size:
        return
    under = picture[max(0, y) : max(0, y) + part.shape[0], max(0, x) : max(0, x) + part.shape[1]]
    under *= 1 - part + part * (np.array(colour, np.float32) / 255)


def fade(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Toner runs out: print turns paler in broad patches, by up to ``strength`` (0 to 1)."""
    rows, columns = picture.shape[:2]
    patches = cv2.resize(rng.random((7, 5), dtype=np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    lost = strength * np.clip(patches, 0, 1)[..., None]
    return (picture + (255 - picture) * lost).astype(np.float32)


def halftone(picture: Picture, dpi: float, strength: float) -> None:
    """The dots of colour printing, 85 an inch at 45 degrees, where there is colour; ``strength`` in grey levels."""
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * (2 * np.pi * 85 / dpi)
    dots = np.sin((x + y) / np.sqrt(2)) * np.sin((x - y) / np.sqrt(2))
    colour = np.clip((picture.max(axis=2) - picture.min(axis=2)) / 80, 0, 1)
    picture += (strength * colour * dots)[..., None]


def show_through(picture: Picture, back: Picture, strength: float) -> Picture:
    """The other side of the sheet, mirrored and blurred, shines through; ``strength`` 0.03 office, 0.2 thin paper."""
    rows, columns = picture.shape[:2]
    other = cv2.resize(cv2.flip(back, 1), (columns, rows))
    other = cv2.GaussianBlur(other, (0, 0), columns / 900)
    return (picture * (1 - strength * (255 - other) / 255)).astype(np.float32)


def fold(picture: Picture, columns: Sequence[float], strength: float, rng: np.random.Generator) -> None:
    """Darkens vertical creases: a thin shadow, a lighter ridge beside it, a broad soft shade."""
    width = picture.shape[1]
    across = np.arange(width, dtype=np.float32)
    for column in columns:
        centre = column + rng.uniform(-1, 1) * width * 0.002
        shadow = strength * np.exp(-(((across - centre) / (width * 0.0025)) ** 2))
        ridge = 0.5 * strength * np.exp(-(((across - centre - width * 0.005) / (width * 0.004)) ** 2))
        shade = 0.35 * strength * np.exp(-(((across - centre) / (width * 0.03)) ** 2))
        picture *= (1 - shadow + ridge - shade)[None, :, None].astype(np.float32)


def punch(picture: Picture, dpi: float, depth: float, *, left: bool) -> None:
    """Two filing holes 80 mm apart (ISO 838), 6 mm wide, 12 mm from the bound edge; ``depth`` is their grey level."""
    rows, columns = picture.shape[:2]
    edge = round(12 / 25.4 * dpi)
    for side in (-1, 1):
        centre = (edge if left else columns - edge, round(rows / 2 + side * 40 / 25.4 * dpi))
        radius = round(3 / 25.4 * dpi)
        cv2.circle(picture, centre, radius, (depth,) * 3, -1, lineType=cv2.LINE_AA)
        cv2.circle(picture, centre, radius, (depth * 0.8,) * 3, max(1, radius // 9), lineType=cv2.LINE_AA)
