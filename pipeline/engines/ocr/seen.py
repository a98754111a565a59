"""What reading a page's image gives."""

from dataclasses import dataclass

from pipeline.engines.ocr.prepare import Prepared
from schemas.page import Box, Line, Stamp, Word

SURE = 0.5
"""Confidence from which a word counts as read."""
_LONG = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A page's lines, in the pixels of the upright page, and the copy that they were read from."""

    lines: tuple[Line, ...]
    rotation: int
    """Clockwise degrees that made the page upright."""
    copy: Prepared
    stamps: tuple[Stamp, ...]
    rulings: tuple[Box, ...]
    """Ruled lines, in the pixels of the upright page."""

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in reading order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def letters(self) -> int:
        """How many letters there are, sure or not."""
        return sum(len(word.text) for word in self.words)

    @property
    def upright_letters(self) -> float:
        """Letters read surely, in words that lie as words do; the others weigh nothing."""
        return sum(len(w.text) * w.confidence for w in self.words if w.confidence >= SURE and not stands(w))


def stands(word: Word) -> bool:
    """Whether a word is set on end: several letters, higher than wide."""
    return len(word.text) >= _LONG and word.box.height > word.box.width


def is_long(word: Word) -> bool:
    """Whether a word has enough letters for its shape to say how it lies."""
    return len(word.text) >= _LONG
