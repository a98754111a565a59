"""One page's reading: its own good text layer, or what Tesseract reads. Runs inside the sandbox.

When a PDF page keeps its own text (status KEPT), all of these hold:

- :func:`pipeline.stages.text_layer.judge` finds the text good (not garbage, not a legacy font, not mirrored);
- its words stand upright on the page as shown;
- on a page that also shows an image large enough to be its scan, the text is that of a page and not of a stamp,
  a signature or a page number laid over it: at least 40 words, spread over a quarter of the page's height.

Otherwise the page is read (status READ) with ``reason`` saying why its text was not believed. Where the only fault
is that there is too little of it, the text is kept unless reading finds more than twice as many words: a title page
keeps its own, a poster whose text is drawn as curves does not.
"""

from dataclasses import dataclass

from pipeline.engines import text_layer
from pipeline.engines.page_image import load_page
from pipeline.engines.prepare import READ_DPI, Prepared, prepare
from pipeline.engines.sheet import PageImage, Sheet
from pipeline.engines.tesseract import SeenWord, read_words
from pipeline.engines.text_layer import TextLayer
from pipeline.stages.text_layer import TOO_LITTLE, judge
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Line, Page, PageStatus, Word

PARTIAL = "partial"
"""`Page.reason` of a page whose own text is only a part of what it shows."""
SIDEWAYS = "sideways"
_PAGEFUL = 40
_SPREAD = 0.25
_SURE = 0.5
_SYMBOLS_SURE = 0.5
_LONG = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """Which page to read, and how."""

    sheet: Sheet
    kind: Kind
    number: int
    limits: Limits
    language: str
    tesseract: str
    """Its version, for `Page.engine`."""
    poppler: str


def read_page(task: Task) -> Page:
    """The page's reading.

    Raises:
        EngineFailed (or a class below it), EngineMissing: a program fails.
    """
    image = load_page(task.sheet, task.kind, task.limits, wanted_dpi=READ_DPI)
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
    return Page(
        number=task.number, width=image.width, height=image.height, dpi=image.dpi,
        status=PageStatus.KEPT, engine=f"pdftotext {task.poppler}", lines=layer.lines,
    )  # fmt: skip


# --- recognition ---------------------------------------------------------------------------------------------------


def _read(task: Task, image: PageImage, reason: str | None) -> Page:
    """Reads the page as it lies, and turned only if that looks wrong: an upright page pays nothing."""
    rotation, copy, words = 0, prepare(image), ()  # type: tuple[int, Prepared, tuple[SeenWord, ...]]
    words = _words(task, copy)
    best = _upright_letters(words)
    for turn in _turns_to_try(words):
        other = prepare(image, rotation=turn)
        seen = _words(task, other)
        if (score := _upright_letters(seen)) > best:
            rotation, copy, words, best = turn, other, seen, score
        if not _turns_to_try(words):
            break
    return Page(
        number=task.number, width=copy.width, height=copy.height, dpi=image.dpi, rotation=rotation, skew=copy.skew,
        status=PageStatus.READ, reason=reason, engine=f"tesseract {task.tesseract} {task.language}",
        lines=_lines(words, copy),
    )  # fmt: skip


def _words(task: Task, copy: Prepared) -> tuple[SeenWord, ...]:
    return read_words(copy.pixels, language=task.language, dpi=copy.dpi, seconds=task.limits.page_seconds)


def _upright_letters(words: tuple[SeenWord, ...]) -> float:
    """Letters read surely, in words that lie as words do; the others weigh nothing."""
    return sum(len(w.text) * w.confidence for w in words if w.confidence >= _SURE and not _stands(w))


def _turns_to_try(words: tuple[SeenWord, ...]) -> tuple[int, ...]:
    """The clockwise turns worth trying after such a reading, the likeliest first; none if it looks right.

    Tesseract reads a page that was turned 90° clockwise as well as an upright one, only its words stand on end;
    turned the other way, or upside down, it reads confident nonsense at 0.3 to 0.45.
    """
    letters = sum(len(w.text) for w in words)
    if not letters or _upright_letters(words) >= _SURE * letters:
        return ()
    long = [w for w in words if len(w.text) >= _LONG]
    standing = sum(map(_stands, long)) / len(long) if long else 0.5
    sure = sum(len(w.text) * w.confidence for w in words) / letters >= _SURE
    if standing > 0.5:
        return (270, 90) if sure else (90, 270)
    return (180,) if standing < 0.2 else (180, 90, 270)


def _stands(word: SeenWord) -> bool:
    return len(word.text) >= _LONG and word.y1 - word.y0 > word.x1 - word.x0


def _lines(words: tuple[SeenWord, ...], copy: Prepared) -> tuple[Line, ...]:
    """Tesseract's lines in its order, without those that are specks: only symbols, and unsure ones."""
    grouped: dict[tuple[int, int, int], list[SeenWord]] = {}
    for word in words:
        grouped.setdefault((word.block, word.paragraph, word.line), []).append(word)
    return tuple(
        Line(words=tuple(_word(w, copy) for w in line), block=key[0])
        for key, line in grouped.items()
        if not _specks(line)
    )


def _specks(line: list[SeenWord]) -> bool:
    return all(w.confidence < _SYMBOLS_SURE and not any(c.isalnum() for c in w.text) for w in line)


def _word(word: SeenWord, copy: Prepared) -> Word:
    return Word(text=word.text, box=copy.box(word.x0, word.y0, word.x1, word.y1), confidence=word.confidence)


def _sure(page: Page) -> list[Word]:
    return [w for w in page.words if w.confidence >= _SURE]
