"""Bands: strips of a page that one gutter runs down through, or that nothing parts."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.stages.layout.band_end import band_end
from pipeline.stages.layout.headings import is_headline
from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.running import keeps_columns
from pipeline.stages.layout.strips import Gap, Strip, clear, gutters, least_gutter, strips_of, usual_height
from schemas.page import Box

_FAR = 4.0
"""Heights of the letters: white across all columns that ends a band, but not columns of running text."""
_NEAR = 1.2
"""The same between the first line of a right column and those above it that stand alone."""
_ACROSS = 0.7
"""Share of the width that a ruling line crosses which parts bands."""
_LONG = 10
"""Lines of columns that go on below a heading which stands alone at its height; a poster's boxes have fewer."""
_AHEAD = 2
"""Strips in which a gutter must stay closed; one alone may be a line that goes too far."""


class Band(NamedTuple):
    """Strips that follow each other down the page."""

    strips: tuple[Strip, ...]
    parted: bool
    """Whether a gutter runs down through all of them."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """All its parts."""
        return tuple(part for strip in self.strips for part in strip.parts)


def bands_of(parts: Sequence[Part], rulings: Sequence[Box] = ()) -> tuple[Band, ...]:
    """The bands, top to bottom; neighbours without a gutter are one.

    Takes: parts; ruling lines as thin boxes on the level page, for a band ends at one that runs across.
    """
    strips, least = strips_of(parts), least_gutter(parts)
    width = max(part.x1 for part in parts) - min(part.x0 for part in parts)
    across = [(line.y0 + line.y1) / 2 for line in rulings if line.width >= _ACROSS * width]
    bands: list[Band] = []
    at = 0
    while at < len(strips):
        gaps, stop = _grown(strips, at, least, across)
        if not gaps:
            _add_plain(bands, strips[at])
            at += 1
            continue
        stop = band_end(strips, at, stop, gaps[0], least)
        first = _higher(bands, strips[at], gaps[-1])
        bands.append(Band((*first, *strips[at:stop]), parted=True))
        at = stop
    return tuple(bands)


# -------------------------------------------------------------------------------------------------------------------


def _grown(strips: Sequence[Strip], at: int, least: float, across: Sequence[float]) -> tuple[list[Gap], int]:
    """The gutters of the strip ``at`` that go on longest, and the strip before which they end."""
    gaps = gutters(strips[at].solid, least)
    stop = at + 1
    while gaps and stop < len(strips):
        if _ruled(strips[stop - 1], strips[stop], across):
            break
        rest = clear(gaps, strips[stop].solid, least)
        if not rest or _other_columns(strips, at, stop, gaps, rest):
            break
        if (
            stop - at > 1
            and is_headline(strips[at:stop], strips[stop])
            and not keeps_columns(strips[at:stop], strips[stop], rest[0], lines=_LONG)
        ):
            break
        if _far(strips[stop - 1], strips[stop]) and not keeps_columns(strips[at:stop], strips[stop], rest[0]):
            break
        gaps, stop = rest, stop + 1
    return gaps, stop


def _ruled(above: Strip, below: Strip, across: Sequence[float]) -> bool:
    return any(above.bottom <= y <= below.top for y in across)


def _far(above: Strip, below: Strip) -> bool:
    white = below.top - above.bottom
    return white > _FAR * max(usual_height(above.parts), usual_height(below.parts))


def _other_columns(
    strips: Sequence[Strip], at: int, stop: int, gaps: Sequence[Gap], rest: Sequence[Gap]
) -> bool:  # fmt: skip
    """Whether one of several gutters ends here for good: below a headline, or in the next row of a poster's boxes."""
    if len(gaps) < 2 or stop - at < 2:
        return False
    closed = [gap for gap in gaps if not any(gap[0] <= start and end <= gap[1] for start, end in rest)]
    if not closed:
        return False
    parts = strips[stop].solid
    alone = all(all(p.x1 <= start for p in parts) or all(p.x0 >= end for p in parts) for start, end in rest)
    following = strips[stop + 1 : stop + 1 + _AHEAD]
    return alone or (bool(following) and all(not clear(closed, strip.solid, 1.0) for strip in following))


def _higher(bands: list[Band], first: Strip, gap: Gap) -> tuple[Strip, ...]:
    """Takes from the plain band above the strips that stand close above the right column: it begins higher."""
    if not bands or bands[-1].parted:
        return ()
    strips = list(bands[-1].strips)
    top = min((part.y0 for part in first.parts if part.x0 >= gap[1]), default=first.top)
    taken: list[Strip] = []
    while strips and all(part.x0 >= gap[1] for part in strips[-1].solid):
        lowest = max(strips[-1].parts, key=lambda part: part.y1)
        if top - lowest.y1 > _NEAR * lowest.height:
            break
        taken.insert(0, strips.pop())
        top = min(part.y0 for part in taken[0].parts)
    if taken:
        bands.pop()
        if strips:
            bands.append(Band(tuple(strips), parted=False))
    return tuple(taken)


def _add_plain(bands: list[Band], strip: Strip) -> None:
    if bands and not bands[-1].parted:
        bands[-1] = Band((*bands[-1].strips, strip), parted=False)
    else:
        bands.append(Band((strip,), parted=False))
