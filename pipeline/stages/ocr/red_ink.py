"""Decides what a patch of red (or blue) ink is: a seal, a framed stamp, a stamped name, printed text, or a picture.

Takes measured facts in millimetres; gives what the patch is. The rules, from Vietnamese office paper and leaflets: an
agency's seal is a ring of 18 to 50 mm; a framed stamp has at least three straight sides; a name or date stamped in red
stands beside a seal. Anything else that stands in a row like print is text, and must be read, because it vanishes from
the red channel. On a page printed in colour, frames and rows belong to the print; only a red ring is still a seal.
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen

_RING_MM = 18.0, 50.0
_RING, _RING_IN_COLOUR = 0.6, 0.8
_FRAME, _FRAME_MM = 0.7, (12.0, 7.0, 110.0, 60.0)
COLOURED = 0.03
"""Share of the page in any colour from which it counts as printed in colour."""
_ROW_MM = 1.2, 16.0
_SOLID = 0.75
_CROSSED = 1.0


class InkKind(StrEnum):
    """What coloured ink is."""

    ROUND = "round"
    RECTANGULAR = "rectangular"
    FREE = "free"
    TEXT = "text"
    PICTURE = "picture"


class Patch(Frozen):
    """One patch of coloured ink."""

    width: float = Field(gt=0, description="millimetres")
    height: float = Field(gt=0, description="millimetres")
    red: bool = Field(default=True, description="red; else blue, in which pens write too")
    ring: float = Field(default=0, ge=0, le=1, description="share of a circle's rim on the page that holds its ink")
    frame: float = Field(default=0, ge=0, le=1, description="share of the third best of its four sides that is a line")
    letters: int = Field(default=0, ge=0, description="separate marks")
    filled: float = Field(default=0, ge=0, le=1, description="share of its box that is its ink")
    crossed: float = Field(default=0, ge=0, description="black ink in its box for each pixel of its own")
    cut: bool = Field(default=False, description="by the left or right edge of the page")
    beside_seal: bool = False


def kind_of(patch: Patch, *, coloured: float) -> InkKind:
    """What the patch is, on a page of which the share ``coloured`` is printed in any colour."""
    printed = coloured > COLOURED
    if _is_seal(patch, printed=printed):
        return InkKind.ROUND
    if not printed and _is_framed(patch):
        return InkKind.RECTANGULAR
    if not patch.red or patch.cut or not _is_row(patch):
        return InkKind.PICTURE
    if not printed and (patch.beside_seal or patch.crossed > _CROSSED):
        return InkKind.FREE
    return InkKind.TEXT


# -------------------------------------------------------------------------------------------------------------------


def _is_seal(patch: Patch, *, printed: bool) -> bool:
    fits = _RING_MM[0] <= max(patch.width, patch.height) <= _RING_MM[1]
    return fits and patch.ring >= (_RING_IN_COLOUR if printed else _RING) and (patch.red or not printed)


def _is_framed(patch: Patch) -> bool:
    least_width, least_height, most_width, most_height = _FRAME_MM
    fits = least_width <= patch.width <= most_width and least_height <= patch.height <= most_height
    return fits and patch.frame >= _FRAME


def _is_row(patch: Patch) -> bool:
    row = _ROW_MM[0] <= patch.height <= _ROW_MM[1] and patch.width > 1.2 * patch.height
    return row and patch.letters >= 2 and patch.filled < _SOLID
