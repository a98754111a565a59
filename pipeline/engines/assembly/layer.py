"""A page's words as invisible text: the content stream that our PDFs carry beside each page's picture.

Every word ends with a space in the same string, about as wide as the gap (pdfium forgets strings of spaces only). A
word on a leaning line leans with it, but a long one less than the line: poppler cuts a word where its letters leave
its baseline by half a point. Where words stand is decided in `placing`.
"""

import math

from pipeline.engines.assembly.alphabet import Alphabet
from pipeline.engines.assembly.placing import PlacedWord, place_words
from pipeline.engines.assembly.scan import Placement
from schemas.page import Page

MARK = b"/KhoText BMC"
"""How our layer begins: by this it is known again when it is to be replaced."""
FONT = b"/KhoText"
_DRIFT = 0.45
"""Points."""
_SMALL = 2.0
"""Size up to which a hundredth of a point matters."""
_EM = 1000.0


def write_layer(page: Page, placement: Placement, alphabet: Alphabet) -> bytes:
    """The content stream with the page's words; its font is the one that ``alphabet`` will write."""
    words = place_words(page, placement, alphabet)
    size, shown = 0.0, list[bytes]()
    for word, after in zip(words, (*words[1:], None), strict=False):
        if word.size != size:
            size = word.size
            shown.append(b"%b %b Tf" % (FONT, pdf_number(size)))
        shown.append(_show(word, after, alphabet))
    upright = b" ".join(map(pdf_number, placement.upright))
    return b"\n".join((MARK, b"q %b cm BT 3 Tr" % upright, *shown, b"ET Q", b"EMC", b""))


def pdf_number(value: float) -> bytes:
    """A number as PDF writes it, to a ten-thousandth."""
    return (b"%.4f" % (value + 0.0)).rstrip(b"0").rstrip(b".")


# -------------------------------------------------------------------------------------------------------------------


def _show(word: PlacedWord, after: PlacedWord | None, alphabet: Alphabet) -> bytes:
    """The operators that set the word and the space behind it. (Every byte of it counts a thousand times a page.)"""
    width = word.x1 - word.x0
    stretch = width / (word.natural * word.size)
    gap = after.x0 - word.x1 if after is not None else 0.0
    space = alphabet.space(gap / (word.size * stretch) * _EM)
    angle, base = _angle(word, width), word.base
    matrix = b"1 0 0 1"
    if angle:
        cos, sin = pdf_number(math.cos(angle)), math.sin(angle)
        matrix = b"%b %b %b %b" % (cos, pdf_number(sin), pdf_number(-sin), cos)
        base -= math.tan(angle) * width / 2
    place = b"%.2f %.2f" if word.size > _SMALL else b"%.5f %.5f"
    return b"%.2f Tz %b %b Tm <%b%b> Tj" % (
        100 * stretch, matrix, place % (word.x0, base), word.code, space,
    )  # fmt: skip


def _angle(word: PlacedWord, width: float) -> float:
    """How the word leans, in radians: like its line, but no more than its length allows."""
    angle = math.atan(word.lean)
    return math.copysign(min(abs(angle), _DRIFT / max(width, _DRIFT)), angle) if angle else 0.0
