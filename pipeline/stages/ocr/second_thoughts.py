"""A network for a reader that gives words without alternatives: what differs only in its marks may be meant as well.

Changing what was read must be dear: at a low price the model spoils clean pages (measured: 8 is right for a word read
surely, 3 harms).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.network import Network, Option, Slot, ranked

_PARTS = re.compile(r"[^\W\d_]+|[\W\d_]+")
_PRICE, _SURE_PRICE = 3.0, 5.0
"""Log probability that another word costs, and how much more if the reader was sure."""
_LETTER_PRICE = 1.5
"""For every letter that differs beyond the first."""
_LEAST = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A word as the reader gave it."""

    text: str
    x0: float
    x1: float
    confidence: float


def with_siblings(words: Sequence[Token], model: LanguageModel | None) -> Network:
    """One slot for every run of letters, with its siblings as further options; other signs, and spaces, as they are."""
    slots: list[Slot] = []
    for before, word in zip((None, *words), words, strict=False):
        if before is not None:
            slots.append(Slot(((" ", 0.0),), before.x1, word.x0))
        share = math.log(max(word.confidence, _LEAST))
        for number, part in enumerate(_PARTS.findall(word.text)):
            options = _options(part, word.confidence, model)
            scored = tuple((text, price + (share if number == 0 else 0.0)) for text, price in options)
            slots.append(Slot(scored, word.x0, word.x1))
    return tuple(slots)


# -------------------------------------------------------------------------------------------------------------------


def _options(part: str, confidence: float, model: LanguageModel | None) -> tuple[Option, ...]:
    if model is None or not part.isalpha():
        return ((part, 0.0),)
    price = _PRICE + _SURE_PRICE * confidence
    siblings = [(_cased(other, part), other) for other in model.siblings(part)]
    return ranked(
        [(part, 0.0), *((shown, -price - _LETTER_PRICE * (_differ(shown, part) - 1)) for shown, _ in siblings)]
    )


def _differ(one: str, other: str) -> int:
    return max(sum(a != b for a, b in zip(one, other, strict=False)), 1)


def _cased(word: str, like: str) -> str:
    """The word in the case of another one with the same letters."""
    if len(word) != len(like):
        return word
    return "".join(a.upper() if b.isupper() else a for a, b in zip(word, like, strict=True))
