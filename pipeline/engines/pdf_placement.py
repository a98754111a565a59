"""Where images stand on a PDF page, and whether text is to be seen: what makes a page a scan, and its real dpi."""

import math
from typing import Any, NamedTuple

import pikepdf

from pipeline.engines.pdf_pages import PdfPage, dictionary

_OPERATORS = "q Q cm Do Tr Tj TJ ' \""
_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_DEEPEST = 6
_MOST_DRAWN = 2000
_INVISIBLE = 3  # text rendering mode of an OCR layer
_SCANNED = 0.8  # of the page is covered by images
_FULL = 0.5
_SPECK = 8  # pixels; a one-pixel image is a painted rectangle
_Matrix = tuple[float, float, float, float, float, float]
_UPRIGHT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Placed(NamedTuple):
    """One image as drawn."""

    width: int
    height: int
    across: float
    """Points on the page."""
    down: float

    @property
    def dpi(self) -> float:
        """Geometric mean of the two directions."""
        return math.sqrt(self.width * self.height / (self.across * self.down)) * 72

    def share(self, page: PdfPage) -> float:
        """Part of the page it covers, at most 1."""
        return min(1.0, self.across * self.down / (page.width * page.height))


class _Drawn:
    """What one page has drawn so far."""

    def __init__(self) -> None:
        self.images: list[Placed] = []
        self.text = False
        self.steps = 0


def scan_dpi(page: PdfPage) -> float | None:
    """The resolution of a page that is a scan (images cover it and no text is visible); None for any other page."""
    drawn = _Drawn()
    _draw(page.page, page.resources, _UPRIGHT, drawn, 0)
    images = [i for i in drawn.images if min(i.width, i.height) > _SPECK and i.across * i.down > 0]
    if drawn.text or sum(i.share(page) for i in images) < _SCANNED:
        return None
    if full := [i for i in images if i.share(page) >= _FULL]:
        return max(i.dpi for i in full)  # a mask over a coarse background is what one reads
    shares = sum(i.share(page) for i in images)
    return sum(i.dpi * i.share(page) for i in images) / shares


def _draw(source: pikepdf.Object, resources: pikepdf.Dictionary | None, at: _Matrix, drawn: _Drawn, depth: int) -> None:
    stack: list[tuple[_Matrix, int]] = []
    mode = 0
    for instruction in pikepdf.parse_content_stream(source, _OPERATORS):
        name, operands = str(instruction.operator), list(instruction.operands)
        if name == "q":
            stack.append((at, mode))
        elif name == "Q" and stack:
            at, mode = stack.pop()
        elif name == "cm" and len(operands) == 6:
            at = _times(_matrix(operands), at)
        elif name == "Tr" and operands:
            mode = int(operands[0])
        elif name in _TEXT:
            drawn.text = drawn.text or mode != _INVISIBLE
        elif name == "Do" and operands and drawn.steps < _MOST_DRAWN:
            drawn.steps += 1
            _draw_object(str(operands[0]), resources, at, drawn, depth)


def _draw_object(name: str, resources: pikepdf.Dictionary | None, at: _Matrix, drawn: _Drawn, depth: int) -> None:
    objects = dictionary(resources.get("/XObject")) if resources is not None else None
    found = objects.get(name) if objects is not None else None
    if not isinstance(found, pikepdf.Stream):
        return
    if found.get("/Subtype") == pikepdf.Name.Image:
        across, down = math.hypot(at[0], at[1]), math.hypot(at[2], at[3])
        drawn.images.append(Placed(int(found.get("/Width", 0)), int(found.get("/Height", 0)), across, down))
    elif depth < _DEEPEST:
        matrix = found.get("/Matrix")
        inner = _matrix(list(matrix)) if isinstance(matrix, pikepdf.Array) and len(matrix) == 6 else _UPRIGHT
        _draw(found, dictionary(found.get("/Resources")) or resources, _times(inner, at), drawn, depth + 1)


def _matrix(numbers: list[Any]) -> _Matrix:
    a, b, c, d, e, f = (float(n) for n in numbers)  # int or Decimal; whatever else raises TypeError
    return a, b, c, d, e, f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    """``first`` applied before ``then`` (PDF row vectors)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
