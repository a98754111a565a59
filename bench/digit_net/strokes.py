"""Digits as a pen draws them in Vietnam: strokes through a few points, another hand every time.

1 with a long hook, with a foot or plain; 4 open as often as closed; 7 mostly crossed; 0 seldom slashed; 9 with a
straight or a curved tail. The points were set by hand for this file; a writer shifts them all a little, and each digit
a little more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
_POINTS = 8
"""Points of the curve a span."""
# A digit's ways: (how often, strokes); a stroke is its points "x,y" in hundredths of the height; "|" is a corner.
_RING = "34,2 12,12 2,45 8,82 28,99 48,86 58,50 50,14 32,3"
_WAYS: dict[int, tuple[tuple[float, tuple[str, ...]], ...]] = {
    0: (
        (6, (_RING,)),
        (2, ("40,8 15,8 3,45 10,88 33,98 55,75 56,30 38,4 28,6",)),
        (0.4, (_RING, "58,5 5,95")),
    ),
    1: (
        (4, ("2,42 20,22 | 34,2 | 32,100",)),
        (4, ("-12,66 10,38 | 36,0 | 30,100",)),
        (2, ("20,2 18,100",)),
        (2, ("4,34 | 30,2 | 29,98", "6,99 54,98")),
        (2, ("-20,92 8,50 | 34,0 | 24,100",)),
    ),
    2: (
        (4, ("4,24 14,5 34,0 54,12 52,36 28,70 | 2,98 | 60,96",)),
        (2, ("6,22 18,3 40,2 54,20 44,48 20,80 4,94 4,82 18,80 38,94 66,88",)),
        (2, ("4,18 24,1 48,8 50,34 26,66 0,92 | 6,96 30,90 64,98",)),
    ),
    3: (
        (4, ("5,15 20,2 45,5 52,24 40,42 | 22,47 | 44,51 58,68 50,92 24,100 2,88",)),
        (3, ("5,3 | 55,3 | 26,40 | 48,47 59,70 45,95 20,100 0,88",)),
        (1, ("4,8 30,0 52,18 34,44 | 30,45 56,58 54,86 20,108 -6,92",)),
    ),
    4: (
        (4, ("16,4 | 4,58 | 64,56", "46,28 42,104")),
        (3, ("44,0 | 2,66 | 66,65", "46,-2 44,100")),
        (2, ("10,6 6,40 24,52 48,44", "54,0 50,40 42,106")),
        (2, ("42,0 | 4,62 | 60,60", "44,36 38,104")),
    ),
    5: (
        (4, ("12,2 | 6,42 | 30,36 55,50 56,78 35,98 2,92", "11,3 60,0")),
        (3, ("60,2 | 13,4 | 6,42 | 28,36 54,50 54,80 32,99 0,90",)),
        (2, ("14,0 10,38 | 36,34 56,56 46,90 18,100 -2,88", "16,2 66,-4")),
    ),
    6: (
        (5, ("48,2 22,28 5,64 14,94 38,98 54,78 42,56 20,58 7,76",)),
        (2, ("34,0 10,40 6,80 28,100 52,84 46,60 24,56 10,70",)),
    ),
    7: (
        (4, ("2,7 | 58,3 | 36,44 20,100", "12,50 58,46")),
        (2, ("2,20 | 3,5 | 58,3 | 34,50 22,100", "8,52 56,44")),
        (2, ("2,7 | 58,3 | 36,44 20,100",)),
        (1, ("2,22 6,6 22,10 38,8 | 60,2 | 40,40 30,102", "18,48 62,44")),
    ),
    8: (
        (4, ("50,12 28,0 8,19 30,45 55,72 35,100 6,80 25,50 52,22 46,5",)),
        (2, ("30,1 10,20 30,44 50,22 31,2", "30,44 4,72 28,100 56,74 31,45")),
        (1, ("54,6 20,2 14,26 44,56 50,86 24,100 6,78 30,50 58,8",)),
    ),
    9: (
        (4, ("52,15 30,0 5,22 18,48 42,42 | 54,10 | 50,60 42,102",)),
        (3, ("52,14 28,0 6,24 22,48 46,36 | 54,8 | 54,66 36,102 2,92",)),
        (2, ("48,24 34,2 8,14 8,40 32,46 50,22 | 52,10 | 46,70 26,104",)),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One writer: which way each digit is drawn, and how far this hand's points lie from the pattern's."""

    ways: dict[int, tuple[tuple[tuple[NDArray[Any], ...], ...], ...]]
    shake: float


def new_hand(chance: np.random.Generator) -> Hand:
    """A writer: one way for each digit, seldom two."""
    ways = {}
    for digit, known in _WAYS.items():
        weights = np.array([often for often, _ in known])
        count = 1 if chance.random() < 0.8 else 2
        picked = chance.choice(len(known), min(count, len(known)), replace=False, p=weights / weights.sum())
        bent = chance.normal(0, 0.03)
        ways[digit] = tuple(
            tuple(_spans(stroke, chance, chance.uniform(0.005, 0.045), bent) for stroke in known[int(at)][1])
            for at in picked
        )
    return Hand(ways=ways, shake=float(chance.uniform(0.004, 0.022)))


def draw(hand: Hand, digit: int, high: float, thick: float, chance: np.random.Generator) -> Mask:
    """A digit ``high`` pixels high with strokes ``thick`` pixels wide: 255 is ink; cut to its ink."""
    ways = hand.ways[digit]
    strokes = ways[int(chance.integers(len(ways)))]
    margin = int(thick + 0.35 * high) + 2
    out = np.zeros((int(1.15 * high) + 2 * margin, int(0.9 * high) + 2 * margin), np.uint8)
    for stroke in strokes:
        curve = np.concatenate([_curve(span + chance.normal(0, hand.shake, span.shape)) for span in stroke])
        points = np.round((curve * high + margin) * 16).astype(np.int32)
        cv2.polylines(out, [points[:, None]], False, 255, max(1, round(thick)), cv2.LINE_AA, 4)
    x, y, width, height = cv2.boundingRect(out)
    return out[y : y + height, x : x + width]


# -------------------------------------------------------------------------------------------------------------------


def _spans(stroke: str, chance: np.random.Generator, spread: float, bent: float) -> tuple[NDArray[Any], ...]:
    """A stroke's smooth spans between corners, moved as this hand moves them."""
    parts = [[p.split(",") for p in part.split()] for part in stroke.split("|")]
    spans: list[NDArray[Any]] = []
    last: NDArray[Any] | None = None
    for part in parts:
        points = np.array(part, np.float64) / 100
        points = points + chance.normal(0, spread, points.shape)
        points[:, 0] += bent * np.sin(points[:, 1] * np.pi)
        span = points if last is None else np.concatenate([last[None], points])
        spans.append(span)
        last = points[-1]
    return tuple(spans)


def _curve(points: NDArray[Any]) -> NDArray[Any]:
    """A Catmull-Rom curve through the points."""
    if len(points) < 3:
        return points
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, _POINTS)[None, :, None]
    a, b, c, d = (ends[n : len(points) - 1 + n, None] for n in range(4))
    spans = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(spans.reshape(-1, 2))
