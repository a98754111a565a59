"""Light print on a coloured or dark ground (covers, bands behind headlines) as dark print on white.

The red channel, by which pages are read, takes red and orange grounds for paper and loses the white letters on them;
and what was made to read dark print on white reads the reverse worse. So grounds are looked for on a small copy, and
only where there is a large one with light letters on it is anything changed: each pixel becomes as dark as it differs
from the ground around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

_SMALL_DPI = 25.0
_PAPER = 215.0
"""Level of the lightest thing on a page that is taken for paper, where the page has nothing lighter."""
_COLOURED = 0.74
"""Part of paper's light below which, in its darkest channel, something is a ground."""
_LETTERS_MM, _STROKES_MM = 7.0, 5.0
"""Light strokes up to so wide are letters on a ground; dark ones up to so wide are no ground."""
_LEAST_MM2 = 300.0
_AROUND_MM = 19.0
_UNEVEN = 22.0
"""Levels by which half of a ground's pixels differ from those around them, at most: photographs differ more."""
_MARKED = 0.5
_LEAST_LIGHT, _LIGHT_OF_DARK = 0.004, 0.2
"""Share of a ground that light letters cover at least, and of what dark letters cover."""
_MOST_LIGHT = 0.6
_SOLID = 0.5
"""Share of a ground that is wider than letters' strokes, at least."""
_BOX = 0.8
"""Part of its upright box that a ground fills."""
_EVERY = 3
_STEP, _SOFT, _LONGEST_MM = 0.15, 0.2, 25.0
"""By how much of paper's light the page is lighter right beside a ground; and on how much of its rim, and how far on
end, it may be less."""
_MM = 25.4

_Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ground:
    """One ground on the small copy."""

    mask: _Pixels
    """1 on the ground and on the letters on it; cut to its box, as the next."""
    colour: _Pixels
    """The ground's own colour at each place, letters left out."""
    box: tuple[int, int, int, int]
    """Left, top, width, height."""


def with_light_print(grey: _Pixels, pixels: _Pixels, dpi: float) -> _Pixels:
    """The copy with light print on grounds turned dark on white.

    Takes: the copy to read; the page's pixels it was made from (RGB or grey, of any size); the copy's resolution.
    Gives: ``grey`` itself where the page has no such print.
    """
    small = _small(pixels, grey, dpi)
    levels = small.reshape(-1, 1 if small.ndim == 2 else 3)
    paper = np.maximum(np.percentile(levels, 98, axis=0), _PAPER)
    out = grey
    for ground in _grounds(small, paper):
        changed = _turned_round(out, pixels, small.shape, ground, paper)
        out = out if changed is None else changed
    return out


# -------------------------------------------------------------------------------------------------------------------


