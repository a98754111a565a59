"""How many dots an inch a scanned picture has, from what it declares and what paper can be."""

import math

from schemas.inspection import PageShape
from schemas.limits import Limits

LOW_WARNING = "below-200-dpi"
"""Circular 05/2025/TT-BNV asks for at least 200 dpi of administrative documents."""
_WANTED_DPI = 200.0
_A4_LONG_MM = 297.0
_MM_AN_INCH = 25.4
_LONG_MM = (95.0, 1250.0)  # A7 is 74 x 105 mm, A0 is 841 x 1189 mm, with a margin for crooked scans
_SHORT_MM = (45.0, 900.0)
_SOFTWARE_DEFAULTS = frozenset({72, 96})  # written by cameras and screens; no scanner has these settings


def picture_dpi(width: int, height: int, declared: tuple[float, float] | None) -> float:
    """Dots an inch of a picture of ``width`` x ``height`` pixels.

    Takes what the file declares (horizontal, vertical), or None.
    Gives that if it makes the paper between about A7 and A0 large, else the value that makes the long side A4's.
    """
    if declared is not None and _believable(width, height, declared):
        return math.sqrt(declared[0] * declared[1])
    return max(width, height) / (_A4_LONG_MM / _MM_AN_INCH)


def too_low(pages: tuple[PageShape, ...], limits: Limits) -> int | None:
    """The number (from 1) of the first page below ``limits.min_dpi``, or None."""
    return next((n for n, page in enumerate(pages, 1) if page.dpi < limits.min_dpi - 0.5), None)


def below_wanted(pages: tuple[PageShape, ...]) -> bool:
    """Whether some page has less than the 200 dpi of Circular 05/2025/TT-BNV."""
    return any(page.dpi < _WANTED_DPI - 0.5 for page in pages)


def _believable(width: int, height: int, declared: tuple[float, float]) -> bool:
    across, down = declared
    if not (math.isfinite(across) and math.isfinite(down) and across > 0 and down > 0):
        return False
    if round(across) in _SOFTWARE_DEFAULTS and round(down) in _SOFTWARE_DEFAULTS:
        return False
    sides = sorted((width / across * _MM_AN_INCH, height / down * _MM_AN_INCH))
    return _SHORT_MM[0] <= sides[0] <= _SHORT_MM[1] and _LONG_MM[0] <= sides[1] <= _LONG_MM[1]
