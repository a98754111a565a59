"""Finds small rectangular frames on a page, in any ink and at any angle: stamps, boxed marks.

Two ways, because each misses what the other finds: outlines of connected ink (any angle; red and blue ink apart from
the print under it), and pairs of level strokes of one length (black frames that print or a signature runs into).
Cells of tables are not frames: their strokes go on beyond them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

DPI = 150.0
"""Resolution at which frames are looked for."""
PX_PER_MM = DPI / 25.4
_LONG_MM, _SHORT_MM = (11.0, 80.0), (4.5, 26.0)
_SLENDER = 1.25, 9.0
"""How many times longer than high."""
_SIDE_INK = 0.62
"""Share of a side along which there must be ink, for the third best of the four."""
_REACH_MM = 0.9
_LEANS = (0, -3, 3, -6, 6, -9, 9)
"""Degrees at which level strokes are looked for."""
_STROKE_MM = 9.0
_ALIKE_MM = 3.5
"""How far the ends of two strokes of one frame may lie from each other."""
_SAME = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A leaning rectangle, in the pixels of the picture that was looked at."""

    x: float
    """Middle."""
    y: float
    width: float
    """Along its longer side."""
    height: float
    angle: float
    """Degrees by which the longer side falls to the right."""

    def corners(self) -> NDArray[np.float32]:
        """The four corners, from the upper left one clockwise along the longer side."""
        a = np.radians(self.angle)
        along = np.array([np.cos(a), np.sin(a)]) * self.width / 2
        down = np.array([-np.sin(a), np.cos(a)]) * self.height / 2
        middle = np.array([self.x, self.y])
        corners = [middle - along - down, middle + along - down, middle + along + down, middle - along + down]
        return np.asarray(corners, np.float32)


def find_frames(ink: NDArray[np.uint8], *, strokes: bool) -> list[Frame]:
    """The small frames in an ink mask (1 is ink) at 150 dpi; with ``strokes`` also those that other ink runs into."""
    candidates = [*_outlined(ink), *(_stroked(ink) if strokes else ())] if ink.any() else []
    if not candidates:
        return []
    found: list[Frame] = []
    reach = 2 * max(1, round(_REACH_MM * PX_PER_MM)) + 1
    near = np.asarray(cv2.dilate(ink, np.ones((reach, reach), np.uint8)), np.uint8)
    for frame in sorted(candidates, key=lambda one: -one.width * one.height):
        if not any(_same(frame, other) for other in found) and _framed(near, frame):
            found.append(frame)
    return found


# --- outlines ------------------------------------------------------------------------------------------------------


def _outlined(ink: NDArray[np.uint8]) -> Iterator[Frame]:
    """The least rectangles around connected ink, and around the holes in it."""
    gap = max(3, round(0.5 * PX_PER_MM) | 1)
    for mask in (ink, cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))):
        contours, _ = cv2.findContours(np.asarray(mask, np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            _, _, w, h = cv2.boundingRect(contour)
            if max(w, h) >= _LONG_MM[0] * PX_PER_MM * 0.9 and min(w, h) >= _SHORT_MM[0] * PX_PER_MM * 0.8:
                frame = _least(contour)
                if _fits(frame):
                    yield frame


def _least(contour: MatLike) -> Frame:
    (x, y), (w, h), angle = cv2.minAreaRect(contour)
    if w < h:
        w, h, angle = h, w, angle + 90
    return Frame(x=x, y=y, width=w, height=h, angle=(angle + 90) % 180 - 90)


def _fits(frame: Frame) -> bool:
    long, short = frame.width / PX_PER_MM, frame.height / PX_PER_MM
    return (
        _LONG_MM[0] <= long <= _LONG_MM[1]
        and _SHORT_MM[0] <= short <= _SHORT_MM[1]
        and _SLENDER[0] <= long / max(short, 0.1) <= _SLENDER[1]
    )


def _framed(near: NDArray[np.uint8], frame: Frame) -> bool:
    """Whether at least three sides are lines of ink; ``near`` is 1 within a stroke's width of ink."""
    height, width = near.shape
    corners = frame.corners()
    sides = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        steps = max(int(np.hypot(*(end - start))) // 2, 2)
        points = np.rint(np.linspace(0.04, 0.96, steps)[:, None] * (end - start) + start).astype(int)
        columns, rows = np.clip(points[:, 0], 0, width - 1), np.clip(points[:, 1], 0, height - 1)
        sides.append(float(near[rows, columns].mean()))
    return sorted(sides)[1] >= _SIDE_INK


def _same(one: Frame, other: Frame) -> bool:
    """Whether two frames are one, seen from inside and outside its strokes."""
    near = np.hypot(one.x - other.x, one.y - other.y) < 0.35 * min(one.height, other.height)
    return bool(near and one.width > _SAME * other.width and one.height > _SAME * other.height)


# --- strokes -------------------------------------------------------------------------------------------------------


def _stroked(ink: NDArray[np.uint8]) -> Iterator[Frame]:
    """Rectangles between two level strokes of one length, one below the other."""
    small = cv2.resize(ink * 255, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    small = (small > 70).astype(np.uint8)
    scale = PX_PER_MM * 0.6
    height, width = small.shape
    for lean in _LEANS:
        slope = float(np.tan(np.radians(lean)))
        level = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]])
        turned = cv2.warpAffine(small, level, (width, height), flags=cv2.INTER_NEAREST) if lean else small
        kernel = np.ones((1, round(_STROKE_MM * scale)), np.uint8)
        runs = cv2.dilate(cv2.morphologyEx(turned, cv2.MORPH_OPEN, kernel), np.ones((2, 5), np.uint8))
        outlines, _ = cv2.findContours(np.asarray(runs, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        strokes = [
            (x, y + h / 2, w) for x, y, w, h in map(cv2.boundingRect, outlines)
            if h <= 3.2 * scale and _LONG_MM[0] * scale * 0.8 <= w <= _LONG_MM[1] * scale
        ]  # fmt: skip
        for x, y, w, high in _pairs(strokes, scale):
            middle = x + w / 2
            yield Frame(
                x=middle / 0.6, y=(y + high / 2 + slope * (middle - width / 2)) / 0.6,
                width=w / 0.6 / float(np.cos(np.radians(lean))), height=high / 0.6, angle=float(lean),
            )  # fmt: skip


def _pairs(strokes: Sequence[tuple[float, float, float]], scale: float) -> Iterator[tuple[float, float, float, float]]:
    strokes = sorted(strokes, key=lambda stroke: stroke[1])
    for index, (x, y, w) in enumerate(strokes):
        for other_x, other_y, other_w in strokes[index + 1 :]:
            high = other_y - y
            if high > _SHORT_MM[1] * scale:
                break
            ends = max(abs(x - other_x), abs(x + w - other_x - other_w))
            if high >= _SHORT_MM[0] * scale and ends <= _ALIKE_MM * scale:
                yield (x + other_x) / 2, y, (w + other_w) / 2, high
