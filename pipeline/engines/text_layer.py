"""The text that a PDF page already has: its words and boxes, through poppler's pdftotext.

Gives what is there; whether it is believed is judged in :mod:`pipeline.stages.text_layer` and in the reader.
"""

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name, Page, Stream

from pipeline.engines import poppler
from pipeline.engines.pdf_geometry import shown_points
from pipeline.engines.sheet import Sheet
from pipeline.engines.stamp_note import other_notes
from schemas.page import Box, Line, Word
from schemas.text import nfc

_PAGE = re.compile(r'<page width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)">')
_TOKEN = re.compile(
    r'<(?P<tag>block|line)\b|<word xMin="(?P<x0>[-\d.]+)" yMin="(?P<y0>[-\d.]+)" xMax="(?P<x1>[-\d.]+)" '
    r'yMax="(?P<y1>[-\d.]+)">(?P<text>.*?)</word>',
    re.DOTALL,
)
_FORM_DEPTH = 5
_SCAN_PIXELS = 0.5 * 100 * 100
"""Pixels a square inch of page of an image that may be a scan of it: half the page at 100 dpi."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextLayer:
    """The text of a page in its own order."""

    lines: tuple[Line, ...]
    raw: str
    """The same as pdftotext gives it, a line a line: normalising hides what a lying layer can be known by."""
    scanned: bool
    """Whether the page also shows an image large enough to be a scan of it."""

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in their order."""
        return tuple(word for line in self.lines for word in line.words)


def find_layer(sheet: Sheet, *, width: int, height: int, seconds: float) -> TextLayer | None:
    """The page's text layer in pixels of the page as shown; None if it has no text at all.

    Args:
        sheet: the page of a PDF.
        width, height: the page in the pixels that boxes are to be in.
        seconds: wall time for the program.

    Raises:
        EngineFailed, EngineTimeout: pdftotext crashes or hangs.
        EngineMissing: it is not installed.
    """
    with pikepdf.open(sheet.file) as pdf:
        page = pdf.pages[sheet.index]
        if not has_fonts(page):
            return None
        scanned = _has_scan(page)
    report = poppler.report_words(sheet, seconds=seconds)
    lines = _lines(report, width, height)
    return TextLayer(lines=lines, raw=_raw(report), scanned=scanned) if lines else None


def has_fonts(page: Page) -> bool:
    """Whether the page, its forms or its annotations could show text."""
    if _forms_have_fonts(page.obj.get(Name.Resources, page.resources), _FORM_DEPTH):
        return True
    return any(isinstance(a, Dictionary) and Name.AP in a for a in other_notes(page))


# -------------------------------------------------------------------------------------------------------------------


def _forms_have_fonts(resources: pikepdf.Object, depth: int) -> bool:
    if not isinstance(resources, Dictionary):
        return False
    if len(resources.get(Name.Font, Dictionary())):
        return True
    forms = resources.get(Name.XObject, Dictionary())
    return depth > 0 and any(
        _forms_have_fonts(form.get(Name.Resources, Dictionary()), depth - 1)
        for form in forms.values()
        if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form
    )


def _has_scan(page: Page) -> bool:
    width, height = shown_points(page)
    least = _SCAN_PIXELS * (width / 72.0) * (height / 72.0)
    return any(pixels >= least for pixels in _image_sizes(page.resources, _FORM_DEPTH))


def _image_sizes(resources: pikepdf.Object, depth: int) -> list[int]:
    sizes: list[int] = []
    for drawn in resources.get(Name.XObject, Dictionary()).values():
        if not isinstance(drawn, Stream):
            continue
        if drawn.get(Name.Subtype) == Name.Image:
            sizes.append(int(drawn.get(Name.Width, 0)) * int(drawn.get(Name.Height, 0)))
        elif depth > 0 and isinstance(drawn.get(Name.Resources), Dictionary):
            sizes.extend(_image_sizes(drawn.Resources, depth - 1))
    return sizes


def _raw(report: str) -> str:
    return " ".join("\n" if token["tag"] else html.unescape(token["text"]) for token in _TOKEN.finditer(report))


def _lines(report: str, width: int, height: int) -> tuple[Line, ...]:
    page = _PAGE.search(report)
    if page is None:
        return ()
    # pdftotext gives boxes on the page as shown but the page's size before /Rotate: the area is the same either way
    scale = math.sqrt(width * height / (float(page["width"]) * float(page["height"])))
    lines: list[Line] = []
    words: list[Word] = []
    block = 0
    for token in _TOKEN.finditer(report):
        if token["tag"]:
            if words:
                lines.append(Line(words=tuple(words), block=block))
                words = []
            block += token["tag"] == "block"
            continue
        box = _inside([float(token[key]) * scale for key in ("x0", "y0", "x1", "y1")], width, height)
        words.extend(Word(text=text, box=box, confidence=1.0) for text in nfc(html.unescape(token["text"])).split())
    if words:
        lines.append(Line(words=tuple(words), block=block))
    return tuple(lines)


def _inside(edges: Sequence[float], width: int, height: int) -> Box:
    """The box of these edges (left, top, right, bottom), within the page and at least a pixel."""
    left, top = min(max(int(edges[0]), 0), width - 1), min(max(int(edges[1]), 0), height - 1)
    right, bottom = math.ceil(edges[2]), math.ceil(edges[3])
    return Box(x0=left, y0=top, x1=min(max(right, left + 1), width), y1=min(max(bottom, top + 1), height))
