"""How wrong a page's text is: characters, words, marks, and characters with the reading order counted.

Takes the truth by zones and a text; gives counts, so that pages can be added up. All texts are NFC, white space is one
space, letters keep their case. The definitions:

- **CER**: every true line is looked for in the whole text, wherever it stands (the order of columns does not matter),
  and its edit distance to the best place is counted, at most its own length.
- **WER**: the same, word by word, in the place that was best for its characters.
- **DER**: of the letters whose base letter was read right, how many have a wrong mark (đ counts as a marked d).
- **linear CER**: edit distance of the whole text to all lines in order. Punishes wrong order and everything that is not
  in the truth; an upper bound.

Lines with numbers written by pen are masked: they count in the linear rate only.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

_REACH = 3
"""The best place of a line is sought by moving either end of the likeliest one by so many characters."""
_BARE = {"đ": "d", "Đ": "D"}


@dataclass(frozen=True, kw_only=True, slots=True)
class TrueLine:
    """A line as printed."""

    text: str
    masked: bool = False
    """Holds something written by hand: not asked of a reader of print."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Errors and what they are errors of; ``a + b`` is the count of both."""

    char_errors: int = 0
    chars: int = 0
    word_errors: int = 0
    words: int = 0
    mark_errors: int = 0
    letters: int = 0
    """Letters whose base letter was read right."""
    line_errors: int = 0
    """Edit distance of the whole page in order."""
    line_chars: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})

    @property
    def cer(self) -> float:
        """Characters wrong, 0 to 1."""
        return self.char_errors / max(self.chars, 1)

    @property
    def wer(self) -> float:
        """Words wrong, 0 to 1."""
        return self.word_errors / max(self.words, 1)

    @property
    def der(self) -> float:
        """Marks wrong on the right base letter, 0 to 1."""
        return self.mark_errors / max(self.letters, 1)

    @property
    def linear(self) -> float:
        """Characters wrong with the order counted; more than 1 where there is much text that is not in the truth."""
        return self.line_errors / max(self.line_chars, 1)


def score(truth: Iterable[TrueLine], text: str) -> Counts:
    """The counts of one page."""
    lines = [(plain(line.text), line.masked) for line in truth]
    read = plain(text)
    asked = [_line(line, read) for line, masked in lines if line and not masked]
    order = plain(" ".join(line for line, _ in lines))
    return total((*asked, Counts(line_errors=Levenshtein.distance(order, read), line_chars=len(order))))


def total(counts: Iterable[Counts]) -> Counts:
    """All of them added up."""
    rows = [astuple(c) for c in counts] or [astuple(Counts())]
    return Counts(**dict(zip(Counts.__slots__, map(sum, zip(*rows, strict=True)), strict=True)))


def plain(text: str) -> str:
    """NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def written_by_hand(line: str, tokens: Iterable[str]) -> bool:
    """Whether one of ``tokens`` is a word of the line, or a part of one between slashes."""
    parts = {*plain(line).split(), *re.split(r"[ /]", plain(line))}
    return not parts.isdisjoint(tokens)


# -------------------------------------------------------------------------------------------------------------------


def _line(line: str, read: str) -> Counts:
    place = _place(line, read)
    words, seen = line.split(), place.split()
    marks, letters = _marks(line, place)
    return Counts(
        char_errors=min(Levenshtein.distance(line, place), len(line)),
        chars=len(line),
        word_errors=min(Levenshtein.distance(words, seen), len(words)),
        words=len(words),
        mark_errors=marks,
        letters=letters,
    )


def _place(line: str, read: str) -> str:
    """The part of ``read`` that is most like the line: the first of the best."""
    found = fuzz.partial_ratio_alignment(line, read)
    if found is None:
        return ""
    shifts: Sequence[int] = range(-_REACH, _REACH + 1)
    places = [
        read[max(0, found.dest_start + a) : max(0, found.dest_end + b)] for a in shifts for b in shifts
    ]  # fmt: skip
    return min(places, key=lambda place: Levenshtein.distance(line, place))


def _marks(line: str, place: str) -> tuple[int, int]:
    """Wrong marks, and letters with the right base letter, where line and place are aligned."""
    wrong = letters = 0
    for step in Levenshtein.opcodes(line, place):
        if step.tag not in ("equal", "replace"):
            continue
        pairs = zip(line[step.src_start : step.src_end], place[step.dest_start : step.dest_end], strict=True)
        same = [true == seen for true, seen in pairs if true.isalpha() and _base(true) == _base(seen)]
        letters += len(same)
        wrong += same.count(False)
    return wrong, letters


def _base(letter: str) -> str:
    return _BARE.get(letter) or unicodedata.normalize("NFD", letter)[0]
