"""Takes the rings of seals off a grey page, where no colour tells them from the print that they cross.

On a colour scan a red seal vanishes with the red channel; on a photocopy its ring runs through the signer's name, the
line finder ends the name's line there, and the reader takes the ring for strokes. A ring is thin, round and nearly
whole, which print never is: what it covers is filled from what stands just inside and just outside of it.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.prepare import Prepared
from pipeline.engines.ocr.rings import Ring, find_ring

_DPI = 75.0
_MM = _DPI / 25.4
_INK = 200
"""Level below which the flattened copy has ink, worn ink too."""
_RADIUS_MM = 9.0, 25.0
_PIECE_MM = 4.5, 1.2, 75.0
"""Arcs of a broken ring are longer than letters and higher than rules; greater than any seal are tables."""
_SPARSE = 0.4
_JOIN_MM = 2.5
_WHOLE = 0.75
"""Share of the rim that holds ink from which it is a ring (40 drawn copies: 0.93 and more, but for two)."""
_BEGUN = 0.4
"""The same of its long pieces alone."""
_THICK_MM = 1.8
_INNERMOST, _OUTERMOST = 0.4, 1.08
"""Where rings of one seal are looked for, in radii of the outer one."""
_HELD = 0.6
_EDGE_MM = 0.15
_DARKER = 50
"""Levels by which print is darker than a ring that a press left pale: such print stays."""
_Floats = NDArray[np.float32]


def without_rings(copy: Prepared) -> Prepared:
    """The copy without the rings of its seals; the same copy where there are none. Costs about 5 ms."""
    seals = list(_seals(copy.pixels, copy.dpi))
    if not seals:
        return copy
    pixels = copy.pixels.copy()
    for seal in seals:
        _take_off(pixels, seal, copy.dpi)
    return replace(copy, pixels=pixels)


# --- finding -------------------------------------------------------------------------------------------------------


def _seals(grey: NDArray[np.uint8], dpi: float) -> Iterator[Ring]:
    """The outer rings of seals, in pixels of ``grey``."""
    factor = min(1.0, _DPI / dpi)
    size = max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor))
    mask = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA) < _INK, np.uint8)
    arcs = _arcs(mask)
    if arcs is None:
        return
    reach = round(_JOIN_MM * _MM) | 1
    closed = cv2.morphologyEx(arcs, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    stats = cv2.connectedComponentsWithStats(closed, connectivity=8, ltype=cv2.CV_32S)[2]
    for x, y, wide, high, _ in np.asarray(stats)[1:].tolist():
        if min(wide, high) < 1.5 * _RADIUS_MM[0] * _MM or max(wide, high) > 4.5 * _RADIUS_MM[1] * _MM:
            continue
        page = (-x, -y, arcs.shape[1] - x, arcs.shape[0] - y)
        least, most = (radius * _MM for radius in _RADIUS_MM)
        ring = find_ring(arcs[y : y + high, x : x + wide], least=least, most=most, page=page)
        if ring is not None and ring.covered >= _BEGUN and _covered(mask, ring, x, y) >= _WHOLE:
            yield Ring(
                x=(ring.x + x + 0.5) / factor, y=(ring.y + y + 0.5) / factor,
                radius=ring.radius / factor, covered=ring.covered,
            )  # fmt: skip


def _covered(mask: NDArray[np.uint8], ring: Ring, x: int, y: int) -> float:
    """Share of the ring's rim that holds any ink of the page, small pieces of a worn ring too."""
    angles = np.arange(round(2 * np.pi * ring.radius)) / ring.radius
    radii = ring.radius + np.arange(-2, 3)[:, None]
    columns = np.rint(ring.x + x + radii * np.cos(angles)).astype(int)
    rows = np.rint(ring.y + y + radii * np.sin(angles)).astype(int)
    within = (columns >= 0) & (columns < mask.shape[1]) & (rows >= 0) & (rows < mask.shape[0])
    inked = within & (mask[rows.clip(0, mask.shape[0] - 1), columns.clip(0, mask.shape[1] - 1)] > 0)
    return float(inked.any(axis=0).mean())


