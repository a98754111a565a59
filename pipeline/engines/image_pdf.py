"""Image files as a PDF, through img2pdf: JPEG, JPEG 2000, CCITT and PNG data go in byte for byte.

Only what PDF/A or img2pdf cannot hold is decoded first: transparency (on white), CMYK (as sRGB), 16-bit and odd
samples, HEIC, WebP and AVIF, mirrored EXIF orientations, TIFFs with thumbnails between the pages. Turning a page is
done by /Rotate. The page's size comes from its reading, so that the text layer fits it.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image, ImageCms, ImageOps

from pipeline.engines.image_frame import flatten, open_frame
from pipeline.engines.sheet import Sheet
from schemas.errors import EngineFailed
from schemas.page import Page

_ORIENTATION = 0x0112
_TURN_OF = {1: 0, 3: 180, 6: 90, 8: 270}
"""Clockwise degrees by EXIF orientation; the others mirror."""
_AS_IS = {
    "JPEG": ("L", "RGB"),
    "JPEG2000": ("L", "RGB"),
    "PNG": ("1", "L", "P", "RGB"),
    "TIFF": ("1", "L", "RGB"),
    "BMP": ("1", "L", "P", "RGB"),
}
"""Formats and modes that img2pdf puts into a PDF without loss."""
_WITH_LOSS = frozenset({"JPEG", "MPO", "JPEG2000", "HEIF", "AVIF", "WEBP"})
"""Formats that have lost something already: what must be decoded becomes a fine JPEG instead of a huge PNG."""
_FINE = 95
_POINTS = 72.0
_LayoutFunction = Callable[[int, int, object], tuple[float, float, float, float]]


def write_image_pdf(sheets: Sequence[Sheet], pages: Sequence[Page], *, work: Path, target: Path) -> None:
    """Writes a PDF with one image a page, upright as each `Page` says.

    Args:
        sheets: the document's frames in order.
        pages: their readings, as many.
        work: folder for images that have to be decoded.

    Raises:
        EngineFailed: an image cannot be put into a PDF.
    """
    ways = [_way(sheet, page, work) for sheet, page in zip(sheets, pages, strict=True)]
    sources = _whole_tiffs(sheets, [source for source, _ in ways])
    turns = [(turn + page.rotation) % 360 for (_, turn), page in zip(ways, pages, strict=True)]
    draft = BytesIO()
    try:
        img2pdf.convert(
            *(str(source) for source in sources), outputstream=draft, layout_fun=_layout(pages, turns), nodate=True,
            engine=img2pdf.Engine.pikepdf, rotation=img2pdf.Rotation.none,
        )  # fmt: skip
    except (OSError, ValueError, TypeError, NotImplementedError, *_IMG2PDF_ERRORS) as error:
        raise EngineFailed(detail=f"img2pdf: {type(error).__name__}") from error
    with pikepdf.open(draft) as pdf:
        if len(pdf.pages) != len(pages):
            raise EngineFailed(detail=f"img2pdf made {len(pdf.pages)} pages of {len(pages)}")
        for page, turn in zip(pdf.pages, turns, strict=True):
            page.obj.Rotate = turn
        pdf.save(target)


_IMG2PDF_ERRORS = (
    img2pdf.ImageOpenError, img2pdf.JpegColorspaceError, img2pdf.PdfTooLargeError, img2pdf.AlphaChannelError,
    img2pdf.ExifOrientationError, img2pdf.NegativeDimensionError,
)  # fmt: skip


# -------------------------------------------------------------------------------------------------------------------


def _way(sheet: Sheet, page: Page, work: Path) -> tuple[Path, int]:
    """The file to give to img2pdf for this page, and the clockwise turn its EXIF data asks for."""
    with open_frame(sheet) as image:
        orientation = image.getexif().get(_ORIENTATION, 1)
        turn = _TURN_OF.get(orientation, 0)
        if orientation in range(1, 9) and orientation not in _TURN_OF:
            return _decoded(ImageOps.exif_transpose(image), image.format or "", work / f"frame-{page.number:04d}"), 0
        if _passes(image):
            return sheet.file, turn
        return _decoded(image, image.format or "", work / f"frame-{page.number:04d}"), turn


def _passes(image: Image.Image) -> bool:
    modes = _AS_IS.get(image.format or "", ())
    deep = image.format == "TIFF" and max(image.tag_v2.get(258, (1,))) > 8  # type: ignore[attr-defined]  # a TIFF has it
    palette_profile = image.mode == "P" and "icc_profile" in image.info
    return image.mode in modes and "transparency" not in image.info and not deep and not palette_profile


def _decoded(image: Image.Image, format_: str, stem: Path) -> Path:
    plain = _in_srgb(image) if image.mode in ("CMYK", "LAB", "YCbCr") else flatten(image)
    if image.mode == "1":
        path = stem.with_suffix(".tif")
        image.save(path, compression="group4")
    elif format_ in _WITH_LOSS:
        path = stem.with_suffix(".jpg")
        plain.save(path, quality=_FINE, subsampling=0)
    else:
        path = stem.with_suffix(".png")
        plain.save(path, compress_level=6)
    return path


def _in_srgb(image: Image.Image) -> Image.Image:
    """The image in RGB, through its own colour profile if it has a sound one."""
    profile = image.info.get("icc_profile")
    if profile and image.mode != "YCbCr":
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a broken profile is no profile
            return image.convert("RGB")
        if converted is not None:
            return converted
    return image.convert("RGB")


def _whole_tiffs(sheets: Sequence[Sheet], sources: list[Path]) -> list[Path]:
    """The files for img2pdf, each multi-page TIFF once if all its frames go in as they are; else frame by frame."""
    out: list[Path] = []
    for number, (sheet, source) in enumerate(zip(sheets, sources, strict=True)):
        if source != sheet.file or not _frame_count(sheet.file) > 1:
            out.append(source)
            continue
        same = [i for i, other in enumerate(sheets) if other.file == sheet.file]
        whole = len(same) == _frame_count(sheet.file) and all(sources[i] == sheet.file for i in same)
        if not whole:
            with open_frame(sheet) as image:
                out.append(_decoded(image, "TIFF", source.parent / f"x{number}"))
        elif sheet.index == 0:
            out.append(source)
    return out


def _frame_count(file: Path) -> int:
    with open_frame(Sheet(file=file, index=0)) as image:
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def _layout(pages: Sequence[Page], turns: Sequence[int]) -> _LayoutFunction:
    """img2pdf's question for the size of each page in turn, answered from the readings."""
    sizes = iter([_points(page, turn) for page, turn in zip(pages, turns, strict=True)])

    def answer(_width: int, _height: int, _dpi: object) -> tuple[float, float, float, float]:
        width, height = next(sizes)
        return width, height, width, height

    return answer


def _points(page: Page, turn: int) -> tuple[float, float]:
    width, height = page.width * _POINTS / page.dpi, page.height * _POINTS / page.dpi
    return (height, width) if turn % 180 else (width, height)
