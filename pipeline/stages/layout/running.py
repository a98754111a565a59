"""Columns of running text: they go on below a picture, where a letterhead or a poster's boxes would not."""

from collections.abc import Sequence
from statistics import median

from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.strips import Gap, Strip

_LINES, _WORDS = 4, 4.0
"""Lines, and words a line, from which a column is one of running text."""
_FLUSH = 1.0
"""Heights of the letters by which the left edges, or the middles, of a column's lines may differ."""


def is_running(column: Sequence[Part]) -> bool:
    """Whether these lines are running text."""
    return len(column) >= _LINES and sum(len(part.words) for part in column) >= _WORDS * len(column)


def keeps_columns(above: Sequence[Strip], below: Strip, gap: Gap, *, lines: int = _LINES) -> bool:
    """Whether both columns beside this gap are running text of so many lines, and what follows stands in one."""
    held = [part for strip in above for part in strip.solid]
    sides = [part for part in held if part.x1 <= gap[0]], [part for part in held if part.x0 >= gap[1]]
    if not all(is_running(side) and len(side) >= lines for side in sides):
        return False
    return all(any(_in_column(part, side) for side in sides) for part in below.solid)


# -------------------------------------------------------------------------------------------------------------------


def _in_column(part: Part, column: Sequence[Part]) -> bool:
    """Whether it begins where lines of the column begin, or has its middle where they have theirs."""
    slack = _FLUSH * part.height
    if any(abs(part.x0 - other.x0) <= slack for other in column):
        return True
    return abs(part.centre - median(other.centre for other in column)) <= slack
