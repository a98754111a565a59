"""Which frames on a page hold nothing but print that the readers have read already and that is no mark of secrecy.

Letters of ordinary print often look like a small frame to what looks for frames. Such a one needs no second reading if
nearly all ink in it stands in words of which the readers are sure. A real frame's strokes stand in no word, nor does a
stamp's ink that lies across print; and where two inks meet, or what was read is near to a mark, a frame is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.frames import PX_PER_MM, Frame
from pipeline.stages.reader.closest import distance, plain
from pipeline.stages.reader.gating.secret import DEGREES
from schemas.page import Word

_SURE = 0.9
_GROWN_MM = 0.7
"""How far beyond its box a word's ink may reach."""
_UNKNOWN = 0.08
"""Share of a frame's ink outside of words that were read surely, from which it is not known."""
_ONE_INK = 0.1
"""Share of the ink that is of the other kind, black or coloured, from which two inks meet."""
_NEAR = 0.45
"""Share of a mark's letters in which a reading may differ and still be near to it."""
_Mask = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPrint:
    """Words that were read surely, in the pixels of the picture in which frames are looked for."""

    boxes: NDArray[np.float32]
    """Rows of x0, y0, x1, y1."""
    texts: tuple[str, ...]


def known_print(words: Sequence[Word], scale: float) -> KnownPrint:
    """The sure ones of the words. ``scale``: pixels of the page to one of the picture."""
    sure = [word for word in words if word.confidence >= _SURE]
    boxes = [(word.box.x0, word.box.y0, word.box.x1, word.box.y1) for word in sure]
    return KnownPrint(
        boxes=np.array(boxes, np.float32).reshape(-1, 4) / np.float32(scale), texts=tuple(word.text for word in sure)
    )


def is_known(frame: Frame, known: KnownPrint, ink: _Mask, coloured: _Mask | None) -> bool:
    """Whether the frame holds only words that are known and no mark.

    Takes: masks of the picture's ink (1 is ink), and of what of it is red or blue; None on a page without colour.
    """
    if not known.texts:
        return False
    corners = frame.corners()
    (left, top), (right, bottom) = np.maximum(corners.min(axis=0), 0), corners.max(axis=0)
    inside = _touching(known.boxes, (left, top, right, bottom))
    if not len(inside) or _near_a_mark([known.texts[at] for at in inside]):
        return False
    rows, columns = slice(int(top), int(bottom) + 1), slice(int(left), int(right) + 1)
    piece = ink[rows, columns].copy()
    if coloured is not None:
        share = float(coloured[rows, columns].sum()) / max(int((piece | coloured[rows, columns]).sum()), 1)
        if _ONE_INK < share < 1 - _ONE_INK:
            return False
    corner = np.array([columns.start, rows.start] * 2, np.float32)
    return _rest(piece, known.boxes[inside] - corner) <= _UNKNOWN


# -------------------------------------------------------------------------------------------------------------------


def _touching(boxes: NDArray[np.float32], area: tuple[float, float, float, float]) -> NDArray[np.int64]:
    left, top, right, bottom = area
    across = (boxes[:, 0] < right) & (boxes[:, 2] > left)
    return np.flatnonzero(across & (boxes[:, 1] < bottom) & (boxes[:, 3] > top))


def _rest(piece: _Mask, boxes: NDArray[np.float32]) -> float:
    """The share of the ink that is in none of the boxes; ``piece`` is used up."""
    total, grown = cv2.countNonZero(piece), _GROWN_MM * PX_PER_MM
    for x0, y0, x1, y1 in boxes.tolist():
        rows = slice(max(int(y0 - grown), 0), max(int(y1 + grown) + 1, 0))
        piece[rows, max(int(x0 - grown), 0) : max(int(x1 + grown) + 1, 0)] = 0
    return cv2.countNonZero(piece) / total if total else 1.0


def _near_a_mark(texts: Sequence[str]) -> bool:
    """Whether the words together, or one of them, may be a mark that was misread."""
    words = [plain(text).replace(" ", "") for text in texts]
    return any(distance(said, mark) <= _NEAR * len(mark) for mark in DEGREES for said in ("".join(words), *words))
