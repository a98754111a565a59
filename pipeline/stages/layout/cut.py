"""Cuts a page into regions in reading order: an XY-cut that knows gutters from gaps between words.

Where white space runs down through everything, what stands left of it comes first. Elsewhere the page is cut across
into bands, each as deep as one gutter goes on: both halves of a letterhead are one band, so are columns under a
headline, or recipients beside a signature. Headings that count (1, 2 | 3, 4) overrule: boxes of a poster go row by row.

Nagy & Seth, Hierarchical representation of optically scanned documents, ICPR 1984; Breuel, High performance document
layout analysis, SDIUT 2003 (gutters as maximal white space).
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.stages.layout.bands import bands_of
from pipeline.stages.layout.columns import columns_of
from pipeline.stages.layout.headings import counts_up, heading_number, is_headline
from pipeline.stages.layout.margins import without_margins
from pipeline.stages.layout.numbered_rows import numbered_rows
from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.strips import Strip, strips_of
from schemas.page import Box

_LEVEL = 0.45
"""Heights of the letters: parts whose middles are nearer than that stand in one row."""

Path = tuple[tuple[int, int], ...]


class Region(NamedTuple):
    """Parts that follow each other, from top to bottom."""

    parts: tuple[Part, ...]
    path: Path
    """Which column, from 0, of how many it is in, then which within that; empty if nothing stands beside it."""


def regions(parts: Sequence[Part], rulings: Sequence[Box] = (), *, landscape: bool = False) -> tuple[Region, ...]:
    """The regions in reading order; every part is in one.

    Takes: the page's parts; ruling lines as thin boxes, for bands end at those that run across; whether the page is
    wider than high: what stands in its middle may be of the middle panel.
    """
    if not parts:
        return ()
    head, rest, foot = without_margins(parts, landscape=landscape)
    found = [Region(tuple(head), ())] if head else []
    found += _cut(tuple(rest), (), rulings, whole=True)
    return (*found, Region(tuple(foot), ())) if foot else tuple(found)


def rows_down(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Rows from top to bottom, each from left to right; parts at one height make a row."""
    rows: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: (part.middle, part.x0, part.lines, part.start)):
        if rows and _beside(rows[-1], part):
            rows[-1].append(part)
        else:
            rows.append([part])
    return tuple(part for row in rows for part in sorted(row, key=lambda part: (part.x0, part.lines, part.start)))


# -------------------------------------------------------------------------------------------------------------------


def _cut(parts: tuple[Part, ...], path: Path, rulings: Sequence[Box], *, whole: bool = False) -> list[Region]:
    columns = columns_of(parts, whole=whole)
    if len(columns) > 1:
        return _side_by_side(parts, columns, path, rulings)
    bands = bands_of(parts, rulings)
    if len(bands) == 1:
        return [Region(rows_down(parts), path)]
    found: list[Region] = []
    for band in bands:
        found += _cut(band.parts, path, rulings) if band.parted else [Region(rows_down(band.parts), path)]
    return found


def _side_by_side(
    parts: tuple[Part, ...], columns: Sequence[Sequence[Part]], path: Path, rulings: Sequence[Box]
) -> list[Region]:
    """One column after the other; row by row below headlines over every column, or if only so headings count up."""
    if all(len(column) == 1 for column in columns) and len(strips_of(parts)) == 1:
        return [Region(rows_down(parts), path)]  # one row: a dateline with a wide slot, names side by side
    table = numbered_rows(parts)
    if table:
        return [Region(row, path) for row in table]
    rows = _under_headlines(parts, len(columns))
    if len(rows) > 1:
        return [region for row in rows for region in _cut(row, path, rulings)]
    down: list[Region] = []
    for n, column in enumerate(columns):
        down += _cut(tuple(column), (*path, (n, len(columns))), rulings)
    if not counts_up(_flat(down)):
        by_rows = _row_by_row(parts, path, rulings)
        if by_rows and counts_up(_flat(by_rows)):
            return by_rows
    return down


def _under_headlines(parts: tuple[Part, ...], columns: int) -> list[tuple[Part, ...]]:
    """The parts, cut across above every strip of headlines, at least one a column."""
    groups: list[list[Strip]] = [[]]
    for strip in strips_of(parts):
        if len(strip.solid) >= columns and is_headline(groups[-1], strip):
            groups.append([])
        groups[-1].append(strip)
    return [tuple(part for strip in group for part in strip.parts) for group in groups]


def _row_by_row(parts: tuple[Part, ...], path: Path, rulings: Sequence[Box]) -> list[Region]:
    """The same, first cut across before every strip that has a heading which counts; none if that cuts nothing."""
    groups: list[list[Part]] = []
    for strip in strips_of(parts):
        if not groups or any(heading_number(part) for part in strip.parts):
            groups.append([])
        groups[-1] += strip.parts
    return [region for group in groups for region in _cut(tuple(group), path, rulings)] if len(groups) > 1 else []


def _flat(found: Sequence[Region]) -> list[Part]:
    return [part for region in found for part in region.parts]


def _beside(row: Sequence[Part], part: Part) -> bool:
    first = row[0]
    level = abs(part.middle - first.middle) < _LEVEL * min(part.height, first.height)
    return level and all(part.x0 >= other.x1 or part.x1 <= other.x0 for other in row)