def _arcs(mask: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """What may be pieces of a ring, 1 where they are: larger than letters, sparse, no rules. None if there is none."""
    _, labels, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    stats = np.asarray(found)
    across, along = stats[:, 2:4].max(axis=1), stats[:, 2:4].min(axis=1)
    longest, highest, most = (millimetres * _MM for millimetres in _PIECE_MM)
    fits = (across >= longest) & (along >= highest) & (across <= most) & (stats[:, 4] < _SPARSE * across * along)
    fits[0] = False
    return fits.astype(np.uint8)[np.asarray(labels)] if fits.any() else None


# --- taking off ----------------------------------------------------------------------------------------------------


def _take_off(pixels: NDArray[np.uint8], seal: Ring, dpi: float) -> None:
    """Fills the bands of ``pixels`` under the seal's rings."""
    reach = round(seal.radius * 1.2) + 2
    x0, y0 = max(round(seal.x) - reach, 0), max(round(seal.y) - reach, 0)
    patch = pixels[y0 : round(seal.y) + reach, x0 : round(seal.x) + reach]
    centre = (seal.x - x0, seal.y - y0)
    turns, far = max(round(2 * np.pi * seal.radius), 90), round(seal.radius * 1.2)
    ink = np.asarray(cv2.bitwise_not(patch), np.float32)
    polar = np.asarray(cv2.warpPolar(ink, (far, turns), centre, far, cv2.WARP_POLAR_LINEAR), np.float32)
    bent = _bend(polar, seal.radius)
    straight = _shifted(polar, bent)
    for inner, outer in _bands(straight, seal.radius, dpi):
        _fill(straight, inner, outer)
    rows, columns = np.mgrid[0 : patch.shape[0], 0 : patch.shape[1]].astype(np.float32)
    away = np.hypot(columns - centre[0], rows - centre[1])
    turn = np.mod(np.arctan2(rows - centre[1], columns - centre[0]) / (2 * np.pi), 1) * turns
    column = away - bent[np.minimum(turn.astype(int), turns - 1)]
    filled = cv2.remap(straight, np.asarray(column, np.float32), np.asarray(turn, np.float32), cv2.INTER_LINEAR)
    inside = np.zeros(far + 1, np.bool_)
    for inner, outer in _bands(_shifted(polar, bent), seal.radius, dpi):
        inside[inner : outer + 1] = True
    held = inside[np.clip(np.rint(column), 0, far).astype(int)]
    patch[held] = np.maximum(patch[held], (255 - np.clip(np.asarray(filled)[held], 0, 255)).astype(np.uint8))


def _bend(polar: _Floats, radius: float) -> _Floats:
    """How many pixels farther out than ``radius`` the ring runs at each turn: its centre is not known to the pixel,
    and a scanner may have drawn it out."""
    near = max(round(radius * 0.05), 3)
    low = round(radius) - near
    window = cv2.blur(polar[:, low : low + 2 * near + 1], (3, 5))
    found, depth = np.argmax(window, axis=1) - near + (round(radius) - radius), window.max(axis=1)
    angle = np.arange(len(polar)) / len(polar) * 2 * np.pi
    waves = np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)], axis=1)
    weight = (depth > 40).astype(np.float64)
    fit = np.zeros(5)
    for _ in range(4):
        fit = np.linalg.lstsq(waves * weight[:, None], found * weight, rcond=None)[0]
        weight = (depth > 40) / (1 + (found - waves @ fit) ** 2)
    return np.asarray(waves @ fit, np.float32)


def _shifted(polar: _Floats, bent: _Floats) -> _Floats:
    rows, columns = np.mgrid[0 : polar.shape[0], 0 : polar.shape[1]].astype(np.float32)
    return np.asarray(cv2.remap(polar, columns + bent[:, None], rows, cv2.INTER_LINEAR), np.float32)


def _bands(straight: _Floats, radius: float, dpi: float) -> list[tuple[int, int]]:
    """First and last column of each ring's ink, edges included."""
    held = (straight > 60).mean(axis=0) >= _HELD
    held[: round(_INNERMOST * radius)] = False
    held[round(_OUTERMOST * radius) :] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    edge = max(1, round(_EDGE_MM / 25.4 * dpi))
    return [
        (int(start) - edge, int(end) - 1 + edge)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end - start <= _THICK_MM / 25.4 * dpi
    ]


def _fill(straight: _Floats, inner: int, outer: int) -> None:
    """Puts on a band what stands on both sides of it; print that is much darker than the ring stays."""
    band = straight[:, inner : outer + 1]
    before, after = straight[:, inner - 1 : inner], straight[:, outer + 1 : outer + 2]
    alone = (before < 60) & (after < 60)
    level = np.median(band.max(axis=1)[alone[:, 0]]) if alone.any() else 255.0
    share = np.linspace(0, 1, band.shape[1], dtype=np.float32)[None, :]
    across = before * (1 - share) + after * share
    straight[:, inner : outer + 1] = np.where(band > level + _DARKER, band, np.minimum(band, across))
