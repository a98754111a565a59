"""A PDF page without its text: only what annotations and small pictures draw over it, for the readers.

pdftotext gives all text that is shown with fonts, that of annotations too. What it cannot give is what looks like text
and is none: ink of a pen annotation, a stamp that is a picture, a picture of a number in its slot. Here the page is
copied without a single text operator, and without what it paints itself; the rest is for the readers.

Not looked at: text that the page itself draws as curves, inline images, and pictures as large as photographs or scans.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Matrix, Name, Object, Operator, Page, Pdf, Stream

from pipeline.engines.pdf_geometry import shown_box
from pipeline.engines.sheet import Sheet

_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_PAINT = frozenset(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*"))
_DRAWN = frozenset(("l", "c", "v", "y", "sh"))
"""Operators of ink. (A rectangle alone is a frame or a ground.)"""
_NEVER = frozenset(("/Link", "/Popup"))
_HIDDEN = 2 | 32
"""Annotation flags Hidden and NoView."""
_NO_PAINT = ContentStreamInstruction([], Operator("n"))
_DEEPEST = 6
_SIX = 6
_LARGE = 0.25
"""Part of the page from which a picture is a photograph or a scan."""
_STRIPS = 0.5
"""Part of the page from which small pictures together are the scan, in strips."""
_SPECK = 8
_SMALL = 4.0
"""Points."""


def draw_overlay(sheet: Sheet, folder: Path) -> Sheet | None:
    """A page like this one of a PDF, with only the overlay; None if there is none.

    Args:
        sheet: the page.
        folder: where a file may be written.

    Raises:
        pikepdf.PdfError, TypeError, ValueError: the page cannot be followed.
    """
    with pikepdf.open(sheet.file) as pdf, pikepdf.new() as alone:
        if not _may_have(pdf.pages[sheet.index]):
            return None
        _forget_forms(pdf.pages[sheet.index])
        alone.pages.append(pdf.pages[sheet.index])
        page = alone.pages[0]
        ink = _Ink(alone, page, pictures=True)
        ink.strip()
        if ink.share >= _STRIPS:
            ink = _Ink(alone, page, pictures=False)
            ink.strip()
        if not ink.found:
            return None
        target = folder / "overlay.pdf"
        alone.save(target)
    return Sheet(file=target, index=0)


# -------------------------------------------------------------------------------------------------------------------


def _may_have(page: Page) -> bool:
    """A quick look: any annotation with an appearance, any picture or form at all."""
    return bool(len(page.resources.get(Name.XObject, Dictionary()))) or any(True for _ in _appearances(page))


def _appearances(page: Page) -> Iterator[Stream]:
    for note in page.obj.get(Name.Annots, Array()):
        if not isinstance(note, Dictionary) or str(note.get(Name.Subtype)) in _NEVER:
            continue
        if int(note.get(Name.F, 0)) & _HIDDEN:
            continue
        drawn = note.get(Name.AP, Dictionary()).get(Name.N)
        if isinstance(drawn, Dictionary) and Name.AS in note:
            drawn = drawn.get(str(note.AS))
        if isinstance(drawn, Stream):
            yield drawn


def _forget_forms(page: Page) -> None:
    """Makes pictures of the page's form fields (in memory only), lest a renderer writes their values anew."""
    for note in page.obj.get(Name.Annots, Array()):
        if isinstance(note, Dictionary) and note.get(Name.Subtype) == Name.Widget:
            note.Subtype = Name.Stamp
            for key in {"/Parent", "/FT", "/V"} & set(note.keys()):
                del note[key]


class _Ink:
    """One page's stripping: what was found so far. Changes the page and its forms in place."""

    def __init__(self, pdf: Pdf, page: Page, *, pictures: bool) -> None:
        self._pdf, self._page, self._pictures = pdf, page, pictures
        box = shown_box(page)
        self._area = box.width * box.height
        self._done: set[tuple[int, int]] = set()
        self.found = False
        self.share = 0.0
        """Part of the page that small pictures cover."""

    def strip(self) -> None:
        """Takes away all that is no overlay."""
        resources = self._page.resources
        content = self._content(self._page, resources, Matrix(), _DEEPEST, own=True)
        self._page.obj.Contents = self._pdf.make_stream(content)
        for drawn in _appearances(self._page):
            self._strip_form(drawn, resources, Matrix(), _DEEPEST, own=False)

    def _content(self, source: Page | Stream, resources: Object, at: Matrix, depth: int, *, own: bool) -> bytes:
        """The content without text and, of the page's ``own``, without what is painted."""
        kept: list[ContentStreamInstruction] = []
        stack: list[Matrix] = []
        for step in pikepdf.parse_content_stream(source):
            name = str(step.operator)
            if not isinstance(step, ContentStreamInstruction) or name in _SHOW or (own and name == "sh"):
                continue
            if name == "q":
                stack.append(at)
            elif name == "Q":
                at = stack.pop() if stack else at
            elif name == "cm" and len(step.operands) == _SIX:
                at = Matrix(*map(float, step.operands)) @ at
            elif name == "Do" and not (
                step.operands and self._draws(str(step.operands[0]), resources, at, depth, own=own)
            ):
                continue
            self.found |= not own and name in _DRAWN
            kept.append(_NO_PAINT if own and name in _PAINT else step)
        return pikepdf.unparse_content_stream(kept)

    def _draws(self, name: str, resources: Object, at: Matrix, depth: int, *, own: bool) -> bool:
        """Whether what is drawn by that name stays."""
        drawn = resources.get(Name.XObject, Dictionary()).get(name)
        if not isinstance(drawn, Stream):
            return False
        if drawn.get(Name.Subtype) == Name.Image:
            return self._is_overlay(drawn, at) if own else self._is_seen(drawn)
        if depth:
            self._strip_form(drawn, resources, at, depth - 1, own=own)
        return depth > 0

    def _strip_form(self, form: Stream, resources: Object, at: Matrix, depth: int, *, own: bool) -> None:
        if form.objgen in self._done:
            return
        self._done.add(form.objgen)
        inner = Matrix(*map(float, form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))) @ at
        form.write(self._content(form, form.get(Name.Resources, resources), inner, depth, own=own))

    def _is_overlay(self, image: Stream, at: Matrix) -> bool:
        """Whether a picture of the page's own is neither a speck nor a photograph."""
        across, down = math.hypot(at.a, at.b), math.hypot(at.c, at.d)
        share = across * down / self._area
        if not self._pictures or share >= _LARGE or min(across, down) < _SMALL:
            return False
        self.share += share
        return self._is_seen(image)

    def _is_seen(self, image: Stream) -> bool:
        seen = min(int(image.get(Name.Width, 0)), int(image.get(Name.Height, 0))) >= _SPECK
        self.found |= seen
        return seen
