"""Turns a coloured page into the grey that is read.

On office paper the red channel, in which red stamps over black print vanish (characters wrong on a stamped page: 1.35 %
in grey, none in red); but where red ink is itself a row of print, the green channel, in which it is as dark as black.
On leaflets and posters, printed in colour, plain brightness (a poster 2.25 % → 1.12 %), but red under seals.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.stamps import StampsAndText, find_stamps


def reading_grey(pixels: NDArray[np.uint8], *, dpi: float, ink: StampsAndText | None = None) -> NDArray[np.uint8]:
    """The grey image to read, as large as ``pixels`` (rows × columns, or × RGB, upright, at ``dpi``).

    ``ink``: what `find_stamps` found on the same pixels, if that is known already; else it is looked for.
    """
    if pixels.ndim != 3:
        return pixels
    seen = find_stamps(pixels, dpi=dpi) if ink is None else ink
    return _of_colour_print(pixels, seen) if seen.in_colour else _of_office_paper(pixels, seen)


# -------------------------------------------------------------------------------------------------------------------


def _of_office_paper(pixels: NDArray[np.uint8], ink: StampsAndText) -> NDArray[np.uint8]:
    grey = np.asarray(cv2.extractChannel(pixels, 0), dtype=np.uint8)  # twice as fast as NumPy's copy, and whole
    for box in ink.red_text:
        rows, columns = slice(box.y0, box.y1), slice(box.x0, box.x1)
        grey[rows, columns] = np.minimum(grey[rows, columns], pixels[rows, columns, 1])
    return grey


def _of_colour_print(pixels: NDArray[np.uint8], ink: StampsAndText) -> NDArray[np.uint8]:
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    for box in (stamp.box for stamp in ink.stamps):
        grey[box.y0 : box.y1, box.x0 : box.x1] = pixels[box.y0 : box.y1, box.x0 : box.x1, 0]
    return grey
