"""A typeset page before it is printed: words, shapes and marks, in points (1/72 inch) from the top left corner.

A sheet knows no pixels: :mod:`tests.samples.raster` prints it for scanning, :mod:`tests.samples.born_digital` as PDF.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Frozen

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
PEN: Colour = (28, 42, 128)
MM = 72 / 25.4
"""Points in a millimetre."""


class Style(Frozen):
    """How a run of letters looks. The family ``pen`` is writing by hand: digits only."""

    family: Literal["serif", "sans", "pen"] = "serif"
    bold: bool = False
    italic: bool = False
    size: float = Field(default=13.5, gt=0, description="points")
    colour: Colour = BLACK


class Run(Frozen):
    """Letters in one style."""

    text: str = Field(min_length=1)
    style: Style


class PlacedWord(Frozen):
    """A word on the sheet: runs without space between them, on a baseline."""

    runs: tuple[Run, ...] = Field(min_length=1)
    x: float
    baseline: float
    line: int
    block: int

    @property
    def text(self) -> str:
        """The word's letters."""
        return "".join(run.text for run in self.runs)

    @property
    def by_hand(self) -> bool:
        """Whether a part of it is written with a pen."""
        return any(run.style.family == "pen" for run in self.runs)


class Rect(Frozen):
    """A rectangle, filled, framed or both; a rule is a thin one."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    frame: Colour | None = None
    frame_width: float = 0.8


class Polygon(Frozen):
    """A filled polygon (the drawings on leaflets)."""

    points: tuple[tuple[float, float], ...] = Field(min_length=3)
    fill: Colour


class Stamp(Frozen):
    """A round red seal: text along the rim, lines in the middle."""

    kind: Literal["stamp"] = "stamp"
    x: float = Field(description="centre")
    y: float = Field(description="centre")
    diameter: float = 36 * MM
    rim: str
    middle: tuple[str, ...]


class Signature(Frozen):
    """A signature in ink: a squiggle inside this rectangle."""

    kind: Literal["signature"] = "signature"
    x: float
    y: float
    width: float
    height: float


class Sheet(Frozen):
    """One side of paper."""

    width: float
    height: float
    words: tuple[PlacedWord, ...] = Field(description="in reading order")
    shapes: tuple[Rect | Polygon, ...] = ()
    marks: tuple[Stamp | Signature, ...] = ()
    folds: tuple[float, ...] = Field(default=(), description="x of each vertical fold")
