"""Rows of a table whose ruling lines nobody saw, by the numbers in its first column: 1, 2, 3 … under "STT".

Conservative: at least three columns and three numbers that count, and cells that begin anew in nearly every row.
Panels of a leaflet, the first of which has a numbered list, do not.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.strips import Gap, Strip, gutters, least_gutter, strips_of

_NUMBER = re.compile(r"(\d{1,3})[.)]?")
_LEAST = 3
_CELLS = 2
_ROWS = 0.7
"""Share of the rows whose cells all begin anew, and which have at least two."""
_AS_WIDE = 0.9
"""Share of the widest white between two numbers from which a row may end there; the lowest such does."""


def numbered_rows(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """The rows, each cell by cell; what stands above the first number is a row. None if this is no such table."""
    gaps = gutters(parts, least_gutter(parts))
    if len(gaps) < _CELLS:
        return []
    numbers = _counting([part for part in parts if part.x1 <= gaps[0][0]])
    if len(numbers) < _LEAST:
        return []
    rows = _rows(strips_of(parts), numbers)
    cells = [_cells(row, gaps) for row in rows]
    if sum(_is_row(row) for row in cells[-len(numbers) :]) < _ROWS * len(numbers):
        return []
    return [tuple(part for cell in row for part in cell) for row in cells]


# -------------------------------------------------------------------------------------------------------------------


def _counting(first: Sequence[Part]) -> list[Part]:
    """The numbers of the first column, if they count up by one and are most of what stands there."""
    found = [(int(m[1]), part) for part in first if (m := _NUMBER.fullmatch(part.text))]
    found.sort(key=lambda one: one[1].middle)
    counting = all(high[0] == low[0] + 1 for low, high in pairwise(found))
    return [part for _, part in found] if counting and len(first) - len(found) <= _CELLS else []


def _rows(strips: Sequence[Strip], numbers: Sequence[Part]) -> list[list[Part]]:
    """The parts between the white that ends each row."""
    ends = [
        _end(strips, start, stop) for start, stop in zip((-1.0, *_middles(numbers)), _middles(numbers), strict=False)
    ]
    rows: list[list[Part]] = [[] for _ in range(len(ends) + 1)]
    for strip in strips:
        rows[sum(strip.top >= end for end in ends)] += strip.parts
    return [row for row in rows if row]


def _middles(numbers: Sequence[Part]) -> list[float]:
    return [number.middle for number in numbers]


def _end(strips: Sequence[Strip], start: float, stop: float) -> float:
    """Where the next row begins: below the widest white between two heights, the lowest of those as wide."""
    inner = [(low.top - high.bottom, low.top) for high, low in pairwise(strips) if start < low.top < stop]
    if not inner:
        return stop if start >= 0 else -1.0
    widest = max(white for white, _ in inner)
    return max(top for white, top in inner if white >= _AS_WIDE * widest)


def _cells(row: Sequence[Part], gaps: Sequence[Gap]) -> list[list[Part]]:
    cells: list[list[Part]] = [[] for _ in range(len(gaps) + 1)]
    for part in sorted(row, key=lambda part: (part.middle, part.x0)):
        cells[sum(part.centre >= end for _, end in gaps)].append(part)
    return cells


def _is_row(cells: Sequence[Sequence[Part]]) -> bool:
    """Whether a row has two cells beside its number, and each begins anew."""
    used = [cell[0].text for cell in cells[1:] if cell]
    return len(used) >= _CELLS and not any(text[0].islower() for text in used if text)
