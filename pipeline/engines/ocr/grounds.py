"""Coloured and dark grounds of a page (covers, panels, bands behind headlines), found on a small copy of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SMALL_DPI = 25.0
_COLOURED = 0.74
"""Part of paper's light below which, in its darkest channel, something is a ground."""
_LETTERS_MM, _STROKES_MM, _RULES_MM = 7.0, 5.0, 9.0
"""Light strokes up to so wide are letters on a ground; dark ones up to so wide are no ground; what is no wider than the
third (a fold's shadow, a rule, the scanner's edge) does not join two grounds to one."""
_LEAST_MM2 = 300.0
_AROUND_MM = 19.0
_UNEVEN = 22.0
"""Levels by which half of a ground's pixels differ from those around them, at most: photographs differ more."""
_SOLID = 0.5
"""Share of a ground that is wider than letters' strokes, at least."""
_BOX = 0.8
"""Part of its upright box that a ground fills."""
_STEP, _SOFT, _LONGEST_MM = 0.15, 0.2, 25.0
"""By how much of paper's light the page is lighter right beside a ground; and on how much of its rim, and how far on
end, it may be less."""
_MM = 25.4

Pixels = NDArray[np.uint8]
_Box = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """One ground on the small copy."""

    mask: Pixels
    """1 on the ground and on the letters on it; cut to its box, as the next."""
    colour: Pixels
    """The ground's own colour at each place, letters left out."""
    box: tuple[int, int, int, int]
    """Left, top, width, height."""


def grounds_of(small: Pixels, paper: NDArray[np.float64]) -> Iterator[Ground]:
    """Every even, sharply edged box of one colour on the page.

    Takes: the page at 25 dpi, RGB or grey; the level of its paper in each channel.
    """
    least = [round(level * _COLOURED) for level in paper.tolist()]
    parts = cv2.split(small) if small.ndim == 3 else (small,)
    tinted = np.any([part < level for part, level in zip(parts, least, strict=True)], axis=0).astype(np.uint8)
    bare = _morphed(tinted, cv2.MORPH_OPEN, _STROKES_MM)
    if not bare.any():
        return
    light = _lightness(small, paper)
    for box, own in (part for piece in _pieces(tinted, bare) for part in _parts(*piece)):
        (left, top, wide, high), whole = box, _morphed(own, cv2.MORPH_CLOSE, _LETTERS_MM)
        piece, inked = small[top : top + high, left : left + wide], own > 0
        usual = np.median(piece[inked], axis=0)
        flat = np.where(inked[..., None] if piece.ndim == 3 else inked, piece, np.uint8(usual)).astype(np.uint8)
        darker = cv2.erode(flat, np.ones((3, 3), np.uint8))  # between letters the ground is seen in single pixels
        colour = np.asarray(cv2.medianBlur(darker, round(_AROUND_MM * SMALL_DPI / _MM) | 1), np.uint8)
        even = float(np.median(np.abs(piece[inked].astype(np.int16) - colour[inked]))) <= _UNEVEN
        if even and _is_box(whole) and _ends_sharply(light, whole, (left, top)):
            yield Ground(mask=whole, colour=colour, box=box)


# -------------------------------------------------------------------------------------------------------------------


def _pieces(tinted: Pixels, bare: Pixels) -> Iterator[tuple[_Box, Pixels]]:
    """Each ground's box and mask, with what is thin of it between letters, but without print that touches it.

    A headline in thick, close letters is none: little of it is wider than strokes are.
    """
    _, pieces = cv2.connectedComponents(tinted)
    for label in np.unique(pieces[bare > 0]):
        rows, columns = np.nonzero((pieces == label) & (bare > 0))
        left, top = int(columns.min()), int(rows.min())
        wide, high = int(columns.max()) + 1 - left, int(rows.max()) + 1 - top
        own = np.asarray(pieces[top : top + high, left : left + wide] == label, np.uint8)
        area = int(own.sum())
        if area * (_MM / SMALL_DPI) ** 2 >= _LEAST_MM2 and len(rows) >= _SOLID * area:
            yield (left, top, wide, high), own


def _parts(box: _Box, own: Pixels) -> Iterator[tuple[_Box, Pixels]]:
    """The piece itself where it is a box; else what is left of it, apart, without the thin things that join it.

    A cover's panels above and below a picture hang together by the shadow of a fold.
    """
    whole = _morphed(own, cv2.MORPH_CLOSE, _LETTERS_MM)
    if _is_box(whole):
        yield box, own
        return
    core = _morphed(whole, cv2.MORPH_OPEN, _RULES_MM)
    for x, y, wide, high, _ in cv2.connectedComponentsWithStats(core)[2][1:].tolist():
        if wide * high * (_MM / SMALL_DPI) ** 2 >= _LEAST_MM2:
            yield (box[0] + x, box[1] + y, wide, high), own[y : y + high, x : x + wide]


def _is_box(mask: Pixels) -> bool:
    """Whether it is a band, a panel or a page, which may have corners cut and windows in it; a drawing is none."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, outlines, -1, (1,), cv2.FILLED)
    return float(filled.mean()) >= _BOX


def _lightness(pixels: Pixels, paper: NDArray[np.float64]) -> NDArray[np.float32]:
    """How light each pixel is beside paper, in its darkest channel."""
    shares = pixels.reshape(*pixels.shape[:2], -1).astype(np.float32) / paper.astype(np.float32)
    return np.asarray(shares.min(axis=2), np.float32)


def _ends_sharply(page: NDArray[np.float32], mask: Pixels, at: tuple[int, int]) -> bool:
    """Whether the ground ends as print does: at a shadow's edge next to nothing changes.

    Takes: the lightness of the page; the ground, and where its box begins on the page.
    """
    left, top = at
    padded = np.zeros(page.shape, np.uint8)
    padded[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
    kernel = np.ones((3, 3), np.uint8)
    inside, beyond = (
        np.asarray(cv2.erode(padded, kernel), np.uint8),
        np.asarray(cv2.dilate(padded, kernel) == 0, np.uint8),
    )
    rim = (padded > 0) & (inside == 0) & (cv2.blur(beyond.astype(np.float32), (5, 5)) > 0)
    step = _beside(page, beyond) - _beside(page, inside)
    soft = np.asarray(rim & (step <= _STEP), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(soft)
    longest = max((max(int(width), int(height)) for _, _, width, height, _ in stats[1:]), default=0)
    return float(soft.sum()) <= _SOFT * float(rim.sum()) and longest * _MM / SMALL_DPI <= _LONGEST_MM


def _beside(page: NDArray[np.float32], where: Pixels) -> NDArray[np.float32]:
    """The mean lightness around each place, of what is there only."""
    there = where.astype(np.float32)
    return np.asarray(cv2.blur(page * there, (5, 5)) / np.maximum(cv2.blur(there, (5, 5)), 1e-3), np.float32)


def _morphed(mask: Pixels, how: int, millimetres: float) -> Pixels:
    side = max(1, round(millimetres * SMALL_DPI / _MM)) | 1
    edge = cv2.BORDER_REPLICATE if how == cv2.MORPH_CLOSE else cv2.BORDER_CONSTANT  # a scanner's dark edge is thin
    padded = cv2.copyMakeBorder(mask, side, side, side, side, edge)
    done = cv2.morphologyEx(padded, how, np.ones((side, side), np.uint8))
    return np.asarray(done[side:-side, side:-side], np.uint8)
