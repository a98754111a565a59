"""Where the words of a page's text layer stand, so that every PDF program reads back exactly those words in order.

Programs find words by geometry, by spaces in the text, or both, and disagree; measured with poppler, pdfminer and
pdfium, all of them are right if

- between words of a line there is a gap of `_GAP` of the font's size (``pdftotext -raw`` does not look at spaces);
- no letter is narrower than `_NARROWEST` of the size (poppler takes such letters for printed twice).

The size is the line's height, so that words are marked as high as they are. Words that stand too close give way by a
pixel or two each. No PDF here: `layer` writes it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap

from pipeline.engines.assembly.alphabet import ASCENT, DESCENT, Alphabet
from pipeline.engines.assembly.scan import Placement
from schemas.page import Line, Page, Word

_GAP = 0.17
"""In sizes; poppler splits words from 0.15 on."""
_BACK = 0.22
"""Overlap in sizes from which poppler takes the next word for the start of a line (it does from 0.2 on)."""
_BESIDE = 0.75
"""Distance of baselines in sizes up to which poppler may see one line (0.5, where each word's left end is)."""
_MOST_GIVEN = 0.2
"""Part of its width by which a word gives way."""
_ROUNDING = 1e-6
_NARROWEST = 0.12
_TALL = 1.6
"""A word that many times as high as its line's usual word does not make the line higher."""
_LEAST, _LEAST_SIZE = 0.05, 0.01
_EM = 1000.0
_Span = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedWord:
    """A word as it is set, in points of the upright page from its lower left corner."""

    code: bytes
    natural: float
    """Width in sizes."""
    x0: float
    x1: float
    base: float
    """Height of its baseline in its middle."""
    size: float
    lean: float
    """How far its line rises on a point's way to the right."""


def place_words(page: Page, placement: Placement, alphabet: Alphabet) -> list[PlacedWord]:
    """The page's words in their order, in points of the page as people see it; words without a sign are left out."""
    return _apart([word for line in page.lines for word in _place_line(line, page, placement, alphabet)])


# -------------------------------------------------------------------------------------------------------------------


def _place_line(line: Line, page: Page, placement: Placement, alphabet: Alphabet) -> list[PlacedWord]:
    (width, height), slope = placement.shown, -math.tan(math.radians(page.skew))
    across, down = width / page.width, height / page.height
    spans = [_own_span(word, slope) for word in line.words]
    band, out = _band(spans), []
    for word, own in zip(line.words, spans, strict=True):
        code, natural, narrowest = alphabet.encode(word.text)
        if not code:
            continue
        top, bottom = band if _meets(own, band) else own
        size, x0 = (bottom - top) * down, word.box.x0 * across
        long = max(word.box.width * across, _LEAST)
        size = max(min(size, long * narrowest / natural / _NARROWEST), _LEAST_SIZE)
        base = height - (bottom + slope * (word.box.x0 + word.box.x1) / 2) * down - DESCENT / _EM * size
        base = min(max(base, -DESCENT / _EM * size), max(height - ASCENT / _EM * size, 0))  # nobody looks off the page
        out.append(
            PlacedWord(
                code=code, natural=natural / _EM, x0=x0, x1=x0 + long, base=base, size=size, lean=-slope * down / across
            )
        )
    return out


def _band(spans: Sequence[_Span]) -> _Span:
    """The line: upper and lower edge of its words together, but for those that stand elsewhere or are too tall."""
    middle = sorted(spans, key=sum)[len(spans) // 2]
    most = _TALL * sorted(bottom - top for top, bottom in spans)[len(spans) // 2]
    usual = [span for span in spans if span[1] - span[0] <= most and _meets(span, middle)] or [middle]
    return min(top for top, _ in usual), max(bottom for _, bottom in usual)


def _own_span(word: Word, slope: float) -> _Span:
    """The word's upper and lower edge at the page's left side, without the height that only its leaning adds."""
    box = word.box
    height = max(box.height - abs(slope) * box.width, 0.3 * box.height, 1.0)
    middle = (box.y0 + box.y1) / 2 - slope * (box.x0 + box.x1) / 2
    return middle - height / 2, middle + height / 2


def _meets(one: _Span, other: _Span) -> bool:
    """Whether the spans share half of the smaller one."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def _apart(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words with a gap behind each that no program overlooks, each of two neighbours giving half of it."""
    ends = [word.x1 for word in words]
    starts = [word.x0 for word in words]
    for n, (word, after) in enumerate(pairwise(words)):
        if (lacking := _lacking(word, after)) > 0:
            ends[n] = max(word.x1 - lacking / 2, word.x1 - _MOST_GIVEN * (word.x1 - word.x0))
            starts[n + 1] = min(after.x0 + lacking / 2, after.x0 + _MOST_GIVEN * (after.x1 - after.x0))
    moved = [
        word if (word.x0, word.x1) == (x0, x1) else replace(word, x0=x0, x1=x1)
        for word, x0, x1 in zip(words, starts, ends, strict=True)
    ]
    return [*starmap(_kept_off, pairwise(moved)), *moved[-1:]]


def _lacking(word: PlacedWord, after: PlacedWord) -> float:
    """By how many points the words stand too close; 0 if they do not, or the next one begins a line."""
    gap, size = after.x0 - word.x1, word.size
    one_line = gap >= -_BACK * size and abs(after.base - word.base) < _BESIDE * size
    return _GAP * size - gap if one_line else 0.0


def _kept_off(word: PlacedWord, after: PlacedWord) -> PlacedWord:
    """The word cut off before the next one, where both have given what they could; at the worst it becomes small."""
    if (lacking := _lacking(word, after)) <= _ROUNDING:
        return word
    middle = (word.x0 + word.x1) / 2
    end = word.x1 - lacking
    if end >= middle:
        return replace(word, x1=end)
    gap = after.x0 - middle
    end = middle if abs(gap) > 0.05 * (middle - word.x0) else (middle + word.x1) / 2
    gap = after.x0 - end
    size = gap / _GAP if gap > 0 else -gap / _BACK
    return replace(word, x1=end, size=max(min(word.size, size), _LEAST_SIZE))
