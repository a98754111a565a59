"""Reads what stamps and other red ink say: on the red channel, where the page is read, they have vanished.

The ink alone, without the print under it, is laid on a white sheet as large as the page and read like one. Round seals
are not: their text runs in a circle, and what stands straight across them is another stamp's.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.line_finder import find_lines
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.prepare import Prepared
from pipeline.engines.ocr.recognise import ReadLine, recognise
from schemas.page import Box, Stamp, StampShape

_SURE = 0.9
"""Mean confidence of a stamp's words from which its text is believed: blank beats wrong. (27 drawn frames over print
and beside it were read without a fault at 0.95 and more; on scans, names under a signature were misread at 0.70 to
0.82.)"""
_PAPER = 255


def read_stamps(copy: Prepared, kit: Kit, nets: Nets, *, seconds: float) -> tuple[Stamp, ...]:
    """The page's stamps, with the text of those in which something could be read surely.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails.
    """
    scale = copy.pixels.shape[1] / copy.width
    sheet = _sheet(copy, scale)
    lines: tuple[ReadLine, ...] = ()
    if sheet is not None:
        net_only = replace(kit, tesseract=None)
        lines = recognise(sheet, find_lines(sheet, nets), dpi=copy.dpi, kit=net_only, nets=nets, seconds=seconds)
    return tuple(_read(found.box, found.shape, lines, scale) for found in copy.stamps)


# -------------------------------------------------------------------------------------------------------------------


def _sheet(copy: Prepared, scale: float) -> NDArray[np.uint8] | None:
    """A white page with the stamps' ink in its places; None if there is no ink to read."""
    inked = [stamp for stamp in copy.stamps if stamp.ink is not None]
    if not inked:
        return None
    height, width = max(1, round(copy.height * scale)), max(1, round(copy.width * scale))
    sheet = np.full((height, width), _PAPER, np.uint8)
    for stamp in inked:
        x0, y0, x1, y1 = (round(edge * scale) for edge in (stamp.box.x0, stamp.box.y0, stamp.box.x1, stamp.box.y1))
        x1, y1 = min(x1, width), min(y1, height)
        if stamp.ink is not None and x1 > x0 and y1 > y0:
            ink = cv2.resize(stamp.ink, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
            sheet[y0:y1, x0:x1] = np.minimum(sheet[y0:y1, x0:x1], ink)
    return sheet


def _read(box: Box, shape: StampShape, lines: tuple[ReadLine, ...], scale: float) -> Stamp:
    straight = shape is not StampShape.ROUND
    words = [word for line in lines if straight and _inside(line, box, scale) for word in line.words]
    letters = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
    text = " ".join(word.text for word in words) if sure >= _SURE else None
    return Stamp(box=box, shape=shape, text=text, confidence=sure if text else 0.0)


def _inside(line: ReadLine, box: Box, scale: float) -> bool:
    x, y = (line.box.x0 + line.box.x1) / 2 / scale, (line.box.y0 + line.box.y1) / 2 / scale
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
