"""How the sheet lies on the glass: one affine map for the picture and for every box on it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from schemas.page import Box
from tests.samples.effects.paper import Picture
from tests.samples.sheet import Colour

Matrix = NDArray[np.float64]
"""3 x 3, maps (x, y, 1) of the sheet's pixels to pixels of the picture."""
Corners = tuple[float, float, float, float]
"""x0, y0, x1, y1."""


def lay_askew(picture: Picture, degrees: float, lid: Colour, rng: np.random.Generator) -> tuple[Picture, Matrix]:
    """Turns the sheet counter-clockwise and shifts it by up to 0.4 % of its size; what is laid bare is ``lid``."""
    rows, columns = picture.shape[:2]
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1)
    matrix[:2, 2] += rng.uniform(-0.004, 0.004, 2) * (columns, rows)
    turned = cv2.warpAffine(
        picture, matrix[:2], (columns, rows), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=lid
    )
    return np.asarray(turned, np.float32), matrix


def quarter_turns(picture: Picture, clockwise: int) -> tuple[Picture, Matrix]:
    """Turns the whole scan by 0, 90, 180 or 270 degrees clockwise."""
    rows, columns = picture.shape[:2]
    matrix = {
        0: np.eye(3),
        90: np.array([[0, -1, rows], [1, 0, 0], [0, 0, 1]], np.float64),
        180: np.array([[-1, 0, columns], [0, -1, rows], [0, 0, 1]], np.float64),
        270: np.array([[0, 1, 0], [-1, 0, columns], [0, 0, 1]], np.float64),
    }[clockwise]
    return np.ascontiguousarray(np.rot90(picture, -clockwise // 90)), matrix


def map_box(corners: Corners, matrix: Matrix, width: int, height: int) -> Box:
    """The upright box around a mapped rectangle, rounded outwards, inside a picture of ``width`` x ``height``."""
    x0, y0, x1, y1 = corners
    mapped = matrix @ np.array([[x0, x1, x1, x0], [y0, y0, y1, y1], [1, 1, 1, 1]])
    left, top = np.floor(mapped[:2].min(axis=1))
    right, bottom = np.ceil(mapped[:2].max(axis=1))
    return Box(x0=max(0, int(left)), y0=max(0, int(top)), x1=min(width, int(right)), y1=min(height, int(bottom)))
