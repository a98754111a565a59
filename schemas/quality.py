"""How good a page's scan is, as measured on its image and its reading."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen


class Fault(StrEnum):
    """What is wrong with a scan; the sentences for people are in `schemas.messages`."""

    LOW_DPI = "low-dpi"
    SKEWED = "skewed"
    BLURRED = "blurred"
    FAINT = "faint"
    CUT_EDGE = "cut-edge"
    BLANK = "blank"
    UPSIDE_DOWN = "upside-down"
    SIDEWAYS = "sideways"
    TWICE = "twice"  # the same sheet was drawn in twice
    GAP = "gap"  # printed page numbers jump
    UNREAD = "unread"  # much that looks like print could not be read surely


class Quality(Frozen):
    """Measured facts of one page, and what follows from them."""

    dpi: float
    skew: float = Field(description="degrees")
    sharpness: float = Field(ge=0, le=1, description="how steep strokes are; 1 is as sharp as the resolution")
    contrast: float = Field(ge=0, le=1, description="ink against paper; 1 is black on white")
    ink: float = Field(ge=0, le=1, description="share of the page that is ink")
    score: float = Field(ge=0, le=1, description="1 reads without error; else the share of characters likely right")
    faults: tuple[Fault, ...] = ()
    rescan: bool = Field(default=False, description="scanning it again would help")
    worst: tuple[int, ...] = Field(default=(), description="indices of the words to look at first, worst first")
    twin: int | None = Field(default=None, description="the earlier page that is the same sheet (`twice`)")
    missing: tuple[int, ...] = Field(default=(), description="printed page numbers missing before this page (`gap`)")
    signature: str = Field(default="", description="a coarse picture of the page, to find the same sheet again")
