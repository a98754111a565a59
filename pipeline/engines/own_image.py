"""The scan inside a PDF page: its one image, if that is all there is to be seen, taken as it is instead of rendered.

Costs no rendering and loses no sharpness. Whatever is unusual (masks, decode arrays, blending, CMYK, JBIG2, skewed
or mirrored placement, visible text, drawings, annotations) makes the answer None, and the page is rendered.
"""

from io import BytesIO
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, PdfImage, Rectangle, Stream
from PIL import Image

from pipeline.engines.drawing import only_drawing
from pipeline.engines.image_frame import decode_small, flatten
from pipeline.engines.pdf_geometry import shown_box, turn_of
from pipeline.engines.sheet import PageImage
from pipeline.engines.stamp_note import other_notes
from schemas.limits import Limits

_EXACT = 0.005
"""Part of the page's side by which an image may miss its edges and still count as exactly on it."""
_LEAST = 0.4
"""Part of the page that the image must cover; around a smaller one there is usually something to render."""
_SQUARE = 0.02
_GREY_OR_RGB = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"})
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


class Placed(NamedTuple):
    """An image and the rectangle of the page that it fills, in points. (No record: it is part of an open file.)"""

    image: Stream
    at: Rectangle


def find_own_image(page: Page, limits: Limits) -> Placed | None:
    """The one plain image that is all a page shows; None if the page is anything else."""
    if Name.UserUnit in page.obj or any(isinstance(note, Dictionary) and Name.AP in note for note in other_notes(page)):
        return None
    drawn = only_drawing(page)
    if drawn is None:
        return None
    image = page.resources.get(Name.XObject, Dictionary()).get(drawn.name)
    if not isinstance(image, Stream) or image.get(Name.Subtype) != Name.Image or not _plain(image):
        return None
    if int(image.Width) * int(image.Height) > limits.max_pixels:
        return None
    return _placed(image, drawn.matrix, shown_box(page))


def load_own_image(page: Page, placed: Placed, *, wanted_dpi: float) -> PageImage | None:
    """The page as that image shows it, white where the image does not reach; None if only a renderer can decode it."""
    box, at = shown_box(page), placed.at
    dpi = int(placed.image.Width) / at.width * 72.0
    try:
        image = flatten(_decoded(placed.image, wanted_dpi / dpi))
    except (OSError, ValueError, NotImplementedError, pikepdf.PdfError, pikepdf.UnsupportedImageTypeError):
        return None  # whether the page can be had at all is for the renderer to say
    width, height = int(placed.image.Width), int(placed.image.Height)
    if at != box:
        width, height = round(box.width * dpi / 72.0), round(box.height * dpi / 72.0)
        image = _on_paper(image, at, box)
    turn = turn_of(page)
    if turn:
        image = image.transpose(_TURNS[turn])
    if turn % 180:
        width, height = height, width
    return PageImage(image=image, width=width, height=height, dpi=dpi)


def colour_count(image: Stream) -> int:
    """How many colour components a sample of such an image has: 1 or 3."""
    space = image.get(Name.ColorSpace)
    if isinstance(space, Array) and space[0] == Name.ICCBased:
        return int(space[1].N)
    family = str(space[0] if isinstance(space, Array) else space)
    return 3 if family.endswith("RGB") else 1


# -------------------------------------------------------------------------------------------------------------------


def _plain(image: Stream) -> bool:
    """Whether the samples mean what they seem to: no masks, no decode array, grey or RGB of 1 or 8 bits."""
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")) or bool(image.get(Name.ImageMask, False)):
        return False
    if int(image.get(Name.SMaskInData, 0)) != 0 or int(image.get(Name.BitsPerComponent, 8)) not in (1, 8):
        return False
    used = _filters(image)
    if "/JBIG2Decode" in used:
        return False
    return used == ["/JPXDecode"] or _grey_or_rgb(image.get(Name.ColorSpace))


def _filters(image: Stream) -> list[str]:
    used = image.get(Name.Filter, Array())
    return [str(name) for name in used] if isinstance(used, Array) else [str(used)]


def _grey_or_rgb(space: Object | None) -> bool:
    if isinstance(space, Name):
        return str(space) in _GREY_OR_RGB
    if not isinstance(space, Array) or len(space) < 2:
        return False
    if space[0] == Name.ICCBased:
        return int(space[1].get(Name.N, 0)) in (1, 3)
    return str(space[0]) in _GREY_OR_RGB


def _placed(image: Stream, matrix: Matrix, box: Rectangle) -> Placed | None:
    """Where the image is, if it stands upright, with square pixels, on most of the page."""
    if matrix.a <= 0 or matrix.d <= 0 or abs(matrix.b) > 1e-3 * matrix.a or abs(matrix.c) > 1e-3 * matrix.d:
        return None
    if abs(int(image.Width) / matrix.a / (int(image.Height) / matrix.d) - 1) > _SQUARE:
        return None
    at = Rectangle(matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d)
    across = min(at.urx, box.urx) - max(at.llx, box.llx)
    up = min(at.ury, box.ury) - max(at.lly, box.lly)
    if across <= 0 or up <= 0 or across * up < _LEAST * box.width * box.height:
        return None
    misses = abs(at.llx - box.llx), abs(at.lly - box.lly), abs(at.urx - box.urx), abs(at.ury - box.ury)
    exact = max(misses) <= _EXACT * max(box.width, box.height)
    return Placed(image, box if exact else at)


def _decoded(stream: Stream, factor: float) -> Image.Image:
    if _filters(stream) not in (["/DCTDecode"], ["/JPXDecode"]):
        return PdfImage(stream).as_pil_image()
    image = Image.open(BytesIO(stream.read_raw_bytes()))
    if image.size != (int(stream.Width), int(stream.Height)) or image.mode not in ("1", "L", "RGB"):
        raise ValueError("not the image that the PDF describes")
    decode_small(image, factor)
    image.load()
    return image


def _on_paper(image: Image.Image, at: Rectangle, box: Rectangle) -> Image.Image:
    """The page around its image, in white; parts of the image beyond the page are cut off."""
    scale = image.width / at.width
    paper = Image.new(image.mode, (max(1, round(box.width * scale)), max(1, round(box.height * scale))), "white")
    paper.paste(image, (round((at.llx - box.llx) * scale), round((box.ury - at.ury) * scale)))
    return paper
