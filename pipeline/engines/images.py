"""Pictures: JPEG, PNG, TIFF, WebP, BMP, JPEG 2000, HEIC and AVIF, every frame decoded strictly within bounds.

First the structure (is the file whole, how large are the pictures), then the bound on pixels, then the decode.
Only this module knows Pillow's and libheif's lies for that purpose.
"""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pillow_heif
from PIL import Image

from pipeline.engines import jpeg
from pipeline.engines.broken import Broken
from pipeline.engines.codestream import walk_jp2
from pipeline.engines.overheard import overheard
from pipeline.engines.png import check_rows, walk_png
from pipeline.engines.raster_tail import Extent, walk_bmp, walk_iso, walk_webp
from pipeline.engines.sniff import FileType, Handler
from pipeline.engines.tiff import TiffFrame, check_said, walk_tiff
from pipeline.engines.zeros import PACKED_RUN
from pipeline.stages.resolution import picture_dpi
from schemas.errors import Code, Refused
from schemas.inspection import Inspection, Kind, PageShape
from schemas.limits import Limits

TRAILING = "trailing-bytes"
MORE_PICTURES = "more-pictures"
"""A phone's depth map, a burst or an animation beside the first picture, which is the page."""
_PILLOW = {
    Handler.PNG: "PNG",
    Handler.TIFF: "TIFF",
    Handler.WEBP: "WEBP",
    Handler.BMP: "BMP",
    Handler.JP2: "JPEG2000",
    Handler.AVIF: "AVIF",
}


def inspect_image(path: Path, kind: FileType, limits: Limits) -> Inspection:
    """Looks a picture file over.

    Raises:
        Refused: PIXEL_BOMB, TOO_MANY_PAGES.
        Broken: the file is cut or a frame cannot be decoded.
    """
    looks = {Handler.JPEG: _jpeg, Handler.TIFF: _tiff, Handler.HEIF: _heif, Handler.PNG: _png}
    look = looks.get(kind.handler, partial(_pillow, handler=kind.handler))
    with _our_bound():
        pages, notes = look(path, limits)
    return Inspection(
        kind=Kind.IMAGE, media_type=kind.media_type, extension=kind.extension, pages=pages, warnings=notes
    )


def page_frames(path: Path, limits: Limits) -> tuple[int, ...]:
    """Numbers (from 0) of the frames of a TIFF that are pages: all but the reduced copies."""
    with path.open("rb") as file:
        frames = walk_tiff(file, path.stat().st_size, limits.max_pages)
    return tuple(n for n, frame in enumerate(frames) if not frame.thumbnail)


def check_pixels(width: int, height: int, limits: Limits, *, page: int = 1) -> None:
    """Refuses a picture that declares more pixels than ``limits.max_pixels``; before anything is decoded.

    Raises:
        Refused: PIXEL_BOMB (facts page, width, height, limit).
    """
    if width * height > limits.max_pixels:
        raise Refused(Code.PIXEL_BOMB, page=page, width=width, height=height, limit=limits.max_pixels)


_ODD = (OSError, SyntaxError, EOFError, ValueError, ArithmeticError, LookupError, TypeError, RuntimeError, struct.error)
"""What Pillow's readers raise on bytes that are not what the format says."""
_Found: TypeAlias = tuple[tuple[PageShape, ...], tuple[str, ...]]


def _jpeg(path: Path, limits: Limits) -> _Found:
    data = path.read_bytes()
    frame = jpeg.walk(data)
    check_pixels(frame.width, frame.height, limits)
    with _opened(path, "JPEG", "MPO") as image:
        more = getattr(image, "n_frames", 1) > 1
        page = _shape(image)
        if more and (_promised(image) > len(data) or not data[-PACKED_RUN:].strip(b"\0")):
            raise Broken("not all pictures of a phone's JPEG have come", cut=True)
    jpeg.decode(data[: frame.end])
    return (page,), ((MORE_PICTURES,) if more else (TRAILING,) if frame.end < len(data) else ())


def _promised(image: Image.Image) -> int:
    """Bytes of all pictures of a multi-picture JPEG together, by its index (CIPA DC-007, tag B002)."""
    entries = getattr(image, "mpinfo", {}).get(0xB002, [])
    return sum(int(entry.get("Size", 0)) for entry in entries if isinstance(entry, dict))


