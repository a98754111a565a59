"""What a dropped file turned out to be when it was opened (its content decides, not its name)."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen


class Kind(StrEnum):
    """How a file enters the pipeline."""

    PDF = "pdf"
    IMAGE = "image"
    ZIP = "zip"


class PageShape(Frozen):
    """A page before it is read."""

    width: int = Field(ge=1, description="pixels; of a PDF page without one image: at 300 dpi")
    height: int = Field(ge=1)
    dpi: float = Field(gt=0, description="declared by the file where believable, else estimated from A4")


class Inspection(Frozen):
    """The result of looking a file over; a file that fails raises `Refused` instead."""

    kind: Kind
    media_type: str = Field(description="IANA media type by content")
    extension: str = Field(description="the usual extension of that type, with its dot: .pdf, .jpg …")
    pages: tuple[PageShape, ...] = Field(description="empty for a ZIP")
    signed: bool = Field(default=False, description="a PDF with a digital signature: never rewritten")
    warnings: tuple[str, ...] = Field(default=(), description="codes of what is unusual but no reason to refuse")
