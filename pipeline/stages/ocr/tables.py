"""Tables: rows as lines with cells, where ruling lines form a grid or columns are plainly aligned.

Conservative: a letterhead, recipients beside a signature, and columns of running text are no tables. No word is lost
or doubled: words in the cells move into rows, all others stay where they are.
"""

from collections.abc import Mapping, Sequence

from pipeline.stages.ocr.columns import aligned
from pipeline.stages.ocr.grid import Cell, grids
from schemas.page import Box, Line, Page, Word

_LONGEST_CELL = 120
"""Words; a larger cell is a panel of a leaflet, to be read as lines."""


def tables(page: Page, rulings: Sequence[Box] = ()) -> Page:
    """The page with its tables' words in rows.

    Takes: a page in reading order; its ruling lines as thin boxes in page pixels (those of an engine, or none).
    Gives: for each table a block of its own, a line a row, ``cells`` in column order (an empty cell has no words),
    words of one cell together in the order they were read.
    """
    for table in (*grids(rulings, page.dpi), *aligned(page.lines)):
        page = _with_table(page, table)
    return page


def _with_table(page: Page, cells: Sequence[Cell]) -> Page:
    if any(line.cells for line in page.lines) and _inside_rows(page, cells):
        return page
    homes = _homes(page.lines, cells)
    rows = _rows(cells, homes, page.lines)
    if not _worth(homes, cells, rows):
        return page
    block = max(line.block for line in page.lines) + 1
    out: list[Line] = []
    first = min(line for line, _ in homes)
    for at, line in enumerate(page.lines):
        rest = tuple(word for n, word in enumerate(line.words) if (at, n) not in homes)
        if len(rest) == len(line.words):
            out.append(line)
        elif rest:
            out.append(line.model_copy(update={"words": rest, "cells": ()}))
        if at == first:
            out += [Line(words=words, cells=starts, block=block) for words, starts in rows]
    return page.model_copy(update={"lines": tuple(out)})


def _inside_rows(page: Page, cells: Sequence[Cell]) -> bool:
    """Whether words of another table's rows stand in these cells: the first table found keeps them."""
    return any(
        line.cells and any(_holds(cell.box, word.box) for cell in cells for word in line.words) for line in page.lines
    )


def _homes(lines: Sequence[Line], cells: Sequence[Cell]) -> dict[tuple[int, int], int]:
    """(line, word) → the cell that holds the word's middle."""
    found = {}
    around = cells[0].box
    for cell in cells:
        around = around.join(cell.box)
    for at, line in enumerate(lines):
        for n, word in enumerate(line.words):
            if _holds(around, word.box):
                own = next((c for c, cell in enumerate(cells) if _holds(cell.box, word.box)), None)
                if own is not None:
                    found[at, n] = own
    return found


def _holds(box: Box, word: Box) -> bool:
    return box.x0 <= (word.x0 + word.x1) / 2 < box.x1 and box.y0 <= (word.y0 + word.y1) / 2 < box.y1


def _rows(
    cells: Sequence[Cell], homes: Mapping[tuple[int, int], int], lines: Sequence[Line]
) -> list[tuple[tuple[Word, ...], tuple[int, ...]]]:
    """The words of each row that has any, and where its further cells begin."""
    held: list[list[Word]] = [[] for _ in cells]
    for (at, n), cell in homes.items():
        held[cell].append(lines[at].words[n])
    rows = []
    for row in sorted({cell.row for cell in cells}):
        own = sorted((n for n, cell in enumerate(cells) if cell.row == row), key=lambda n: cells[n].column)
        words: list[Word] = []
        starts = []
        for n in own:
            starts.append(len(words))
            words += held[n]
        if words:
            rows.append((tuple(words), tuple(starts[1:])))
    return rows


def _worth(homes: Mapping[tuple[int, int], int], cells: Sequence[Cell], rows: Sequence[object]) -> bool:
    """Whether words stand in two rows and two columns at least, and no cell is a page of text."""
    used = list(homes.values())
    columns = {cells[n].column for n in used}
    return len(rows) > 1 and len(columns) > 1 and all(used.count(n) <= _LONGEST_CELL for n in set(used))
