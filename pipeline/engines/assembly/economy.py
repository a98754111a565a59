"""How a picture that does not go into the PDF as it came is packed: nothing lost if that is cheap, else a fine JPEG.

The rule alone; figures behind it are in docs/decisions/0006-own-assembler.md. The original is always kept beside the
PDF, so this decides about what people look at, not about what is preserved.
"""

from collections.abc import Mapping
from enum import StrEnum

QUALITY = 85
"""JPEG quality of grey and coloured scans: from here on recognition reads the same as from the lossless picture."""
_CLEARLY = 0.6
"""A JPEG must be at most that part of the lossless size, or nothing is lost for it."""


class Packing(StrEnum):
    """The ways to pack."""

    FAX = "fax"  # CCITT group 4: two colours
    FLATE = "flate"  # PNG's way: palettes, drawings, anything
    JPEG = "jpeg"


def choose_packing(sizes: Mapping[Packing, int]) -> Packing:
    """The packing to take.

    Takes: the size in bytes of each packing that can hold the picture (JPEG only if it is grey or coloured without
    a palette, and has more than two colours); FAX or FLATE is among them.
    Gives: the smallest that loses nothing; JPEG only if it is clearly smaller than that.
    """
    lossless = min((size, way) for way, size in sizes.items() if way is not Packing.JPEG)
    lossy = sizes.get(Packing.JPEG)
    return Packing.JPEG if lossy is not None and lossy <= _CLEARLY * lossless[0] else lossless[1]
