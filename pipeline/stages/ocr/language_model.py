"""How likely a Vietnamese legal text goes on with a given token: a pruned trigram model over syllables.

It only judges: whoever searches decides which readings are possible at all. Case, digits, acronyms and the two ways to
place a tone (hòa, hoà) are none of its business: `tokens.token_of` takes them away. Written by ``bench/train_lm.py``,
which says how; the file holds counts turned into probabilities, no text.
"""

import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from pydantic import Field, ValidationError

from pipeline.stages.ocr.ngram_table import NgramTable
from pipeline.stages.ocr.tokens import ACRONYM, END, NUMBER, START, token_of
from pipeline.stages.syllable import is_syllable
from schemas.base import Frozen
from schemas.text import fold

__all__ = ["END", "START", "Header", "LanguageModel", "token_of"]

FORMAT = "kho-lm"
VERSION = 1
SYLLABLE = "<u>"
"""The class of every syllable that could be written but was not met often enough."""
FOREIGN = "<f>"
"""The class of every other word that was not met often enough: foreign words, names, misprints."""
CLASSES = (START, END, NUMBER, ACRONYM, SYLLABLE, FOREIGN)
"""The first words of every model, in this order."""

_LEVELS = ("single", "pair", "back", "triple")
PARTS = ("words", "single", "retreat", *(f"{name}_levels" for name in _LEVELS), "pairs", "triples")
"""The parts of a file in their order."""

_CHECKSUM = 4  # bytes at the end
_LONGEST_HEADER = 1 << 16
_SYLLABLE_COST = -6.0  # cheaper than by the book: leaflets have more rare syllables (names, places) than laws have
_LETTER_COST = -1.5  # a letter of a word that nothing is known of
_MARK_COST = -1.5  # more for a Vietnamese letter in a word that is no syllable: likelier a misread mark than a name
_FLOOR = -16.0


class Part(Frozen):
    """Where one part of the file is, and how its table is built."""

    size: int
    seed: int = 0
    segment: int = 1


class Header(Frozen):
    """The first line of a model file, for people too: what was counted, when, and how much.

    After it come the parts in the order listed, and the CRC-32 of all that (4 bytes; all numbers are little-endian).
    """

    format: str
    version: int
    note: str = ""
    sources: tuple[str, ...]
    left_out: tuple[str, ...] = Field(default=(), description="folders no run of six words was learnt from, except")
    formulas: int = Field(default=0, description="set phrases that so many documents have (0: none excepted)")
    date: str
    tokens: int
    pairs: int
    triples: int
    parts: Mapping[str, Part]


class LanguageModel:
    """A loaded model. It never changes (but for a bounded memory of answers), so forked children may share it."""

    @classmethod
    def load(cls, data: bytes | memoryview) -> "LanguageModel":
        """The model in ``data``, which is kept and read in place. Raises ValueError if it is not a whole model file."""
        view = memoryview(data).cast("B")
        header, parts = _opened(view)
        return cls(header, parts)

    def __init__(self, header: Header, parts: Mapping[str, memoryview]) -> None:
        self.header = header
        words = bytes(parts["words"]).decode().split("\n")
        self._id = {word: number for number, word in enumerate(words)}
        self._size = len(words)
        self._single = parts["single"]  # the code of every word's own probability
        self._retreat = parts["retreat"].cast("f")  # the weight of falling back from a word, by its number
        self._levels = {name: tuple(parts[f"{name}_levels"].cast("f")) for name in _LEVELS}
        self._pair = lru_cache(maxsize=1 << 13)(_table(header, parts, "pairs", "I", 16).get)
        self._triple = _table(header, parts, "triples", "H", 6).get
        self._siblings = _families(words[len(CLASSES) :])
        self._answers = lru_cache(maxsize=1 << 14)(self._log_probability)

    def score(self, before: tuple[str, str], token: str) -> float:
        """The natural logarithm of the probability of ``token`` after the two ``before``; all three by `token_of`."""
        return self._answers(before, token)

    def knows(self, word: str) -> bool:
        """Whether ``word`` (any case, either tone placement) was met often enough to be judged by itself."""
        token = token_of(word)
        return token.isalpha() and token in self._id

    def siblings(self, word: str) -> tuple[str, ...]:
        """Known words with the letters of ``word`` but other marks, the most frequent first.

        In lower case, with tones placed the old way (hòa); never a word with the same token as ``word``.
        """
        token = token_of(word)
        return tuple(other for other in self._siblings.get(fold(token), ()) if other != token)

    def _log_probability(self, before: tuple[str, str], token: str) -> float:
        numbers, size, spelling = self._id, self._size, 0.0
        number = numbers.get(token)
        if number is None:
            number, spelling = self._unknown(token)
        first = numbers[before[0]] if before[0] in numbers else self._unknown(before[0])[0]
        second = numbers[before[1]] if before[1] in numbers else self._unknown(before[1])[0]
        context = self._pair(first * size + second) & 0xFF
        pair = self._pair(second * size + number)
        if context and pair and (triple := self._triple((first * size + second) * size + number)):
            chance = self._levels["triple"][triple]
        elif pair:
            chance = self._levels["back"][context] + self._levels["pair"][pair >> 8]
        else:
            single = self._levels["single"][self._single[number]]
            chance = self._levels["back"][context] + self._retreat[second] + single
        return max(chance + spelling, _FLOOR)

    def _unknown(self, token: str) -> tuple[int, float]:
        """The number of an unknown word's class, and what its spelling costs."""
        if is_syllable(token):
            return self._id[SYLLABLE], _SYLLABLE_COST
        marks = sum(not letter.isascii() for letter in token)
        return self._id[FOREIGN], _LETTER_COST * len(token) + _MARK_COST * marks


def _opened(view: memoryview) -> tuple[Header, dict[str, memoryview]]:
    if zlib.crc32(view[:-_CHECKSUM]) != int.from_bytes(view[-_CHECKSUM:], "little"):
        raise ValueError("not a language model, or one that is damaged or cut off")
    line_end = bytes(view[:_LONGEST_HEADER]).find(b"\n") + 1
    try:
        header = Header.model_validate_json(bytes(view[:line_end]))
    except ValidationError as error:
        raise ValueError("not a language model: the first line is no header") from error
    if (header.format, header.version, tuple(header.parts)) != (FORMAT, VERSION, PARTS):
        raise ValueError(f"a language model of another kind: {header.format} {header.version}")
    body = view[line_end:-_CHECKSUM]
    if len(body) != sum(part.size for part in header.parts.values()):
        raise ValueError("a language model whose parts are not as long as its header says")
    return header, dict(_parts(header, body))


def _parts(header: Header, body: memoryview) -> Iterator[tuple[str, memoryview]]:
    start = 0
    for name, part in header.parts.items():
        yield name, body[start : start + part.size]
        start += part.size


def _table(
    header: Header, parts: Mapping[str, memoryview], name: str, cell: Literal["H", "I"], value_bits: int
) -> NgramTable:
    part = header.parts[name]
    return NgramTable(parts[name].cast(cell), seed=part.seed, segment=part.segment, value_bits=value_bits)


def _families(words: list[str]) -> dict[str, tuple[str, ...]]:
    """Words by their letters without marks; the file has them most frequent first."""
    families: dict[str, list[str]] = {}
    for word in filter(str.isalpha, words):
        families.setdefault(fold(word), []).append(word)
    return {bare: tuple(family) for bare, family in families.items()}
