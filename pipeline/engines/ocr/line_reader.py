"""Reads lines of text with the CTC net: for every step along a line, how likely each letter is.

The net sees three line heights: the line and as much of the page above and below, 96 pixels in all. A step is four
pixels wide. Lines are read one by one: a batch falls out of the processor's cache, costs a quarter more and needs a
hundred megabytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.levels import cumulated
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.nets import Nets

_HEIGHT = 96
_WINDOW = 3
_STEP = 4
"""Pixels of the crop a step."""
_MULTIPLE = 8
_HALO = 8
"""Empty columns past the line, as it was trained."""
_PAD_X = 0.5
"""Paper taken at both ends of a line, in line heights."""
_ASPECT = 1.07
"""How much wider than high letters are scaled: a few more steps a letter lose fewer spaces."""
_LONGEST = 4096
_FLOOR = -16.0
_LIGHT_PRINT = np.arange(256, dtype=np.float32) / np.float32(255)
_DARK_PRINT = np.float32(1) - _LIGHT_PRINT
"""How much ink a grey level is, in light print on dark ground and in dark print."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a line is cut out: margin above and below, and how far the cut is moved, in line heights."""

    pad: float = 0.25
    down: float = -0.05


FIRST_LOOK = Look()
MORE_LOOKS = (Look(pad=0.25, down=0.02), Look(pad=0.3, down=-0.05))
"""What the first look's scores are averaged with when they are in doubt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """One line's scores."""

    log_probs: NDArray[np.float32]
    """Steps × classes, natural logarithms; class 0 is blank."""
    x0: float
    """Where the first step begins, in the pixels of the copy."""
    step: float
    """Width of a step in the pixels of the copy."""


def read_lines(
    grey: NDArray[np.uint8], lines: Sequence[LineBox], nets: Nets, look: Look = FIRST_LOOK
) -> tuple[Scores, ...]:
    """The scores of every line, in the order given."""
    return tuple(_scores(_crop(grey, line, look), line, nets) for line in lines)


def averaged(looks: Sequence[Scores]) -> Scores:
    """One line's scores over several looks: the mean of their logarithms, made probabilities again.

    All looks have the same steps, because the margin does not change the horizontal scale.
    """
    steps = min(len(look.log_probs) for look in looks)
    mean = np.mean([np.maximum(look.log_probs[:steps], _FLOOR) for look in looks], axis=0)
    mean -= np.logaddexp.reduce(mean, axis=1, keepdims=True)
    return Scores(log_probs=mean.astype(np.float32), x0=looks[0].x0, step=looks[0].step)


# -------------------------------------------------------------------------------------------------------------------


def _scores(crop: NDArray[np.float32], line: LineBox, nets: Nets) -> Scores:
    width = crop.shape[1]
    pixels = np.zeros((1, 1, _HEIGHT, -(-width // _MULTIPLE) * _MULTIPLE + _HALO), np.float32)
    pixels[0, 0, :, :width] = crop
    scores, lengths = nets.read.run(["logp", "lengths"], {"x": pixels, "widths": np.array([width], np.int64)})
    step = _STEP * line.height * _WINDOW * (1 + 2 * FIRST_LOOK.pad) / (_HEIGHT * _ASPECT)
    return Scores(log_probs=scores[0, : int(lengths[0])], x0=line.x0 - _PAD_X * line.height, step=step)


def _crop(grey: NDArray[np.uint8], line: LineBox, look: Look) -> NDArray[np.float32]:
    """The line and its surroundings as an ink map: 0 is paper, 1 is ink; light print on dark ground is turned round."""
    high = line.height * _WINDOW * (1 + 2 * look.pad)
    top = (line.y0 + line.y1 - high) / 2 + look.down * line.height
    left, right = line.x0 - _PAD_X * line.height, line.x1 + _PAD_X * line.height
    down = _HEIGHT / high
    across = _ASPECT * _HEIGHT / (line.height * _WINDOW * (1 + 2 * FIRST_LOOK.pad))
    width = int(min(max(round((right - left) * across), _MULTIPLE), _LONGEST))
    x, y = max(0, int(left) - 2), max(0, int(top) - 2)
    piece = grey[y : max(int(top + high) + 3, y + 1), x : max(int(right) + 3, x + 1)]
    dark = _is_dark(grey, line)
    if not piece.size:
        return np.zeros((_HEIGHT, width), np.float32)
    size = max(1, round(piece.shape[1] * min(across, 1.0))), max(1, round(piece.shape[0] * min(down, 1.0)))
    shrunk = cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
    fx, fy = size[0] / piece.shape[1], size[1] / piece.shape[0]
    back = np.array(
        [[fx / across, 0, (left - x + 0.5 / across) * fx - 0.5], [0, fy / down, (top - y + 0.5 / down) * fy - 0.5]]
    )
    out = cv2.warpAffine(
        shrunk, back, (width, _HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=(0 if dark else 255,)
    )
    return np.asarray(cv2.LUT(out, _LIGHT_PRINT if dark else _DARK_PRINT), dtype=np.float32)


def _is_dark(grey: NDArray[np.uint8], line: LineBox) -> bool:
    """Whether the line is light print on dark ground: its brightest parts stand out, not its darkest."""
    piece = grey[int(line.y0) : int(line.y1) + 1, int(line.x0) : int(line.x1) + 1]
    if not piece.size:
        return False
    low, middle, high = np.searchsorted(cumulated(piece) / piece.size, (0.02, 0.5, 0.98)).tolist()
    return bool(high - middle > 2 * (middle - low) + 8)
