"""What the language model counts: words without their case, and classes for what it must not judge.

Digits are one class and acronyms another, so that the model can never prefer one number or one abbreviation to another.
"""

import re
from functools import lru_cache

from pipeline.stages.syllable import is_bare_syllable
from schemas.text import nfc, place_tones

START = "<s>"
"""Stands (twice) before the first token of a line."""
END = "</s>"
"""Follows the last token of a line."""
NUMBER = "0"
"""Every token that has digits and no letters."""
ACRONYM = "<x>"
"""Every token of capitals that is no syllable, or of letters and digits: UBND, NĐ, QH15, III."""

_PIECE = re.compile(r"[^\W_]*\d(?:[^\W_]|[/-])*|[^\W_]+|\.{2,}|[^\w\s]|_")
_ALIKE = str.maketrans("“”„‘’–—−‐", '"""\'\'----')


def tokens_of(text: str) -> list[str]:
    """The tokens of ``text`` in order: words, numbers with all that strokes and hyphens join to them, single signs."""
    return [token_of(piece) for piece in _PIECE.findall(nfc(text))]


@lru_cache(maxsize=1 << 15)  # a pure function of a short text; a page asks for the same few hundred again and again
def token_of(text: str) -> str:
    """The token of one piece of text: a lower-cased word, or the class of a number, an acronym, a sign.

    Old and new tone placement (hòa, hoà) give one token, and so do the kinds of quotes and of dashes.
    """
    text = nfc(text)
    if text.isalpha():
        return ACRONYM if _is_acronym(text) else place_tones(text.lower())
    if any(map(str.isalpha, text)):
        return ACRONYM
    if any(map(str.isdigit, text)):
        return NUMBER
    return "…" if text.startswith("..") else text[:1].translate(_ALIKE)


def _is_acronym(word: str) -> bool:
    """Capitals that would be no syllable even if marks had been misread: HĐND is one, QUYÊT (for QUYẾT) is not."""
    return len(word) > 1 and word.isupper() and not is_bare_syllable(word)
