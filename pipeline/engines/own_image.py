"""The scan inside a PDF page: its one image, if that is all there is to be seen, taken as it is instead of rendered.

Costs no rendering and loses no sharpness. Whatever is unusual (masks, decode arrays, blending, CMYK, JBIG2, skewed
or mirrored placement, visible text, drawings, annotations) makes the answer None, and the page is rendered.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import pikepdf
from PIL import Image
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, PdfImage, Rectangle, Stream

from pipeline.engines.image_frame import decode_small, flatten
from pipeline.engines.pdf_geometry import shown_box, turn_of
from pipeline.engines.sheet import PageImage
from schemas.limits import Limits

_EXACT = 0.005
"""Part of the page's side by which an image may miss its edges and still count as exactly on it."""
_LEAST = 0.4
"""Part of the page that the image must cover; around a smaller one there is usually something to render."""
_SQUARE = 0.02
_GREY_OR_RGB = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"})
_HARMLESS = frozenset(
    "BT ET Tf Td TD Tm T* Tc Tw Tz TL Ts BMC BDC EMC MP DP BX EX g G rg RG k K cs CS sc SC scn SCN ri i w J j M d n".split()
)
_SHOW_TEXT = frozenset(("Tj", "TJ", "'", '"'))
_INVISIBLE = 3
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


class Placed(NamedTuple):
    """The image and the rectangle of the page that it fills, in points. (No record: it is an object of an open file.)"""

    image: Stream
    at: Rectangle


def find_own_image(page: Page, limits: Limits) -> Placed | None:
    """The one plain image that is all a page shows; None if the page is anything else."""
    if _shows_annotations(page) or Name.UserUnit in page.obj:
        return None
    drawn = _only_drawing(page)
    if drawn is None:
        return None
    matrix, name = drawn
    image = page.resources.get(Name.XObject, Dictionary()).get(name)
    if not isinstance(image, Stream) or image.get(Name.Subtype) != Name.Image or not _plain(image):
        return None
    if int(image.Width) * int(image.Height) > limits.max_pixels:
        return None
    return _placed(image, matrix, shown_box(page))


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


def _shows_annotations(page: Page) -> bool:
    annotations = page.obj.get(Name.Annots, [])
    return any(isinstance(a, Dictionary) and Name.AP in a for a in annotations)


def _only_drawing(page: Page) -> tuple[Matrix, str] | None:
    """Matrix and name of the single object drawn; None if anything else is painted that can be seen."""
    found: tuple[Matrix, str] | None = None
    matrix, mode = Matrix(), 0
    stack: list[tuple[Matrix, int]] = []
    path: list[Rectangle] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            stack.append((matrix, mode))
        elif name == "Q":
            matrix, mode = stack.pop() if stack else (matrix, mode)
        elif name == "cm":
            matrix = Matrix(*map(float, operands)) @ matrix
        elif name == "Tr":
            mode = int(operands[0])
        elif name == "re":
            path.append(_rectangle(matrix, operands))
        elif name in ("W", "W*"):
            if not _clips_nothing(path, shown_box(page)):
                return None
            path = []
        elif name == "Do" and found is None:
            found = matrix, str(operands[0])
        elif not (name in _HARMLESS or (name in _SHOW_TEXT and mode == _INVISIBLE) or _opaque(page, name, operands)):
            return None
    return found


def _rectangle(matrix: Matrix, operands: Sequence[Object]) -> Rectangle:
    x, y, width, height = map(float, operands)
    return matrix.transform(Rectangle(min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)))


def _clips_nothing(path: list[Rectangle], box: Rectangle) -> bool:
    slack = 0.02 * max(box.width, box.height)
    return any(
        r.llx <= box.llx + slack and r.lly <= box.lly + slack and r.urx >= box.urx - slack and r.ury >= box.ury - slack
        for r in path
    )


def _opaque(page: Page, name: str, operands: Sequence[Object]) -> bool:
    """Whether this is a ``gs`` whose state hides and blends nothing."""
    if name != "gs":
        return False
    state = page.resources.get(Name.ExtGState, Dictionary()).get(str(operands[0]), Dictionary())
    unmasked = state.get(Name.SMask, Name("/None")) == Name("/None")
    return unmasked and str(state.get(Name.BM, "/Normal")) == "/Normal" and all(float(state.get(k, 1)) == 1 for k in ("/ca", "/CA"))


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
    seen = at.llx < box.urx and at.urx > box.llx and at.lly < box.ury and at.ury > box.lly
    if not seen or (common := at & box).width * common.height < _LEAST * box.width * box.height:
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
