"""Small scans made on the spot: a few lines on A5 at 150 dpi, quick to read; another number, another file."""

from functools import cache
from io import BytesIO
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image, ImageDraw, ImageFont

_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
_SIZE = (874, 1240)
LINES = (
    "Luật Phổ biến, giáo dục pháp luật năm 2012",
    "Công dân có quyền được thông tin về pháp luật",
    "và có trách nhiệm chủ động tìm hiểu pháp luật.",
)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size)


def page(number: int = 1, *, mode: str = "L") -> Image.Image:
    """A page that says which one it is."""
    image = Image.new("L", _SIZE, 255)
    draw = ImageDraw.Draw(image)
    draw.text((80, 90), f"Tờ gấp số {number}", font=_font(48), fill=0)
    for row, line in enumerate(LINES):
        draw.text((80, 220 + 60 * row), line, font=_font(30), fill=0)
    return image.convert(mode)


def encoded(number: int = 1, kind: str = "JPEG", *, mode: str = "L", **options: object) -> bytes:
    """The page as an image file."""
    buffer = BytesIO()
    page(number, mode=mode).save(buffer, kind, dpi=(150, 150), **options)
    return buffer.getvalue()


@cache
def pdf(*numbers: int) -> bytes:
    """A PDF of such pages, as a scanner makes it; the same one in one run (img2pdf gives each its own id)."""
    return bytes(img2pdf.convert([encoded(n) for n in numbers or (1,)], nodate=True))


def tiff(*numbers: int) -> bytes:
    """A multi-page TIFF, Group 4."""
    first, *more = [page(n).convert("1") for n in numbers]
    buffer = BytesIO()
    first.save(buffer, "TIFF", save_all=True, append_images=more, compression="group4", dpi=(150, 150))
    return buffer.getvalue()


def write(place: Path, data: bytes) -> Path:
    """The file with these bytes, its folders made."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def signed_pdf(*numbers: int) -> bytes:
    """A PDF with a filled-in signature field; the signature itself signs nothing."""
    with pikepdf.open(BytesIO(pdf(*numbers))) as document:
        seal = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), ByteRange=[0, 10, 20, 10], Contents=b"x"
        )
        slot = document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Chữ ký số", V=seal))
        document.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array([slot]))
        buffer = BytesIO()
        document.save(buffer, deterministic_id=True)
        return buffer.getvalue()
