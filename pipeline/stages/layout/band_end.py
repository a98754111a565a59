"""Where a band of columns ends, when lines stand alone at its left, or its last row belongs to what follows."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.running import is_running
from pipeline.stages.layout.strips import Gap, Strip, clear, gutters

_NEAR, _NEAR_IN_TEXT = 1.2, 2.5
"""Heights of the letters: white between lines of one column where nothing stands beside it any more."""
_UNEVEN = 0.5
"""The same by which that white may grow."""
_PASSAGE = 3
"""Lines alone in a column of running text that are its own whatever stands above them: its neighbour was shorter."""
_ADDRESSED = re.compile(r"\W*Kính\s+gửi", re.IGNORECASE)
"""Never in the letterhead: the first line below it."""
_CLOSER = 1.5


def band_end(strips: Sequence[Strip], at: int, stop: int, gap: Gap, least: float) -> int:
    """The strip before which the band ends.

    Takes: the page's strips; those the band has so far, from ``at`` to before ``stop``; its first gutter, and the
    least width of one. Lines at the left below the last that has anything to its right are the left column's as long
    as they follow closely and evenly: a subject under the number, recipients that go on below the signature.
    """
    stop = _without_heads(strips, at, stop, least)
    last = max((n for n in range(at, stop) if any(part.x0 >= gap[1] for part in strips[n].solid)), default=at)
    held = [part for strip in strips[at : last + 1] for part in strip.parts]
    column = [part for part in held if part.x1 <= gap[0]]
    text = is_running(column) and is_running([part for part in held if part.x0 >= gap[1]])
    if text and stop - last > _PASSAGE:
        return stop
    most = _NEAR_IN_TEXT if text else _usual_white(column)
    bottom = max((part.y1 for part in column), default=strips[at].bottom)
    for n in range(last + 1, stop):
        part = min(strips[n].parts, key=lambda part: part.y0)
        white = (part.y0 - bottom) / part.height
        if white > most or _ADDRESSED.match(part.text):
            return n
        most = most if text else min(most, max(white, 0.0) + _UNEVEN)
        bottom = max(part.y1 for part in strips[n].parts)
    return stop


# -------------------------------------------------------------------------------------------------------------------


def _usual_white(column: Sequence[Part]) -> float:
    """How far apart lines of the column stand at most, in heights of their letters; entries of a list stand apart."""
    if not is_running(column):
        return _NEAR
    ranked = sorted(column, key=lambda part: part.y0)
    widest = max(((low.y0 - high.y1) / low.height for high, low in pairwise(ranked)), default=0.0)
    return min(max(widest + _UNEVEN / 2, _NEAR), _NEAR_IN_TEXT)


def _without_heads(strips: Sequence[Strip], at: int, stop: int, least: float) -> int:
    """The end without a last row of headings that stands nearer to the columns below, which end the band."""
    last = stop - 1
    if stop >= len(strips) or last <= at:
        return stop
    above, below = strips[last].top - strips[last - 1].bottom, strips[stop].top - strips[last].bottom
    own = gutters(strips[last].solid, least)
    heads = above > _CLOSER * below and bool(own) and bool(clear(own, strips[stop].solid, least))
    return last if heads else stop
