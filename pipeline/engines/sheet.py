"""What the reading engines share: where a page is, and what it looks like. No programs here."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """Where a page is: which file, and which page or frame in it, from 0."""

    file: Path
    index: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PageImage:
    """A page as shown (turned as EXIF or /Rotate say), in mode ``L`` or ``RGB``.

    ``image`` may be smaller than the page's ``width`` × ``height`` pixels at ``dpi``, never larger.
    """

    image: Image.Image
    width: int
    height: int
    dpi: float
