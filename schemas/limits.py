"""The bounds within which a hostile file can do no harm. Settable; these are the defaults."""

from pydantic import Field

from schemas.base import Frozen


class Limits(Frozen):
    """Every bound on one dropped document."""

    max_bytes: int = Field(default=2_000_000_000, description="size of a dropped file")
    max_pages: int = Field(default=2_000, description="pages of one document")
    max_pixels: int = Field(default=250_000_000, description="pixels of one page (A0 at 300 dpi is 140 million)")
    min_dpi: float = Field(default=100.0, description="below this print with diacritics cannot be read")
    max_members: int = Field(default=5_000, description="files in one ZIP")
    max_unpacked_bytes: int = Field(default=8_000_000_000, description="all files of one ZIP together")
    max_ratio: float = Field(default=200.0, description="unpacked to packed size of one member over 10 MB")
    page_seconds: float = Field(default=120.0, description="wall time to read one page, all tries together")
    inspect_seconds: float = Field(default=120.0, description="wall time to look a dropped file over")
    assemble_seconds: float = Field(default=120.0, description="wall time to assemble the PDF, plus 2 s a page")
    memory_bytes: int = Field(default=4_000_000_000, description="address space of one engine process")
