"""Reads a page's image with the nets (and Tesseract where they are in doubt)."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.bend import straightened
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.line_finder import find_lines
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.prepare import Prepared, prepare
from pipeline.engines.ocr.recognise import ReadLine, recognise
from pipeline.engines.ocr.rules import find_rulings
from pipeline.engines.ocr.seal_rings import without_rings
from pipeline.engines.ocr.seen import SURE, Seen
from pipeline.engines.ocr.stamp_reader import read_stamps
from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.grid import grids
from pipeline.stages.ocr.words import MARKS
from schemas.page import Box, Line, Word

_SIDE = 768
"""Pixels of the orientation net's square input."""
_TURNED = 0.95
"""Probability from which a page is turned at once: nearly all pages are upright, and a wrong turn loses the page."""
_WORTH_TRYING = 0.02
_PAGEFUL = 100
"""Letters from which a page is not read another way round besides, where that was possible: of a page that lies wrong
hardly a line is taken for print, and what little is left may be read surely."""


def read_by_net(image: PageImage, kit: Kit, nets: Nets, *, seconds: float) -> Seen:
    """The page's lines in reading order; the page is turned as its content says.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails.
    """
    copy = prepare(image, options=kit.options)
    turns = _turns(copy.pixels, nets)
    seen = _read(image, copy if turns[0] == 0 else None, turns[0], kit, nets, seconds)
    for turn in turns[1:]:
        if seen.letters >= _PAGEFUL and seen.upright_letters >= SURE * seen.letters:
            break
        other = _read(image, None, turn, kit, nets, seconds)
        seen = other if other.upright_letters > seen.upright_letters else seen
    return seen


# -------------------------------------------------------------------------------------------------------------------


def _turns(grey: NDArray[np.uint8], nets: Nets) -> list[int]:
    """Clockwise turns that may make the page upright, in degrees, the likeliest first."""
    scale = _SIDE / max(grey.shape)
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    ink = np.zeros((1, 1, _SIDE, _SIDE), np.float32)
    ink[0, 0, : size[1], : size[0]] = 1 - cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    (found,) = nets.orient.run(None, {"x": ink})
    chances = [float(chance) for chance in np.asarray(found)[0][:4]]  # the fifth class is columns set vertically
    ranked = sorted(range(4), key=lambda quarter: -chances[quarter])
    if chances[ranked[0]] < _TURNED and ranked[0] != 0:
        ranked = [0, *(quarter for quarter in ranked if quarter)]
    return [90 * quarter for quarter in ranked if quarter == ranked[0] or chances[quarter] > _WORTH_TRYING]


def _read(image: PageImage, copy: Prepared | None, turn: int, kit: Kit, nets: Nets, seconds: float) -> Seen:
    sheet = without_rings(copy or prepare(image, rotation=turn, options=kit.options))
    rulings = find_rulings(sheet.pixels, sheet.dpi)
    found = find_lines(sheet.pixels, nets, _cells(rulings, sheet.dpi))
    straight = straightened(sheet, found) if kit.options.deskew else None
    if straight is not None:
        sheet, rulings = straight, find_rulings(straight.pixels, straight.dpi)
        found = find_lines(sheet.pixels, nets, _cells(rulings, sheet.dpi))
    lines = recognise(sheet.pixels, found, dpi=sheet.dpi, kit=kit, nets=nets, seconds=seconds)
    return Seen(
        lines=tuple(_on_page(line, sheet) for line in lines), rotation=turn, copy=sheet,
        stamps=read_stamps(sheet, kit, nets, seconds=seconds),
        rulings=tuple(sheet.box(r.x0, r.y0, r.x1, r.y1) for r in rulings),
    )  # fmt: skip


def _cells(rulings: Sequence[Box], dpi: float) -> list[Box]:
    return [cell.box for table in grids(rulings, dpi) for cell in table]


def _on_page(line: ReadLine, copy: Prepared) -> Line:
    return Line(
        words=tuple(
            Word(
                text=word.text, box=copy.box(word.x0, line.box.y0, word.x1, line.box.y1), confidence=word.confidence,
                raw=word.raw, rule=MARKS if word.raw is not None else None,
            )
            for word in line.words
        ),
        block=line.block,
    )  # fmt: skip
