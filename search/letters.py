"""Vietnamese print in one byte a letter: a whole text is folded, and parted into words, by one table each. Pure.

Ten times as fast as asking letter by letter. A text with any other letter goes the long way (`search.terms`).
"""

import codecs
import re
from functools import cache
from string import printable
from typing import NamedTuple
from unicodedata import normalize

from search.folding import plain

_VOWELS, _TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_OTHERS = "–—“”‘’…•§°²³½×≥≤□"
"""What is met most beside letters and ASCII."""
_OTHER = re.compile(r"[\W_]")


class Parted(NamedTuple):
    """A text, folded and parted. Each of the first two is as long as the text."""

    shadow: str
    """The text itself, `plain`."""
    spaced: str
    """The same with a space for whatever is neither letter nor digit."""
    words: list[str]
    """Its runs of letters and digits, as they stand there."""


class _Tables(NamedTuple):
    """A letter's place in ``letters`` is its byte."""

    letters: str
    bytes_of: object
    folded: bytes
    alone: bytes
    """Each letter and digit itself, a space for all others."""
    spaced: bytes
    """Both at once."""


def parted(text: str) -> Parted | None:
    """The `surface` folded and parted; None if it has letters that are not usual in Vietnamese print."""
    coded = _coded(text)
    if coded is None:
        return None
    tables = _tables()
    return Parted(
        _decoded(coded.translate(tables.folded)),
        _decoded(coded.translate(tables.spaced)),
        _decoded(coded.translate(tables.alone)).split(),
    )


def spaced(text: str) -> str:
    """The `surface`, `plain`, with a space for whatever is neither letter nor digit. Keeps the length."""
    coded = _coded(text)
    return spaced_out(plain(text)) if coded is None else _decoded(coded.translate(_tables().spaced))


def spaced_out(shadow: str) -> str:
    """The same of what is `plain` already, whatever its letters."""
    return _OTHER.sub(" ", shadow)


# ---------------------------------------------------------------------------------------------------------------------


def _coded(text: str) -> bytes | None:
    try:
        return codecs.charmap_encode(text, "strict", _tables().bytes_of)[0]  # type: ignore[arg-type]  # typeshed knows dicts only
    except UnicodeEncodeError:
        return None


def _decoded(coded: bytes) -> str:
    return codecs.charmap_decode(coded, "strict", _tables().letters)[0]


@cache
def _tables() -> _Tables:
    marked = [normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]
    lower = "".join(letter for letter in (*marked, "đ") if not letter.isascii())
    known = "".join(dict.fromkeys("\0" + printable + lower + lower.upper() + _OTHERS))  # NUL first: codecs wants it
    letters = known.ljust(256, "\ufffe")  # codecs: stands for no letter
    at = {letter: place for place, letter in enumerate(known)}
    folded = bytes(at.get(plain(letter), at[" "]) for letter in known).ljust(256, b"\0")
    alone = bytes(at[letter if letter.isalnum() else " "] for letter in known).ljust(256, b"\0")
    both = bytes(folded[place] if letter.isalnum() else at[" "] for place, letter in enumerate(known)).ljust(256, b"\0")
    return _Tables(letters, codecs.charmap_build(letters), folded, alone, both)
