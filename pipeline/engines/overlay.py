"""Reads what is drawn over a page that keeps its own text: pen annotations, stamps and numbers that are pictures."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pikepdf
from numpy.typing import NDArray
from PIL import Image

from pipeline.engines import poppler
from pipeline.engines.ocr.by_tesseract import read_by_tesseract
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.line_finder import find_lines
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.prepare import READ_DPI, prepare
from pipeline.engines.ocr.recognise import recognise
from pipeline.engines.ocr.seen import SURE
from pipeline.engines.ocr.stamp_reader import read_stamps
from pipeline.engines.overlay_ink import draw_overlay
from pipeline.engines.pdf_geometry import user_unit
from pipeline.engines.sheet import PageImage, Sheet
from pipeline.stages.overlay import OVERLAY
from schemas.page import Line, Stamp, StampShape, Word

_SURE_LINE = 0.6
"""Mean confidence from which a line is believed: signatures and emblems are read as unsure letters."""
_WHITE = 250


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlay:
    """What is drawn over a page's own text, in the page's pixels."""

    lines: tuple[Line, ...] = ()
    """Their words have the rule `OVERLAY`."""
    stamps: tuple[Stamp, ...] = ()


def read_overlay(sheet: Sheet, page: PageImage, kit: Kit, *, seconds: float) -> Overlay | None:
    """What the readers see on a page of a PDF besides its text; None if nothing is drawn over it (most pages).

    Args:
        sheet: the page.
        page: the same as an image, for its size; its pixels are not looked at.
        kit: who reads.
        seconds: wall time for each program.

    Raises:
        EngineFailed (or a class below it), EngineMissing: poppler or Tesseract fails.
    """
    image = _render(sheet, page, seconds)
    if image is None:
        return None
    stamps = _stamps(image, kit, seconds)
    ink = _without_stamps(image, stamps)
    lines = _by_net(ink, kit, kit.nets, seconds) if kit.nets else _by_tesseract(ink, kit, seconds)
    return Overlay(lines=tuple(_believed(lines)), stamps=stamps)


# -------------------------------------------------------------------------------------------------------------------


def _render(sheet: Sheet, page: PageImage, seconds: float) -> PageImage | None:
    """The overlay alone on white; None if there is none, or nothing of it can be seen.

    A page whose drawing cannot be followed has none either: its own text is good, and better than no page.
    """
    with tempfile.TemporaryDirectory() as folder, pikepdf.open(sheet.file) as pdf:
        try:
            drawn = draw_overlay(sheet, Path(folder))
        except (pikepdf.PdfError, TypeError, ValueError):
            return None
        if drawn is None:
            return None
        dpi = min(READ_DPI, page.dpi) * user_unit(pdf.pages[sheet.index])
        image = poppler.render(drawn, dpi=dpi, seconds=seconds)
    if int(np.asarray(image).min()) >= _WHITE:
        return None
    return replace(page, image=image)


def _stamps(image: PageImage, kit: Kit, seconds: float) -> tuple[Stamp, ...]:
    """Seals, and rectangular stamps with what they say; red words without a frame are words like others here."""
    copy = prepare(image, options=replace(kit.options, deskew=False, red=True))
    found = [Stamp(box=stamp.box, shape=stamp.shape) for stamp in copy.stamps]
    if kit.nets:
        found = list(read_stamps(copy, kit, kit.nets, seconds=seconds))
    return tuple(s for s in found if s.shape is StampShape.ROUND or (s.shape is StampShape.RECTANGULAR and s.text))


def _without_stamps(image: PageImage, stamps: Sequence[Stamp]) -> PageImage:
    """The page in grey, ink of any colour dark, and white where stamps are."""
    pixels: NDArray[np.uint8] = np.asarray(image.image.convert("RGB"), dtype=np.uint8).min(axis=2)
    down, across = pixels.shape[0] / image.height, pixels.shape[1] / image.width
    for box in (stamp.box for stamp in stamps):
        pixels[int(box.y0 * down) : int(box.y1 * down) + 1, int(box.x0 * across) : int(box.x1 * across) + 1] = 255
    return replace(image, image=Image.fromarray(pixels))


def _by_net(image: PageImage, kit: Kit, nets: Nets, seconds: float) -> list[Line]:
    """The lines; the page is known to be upright, and a few words are too little to level it by."""
    copy = prepare(image, options=replace(kit.options, deskew=False, flatten=False))
    read = recognise(copy.pixels, find_lines(copy.pixels, nets), dpi=copy.dpi, kit=kit, nets=nets, seconds=seconds)
    return [
        Line(
            words=tuple(
                Word(
                    text=word.text, box=copy.box(word.x0, line.box.y0, word.x1, line.box.y1),
                    confidence=word.confidence, raw=word.raw,
                )
                for word in line.words
            )
        )
        for line in read
    ]  # fmt: skip


def _by_tesseract(image: PageImage, kit: Kit, seconds: float) -> list[Line]:
    seen = read_by_tesseract(image, kit, seconds=seconds)
    return list(seen.lines) if seen.rotation == 0 else []


def _believed(lines: Sequence[Line]) -> list[Line]:
    """The lines that are print rather than a scribble, without words that nobody could read."""
    believed = []
    for line in lines:
        words = tuple(w.model_copy(update={"rule": OVERLAY}) for w in line.words if w.confidence >= SURE)
        if words and line.confidence >= _SURE_LINE and any(c.isalnum() for w in words for c in w.text):
            believed.append(Line(words=words))
    return believed
