"""Image files as scans: JPEG, JPEG 2000, fax and PNG data as they are, anything else decoded and packed anew.

Decoded is only what a PDF/A cannot hold (CMYK, transparency, 16 bits, HEIC, WebP and AVIF, odd TIFFs), and what came
unpacked or packed without loss, if another packing is clearly smaller. An EXIF orientation becomes /Rotate, or a mirror
image; the data stay. The page's size comes from its reading, so that the text layer fits it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

from PIL import Image, ImageCms

from pipeline.engines.assembly.fax_picture import fax_strip
from pipeline.engines.assembly.jpx import jpx_space
from pipeline.engines.assembly.packing import pack, pack_jpeg
from pipeline.engines.assembly.png_picture import png_picture
from pipeline.engines.assembly.profile import carried_profile
from pipeline.engines.assembly.scan import Picture, Placement, Scan
from pipeline.engines.broken import Broken
from pipeline.engines.image_frame import flatten, open_frame
from pipeline.engines.jpeg import walk
from pipeline.engines.sheet import Sheet
from schemas.errors import EngineFailed
from schemas.page import Page

_ORIENTATION = 0x0112
_MIRROR_TURN = {
    1: (False, 0), 2: (True, 0), 3: (False, 180), 4: (True, 180), 5: (True, 270), 6: (False, 90), 7: (True, 90),
    8: (False, 270),
}  # fmt: skip
"""EXIF orientation as a mirror image, left and right exchanged, and then a clockwise turn."""
_SPACE = {"L": b"/DeviceGray", "RGB": b"/DeviceRGB"}
_JPEGS = frozenset({"JPEG", "MPO"})
_WITH_LOSS = frozenset({"JPEG2000", "HEIF", "AVIF", "WEBP"}) | _JPEGS
"""Formats that have lost something already."""
_OTHER_INKS = ("CMYK", "LAB", "YCbCr")
_JPEG_END = b"\xff\xd9"
_NO_PICTURE = (OSError, ValueError, SyntaxError, TypeError, Broken, Image.DecompressionBombError)
_POINTS = 72.0


def file_scans(sheets: Sequence[Sheet], pages: Sequence[Page], *, decode: bool = False) -> Iterator[Scan]:
    """The frames of image files, one at a time, upright as their readings say.

    Args:
        sheets: the document's frames in order.
        pages: their readings, as many.
        decode: take no data as it is (it has turned out not to be fit for PDF/A).

    Raises:
        EngineFailed: an image cannot be decoded (inspection has passed it, so this is not the clerk's fault).
    """
    for sheet, page in zip(sheets, pages, strict=True):
        picture, mirror, turn = _taken(sheet, decode=decode)
        placement = _placement(page, (turn + page.rotation) % 360)
        width, height = placement.width, placement.height
        matrix = (-width, 0.0, 0.0, height, width, 0.0) if mirror else (width, 0.0, 0.0, height, 0.0, 0.0)
        yield Scan(picture=picture, matrix=matrix, placement=placement)


# -------------------------------------------------------------------------------------------------------------------


def _taken(sheet: Sheet, *, decode: bool) -> tuple[Picture, bool, int]:
    """The frame's picture, whether it is a mirror image, and its clockwise turn."""
    try:
        with open_frame(sheet) as image:
            stored = _orientation(image)
            if not decode and (kept := _as_it_is(sheet, image)):
                return kept, *stored
            image.load()  # which turns a TIFF, and only a TIFF, upright
            picture = _in_plain_colours(sheet, image) if decode else _packed(sheet, image)
            return picture, *_orientation(image)
    except _NO_PICTURE as error:
        if isinstance(error, OSError) and error.errno:  # the disk, not the picture
            raise
        raise EngineFailed(detail=f"an image cannot be put into a PDF ({type(error).__name__})") from error


def _orientation(image: Image.Image) -> tuple[bool, int]:
    return _MIRROR_TURN.get(image.getexif().get(_ORIENTATION, 1), (False, 0))


def _placement(page: Page, turn: int) -> Placement:
    width, height = page.width * _POINTS / page.dpi, page.height * _POINTS / page.dpi
    if turn % 180:
        width, height = height, width
    return Placement(x=0.0, y=0.0, width=width, height=height, turn=turn)


def _as_it_is(sheet: Sheet, image: Image.Image) -> Picture | None:
    """The file's own data as a picture; None if it has to be decoded, or should not go in as it is."""
    if image.format in _JPEGS and image.mode in _SPACE:
        return _profiled(_stream(image, b"/DCTDecode", _first_jpeg(sheet.file.read_bytes(), image)), image)
    if image.format == "JPEG2000" and image.mode in _SPACE:
        data = sheet.file.read_bytes()
        return _stream(image, b"/JPXDecode", data) if jpx_space(data) == _SPACE[image.mode] else None
    if image.format == "TIFF" and image.mode == "1":
        return fax_strip(sheet.file, image)
    return None


def _first_jpeg(data: bytes, image: Image.Image) -> bytes:
    """The file without what phones put behind its first picture: depth maps, films."""
    alone = image.format == "JPEG" and data.endswith(_JPEG_END)
    return data if alone else data[: walk(data).end]


def _stream(image: Image.Image, packed: bytes, data: bytes) -> Picture:
    return Picture(width=image.width, height=image.height, bits=8, space=_SPACE[image.mode], filter=packed, data=data)


def _in_plain_colours(sheet: Sheet, image: Image.Image) -> Picture:
    """The picture in colours that need no profile; if it came as a JPEG, not larger than it was."""
    shown = _in_srgb(image if image.mode in _OTHER_INKS else flatten(image), image.info.get("icc_profile"))
    if image.format not in _WITH_LOSS:
        return pack(shown)
    return pack_jpeg(shown, most=sheet.file.stat().st_size if image.format in _JPEGS else None)


def _packed(sheet: Sheet, image: Image.Image) -> Picture:
    if image.mode in _OTHER_INKS:
        return _in_plain_colours(sheet, image)
    kept = _kept_png(sheet) if image.format == "PNG" else None
    if image.mode == "P" and "transparency" not in image.info and "icc_profile" not in image.info:
        return kept or pack(image)
    shown = image if image.mode == "1" else flatten(image)
    return _profiled(pack(shown, lossless=kept, lossy=image.format in _WITH_LOSS), image)


def _kept_png(sheet: Sheet) -> Picture | None:
    with sheet.file.open("rb") as file:
        return png_picture(file, sheet.file.stat().st_size)


def _profiled(picture: Picture, image: Image.Image) -> Picture:
    """The picture with its file's colour profile, if that says anything of it."""
    return replace(picture, profile=carried_profile(image.info.get("icc_profile"), picture.space))


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image in grey or RGB, through its file's colour profile if that is a sound one."""
    if profile and image.mode != "YCbCr":
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a broken profile is no profile
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode in _OTHER_INKS else image
