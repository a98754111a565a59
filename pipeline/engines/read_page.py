"""One page's reading: its own good text layer, or what the readers see. Runs inside the sandbox.

When a PDF page keeps its own text (status KEPT), all of these hold:

- :func:`pipeline.stages.text_layer.judge` finds the text good (not garbage, not a legacy font, not mirrored);
- its words stand upright on the page as shown;
- on a page that also shows an image large enough to be its scan, the text is that of a page and not of a stamp,
  a signature or a page number laid over it: at least 40 words, spread over a quarter of the page's height.

Otherwise the page is read (status READ) with ``reason`` saying why its text was not believed. Where the only fault
is that there is too little of it, the text is kept unless reading finds more than twice as many words: a title page
keeps its own, a poster whose text is drawn as curves does not.

A page that keeps its text also gets the words that are drawn over it and that no text layer has: a number in pen, a
picture of a date in its slot (`pipeline.engines.overlay`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.engines import text_layer
from pipeline.engines.ocr.by_net import read_by_net
from pipeline.engines.ocr.by_tesseract import read_by_tesseract
from pipeline.engines.ocr.hand_reader import read_hand
from pipeline.engines.ocr.kit import Kit, load_kit
from pipeline.engines.ocr.measure import measure
from pipeline.engines.ocr.options import Options
from pipeline.engines.ocr.prepare import READ_DPI
from pipeline.engines.ocr.seen import SURE, Seen
from pipeline.engines.overlay import read_overlay
from pipeline.engines.page_hash import page_hash
from pipeline.engines.page_image import load_page
from pipeline.engines.secret_mark import SecretMark, find_secret_marks
from pipeline.engines.sheet import PageImage, Sheet
from pipeline.engines.text_layer import TextLayer
from pipeline.stages.layout.order import ordered, ordered_layer
from pipeline.stages.ocr.hand import mark_hand
from pipeline.stages.ocr.quality import quality
from pipeline.stages.ocr.repair import repair
from pipeline.stages.ocr.tables import tables
from pipeline.stages.overlay import lay_over
from pipeline.stages.text_layer import TOO_LITTLE, judge
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page, PageStatus, Stamp, StampShape, Word

PARTIAL = "partial"
"""`Page.reason` of a page whose own text is only a part of what it shows."""
SIDEWAYS = "sideways"
_PAGEFUL = 40
_SPREAD = 0.25
_LONG = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """Which page to read, and how."""

    sheet: Sheet
    kind: Kind
    number: int
    limits: Limits
    language: str
    options: Options
    poppler: str
    """Its version, for `Page.engine`."""


def read_page(task: Task) -> Page:
    """The page's reading; of a first page, with the marks of state secrecy on its picture among the stamps.

    (They stand under the number: Decree 30/2020, box 10a. On other pages the readers and the stamp reader look.)

    Raises:
        EngineFailed (or a class below it), EngineMissing: a program fails.
    """
    image = load_page(task.sheet, task.kind, task.limits, wanted_dpi=READ_DPI)
    page = _believed(task, image)
    if task.number != 1:
        return page
    kit, known = load_kit(task.language, task.options), _seen_words(page)
    return _with_marks(page, find_secret_marks(image, kit, words=known, seconds=task.limits.page_seconds))


def _seen_words(page: Page) -> Sequence[Word]:
    """The words that were read on the picture as it lies; a text layer may say what is not to be seen there."""
    return page.words if page.status is PageStatus.READ and page.rotation == 0 else ()


def _with_marks(page: Page, marks: tuple[SecretMark, ...]) -> Page:
    """The page with the marks as stamps: the gates look at those (`pipeline.stages.reader.gating.secret`)."""
    found = tuple(Stamp(box=m.box, shape=StampShape.FREE, text=m.mark, confidence=m.confidence) for m in marks)
    return page.model_copy(update={"stamps": (*page.stamps, *found)}) if found else page


def _believed(task: Task, image: PageImage) -> Page:
    """The page by its own text layer where that is good, else by the readers."""
    layer = _layer(task, image)
    if layer is None:
        return _read(task, image, None)
    reason = _disbelief(layer, image)
    if reason is None:
        return _kept(task, image, layer)
    page = _read(task, image, reason)
    if reason == TOO_LITTLE and len(_sure(page)) <= 2 * len(layer.words):
        return _kept(task, image, layer)
    return page


# --- the page's own text -------------------------------------------------------------------------------------------


def _layer(task: Task, image: PageImage) -> TextLayer | None:
    if task.kind is not Kind.PDF:
        return None
    return text_layer.find_layer(task.sheet, width=image.width, height=image.height, seconds=task.limits.page_seconds)


def _disbelief(layer: TextLayer, image: PageImage) -> str | None:
    """Why the page's text is not believed; None if it is."""
    verdict = judge(layer.raw)
    if not verdict.good:
        return verdict.reason
    long = [w for w in layer.words if len(w.text) >= _LONG]
    if sum(w.box.height > w.box.width for w in long) > len(long) / 2:
        return SIDEWAYS
    if layer.scanned:
        spread = max(w.box.y1 for w in layer.words) - min(w.box.y0 for w in layer.words)
        if len(layer.words) < _PAGEFUL or spread < _SPREAD * image.height:
            return PARTIAL
    return None


def _kept(task: Task, image: PageImage, layer: TextLayer) -> Page:
    kit, engine = load_kit(task.language, task.options), f"pdftotext {task.poppler}"
    overlay = read_overlay(task.sheet, image, kit, seconds=task.limits.page_seconds)
    lines = lay_over(layer.lines, overlay.lines) if overlay else layer.lines
    page = Page(
        number=task.number, width=image.width, height=image.height, dpi=image.dpi, status=PageStatus.KEPT,
        engine=f"{engine} + {kit.name}" if overlay else engine, lines=lines, stamps=overlay.stamps if overlay else (),
        picture=page_hash(image.image),
    )  # fmt: skip
    page = ordered_layer(page)
    return read_hand(page, image, kit.digits) if overlay and kit.digits else page


# --- recognition ---------------------------------------------------------------------------------------------------


def _read(task: Task, image: PageImage, reason: str | None) -> Page:
    kit = load_kit(task.language, task.options)
    seconds = task.limits.page_seconds
    if kit.nets:
        seen = read_by_net(image, kit, kit.nets, seconds=seconds)
    else:
        seen = read_by_tesseract(image, kit, seconds=seconds)
    page = Page(
        number=task.number, width=seen.copy.width, height=seen.copy.height, dpi=image.dpi, rotation=seen.rotation,
        skew=seen.copy.skew, status=PageStatus.READ, reason=reason, engine=kit.name,
        lines=seen.lines, stamps=seen.stamps, picture=page_hash(image.image),
    )  # fmt: skip
    return _tidied(page, image, seen, kit)


def _tidied(page: Page, image: PageImage, seen: Seen, kit: Kit) -> Page:
    """The page after what knows more than letters: tables, reading order, closed vocabularies, pen-written slots."""
    page = ordered(tables(page, seen.rulings), seen.rulings)
    if kit.vocabulary is not None:
        page = repair(page, kit.vocabulary)
    if kit.digits is not None:
        page = read_hand(page, image, kit.digits)
    page = mark_hand(page)
    return page.model_copy(update={"quality": quality(page, measure(seen.copy))})


def _sure(page: Page) -> list[Word]:
    return [w for w in page.words if w.confidence >= SURE]
