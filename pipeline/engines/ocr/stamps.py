"""Finds seals, framed stamps and stamped names in red or blue ink, and red print that must be read as text.

Costs 1 ms on a grey page and about 20 ms on a coloured one. What a patch of ink is, is decided by
`pipeline.stages.ocr.red_ink`; here it is found and measured.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.coloured_ink import PX_PER_MM, ColouredInk, find_coloured_ink
from pipeline.engines.ocr.rings import Ring, find_ring
from pipeline.stages.ocr.red_ink import COLOURED, InkKind, Patch, kind_of
from schemas.page import Box, StampShape

_LEAST_MM, _MOST_RADIUS_MM, _LEAST_RADIUS_MM = 1.0, 25.0, 9.0
_JOIN_MM, _ROW_JOIN_MM = 2.5, (4.0, 0.6)
_SEAL_REACH = 1.0
"""How far from a seal, in its diameters, a stamped name may stand."""
_PAD_MM = 0.8
_Rect = tuple[int, int, int, int]
_SHAPES = {
    InkKind.ROUND: StampShape.ROUND,
    InkKind.RECTANGULAR: StampShape.RECTANGULAR,
    InkKind.FREE: StampShape.FREE,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundStamp:
    """A stamp on the page."""

    box: Box
    shape: StampShape
    ink: NDArray[np.uint8] | None
    """The stamp's ink alone, dark on white, as large as its box; None for a seal, whose text runs in a circle."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StampsAndText:
    """What coloured ink a page has. Boxes are pixels of the image that was looked at."""

    stamps: tuple[FoundStamp, ...] = ()
    red_text: tuple[Box, ...] = ()
    """Rows of red print, part of the text, invisible in the red channel."""
    in_colour: bool = False
    """Whether the page is printed in colour: a leaflet or a poster, not a letter with a seal and a signature."""


@dataclass
class _Found:
    seals: list[Ring] = field(default_factory=list)
    others: list[tuple[InkKind, _Rect, bool]] = field(default_factory=list)
    """What it is, x, y, width, height, and whether it is red."""


def find_stamps(pixels: NDArray[np.uint8], *, dpi: float) -> StampsAndText:
    """The stamps and the red print of an upright page. ``pixels``: rows × columns (× RGB), at ``dpi``."""
    ink = find_coloured_ink(pixels, dpi=dpi)
    if ink is None:
        return StampsAndText()
    found = _Found()
    for mask, red in ((ink.red, True), (ink.blue, False)):
        rest = mask.copy()
        _take_seals(rest, ink, found, red=red)
        _take_frames(rest, ink, found, red=red)
        if red:
            _take_rows(rest, ink, found)
    seals = [FoundStamp(box=_ring_box(r, ink, pixels), shape=StampShape.ROUND, ink=None) for r in found.seals]
    boxes = [(kind, _page_box(rect, ink, pixels), red) for kind, rect, red in found.others]
    others = [
        FoundStamp(box=box, shape=_SHAPES[kind], ink=_ink_alone(pixels, box, red=red))
        for kind, box, red in boxes
        if kind in _SHAPES
    ]
    return StampsAndText(
        stamps=tuple(seals + others),
        red_text=tuple(box for kind, box, _ in boxes if kind is InkKind.TEXT),
        in_colour=ink.coloured > COLOURED,
    )


# --- finding -------------------------------------------------------------------------------------------------------


