"""Which gaps within a line part columns: those that gaps in lines nearby bear out. A slot for a pen stands alone."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.stages.layout.parts import Part

_SURE = 3.0
"""Heights of its letters: a gap that wide within a line needs no second witness."""
_REACH = 5.0
"""Heights of its letters up and down the page in which witnesses stand."""
_LEVEL = 0.8
_SHARED = 0.6
"""Heights of its letters that two gaps have in common if they are of one gutter."""


class _Gap(NamedTuple):
    start: float
    end: float
    middle: float
    height: float
    lines: tuple[int, ...]

    def bears_out(self, other: "_Gap") -> bool:
        shared = min(self.end, other.end) - max(self.start, other.start)
        near = abs(self.middle - other.middle) <= _REACH * other.height
        return near and self.lines != other.lines and shared >= _SHARED * other.height


def borne_out(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, those of one line joined again whose gap no other line bears out.

    Takes: parts in the order of the page's lines. Gives: the same words in the same order.
    """
    gaps = [*_within(parts), *_between(parts)]
    out: list[Part] = []
    for part in parts:
        if out and _follows(out[-1], part) and not _stands(out[-1], part, gaps):
            out[-1] = _joined(out[-1], part)
        else:
            out.append(part)
    return tuple(out)


# -------------------------------------------------------------------------------------------------------------------


def _follows(one: Part, other: Part) -> bool:
    return bool(one.words) and one.lines == other.lines and other.start == one.start + len(one.words)


def _stands(left: Part, right: Part, gaps: Sequence[_Gap]) -> bool:
    if right.motto or right.x0 - left.x1 > _SURE * left.height:
        return True
    own = _Gap(left.x1, right.x0, left.middle, min(left.height, right.height), left.lines)
    return any(gap.bears_out(own) for gap in gaps)


def _joined(left: Part, right: Part) -> Part:
    return left._replace(
        words=left.words + right.words, x1=max(left.x1, right.x1), y0=min(left.y0, right.y0),
        y1=max(left.y1, right.y1), weak=left.weak and right.weak,
    )  # fmt: skip


def _within(parts: Sequence[Part]) -> Iterator[_Gap]:
    for left, right in pairwise(parts):
        if _follows(left, right):
            yield _Gap(left.x1, right.x0, left.middle, left.height, left.lines)


def _between(parts: Sequence[Part]) -> Iterator[_Gap]:
    """Gaps between neighbours of different lines at about one height."""
    ranked = sorted((part for part in parts if not part.weak), key=lambda part: part.middle)
    for n, part in enumerate(ranked):
        right = [other for other in _level_with(ranked, n) if other.lines != part.lines and other.x0 >= part.x1]
        if right:
            nearest = min(right, key=lambda other: other.x0)
            yield _Gap(part.x1, nearest.x0, part.middle, part.height, (*part.lines, *nearest.lines))


def _level_with(ranked: Sequence[Part], n: int) -> Iterator[Part]:
    reach = _LEVEL * ranked[n].height
    for step in (-1, 1):
        at = n + step
        while 0 <= at < len(ranked) and abs(ranked[at].middle - ranked[n].middle) < reach:
            yield ranked[at]
            at += step
