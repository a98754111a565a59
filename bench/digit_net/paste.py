"""Lays a piece of ink on a sheet, wherever it falls."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]


def put(sheet: Mask, piece: Mask, x: int, y: int) -> None:
    """The darker of both, in place; what lies outside the sheet is lost."""
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + piece.shape[0], sheet.shape[0]), min(x + piece.shape[1], sheet.shape[1])
    if bottom <= top or right <= left:
        return
    view = sheet[top:bottom, left:right]
    np.maximum(view, piece[top - y : bottom - y, left - x : right - x], out=view)
