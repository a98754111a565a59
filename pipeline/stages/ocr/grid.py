"""Cells of tables from ruling lines: segments that touch form a grid; cells without a line between them are one."""

from collections.abc import Sequence

from schemas.base import Frozen
from schemas.page import Box

_TOUCH = 0.04
"""Inches: lines that end so near each other were drawn to meet."""


class Cell(Frozen):
    """A cell of a table, by its first row and column."""

    row: int
    column: int
    box: Box


def grids(rulings: Sequence[Box], dpi: float) -> list[tuple[Cell, ...]]:
    """The cells of every table of at least two rows and two columns that ruling lines draw, top to bottom.

    Takes: ruling lines as thin boxes and the resolution they were found at. Gives: cells in rows, then columns.
    """
    near = max(2, round(_TOUCH * dpi))
    found = [_cells(group, near) for group in _groups(rulings, near)]
    return sorted((cells for cells in found if cells), key=lambda cells: cells[0].box.y0)


def _groups(rulings: Sequence[Box], near: int) -> list[list[Box]]:
    """Lines that touch each other, directly or through others."""
    groups: list[list[Box]] = []
    for ruling in rulings:
        touched = [group for group in groups if any(_touch(ruling, other, near) for other in group)]
        groups = [group for group in groups if group not in touched]
        groups.append([ruling, *(other for group in touched for other in group)])
    return groups


def _touch(one: Box, other: Box, near: int) -> bool:
    apart = one.x0 - near > other.x1 or other.x0 - near > one.x1 or one.y0 - near > other.y1 or other.y0 - near > one.y1
    return not apart


def _cells(group: Sequence[Box], near: int) -> tuple[Cell, ...]:
    across = [line for line in group if line.width >= line.height]
    down = [line for line in group if line.width < line.height]
    if len(across) < 2 or not down:
        return ()
    ys = _cuts([(line.y0 + line.y1) // 2 for line in across], near)
    xs = _cuts([(line.x0 + line.x1) // 2 for line in down] + _ends(across), near)
    if len(ys) < 3 or len(xs) < 3:
        return ()
    return _merged(xs, ys, across, down, near)


def _ends(across: Sequence[Box]) -> list[int]:
    """Left and right end of the table: many have no line there."""
    return [min(line.x0 for line in across), max(line.x1 for line in across)]


def _cuts(places: Sequence[int], near: int) -> list[int]:
    """Places that are one line drawn in pieces, once each."""
    cuts: list[list[int]] = []
    for place in sorted(places):
        if cuts and place - cuts[-1][-1] <= 2 * near:
            cuts[-1].append(place)
        else:
            cuts.append([place])
    return [sum(own) // len(own) for own in cuts]


def _merged(
    xs: Sequence[int], ys: Sequence[int], across: Sequence[Box], down: Sequence[Box], near: int
) -> tuple[Cell, ...]:
    """The grid's cells, those joined that have no line between them."""
    rows, columns = len(ys) - 1, len(xs) - 1
    home = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while home[at] != at:
            at = home[at]
        return at

    for row, column in home:
        if column + 1 < columns and not _parted(down, xs[column + 1], (ys[row], ys[row + 1]), near, upright=True):
            _join(home, root((row, column)), root((row, column + 1)))
        if row + 1 < rows and not _parted(across, ys[row + 1], (xs[column], xs[column + 1]), near, upright=False):
            _join(home, root((row, column)), root((row + 1, column)))
    boxes: dict[tuple[int, int], Box] = {}
    for row, column in home:
        box = Box(x0=xs[column], y0=ys[row], x1=xs[column + 1], y1=ys[row + 1])
        own = root((row, column))
        boxes[own] = boxes[own].join(box) if own in boxes else box
    return tuple(Cell(row=row, column=column, box=boxes[row, column]) for row, column in sorted(boxes))


def _join(home: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = sorted((one, other))
    home[second] = first


def _parted(lines: Sequence[Box], place: int, span: tuple[int, int], near: int, *, upright: bool) -> bool:
    """Whether lines at this place cover at least half of the span between two cells."""
    covered = 0
    for line in lines:
        middle = (line.x0 + line.x1) // 2 if upright else (line.y0 + line.y1) // 2
        start, end = (line.y0, line.y1) if upright else (line.x0, line.x1)
        if abs(middle - place) <= 2 * near:
            covered += max(0, min(end, span[1]) - max(start, span[0]))
    return 2 * covered >= span[1] - span[0]
