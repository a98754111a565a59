"""Which parts stand side by side as columns: parted by a gutter, and read down one after the other."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.layout.across import across, labels
from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.strips import gutters, least_gutter

_MARGINAL = 0.1
"""Share of the page's width: what is narrower, has a line or two and stands apart is a page number or a note."""
_FEW = 2

Column = list[Part]


def columns_of(parts: Sequence[Part], *, whole: bool = False) -> list[Column]:
    """The columns, left to right; one if nothing stands side by side through all of these parts.

    Takes: parts; whether they are all of a page: beside its text, a page number makes no column.
    """
    solid = [part for part in parts if not part.weak] or list(parts)
    gaps = gutters(solid, least_gutter(solid))
    columns = _joined(_labelled(_split(solid, [(start + end) / 2 for start, end in gaps])))
    if whole:
        columns = _without_margins(columns)
    if len(columns) == 1:
        return [list(parts)]
    cuts = [(max(p.x1 for p in left) + min(p.x0 for p in right)) / 2 for left, right in pairwise(columns)]
    return _split(parts, cuts)


# -------------------------------------------------------------------------------------------------------------------


def _split(parts: Sequence[Part], cuts: Sequence[float]) -> list[Column]:
    """The parts between these places, by their centres; nothing stays empty but where a cut lies outside of all."""
    columns: list[Column] = [[] for _ in range(len(cuts) + 1)]
    for part in parts:
        columns[sum(part.centre >= cut for cut in cuts)].append(part)
    return [column for column in columns if column]


def _labelled(columns: list[Column]) -> list[Column]:
    """Numbers and bullets join the text to their right that they number; at the end of rows, the text to their left."""
    out: list[Column] = []
    waiting: Column = []
    for n, column in enumerate(columns):
        if n + 1 < len(columns) and labels(column, columns[n + 1]):
            waiting += column
        elif out and not waiting and labels(column, out[-1]):
            out[-1] = out[-1] + column
        else:
            out.append(waiting + column)
            waiting = []
    return out


def _joined(columns: list[Column]) -> list[Column]:
    """Neighbours that are read across become one."""
    out = columns[:1]
    for before, column in pairwise(columns):
        if across(before, column):
            out[-1] = out[-1] + column
        else:
            out.append(column)
    return out


def _without_margins(columns: list[Column]) -> list[Column]:
    """A page number or a note in the margin goes by its height with the nearest column."""
    if len(columns) < 2:
        return columns
    width = _ends(columns[-1])[1] - _ends(columns[0])[0]
    out = [list(column) for column in columns]
    for at in (len(out) - 1, 0):
        if len(out) > 1 and _marginal(out[at], width * _MARGINAL):
            column = out.pop(at)
            out[min(at, len(out) - 1)] += column
    return out


def _ends(column: Column) -> tuple[float, float]:
    return min(part.x0 for part in column), max(part.x1 for part in column)


def _marginal(column: Column, narrow: float) -> bool:
    start, end = _ends(column)
    return len(column) <= _FEW and end - start < narrow
