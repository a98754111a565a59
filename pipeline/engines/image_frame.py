"""An image file's page as an image, through Pillow: TIFF frames, EXIF, HEIC, transparency, 16 bits, CMYK, fax pixels.

Takes files that inspection has passed. Not for making files: the archive's images are never taken from here.
"""

import math
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from pipeline.engines.images import page_frames
from pipeline.engines.sheet import PageImage, Sheet
from pipeline.stages.resolution import picture_dpi
from schemas.limits import Limits

_TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_ORIENTATION = 0x0112
_SIDEWAYS = 5
"""EXIF orientations from here on swap width and height."""


def frames(file: Path, limits: Limits) -> tuple[int, ...]:
    """The frames of an image file that are pages: a TIFF's; in other formats the rest is animation or thumbnails."""
    with file.open("rb") as opened:
        tiff = opened.read(4) in _TIFF_HEADS
    return page_frames(file, limits) if tiff else (0,)


def open_frame(sheet: Sheet) -> Image.Image:
    """The frame as Pillow sees it, lazily decoded. (Pixel bombs have been refused by inspection.)"""
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None
    image = Image.open(sheet.file)
    if sheet.index:
        image.seek(sheet.index)
    return image


def load_frame(sheet: Sheet, *, wanted_dpi: float) -> PageImage:
    """The frame as people see it, of at least ``wanted_dpi`` if it has that many.

    Raises:
        OSError, ValueError, SyntaxError: Pillow cannot decode it.
    """
    with open_frame(sheet) as image:
        size, (across, down) = image.size, frame_dpi(image)
        sideways = image.getexif().get(_ORIENTATION, 1) >= _SIDEWAYS
        if sideways and isinstance(
            image, TiffImageFile
        ):  # Pillow has turned its size already, and turns the pixels on loading
            sideways, (across, down) = False, (down, across)
            image.filename = ""  # lest it be mapped into memory: Pillow 13 maps uncompressed pixels by the turned size
        decode_small(image, wanted_dpi / min(across, down))
        shown = flatten(ImageOps.exif_transpose(image))
    dpi = max(across, down)
    width, height = round(size[0] * dpi / across), round(size[1] * dpi / down)
    if sideways:
        width, height = height, width
    if across != down:
        shown = shown.resize((width, height), Image.Resampling.BICUBIC)
    return PageImage(image=shown, width=width, height=height, dpi=dpi)


def frame_dpi(image: Image.Image) -> tuple[float, float]:
    """Horizontal and vertical resolution of an opened frame, as stored; equal except for a fax (204 × 98)."""
    declared = _declared(image)
    dpi = picture_dpi(image.width, image.height, declared)
    if declared and math.isclose(dpi, math.sqrt(declared[0] * declared[1])) and _is_fax(*declared):
        return declared
    return dpi, dpi


def decode_small(image: Image.Image, factor: float) -> None:
    """Lets a JPEG be decoded at ½, ¼ or ⅛ of its size, as near to ``factor`` as possible from above: half the time."""
    if image.format in ("JPEG", "MPO") and factor < 1:
        image.draft(image.mode, (max(1, int(image.width * factor)), max(1, int(image.height * factor))))


def flatten(image: Image.Image) -> Image.Image:
    """The image in ``L`` or ``RGB``: transparency on white, palettes resolved, 16 bits as 8, CMYK as RGB."""
    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


# -------------------------------------------------------------------------------------------------------------------


def _declared(image: Image.Image) -> tuple[float, float] | None:
    try:
        across, down = image.info.get("dpi", (0, 0))
        return (float(across), float(down)) if across > 0 and down > 0 else None
    except (TypeError, ValueError, ZeroDivisionError):  # EXIF holds fractions of anything
        return None


def _is_fax(across: float, down: float) -> bool:
    return 1.05 < max(across, down) / min(across, down) < 4


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits by its high byte, of 32 bits or floating by its range."""
    whole = image.convert("F")
    if image.mode.startswith("I;16"):
        return whole.point(lambda level: level * (1 / 257.0) + 0.0).convert("L")
    low, high = (float(level) for level in whole.getextrema())  # type: ignore[arg-type]  # one band: two numbers
    if image.mode == "I" and low >= 0 and 255 < high <= 65535:  # how Pillow opens a 16-bit PNG
        low, high = 0.0, 65535.0
    scale = 255.0 / (high - low) if high > low else 1.0
    return whole.point(lambda level: level * scale + -low * scale).convert("L")
