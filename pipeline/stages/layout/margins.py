"""What stands alone above or below everything else, in the middle: a title across panels, a foot, a page number."""

from collections.abc import Sequence

from pipeline.stages.layout.across import is_label
from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.strips import Strip, strips_of, usual_height

_CENTRED = 0.04
"""Share of the width by which its middle may miss the page's."""
_WHITE, _WHITE_AT_EDGE = 0.8, 1.8
"""Heights of its letters between a title, or a running head or foot, and the rest."""
_LARGE = 1.25
"""Times the usual height: a title over panels. The head of a middle panel stands in the middle too."""
_RUNNING, _FEW_WORDS = 1.05, 8
"""Times the usual height, and words, of a running head at most."""
_MOST = 3
"""Lines of a title."""


def without_margins(parts: Sequence[Part], *, landscape: bool) -> tuple[list[Part], list[Part], list[Part]]:
    """Head, the rest and foot of a page, each from top to bottom; head or foot may be empty.

    Only what a gutter could pass by: a line that reaches across columns is told from them anyway.
    """
    strips = list(strips_of(parts))
    x0, x1 = min(part.x0 for part in parts), max(part.x1 for part in parts)
    sheet = _Sheet(x0, x1, usual_height(parts), wide=landscape)
    head: list[Part] = []
    while len(strips) > 1 and len(head) < _MOST and sheet.is_head(strips[0], strips[1]):
        head += strips.pop(0).parts
    foot: list[Part] = []
    if len(strips) > 1 and sheet.is_foot(strips[-2], strips[-1]):
        foot += strips.pop().parts
    return head, [part for strip in strips for part in strip.parts], foot


# -------------------------------------------------------------------------------------------------------------------


class _Sheet:
    """Where a page's text stands, and how large it usually is."""

    def __init__(self, x0: float, x1: float, usual: float, *, wide: bool) -> None:
        self._middle, self._width = (x0 + x1) / 2, x1 - x0
        self._usual, self._wide = usual, wide

    def is_head(self, strip: Strip, below: Strip) -> bool:
        part = strip.parts[0]
        if len(strip.parts) > 1 or not part.words:
            return False
        white = (below.top - strip.bottom) / part.height
        if self._centred(part) and white >= _WHITE:
            return not self._wide or part.height >= _LARGE * self._usual
        small = part.height <= self._usual * _RUNNING and len(part.words) <= _FEW_WORDS
        return small and white >= _WHITE_AT_EDGE and not self._wide

    def is_foot(self, above: Strip, strip: Strip) -> bool:
        part = strip.parts[0]
        if len(strip.parts) > 1 or not part.words or not self._centred(part):
            return False
        white = (strip.top - above.bottom) / part.height
        return white >= _WHITE_AT_EDGE and (not self._wide or is_label(part))

    def _centred(self, part: Part) -> bool:
        return abs(part.centre - self._middle) <= _CENTRED * self._width
