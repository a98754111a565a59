"""Walking a PDF's page tree without trusting it: loops, depth, missing pages and endless counts are bounded."""

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf

from pipeline.engines.broken import Broken
from schemas.errors import Code, Refused
from schemas.limits import Limits

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_DEEPEST = 100
_LETTER = (0.0, 0.0, 612.0, 792.0)  # what readers assume where there is no box


class PdfPage(NamedTuple):
    """A page with what it inherits. (No record: it holds objects of the open file.)"""

    number: int
    page: pikepdf.Dictionary
    resources: pikepdf.Dictionary | None
    width: float
    """Points, as displayed before rotation."""
    height: float
    area: tuple[float, float]
    """Width and height of the whole sheet (MediaBox), which may be larger than what is displayed."""
    rotated: bool
    """By 90 or 270 degrees."""


class DamagedPage(Broken):
    """A page that is missing or cannot be decoded."""

    def __init__(self, number: int, detail: str) -> None:
        super().__init__(f"page {number}: {detail}")
        self.number = number


def dictionary(value: object) -> pikepdf.Dictionary | None:
    """``value`` if it is a dictionary or a stream's dictionary, else None."""
    if isinstance(value, pikepdf.Stream):
        return value.stream_dict
    return value if isinstance(value, pikepdf.Dictionary) else None


def walk_pages(pdf: pikepdf.Pdf, limits: Limits) -> Iterator[PdfPage]:
    """All pages in order.

    Raises:
        Refused: TOO_MANY_PAGES (facts pages, limit).
        DamagedPage: a page is missing.
        Broken: the tree is a loop or too deep.
    """
    root = dictionary(pdf.Root.get("/Pages"))
    if root is None:
        return
    for number, (page, inherited) in enumerate(_leaves(root), 1):
        if number > limits.max_pages:
            raise Refused(Code.TOO_MANY_PAGES, pages=max(number, _integer(root.get("/Count"))), limit=limits.max_pages)
        if page is None:
            raise DamagedPage(number, "missing from the file")
        yield _page(number, page, inherited)


def _leaves(root: pikepdf.Dictionary) -> Iterator[tuple[pikepdf.Dictionary | None, dict[str, object]]]:
    """Pages (None for one that is missing), depth first, with an explicit stack."""
    stack: list[tuple[object, dict[str, object], int]] = [(root, {}, 0)]
    seen: set[tuple[int, int]] = set()
    while stack:
        value, inherited, depth = stack.pop()
        node = dictionary(value)
        if node is None:
            yield None, inherited
            continue
        kids = node.get("/Kids")
        own = {**inherited, **{key: node[key] for key in _INHERITED if key in node}}
        if not isinstance(kids, pikepdf.Array) or node.get("/Type") == pikepdf.Name.Page:
            if depth:
                yield node, own
            continue
        if depth > _DEEPEST or (node.objgen != (0, 0) and node.objgen in seen):
            raise Broken("page tree is a loop or too deep")
        seen.add(node.objgen)
        stack.extend((kids[i], own, depth + 1) for i in reversed(range(len(kids))))


def _page(number: int, page: pikepdf.Dictionary, inherited: dict[str, object]) -> PdfPage:
    sheet = _box(inherited.get("/MediaBox")) or _LETTER
    shown = _box(inherited.get("/CropBox")) or sheet
    shown = (max(shown[0], sheet[0]), max(shown[1], sheet[1]), min(shown[2], sheet[2]), min(shown[3], sheet[3]))
    if shown[2] <= shown[0] or shown[3] <= shown[1]:
        shown = sheet
    unit = _number(page.get("/UserUnit")) or 1.0
    return PdfPage(
        number=number,
        page=page,
        resources=dictionary(inherited.get("/Resources")),
        width=(shown[2] - shown[0]) * unit,
        height=(shown[3] - shown[1]) * unit,
        area=((sheet[2] - sheet[0]) * unit, (sheet[3] - sheet[1]) * unit),
        rotated=_integer(inherited.get("/Rotate")) % 180 == 90,
    )


def _box(value: object) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top in points; None for a box that is none or empty."""
    if not isinstance(value, pikepdf.Array) or len(value) < 4:
        return None
    sides = [_number(value[i]) for i in range(4)]
    if any(side is None for side in sides):
        return None
    a, b, c, d = (side or 0.0 for side in sides)
    box = (min(a, c), min(b, d), max(a, c), max(b, d))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else None


def _number(value: object) -> float | None:
    try:
        found = float(value)  # type: ignore[arg-type]  # int, Decimal or a pikepdf scalar
    except (TypeError, ValueError):
        return None
    return found if abs(found) < 1e9 else None


def _integer(value: object) -> int:
    return int(_number(value) or 0)
