"""Ways of scanning: paper, copier, scanner and file settings that belong together. The strengths were chosen by eye
against real office scans (150 to 300 dpi, seals in red, numbers by pen) and by what tesseract makes of them."""

from typing import Literal

from pydantic import Field

from schemas.base import Frozen
from tests.samples.sheet import WHITE, Colour


class Profile(Frozen):
    """One way of scanning."""

    dpi: int
    mode: Literal["colour", "grey", "bilevel"]
    quality: int = Field(default=70, description="of JPEG")
    skew: float = Field(default=0.6, description="degrees at most, either way")
    paper: Colour = (251, 250, 247)
    lid: Colour = (244, 244, 244)
    ink: float = Field(default=32, description="grey level of black print")
    through: float = Field(default=0.03, description="how much of the other side shines through, 0 to 1")
    fade: float = Field(default=0.0, description="how pale the print turns where toner runs out, 0 to 1")
    halftone: float = Field(default=0.0, description="dots of colour printing, grey levels")
    copied: bool = Field(default=False, description="photocopied before it was scanned")
    blur: float = Field(default=0.6, description="pixels")
    light: float = Field(default=0.03, description="uneven light, 0 to 1")
    grain: float = Field(default=2.0, description="grey levels")
    specks: int = 10
    dark_edge: bool = False
    fold: float = Field(default=0.2, description="strength of the creases of a folded sheet")
    punched: bool = False


PROFILES: dict[str, Profile] = {
    "office-300": Profile(dpi=300, mode="colour", quality=66, blur=0.9, grain=1.6, dark_edge=True),
    "office-200": Profile(dpi=200, mode="colour", quality=68, skew=0.9, punched=True, dark_edge=True),
    "faded-200": Profile(
        dpi=200,
        mode="grey",
        quality=55,
        skew=0.8,
        paper=(246, 246, 246),
        ink=60,
        fade=0.62,
        blur=1.0,
        grain=4.0,
        specks=30,
    ),
    "thin-150": Profile(
        dpi=150, mode="grey", quality=72, paper=(238, 236, 230), ink=42, through=0.13, light=0.08, blur=0.5, specks=15
    ),
    "png-150": Profile(dpi=150, mode="grey", skew=0.5, blur=0.45, light=0.015, grain=1.2, through=0.0, specks=4),
    "copier-300": Profile(
        dpi=300, mode="bilevel", paper=WHITE, lid=WHITE, ink=10, through=0.0, copied=True, skew=1.0, grain=9, specks=60
    ),
    "leaflet-200": Profile(
        dpi=200,
        mode="colour",
        quality=58,
        skew=1.1,
        through=0.07,
        light=0.08,
        lid=(228, 228, 226),
        ink=45,
        halftone=26,
        blur=1.05,
        grain=3.5,
        specks=25,
    ),
    "bulletin-150": Profile(
        dpi=150,
        mode="colour",
        quality=60,
        paper=(240, 232, 212),
        ink=55,
        through=0.12,
        light=0.08,
        blur=0.75,
        grain=3.5,
        halftone=14,
        dark_edge=True,
    ),
    "copy-150": Profile(
        dpi=150, mode="grey", quality=70, copied=True, through=0.0, grain=3, ink=20, blur=0.5, specks=70
    ),
}
