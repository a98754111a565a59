"""Reads a page's image with Tesseract alone, where there are no nets; the language model looks over its marks."""

from collections.abc import Sequence

from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.prepare import Prepared, prepare
from pipeline.engines.ocr.recognise import TESSERACT_DPI
from pipeline.engines.ocr.rules import find_rulings
from pipeline.engines.ocr.seen import SURE, Seen, is_long, stands
from pipeline.engines.sheet import PageImage
from pipeline.engines.tesseract import SeenWord
from pipeline.stages.ocr.search import OPENING, Context, search
from pipeline.stages.ocr.second_thoughts import Token, with_siblings
from pipeline.stages.ocr.words import MARKS, Piece, pieces
from schemas.page import Line, Stamp, Word

_SYMBOLS_SURE = 0.5
_CHANGED_SURE = 0.85
"""Most that a word is trusted which the model has changed."""


def read_by_tesseract(image: PageImage, kit: Kit, *, seconds: float) -> Seen:
    """The page's lines in Tesseract's order; turned only if what was read looks wrong, so an upright page pays nothing.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails.
    """
    seen = _read(image, 0, kit, seconds)
    for turn in _turns_to_try(seen):
        other = _read(image, turn, kit, seconds)
        if other.upright_letters > seen.upright_letters:
            seen = other
        if not _turns_to_try(seen):
            break
    return seen


# -------------------------------------------------------------------------------------------------------------------


def _read(image: PageImage, turn: int, kit: Kit, seconds: float) -> Seen:
    copy = prepare(image, rotation=turn, dpi=TESSERACT_DPI, options=kit.options)
    if kit.in_process:
        words = tesseract_api.read_words(copy.pixels, language=kit.language, dpi=copy.dpi)
    else:
        words = tesseract.read_words(copy.pixels, language=kit.language, dpi=copy.dpi, seconds=seconds)
    rulings = tuple(copy.box(r.x0, r.y0, r.x1, r.y1) for r in find_rulings(copy.pixels, copy.dpi))
    stamps = tuple(Stamp(box=stamp.box, shape=stamp.shape) for stamp in copy.stamps)
    lines = tuple(_lines(words, copy, kit))
    return Seen(lines=lines, rotation=turn, copy=copy, stamps=stamps, rulings=rulings)


def _turns_to_try(seen: Seen) -> tuple[int, ...]:
    """The clockwise turns worth trying after such a reading, the likeliest first; none if it looks right.

    Tesseract reads a page that was turned 90° clockwise as well as an upright one, only its words stand on end;
    turned the other way, or upside down, it reads confident nonsense at 0.3 to 0.45.
    """
    if not seen.letters or seen.upright_letters >= SURE * seen.letters:
        return ()
    long = [word for word in seen.words if is_long(word)]
    standing = sum(map(stands, long)) / len(long) if long else 0.5
    sure = sum(len(w.text) * w.confidence for w in seen.words) / seen.letters >= SURE
    if standing > 0.5:
        return (270, 90) if sure else (90, 270)
    return (180,) if standing < 0.2 else (180, 90, 270)


def _lines(words: Sequence[SeenWord], copy: Prepared, kit: Kit) -> list[Line]:
    """Tesseract's lines in its order, without those that are specks: only symbols, and unsure ones."""
    grouped: dict[tuple[int, int, int], list[SeenWord]] = {}
    for word in words:
        grouped.setdefault((word.block, word.paragraph, word.line), []).append(word)
    found: list[Line] = []
    before, paragraph = OPENING, (0, 0)
    for place, line in grouped.items():
        before, paragraph = before if place[:2] == paragraph else OPENING, place[:2]
        if not _specks(line):
            chosen, before = _thought_over(line, before, kit)
            pairs = zip(line, chosen, strict=True)
            found.append(Line(words=tuple(_on_page(word, piece, copy) for word, piece in pairs), block=place[0]))
    return found


def _thought_over(line: Sequence[SeenWord], before: Context, kit: Kit) -> tuple[Sequence[Piece], Context]:
    """The line's words as the language model likes them, and what the next line follows."""
    tokens = [Token(text=w.text, x0=w.x0, x1=w.x1, confidence=w.confidence) for w in line]
    network = with_siblings(tokens, kit.model)
    if kit.model is None:
        return pieces(network, (0,) * len(network), line[0].x0, line[-1].x1), OPENING
    chosen = search(network, kit.model, before)
    return pieces(network, chosen.choice, line[0].x0, line[-1].x1), chosen.after


def _on_page(word: SeenWord, piece: Piece, copy: Prepared) -> Word:
    box = copy.box(word.x0, word.y0, word.x1, word.y1)
    if piece.raw is None:
        return Word(text=word.text, box=box, confidence=word.confidence)
    return Word(text=piece.text, box=box, confidence=min(word.confidence, _CHANGED_SURE), raw=piece.raw, rule=MARKS)


def _specks(line: list[SeenWord]) -> bool:
    return all(w.confidence < _SYMBOLS_SURE and not any(c.isalnum() for c in w.text) for w in line)
