"""What our own assembler writes: pages that are one picture each. No programs here."""

from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """A page as stored: ``width`` × ``height`` points from (``x``, ``y``), shown turned clockwise by ``turn``."""

    x: float
    y: float
    width: float
    height: float
    turn: int

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height as people see the page."""
        return (self.height, self.width) if self.turn % 180 else (self.width, self.height)

    @property
    def upright(self) -> Matrix:
        """From the page as people see it, in points from its lower left corner, to the page as stored."""
        x, y, w, h = self.x, self.y, self.width, self.height
        return {
            0: (1, 0, 0, 1, x, y),
            90: (0, 1, -1, 0, x + w, y),
            180: (-1, 0, 0, -1, x + w, y + h),
            270: (0, -1, 1, 0, x, y + h),
        }[self.turn]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """An image as a PDF holds it. What is a piece of PDF is written as qpdf writes it."""

    width: int
    height: int
    bits: int
    """Bits of a colour component."""
    space: bytes
    """Colour space; the palette's, if there is one."""
    filter: bytes
    data: bytes
    parms: bytes = b""
    """Parameters of the filter."""
    palette: bytes = b""
    """Colours of the numbers that the data holds."""
    profile: bytes = b""
    """An ICC profile that takes the place of ``space``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """A page: its picture, and where on it."""

    picture: Picture
    matrix: Matrix
    """From the picture's unit square to the page as stored."""
    placement: Placement