def _tiff(path: Path, limits: Limits) -> _Found:
    with path.open("rb") as file:
        frames = walk_tiff(file, path.stat().st_size, limits.max_pages)
    numbers = [n for n, frame in enumerate(frames) if not frame.thumbnail]
    if not numbers:
        raise Broken("TIFF of thumbnails only")
    if len(frames) > limits.max_pages:
        raise Refused(Code.TOO_MANY_PAGES, pages=len(frames), limit=limits.max_pages)
    for n, frame in enumerate(frames):
        check_pixels(frame.width, frame.height, limits, page=n + 1)
    with _opened(path, "TIFF") as image:
        return tuple(_frame(image, n, frames[n]) for n in numbers), ()


def _frame(image: Image.Image, number: int, expected: TiffFrame) -> PageShape:
    try:
        with overheard() as said:
            image.seek(number)
            image.load()
    except _ODD as error:
        raise Broken(f"TIFF frame {number + 1}: {error}") from error
    check_said(b"".join(said))
    if {image.width, image.height} != {expected.width, expected.height}:
        raise Broken(f"TIFF frame {number + 1} is not of its declared size")
    return _shape(image)


def _pillow(path: Path, limits: Limits, *, handler: Handler) -> _Found:
    return _decoded(path, handler, _extent(path, handler), limits)


def _png(path: Path, limits: Limits) -> _Found:
    with path.open("rb") as file:
        shape = walk_png(file, path.stat().st_size)
        check_pixels(shape.width, shape.height, limits)
        check_rows(file, shape)
    return _decoded(path, Handler.PNG, Extent(width=shape.width, height=shape.height, end=shape.end), limits)


def _decoded(path: Path, handler: Handler, extent: Extent, limits: Limits) -> _Found:
    if extent.width:
        check_pixels(extent.width, extent.height, limits)
    with _opened(path, _PILLOW[handler]) as image:
        check_pixels(image.width, image.height, limits)
        page = _shape(image)
        more = getattr(image, "n_frames", 1) > 1
        image.load()
    trailing = extent.end < path.stat().st_size
    return (page,), (*((MORE_PICTURES,) if more else ()), *((TRAILING,) if trailing else ()))


def _extent(path: Path, handler: Handler) -> Extent:
    if handler is Handler.JP2:
        found = walk_jp2(path.read_bytes())
        return Extent(width=found.width, height=found.height, end=found.end)
    walk = {Handler.WEBP: walk_webp, Handler.BMP: walk_bmp, Handler.AVIF: walk_iso}[handler]
    with path.open("rb") as file:
        return walk(file, path.stat().st_size)


def _heif(path: Path, limits: Limits) -> _Found:
    with path.open("rb") as file:
        walk_iso(file, path.stat().st_size)
    try:
        container = pillow_heif.open_heif(path, convert_hdr_to_8bit=True)
        first = container[container.primary_index]
        width, height = first.size
        check_pixels(width, height, limits)
        first.load()
    except _ODD as error:
        raise Broken(f"HEIF: {error}") from error
    page = PageShape(width=width, height=height, dpi=picture_dpi(width, height, None))
    return (page,), ((MORE_PICTURES,) if len(container) > 1 else ())


@contextmanager
def _opened(path: Path, *names: str) -> Iterator[Image.Image]:
    """The picture; whatever Pillow cannot read inside the block is `Broken`."""
    try:
        with Image.open(path, formats=names) as image:
            yield image
    except _ODD as error:
        if isinstance(error, OSError) and error.errno:  # the disk, not the picture
            raise
        raise Broken(f"{names[0]}: {error}") from error


def _shape(image: Image.Image) -> PageShape:
    return PageShape(
        width=image.width, height=image.height, dpi=picture_dpi(image.width, image.height, _declared(image))
    )


def _declared(image: Image.Image) -> tuple[float, float] | None:
    declared = image.info.get("dpi")
    if not isinstance(declared, tuple) or len(declared) != 2:
        return None
    try:
        return float(declared[0]), float(declared[1])
    except (TypeError, ValueError, ZeroDivisionError):  # EXIF holds fractions of anything
        return None


@contextmanager
def _our_bound() -> Iterator[None]:
    """Without Pillow's own, lower bound on pixels: `check_pixels` holds ours. (For a process of its own.)"""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before
