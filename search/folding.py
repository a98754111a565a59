"""How a text looks to the finder: the same for every way of typing it, and of the same length. Pure.

``surface`` is what everything else here takes: composed (NFC), without control characters. ``toned`` and ``plain`` keep
its length, so that an offset in one is an offset in all three, and what matches can be shown where it stands.
"""

import re
import unicodedata
from functools import lru_cache

from schemas.text import fold, nfc, place_tones

TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
"""A syllable, a number or a word of another language: letters and digits, with marks that no composed letter has."""
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffffÐð\u00a0\u00ad\ufeff]")
"""What `schemas.text.nfc` takes away or replaces, but for the form feed, which parts pages."""
_MARK = re.compile(r"[\u0300-\u036f]+")
_SHORT = {ord("I"): "i", ord("İ"): "i", ord("ẞ"): "ß"}
_PLAIN_REST = {ord("\u0142"): "l", ord("\u0141"): "l", ord("ß"): "s"}


def surface(text: str) -> str:
    """NFC, no control characters but tabs, line and page ends, no soft hyphens: what offsets count in. Idempotent."""
    if unicodedata.is_normalized("NFC", text) and not _ODD.search(text):
        return text  # nearly every text is so already, and asking is five times as fast
    # What one pass removes may have kept two letters from composing.
    return "\f".join(nfc(nfc(page)) for page in text.split("\f"))


def toned(text: str) -> str:
    """Lower case with its marks, old-style tone placement: HOÀ GIẢI, Hòa giải → hòa giải. Keeps the length."""
    return place_tones(_lower(text))


def plain(text: str) -> str:
    """Lower case without marks, đ → d. Keeps the length."""
    return _lower(fold(text)).translate(_PLAIN_REST)


def has_marks(text: str) -> bool:
    """Whether somebody took the trouble of typing a mark, or đ."""
    return any(fold(letter) != letter for letter in _lower(text) if not letter.isascii())


def bare(token: str) -> str:
    """A token of `toned` or `plain` without the marks that stand as characters of their own."""
    return _MARK.sub("", token) if not token.isascii() else token


@lru_cache(maxsize=1 << 17)
def token(word: str) -> tuple[str, str]:
    """A token as it is indexed, toned and plain. Remembered: a language has few syllables, and texts repeat them."""
    marked = bare(toned(word))
    return marked, plain(marked)


# ---------------------------------------------------------------------------------------------------------------------


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(_lowered(letter) for letter in text)


def _lowered(letter: str) -> str:
    low = letter.lower()
    return low if len(low) == 1 else _SHORT.get(ord(letter), letter)