def _patches(mask: NDArray[np.uint8], across: float, down: float) -> list[_Rect]:
    """Boxes of ink whose gaps are closed by that many millimetres."""
    left, top, wide, high = cv2.boundingRect(mask)
    if not wide:
        return []
    size = max(1, round(across * PX_PER_MM)) | 1, max(1, round(down * PX_PER_MM)) | 1
    inked = mask[top : top + high, left : left + wide]
    closed = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones(size[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8, ltype=cv2.CV_32S)
    least = _LEAST_MM * PX_PER_MM
    found = np.asarray(stats)[1:, :4].tolist()
    return [(x + left, y + top, w, h) for x, y, w, h in found if w >= least and h >= least]


def _take_seals(rest: NDArray[np.uint8], ink: ColouredInk, found: _Found, *, red: bool) -> None:
    """Rings, whose ink is then gone from the mask."""
    low, high = _LEAST_RADIUS_MM * PX_PER_MM, _MOST_RADIUS_MM * PX_PER_MM
    for x, y, w, h in _patches(rest, _JOIN_MM, _JOIN_MM):
        if max(w, h) < 1.6 * low or max(w, h) > 6 * high:
            continue
        page = (-x, -y, rest.shape[1] - x, rest.shape[0] - y)
        ring = find_ring(rest[y : y + h, x : x + w], least=low, most=high, page=page)
        if ring is None:
            continue
        wide = 2 * ring.radius / PX_PER_MM
        if (
            kind_of(Patch(width=wide, height=wide, red=red, ring=ring.covered), coloured=ink.coloured)
            is not InkKind.ROUND
        ):
            continue
        seal = Ring(x=ring.x + x, y=ring.y + y, radius=ring.radius, covered=ring.covered)
        found.seals.append(seal)
        cv2.circle(rest, (round(seal.x), round(seal.y)), round(seal.radius * 1.06) + 1, (0,), -1)


def _take_frames(rest: NDArray[np.uint8], ink: ColouredInk, found: _Found, *, red: bool) -> None:
    for x, y, w, h in _patches(rest, _JOIN_MM, _JOIN_MM):
        piece = rest[y : y + h, x : x + w]
        patch = Patch(width=w / PX_PER_MM, height=h / PX_PER_MM, red=red, frame=_frame(piece))
        if kind_of(patch, coloured=ink.coloured) is InkKind.RECTANGULAR:
            found.others.append((InkKind.RECTANGULAR, (x, y, w, h), red))
            piece[:] = 0


def _take_rows(rest: NDArray[np.uint8], ink: ColouredInk, found: _Found) -> None:
    for x, y, w, h in _patches(rest, *_ROW_JOIN_MM):
        piece, black = rest[y : y + h, x : x + w], ink.black[y : y + h, x : x + w]
        own = int(piece.sum())
        patch = Patch(
            width=w / PX_PER_MM,
            height=h / PX_PER_MM,
            letters=cv2.connectedComponents(piece, connectivity=8)[0] - 1,
            filled=own / piece.size,
            crossed=float(black.sum()) / max(own, 1),
            cut=x <= 2 or x + w >= rest.shape[1] - 2,
            beside_seal=any(_beside(seal, (x, y, w, h)) for seal in found.seals),
        )
        kind = kind_of(patch, coloured=ink.coloured)
        if kind is not InkKind.PICTURE:
            found.others.append((kind, (x, y, w, h), True))


def _frame(piece: NDArray[np.uint8]) -> float:
    """How much of its third best side is a line: the share of columns (rows) with ink within 1.5 mm of that side."""
    deep = min(round(1.5 * PX_PER_MM), min(piece.shape) // 4)
    if deep < 1:
        return 0.0
    sides = (
        piece[:deep].max(axis=0),
        piece[-deep:].max(axis=0),
        piece[:, :deep].max(axis=1),
        piece[:, -deep:].max(axis=1),
    )
    return sorted(float(side.mean()) for side in sides)[1]


def _beside(seal: Ring, rect: _Rect) -> bool:
    x, y, w, h = rect
    dx = max(x - seal.x, seal.x - (x + w), 0.0)
    dy = max(y - seal.y, seal.y - (y + h), 0.0)
    return float(np.hypot(dx, dy)) <= seal.radius * (1 + 2 * _SEAL_REACH)


# --- onto the page -------------------------------------------------------------------------------------------------


def _page_box(rect: _Rect, ink: ColouredInk, pixels: NDArray[np.uint8]) -> Box:
    pad = _PAD_MM * PX_PER_MM
    x, y, w, h = rect
    return _box(x - pad, y - pad, x + w + pad, y + h + pad, ink, pixels)


def _ring_box(ring: Ring, ink: ColouredInk, pixels: NDArray[np.uint8]) -> Box:
    r = ring.radius + 1
    return _box(ring.x - r, ring.y - r, ring.x + r, ring.y + r, ink, pixels)


def _box(x0: float, y0: float, x1: float, y1: float, ink: ColouredInk, pixels: NDArray[np.uint8]) -> Box:
    (across, down), (height, width) = ink.scale, pixels.shape[:2]
    left, top = min(max(int(x0 * across), 0), width - 1), min(max(int(y0 * down), 0), height - 1)
    right, bottom = min(max(int(x1 * across) + 1, left + 1), width), min(max(int(y1 * down) + 1, top + 1), height)
    return Box(x0=left, y0=top, x1=right, y1=bottom)


def _ink_alone(pixels: NDArray[np.uint8], box: Box, *, red: bool) -> NDArray[np.uint8]:
    """Grey that is dark where this colour is strong; black print and paper come out white."""
    piece = pixels[box.y0 : box.y1, box.x0 : box.x1].astype(np.int16)
    own, other = (piece[..., 0], np.maximum(piece[..., 1], piece[..., 2])) if red else (piece[..., 2], piece[..., 0])
    colour = np.clip(own - other, 0, 255)
    strong = max(40.0, float(np.percentile(colour, 98)))
    return np.asarray(np.clip(255 - colour * (230 / strong), 0, 255), dtype=np.uint8)
