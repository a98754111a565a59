"""Draws words in to their ink. The net says where a gap is only to within a letter; the pixels say it exactly."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.levels import median_level
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.stages.ocr.words import Piece

_CONTRAST = 70
"""Grey levels by which ink differs from the ground of its line, whichever of the two is darker."""
_INSIDE = 0.12
"""Part of a line's height left out at its top and bottom, where neighbours reach in."""
_LATE = 0.15
"""Line heights by which the net is late, on average, to see a gap."""
_REACH = 0.5
"""Line heights around there in which the gap of the ink is looked for."""
_NEARER = 0.6
"""How much wider, in parts of its distance, a gap must be for it to be preferred to one that is nearer."""


def drawn_in(words: Sequence[Piece], grey: NDArray[np.uint8], line: LineBox) -> tuple[Piece, ...]:
    """The words with their left and right edges on their ink; a word without ink keeps its place."""
    ink = _inked(grey, line)
    gaps = [_gap(ink, (left.x1 + right.x0) / 2, line.height) for left, right in pairwise(words)]
    starts, ends = [words[0].x0, *gaps], [*gaps, words[-1].x1]
    return tuple(_drawn_in(word, x0, x1, ink) for word, x0, x1 in zip(words, starts, ends, strict=True))


# -------------------------------------------------------------------------------------------------------------------


def _inked(grey: NDArray[np.uint8], line: LineBox) -> NDArray[np.bool_]:
    """Which columns of the copy have ink in this line; beyond its ends it has none."""
    margin = _INSIDE * line.height
    top = int(line.y0 + margin)
    rows = grey[top : max(int(line.y1 - margin), top + 1)]
    first, last = int(line.x0), max(int(np.ceil(line.x1)), int(line.x0) + 1)
    piece = rows[:, first:last]
    columns = np.zeros(grey.shape[1], bool)
    if piece.size:
        ground = median_level(piece)
        columns[first:last] = (piece.min(axis=0) < ground - _CONTRAST) | (piece.max(axis=0) > ground + _CONTRAST)
    return columns


def _gap(ink: NDArray[np.bool_], about: float, height: float) -> float:
    """The middle of the widest run of empty columns near ``about``; ``about`` itself if there is none."""
    place = about - _LATE * height
    first, last = max(int(place - _REACH * height), 0), min(int(place + _REACH * height) + 1, len(ink))
    empty = np.concatenate(([False], ~ink[first:last], [False]))
    edges = np.flatnonzero(empty[1:] != empty[:-1])
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return about
    distances = np.maximum(np.maximum(runs[:, 0] + first - place, place - runs[:, 1] - first), 0)
    best = runs[int(np.argmax(runs[:, 1] - runs[:, 0] - _NEARER * distances))]
    return float(first + best.mean())


def _drawn_in(word: Piece, x0: float, x1: float, ink: NDArray[np.bool_]) -> Piece:
    first = max(int(x0), 0)
    columns = np.flatnonzero(ink[first : max(int(np.ceil(x1)), first + 1)])
    if not len(columns):
        return replace(word, x0=x0, x1=max(x1, x0 + 1))
    return replace(word, x0=float(first + columns[0]), x1=float(first + columns[-1] + 1))
