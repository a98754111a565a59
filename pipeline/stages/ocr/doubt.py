"""How often a word like this one is right: the readers' own probability, set straight by what the word spells.

A logistic curve over what `facts` gives of a word, fitted by ``bench/confidence.py`` on words of real, synthetic and
degraded scans whose truth is known: 52,000 readings (with the net alone, and with Tesseract's vote), 205 of them wrong.
Three facts carry it: how clear the letters were, whether the model knows the word, whether it has digits; weights are
rounded between those of the sets, and the facts that differed in sign from set to set (the whole word's probability,
whether the model chose it against the readers) have none. Said and right are 0.11 to 0.17 % of all words apart
(expected calibration error). Words said to be below 0.88 are 0.4 % of all and an eighth to a third of the wrong ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.words import Piece

_LEAST, _MOST = 1e-4, 1 - 1e-4
_WORD = 2
_GHOST = 0.4
"""Mean clearness of letters below which a line may be no print. Print is nearly always above 0.6, ghosts below 0.35."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """The weights of the facts."""

    constant: float = 2.6
    readers: float = 0.0
    clear: float = 0.55
    unknown: float = -4.0
    changed: float = 0.0
    number: float = -1.4
    length: float = -0.3


def calibrated(words: Sequence[Piece], model: LanguageModel | None) -> tuple[Piece, ...]:
    """The words with the readers' probability turned into a confidence."""
    return tuple(replace(word, confidence=_confidence(word, model)) for word in words)


def is_ghost(words: Sequence[Piece], model: LanguageModel | None, *, faint: bool) -> bool:
    """Whether a line is no print at all: the sheet's back showing through, grain, a drawing, a scribble.

    Its letters are unclear, and not even one of its words is known. Of a line that is ``faint`` beside the page's
    other lines it is enough that half of it is no known words: the net reads mirrored letters as numbers, and surely.
    """
    letters = sum(len(word.text) for word in words)
    if faint:
        return sum(len(word.text) for word in words if _is_known(word, model, _WORD)) < letters / 2
    unclear = sum(len(word.text) * word.clear for word in words) < _GHOST * letters
    return unclear and not any(_is_known(word, model, 1) for word in words)


def _is_known(word: Piece, model: LanguageModel | None, more_than: int) -> bool:
    letters = word.text.strip(".,;:()-")
    return model is not None and len(letters) > more_than and letters.isalpha() and model.knows(letters)


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
