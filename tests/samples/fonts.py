"""The fonts the samples are set in: Liberation Serif and Sans, version 2, which has every Vietnamese letter."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
_FAMILY = {"serif": "LiberationSerif", "sans": "LiberationSans"}
_CUT = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}


class FontMissing(LookupError):
    """A font with Vietnamese letters is not installed; the message names the Debian package."""


@lru_cache(maxsize=16)
def font_file(family: str, bold: bool, italic: bool, folders: tuple[Path, ...] = FOLDERS) -> Path:
    """The file of a cut of ``serif`` or ``sans``.

    Raises:
        FontMissing: not found, or only in version 1 (Debian 12's ``fonts-liberation``), which lacks Vietnamese.
    """
    name = f"{_FAMILY[family]}-{_CUT[bold, italic]}.ttf"
    for folder in folders:
        for path in sorted(folder.rglob(name)):
            if _has_vietnamese(path):
                return path
    raise FontMissing(f"{name} with Vietnamese letters not found: apt install fonts-liberation2")


@lru_cache(maxsize=256)
def font(family: str, bold: bool, italic: bool, pixels: float) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels; the basic layout engine, so that it looks the same with and without Raqm."""
    path = font_file(family, bold, italic)
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)


def _has_vietnamese(path: Path) -> bool:
    face = ImageFont.truetype(str(path), 40, layout_engine=ImageFont.Layout.BASIC)
    return bytes(face.getmask("ệ")) != bytes(face.getmask("\uffff"))
