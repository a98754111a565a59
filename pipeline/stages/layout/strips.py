"""Strips: what stands at one height; gutters: white space that runs down through all of some parts."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from pipeline.stages.layout.parts import Part

GUTTER = 0.9
"""Heights of the letters: the narrowest gutter. Those of bulletins have 1.5 or more."""
_BEFORE_MOTTO = 0.45
"""The same where a line goes on into a national motto: halves of a letterhead may all but touch."""
_CORE = 0.3
"""Heights above and below its middle that surely are a line's own; boxes of neighbours may overlap."""

Gap = tuple[float, float]
"""Where white space begins and ends, in pixels from the left (or the top)."""


class Strip(NamedTuple):
    """Parts that overlap, directly or through others, in height."""

    parts: tuple[Part, ...]
    solid: tuple[Part, ...]
    """Those that are not pen, stamps or specks."""
    top: float
    bottom: float


def usual_height(parts: Sequence[Part]) -> float:
    """The median height of letters, in pixels."""
    return median(part.height for part in parts)


def least_gutter(parts: Sequence[Part]) -> float:
    """The narrowest white space between these parts that is a gutter, in pixels."""
    return usual_height(parts) * (_BEFORE_MOTTO if any(part.motto for part in parts) else GUTTER)


def strips_of(parts: Sequence[Part]) -> tuple[Strip, ...]:
    """The strips, top to bottom."""
    groups: list[list[Part]] = []
    ends: list[Gap] = []
    for top, bottom, _, part in sorted((*_core(part), n, part) for n, part in enumerate(parts)):
        if ends and top < ends[-1][1]:
            groups[-1].append(part)
            ends[-1] = ends[-1][0], max(ends[-1][1], bottom)
        else:
            groups.append([part])
            ends.append((top, bottom))
    return tuple(
        Strip(tuple(group), tuple(part for part in group if not part.weak), *end)
        for group, end in zip(groups, ends, strict=True)
    )


def gutters(parts: Sequence[Part], least: float) -> list[Gap]:
    """White space between parts, at least so wide, that runs down through all of them, left to right."""
    found: list[Gap] = []
    edge: float | None = None
    for start, end in sorted((part.x0, part.x1) for part in parts):
        if edge is not None and start - edge >= least:
            found.append((edge, start))
        edge = end if edge is None else max(edge, end)
    return found


def clear(gaps: Sequence[Gap], parts: Sequence[Part], least: float) -> list[Gap]:
    """What is left of the gaps, at least so wide, between these parts as well."""
    left = list(gaps)
    for part in parts:
        if any(start < part.x1 and part.x0 < end for start, end in left):
            pieces = [((start, min(end, part.x0)), (max(start, part.x1), end)) for start, end in left]
            left = [gap for pair in pieces for gap in pair if gap[1] - gap[0] >= least]
    return left


# -------------------------------------------------------------------------------------------------------------------


def _core(part: Part) -> Gap:
    if not part.words:
        return part.y0, part.y1
    return part.middle - _CORE * part.height, part.middle + _CORE * part.height
