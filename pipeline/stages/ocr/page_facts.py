"""What the pixels of one page say about its scan, before anybody judges it."""

from pydantic import Field

from schemas.base import Frozen
from schemas.page import Box


class PageFacts(Frozen):
    """Measured on the copy that is read: flattened, level, upright. Boxes are pixels of the upright page."""

    sharpness: float = Field(ge=0, le=1, description="how steep strokes are; 1 is as sharp as the resolution")
    contrast: float = Field(ge=0, le=1, description="ink against paper; 1 is black on white")
    ink: float = Field(ge=0, le=1, description="share of the page that is ink; scanner's edges and holes left out")
    specks: float = Field(ge=0, description="specks and grains a square centimetre, away from print")
    letters: int = Field(ge=0, description="marks of the size of letters")
    pictures: float = Field(ge=0, le=1, description="share of the page under marks larger than letters")
    lines: tuple[Box, ...] = Field(default=(), description="where marks stand in rows as print does")
    cut_left: int = Field(default=0, ge=0, description="rows of print that run into the left edge")
    cut_right: int = Field(default=0, ge=0)
    signature: str = Field(default="", description="256 bits in hex: whether ink grows or shrinks over a coarse grid")
