"""Finds the ring of a seal among ink, also where the page cuts it or a name is stamped across."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_TRIES = 300
_SECTORS = 72


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """A circle, in pixels of the mask it was found in."""

    x: float
    y: float
    radius: float
    covered: float
    """Share of its rim within the page that holds ink, 0 to 1."""


def find_ring(mask: NDArray[np.uint8], *, least: float, most: float, page: tuple[int, int, int, int]) -> Ring | None:
    """The best covered circle through three points of the ink's outline, with a radius of ``least`` to ``most``.

    Args:
        mask: a patch of the page, 1 where there is ink.
        page: x0, y0, x1, y1 of the page in the patch's pixels: what lies outside cannot hold ink.
    """
    ys, xs = np.nonzero(mask)
    if len(xs) < 20:
        return None
    hull = cv2.convexHull(np.stack([xs, ys], axis=1).astype(np.int32)).reshape(-1, 2).astype(np.float64)
    circles = _circles(hull, least, most)
    points = xs.astype(np.float64), ys.astype(np.float64)
    rings = [_ring(circle, points, page) for circle in circles]
    return max((ring for ring in rings if ring), key=lambda ring: ring.covered, default=None)


# -------------------------------------------------------------------------------------------------------------------


def _circles(hull: NDArray[np.float64], least: float, most: float) -> list[tuple[float, float, float]]:
    """Circles through three far-apart points of the hull, at most 40 of them, the same for the same hull."""
    if len(hull) < 3:
        return []
    picks = np.random.default_rng(len(hull)).integers(0, len(hull), (_TRIES, 3))
    (ax, ay), (bx, by), (cx, cy) = (hull[picks[:, i]].T for i in range(3))
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    solid = np.abs(twice) > least * least  # twice four times the triangle's area: thin ones say little
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b, c = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
        x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice
        y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice
        radius = np.hypot(ax - x, ay - y)
    fits = solid & (radius >= least) & (radius <= most)
    found = zip(x[fits].tolist(), y[fits].tolist(), radius[fits].tolist(), strict=True)
    return list(dict.fromkeys((round(px), round(py), round(r, 0)) for px, py, r in found))[:40]


def _ring(
    circle: tuple[float, float, float],
    points: tuple[NDArray[np.float64], NDArray[np.float64]],
    page: tuple[int, int, int, int],
) -> Ring | None:
    x, y, radius = circle
    away = np.hypot(points[0] - x, points[1] - y)
    rim = np.abs(away - radius) <= max(2.0, 0.045 * radius)
    angles = np.arctan2(points[1][rim] - y, points[0][rim] - x)
    held = np.zeros(_SECTORS, np.bool_)
    held[((angles + np.pi) / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS] = True
    middles = (np.arange(_SECTORS) + 0.5) / _SECTORS * 2 * np.pi - np.pi
    px, py = x + radius * np.cos(middles), y + radius * np.sin(middles)
    inside = (px >= page[0]) & (px < page[2]) & (py >= page[1]) & (py < page[3])
    if inside.sum() < _SECTORS // 5:
        return None
    return Ring(x=x, y=y, radius=radius, covered=float((held & inside).sum() / inside.sum()))
