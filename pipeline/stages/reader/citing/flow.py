"""The pages' words as one running text in which a citation may cross line ends and page ends, and the way back.

Page numbers and the running heads of the Official Gazette stand between the two halves of a sentence and are left out.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from schemas.page import Box, Line, Page, Word
from schemas.text import fold, place_tones

_FURNITURE = re.compile(r"[-–—\s|]*\d{1,3}[-–—\s|]*|\d{0,4}\s*CÔNG BÁO\s*/.*")
_DASHES = str.maketrans("–—−‐⁄∕", "----//")


class Flow:
    """The running text. Offsets are the same in all three spellings of it."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._words: list[tuple[int, Line, Word]] = []
        starts: list[int] = []
        parts: list[str] = []
        at = 0
        for page in pages:
            for line in _running(page):
                for word in line.words:
                    self._words.append((page.number, line, word))
                    starts.append(at)
                    parts.append(word.text)
                    at += len(word.text) + 1
        self._starts = starts
        self.text = " ".join(parts).translate(_DASHES)
        """As read, dashes and slashes in one form."""
        self.low = place_tones(self.text.lower()) if len(self.text.lower()) == len(self.text) else self.text
        """Lower case, tones placed in one way: what names are compared by."""
        self.folded = fold(self.text)
        """Without diacritics: what key words are found by."""

    def begins_line(self, at: int) -> bool:
        """Whether the word at this offset is the first of its line."""
        _, line, word = self._words[self._index(at)]
        return line.words[0] is word

    def evidence(self, start: int, end: int) -> tuple[int, Box, str, float]:
        """Page, box on that page, words as read and their mean confidence by length, for a stretch of the text."""
        own = self._words[self._index(start) : self._index(max(end - 1, start)) + 1]
        boxes = [word.box for number, _, word in own if number == own[0][0]]
        box = Box(
            x0=min(box.x0 for box in boxes),
            y0=min(box.y0 for box in boxes),
            x1=max(box.x1 for box in boxes),
            y1=max(box.y1 for box in boxes),
        )
        letters = sum(len(word.text) for _, _, word in own)
        sure = sum(word.confidence * len(word.text) for _, _, word in own) / letters
        return own[0][0], box, " ".join(word.raw or word.text for _, _, word in own), sure

    def _index(self, at: int) -> int:
        return max(bisect_right(self._starts, at) - 1, 0)


def _running(page: Page) -> list[Line]:
    """The page's lines without page number and running head at its ends."""
    lines = list(page.lines)
    while lines and _FURNITURE.fullmatch(lines[0].text):
        del lines[0]
    while lines and _FURNITURE.fullmatch(lines[-1].text):
        del lines[-1]
    return [line for line in lines if line.words[0].text != "CÔNG" or not line.text.startswith("CÔNG BÁO/")]
