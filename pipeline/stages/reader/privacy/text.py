"""A page's words as one text whose every place leads back to the words, for looking for personal data."""

from bisect import bisect_right
from functools import cached_property

from schemas.page import Box, Line, Page, Word
from schemas.text import fold


class PageText:
    """The page's lines, one a line, in reading order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words: list[Word] = []
        self._starts: list[int] = []
        self._lines: list[int] = []
        parts: list[str] = []
        place = 0
        for number, line in enumerate(page.lines):
            for word in line.words:
                self.words.append(word)
                self._starts.append(place)
                self._lines.append(number)
                place += len(word.text) + 1
            parts.append(" ".join(word.text for word in line.words))
        self.raw = "\n".join(parts)
        """As read."""

    @cached_property
    def folded(self) -> str:
        """Without diacritics, lower case, letter by letter."""
        return fold(self.raw)

    def start_of_line(self, offset: int, *, back: int = 0) -> int:
        """Where the line of an offset begins, or the one so many lines before it."""
        place = self.raw.rfind("\n", 0, offset) + 1
        for _ in range(back):
            if place == 0:
                return 0
            place = self.raw.rfind("\n", 0, place - 1) + 1
        return place

    def end_of_line(self, offset: int) -> int:
        """Where the line of an offset ends."""
        place = self.raw.find("\n", offset)
        return len(self.raw) if place < 0 else place

    def confidence(self, start: int, end: int) -> float:
        """The mean confidence of the words from one offset to another."""
        words = [self.words[i] for i in self._between(start, end)]
        return sum(word.confidence for word in words) / len(words) if words else 0.0

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """A box for each line that the text from one offset to another stands on; whole words are covered."""
        lines: dict[int, list[Word]] = {}
        for index in self._between(start, end):
            lines.setdefault(self._lines[index], []).append(self.words[index])
        return tuple(Line(words=tuple(words)).box for words in lines.values())

    def _between(self, start: int, end: int) -> range:
        first = max(bisect_right(self._starts, start) - 1, 0)
        return range(first, bisect_right(self._starts, max(end - 1, start)))