def _small(pixels: _Pixels, grey: _Pixels, dpi: float) -> _Pixels:
    """The page at 25 dpi; of a fine one only some pixels are looked at."""
    size = max(8, round(grey.shape[1] * _SMALL_DPI / dpi)), max(8, round(grey.shape[0] * _SMALL_DPI / dpi))
    step = max(1, pixels.shape[1] // (4 * size[0]))
    return np.asarray(cv2.resize(np.ascontiguousarray(pixels[::step, ::step]), size, interpolation=cv2.INTER_AREA))


def _grounds(small: _Pixels, paper: NDArray[np.float64]) -> Iterator[_Ground]:
    least = [round(level * _COLOURED) for level in paper.tolist()]
    parts = cv2.split(small) if small.ndim == 3 else (small,)
    tinted = np.any([part < level for part, level in zip(parts, least, strict=True)], axis=0).astype(np.uint8)
    bare = _morphed(tinted, cv2.MORPH_OPEN, _STROKES_MM)
    if not bare.any():
        return
    light = _lightness(small, paper)
    for box, own in _pieces(tinted, bare):
        (left, top, wide, high), whole = box, _morphed(own, cv2.MORPH_CLOSE, _LETTERS_MM)
        piece, inked = small[top : top + high, left : left + wide], own > 0
        usual = np.median(piece[inked], axis=0)
        flat = np.where(inked[..., None] if piece.ndim == 3 else inked, piece, np.uint8(usual)).astype(np.uint8)
        darker = cv2.erode(flat, np.ones((3, 3), np.uint8))  # between letters the ground is seen in single pixels
        colour = np.asarray(cv2.medianBlur(darker, round(_AROUND_MM * _SMALL_DPI / _MM) | 1), np.uint8)
        even = float(np.median(np.abs(piece[inked].astype(np.int16) - colour[inked]))) <= _UNEVEN
        if even and _is_box(whole) and _ends_sharply(light, whole, (left, top)):
            yield _Ground(mask=whole, colour=colour, box=box)


def _pieces(tinted: _Pixels, bare: _Pixels) -> Iterator[tuple[tuple[int, int, int, int], _Pixels]]:
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
        if area * (_MM / _SMALL_DPI) ** 2 >= _LEAST_MM2 and len(rows) >= _SOLID * area:
            yield (left, top, wide, high), own


def _is_box(mask: _Pixels) -> bool:
    """Whether it is a band, a panel or a page, which may have corners cut and windows in it; a drawing is none."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, outlines, -1, (1,), cv2.FILLED)
    return float(filled.mean()) >= _BOX


def _lightness(pixels: _Pixels, paper: NDArray[np.float64]) -> NDArray[np.float32]:
    """How light each pixel is beside paper, in its darkest channel."""
    shares = pixels.reshape(*pixels.shape[:2], -1).astype(np.float32) / paper.astype(np.float32)
    return np.asarray(shares.min(axis=2), np.float32)


def _ends_sharply(page: NDArray[np.float32], mask: _Pixels, at: tuple[int, int]) -> bool:
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
    return float(soft.sum()) <= _SOFT * float(rim.sum()) and longest * _MM / _SMALL_DPI <= _LONGEST_MM


def _beside(page: NDArray[np.float32], where: _Pixels) -> NDArray[np.float32]:
    """The mean lightness around each place, of what is there only."""
    there = where.astype(np.float32)
    return np.asarray(cv2.blur(page * there, (5, 5)) / np.maximum(cv2.blur(there, (5, 5)), 1e-3), np.float32)


def _morphed(mask: _Pixels, how: int, millimetres: float) -> _Pixels:
    side = max(1, round(millimetres * _SMALL_DPI / _MM)) | 1
    edge = cv2.BORDER_REPLICATE if how == cv2.MORPH_CLOSE else cv2.BORDER_CONSTANT  # a scanner's dark edge is thin
    padded = cv2.copyMakeBorder(mask, side, side, side, side, edge)
    done = cv2.morphologyEx(padded, how, np.ones((side, side), np.uint8))
    return np.asarray(done[side:-side, side:-side], np.uint8)


def _turned_round(
    grey: _Pixels, pixels: _Pixels, small: tuple[int, ...], ground: _Ground, paper: NDArray[np.float64]
) -> _Pixels | None:
    """The copy with this ground white and all that is on it dark; None if there is no light print on it."""
    left, top, right, bottom = _edges(ground, small, grey)
    if not _has_light_print(pixels, grey, (left, top, right, bottom), ground, paper):
        return None
    size = right - left, bottom - top
    colour = _cut(pixels, grey, (left, top, right, bottom), size)
    base = cv2.resize(ground.colour, size, interpolation=cv2.INTER_LINEAR)
    mask = cv2.resize(ground.mask * 255, size, interpolation=cv2.INTER_LINEAR)
    lighter, darker = _marks(colour, np.asarray(base, np.uint8), paper)
    edge = 2 * max(1, round(size[0] / ground.box[2])) + 1  # the small copy knows an edge to one of its pixels
    kernel = np.ones((edge, edge), np.uint8)
    within = cv2.erode(mask, kernel, borderValue=(0,)) > 127
    beside = (cv2.dilate(mask, kernel) > 127) & ~within
    piece = grey[top:bottom, left:right].copy()
    piece[within] = 255 - np.maximum(lighter, darker)[within]
    piece[beside] = 255
    out = grey.copy()
    out[top:bottom, left:right] = piece
    return out


def _has_light_print(
    pixels: _Pixels, grey: _Pixels, box: tuple[int, int, int, int], ground: _Ground, paper: NDArray[np.float64]
) -> bool:
    """Whether there are light letters on the ground, and not only dark ones; looked at in every third pixel or so."""
    across = pixels.shape[1] / grey.shape[1]
    left, top, right, bottom = (round(edge * across) for edge in box)
    step = max(1, round(_EVERY * across))
    some = np.ascontiguousarray(pixels[top:bottom:step, left:right:step])
    size = some.shape[1], some.shape[0]
    base = np.asarray(cv2.resize(ground.colour, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    inner = cv2.erode(ground.mask, np.ones((3, 3), np.uint8), borderValue=(0,))
    within = cv2.resize(inner, size, interpolation=cv2.INTER_NEAREST) > 0
    lighter, darker = _marks(some, base, paper)
    total = max(int(within.sum()), 1)
    light, dark = (int(((marks > _MARKED * 255) & within).sum()) for marks in (lighter, darker))
    return _LEAST_LIGHT * total <= light <= _MOST_LIGHT * total and light >= _LIGHT_OF_DARK * dark


def _edges(ground: _Ground, small: tuple[int, ...], grey: _Pixels) -> tuple[int, int, int, int]:
    """The ground's box in the pixels of the copy."""
    x, y, wide, high = ground.box
    across, down = grey.shape[1] / small[1], grey.shape[0] / small[0]
    return round(x * across), round(y * down), round((x + wide) * across), round((y + high) * down)


def _cut(pixels: _Pixels, grey: _Pixels, box: tuple[int, int, int, int], size: tuple[int, int]) -> _Pixels:
    """That part of the page, of the size of the same part of the copy."""
    across, down = pixels.shape[1] / grey.shape[1], pixels.shape[0] / grey.shape[0]
    left, top, right, bottom = box
    part = pixels[round(top * down) : round(bottom * down), round(left * across) : round(right * across)]
    kind = cv2.INTER_AREA if across > 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, size, interpolation=kind), np.uint8)


def _marks(colour: _Pixels, base: _Pixels, paper: NDArray[np.float64]) -> tuple[_Pixels, _Pixels]:
    """How much lighter and how much darker than the ground each pixel is, 0 to 255, in the channel that shows it best.

    Lighter by as much as paper is, or darker by all the ground's light, is 255.
    """
    lighter, darker = cv2.subtract(colour, base), cv2.subtract(base, colour)
    if colour.ndim == 2:
        span = max(float(paper[0]) - float(np.median(base)), 40.0)
        return _scaled(lighter, 255 / span), _scaled(darker, 255 / max(float(np.median(base)), 60.0))
    middle = np.median(base.reshape(-1, 3), axis=0)
    best = int(np.argmax(paper - middle))
    light = _scaled(lighter[..., best], 255 / max(float(paper[best] - middle[best]), 40.0))
    strongest = int(np.argmax(middle))
    return light, _scaled(darker[..., strongest], 255 / max(float(middle[strongest]), 60.0))


def _scaled(levels: MatLike, factor: float) -> _Pixels:
    return np.asarray(cv2.convertScaleAbs(levels, alpha=factor), np.uint8)
