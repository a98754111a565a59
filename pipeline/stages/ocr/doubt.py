"""How often a word like this one is right: the readers' own probability, set straight by what the word spells.

A logistic curve over four facts, fitted on words of real and synthetic scans whose truth is known
(``bench/confidence.py``): the probability of the word's slots, whether the model knows it, whether the model chose it
against the readers, and how long it is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.words import Piece

_LEAST, _MOST = 1e-4, 1 - 1e-4
_WORD = 2
_GHOST, _FAINT_GHOST = 0.4, 0.75
"""Mean clearness of letters below which a line may be no print. Print is nearly always above 0.6, ghosts below 0.35."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """The weights of the facts."""

    constant: float = 3.7
    readers: float = 0.0
    clear: float = 0.5
    unknown: float = -4.8
    changed: float = 0.0
    number: float = -2.1
    length: float = -1.2


def calibrated(words: Sequence[Piece], model: LanguageModel | None) -> tuple[Piece, ...]:
    """The words with the readers' probability turned into a confidence."""
    return tuple(replace(word, confidence=_confidence(word, model)) for word in words)


def is_ghost(words: Sequence[Piece], model: LanguageModel | None, *, faint: bool) -> bool:
    """Whether a line is no print at all: the sheet's back showing through, grain, a drawing, a scribble.

    Its letters are unclear, and not even one of its words is known. Of a line that is ``faint`` beside the page's
    other lines, more clearness is asked.
    """
    letters = sum(len(word.text) for word in words)
    if sum(len(word.text) * word.clear for word in words) >= (_FAINT_GHOST if faint else _GHOST) * letters:
        return False
    least = _WORD if faint else 1
    return not any(
        len(word.text) > least and word.text.isalpha() and model and model.knows(word.text) for word in words
    )


def facts(word: Piece, model: LanguageModel | None) -> tuple[float, float, float, float, float, float]:
    """What the curve is over: log odds of the word and of a letter, unknown, changed, has a digit, length's log."""
    letters = "".join(filter(str.isalnum, word.text))
    unknown = model is not None and letters.isalpha() and not letters.isupper() and not model.knows(letters)
    digit = any(map(str.isdigit, letters))
    changed = word.raw is not None
    length = math.log(len(word.text))
    return _odds(word.confidence), _odds(word.clear), float(unknown), float(changed), float(digit), length


# -------------------------------------------------------------------------------------------------------------------


def _odds(probability: float) -> float:
    sure = min(max(probability, _LEAST), _MOST)
    return math.log(sure / (1 - sure))


def _confidence(word: Piece, model: LanguageModel | None) -> float:
    curve = Curve()
    weights = curve.readers, curve.clear, curve.unknown, curve.changed, curve.number, curve.length
    total = curve.constant + sum(w * f for w, f in zip(weights, facts(word, model), strict=True))
    return 1 / (1 + math.exp(-total))
