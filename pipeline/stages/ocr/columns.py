"""Cells of tables without ruling lines: at least three columns aligned over at least four rows of short entries."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.stages.ocr.grid import Cell
from schemas.page import Box, Line, Word

_LEAST_ROWS, _LEAST_COLUMNS = 4, 3
_SHORT = 4
"""Words an entry has at most, usually: columns of running text have more."""


class _Run(NamedTuple):
    """Words that stand close together in a row."""

    box: Box
    words: int
    digits: bool


def aligned(lines: Sequence[Line]) -> list[tuple[Cell, ...]]:
    """The cells of tables that only alignment shows.

    Takes: the page's lines. Gives: for each run of rows (one under the other) that share at least three columns, its
    cells; none for columns of running text, for two columns, for fewer than four rows.
    """
    rows = [_runs(row) for row in _rows([word for line in lines if not line.cells for word in line.words])]
    found, start = [], 0
    while start < len(rows):
        stop = start
        while stop < len(rows) and len(rows[stop]) >= _LEAST_COLUMNS and _follows(rows, start, stop):
            stop += 1
        if stop - start >= _LEAST_ROWS and (cells := _cells(rows[start:stop])):
            found.append(cells)
        start = max(stop, start + 1)
    return found


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words in rows: one whose middle lies within the row's height belongs to it."""
    rows: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: word.box.y0 + word.box.y1):
        own = (word.box.y0 + word.box.y1) / 2
        if rows and abs(own - middle) < 0.5 * word.box.height:
            rows[-1].append(word)
        else:
            rows.append([word])
            middle = own
    return rows


def _runs(row: Sequence[Word]) -> list[_Run]:
    """The row's entries: a gap wider than a letter is tall parts two."""
    runs: list[list[Word]] = []
    for word in sorted(row, key=lambda word: word.box.x0):
        if runs and word.box.x0 - runs[-1][-1].box.x1 < 1.2 * word.box.height:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_run(run) for run in runs]


def _run(words: Sequence[Word]) -> _Run:
    box = words[0].box
    for word in words[1:]:
        box = box.join(word.box)
    return _Run(box, len(words), any(char.isdecimal() for word in words for char in word.text))


def _follows(rows: Sequence[Sequence[_Run]], start: int, at: int) -> bool:
    """Whether row ``at`` stands close under the one before it."""
    if at == start:
        return True
    above, here = rows[at - 1][0].box, rows[at][0].box
    return here.y0 - above.y1 < 1.5 * max(above.height, here.height)


def _cells(rows: Sequence[Sequence[_Run]]) -> tuple[Cell, ...]:
    columns = _columns(rows)
    runs = [run for row in rows for run in row]
    words = sorted(run.words for run in runs)
    usual = words[len(words) // 2]
    if len(columns) < _LEAST_COLUMNS or usual > _SHORT or not _has_digits(rows, columns):
        return ()
    if any(sum(1 for run in row if _column(run, columns) == n) > 1 for row in rows for n in range(len(columns))):
        return ()
    cuts = [
        columns[0][0],
        *((a[1] + b[0]) // 2 for a, b in pairwise(columns)),
        columns[-1][1] + 1,
    ]
    tops = [min(run.box.y0 for run in row) for row in rows] + [max(run.box.y1 for run in rows[-1]) + 1]
    return tuple(
        Cell(row=r, column=c, box=Box(x0=cuts[c], y0=tops[r], x1=cuts[c + 1], y1=tops[r + 1]))
        for r in range(len(rows))
        for c in range(len(columns))
    )


def _columns(rows: Sequence[Sequence[_Run]]) -> list[tuple[int, int]]:
    """Where ink stands in any row, from left to right: columns are what no entry bridges."""
    columns: list[tuple[int, int]] = []
    for box in sorted((run.box for row in rows for run in row), key=lambda box: box.x0):
        if columns and box.x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], box.x1))
        else:
            columns.append((box.x0, box.x1))
    return columns


def _column(run: _Run, columns: Sequence[tuple[int, int]]) -> int:
    return next(n for n, (start, end) in enumerate(columns) if start <= run.box.x0 <= end)


def _has_digits(rows: Sequence[Sequence[_Run]], columns: Sequence[tuple[int, int]]) -> bool:
    """Whether a column is mostly of numbers, as tables have: columns of running text do not."""
    numbers = [[run for row in rows for run in row if _column(run, columns) == n] for n in range(len(columns))]
    return any(sum(run.digits for run in own) >= 0.7 * len(rows) for own in numbers)
