"""The runs of words on a page in which marks are looked for: what stands together, apart from what is beside it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.stages.reader.closest import plain
from schemas.page import Box, Line, Page, Word

_GAP = 1.5
"""A gap of more than this many letter heights parts two runs, as in `rows`."""
_HEADER = 0.42
"""Share of the page's height above which its header, heading and marks stand."""


class Run(NamedTuple):
    """Words standing together in a line."""

    page: int
    words: tuple[Word, ...]
    text: str
    said: str
    """Folded words with single spaces."""
    first: bool
    """Whether it is on the first page that has words."""
    top: bool
    """Whether it stands where a header does."""
    left: bool
    """Whether its middle is in the left half."""

    @property
    def box(self) -> Box:
        """The box around its words."""
        return Line(words=self.words).box

    @property
    def confidence(self) -> float:
        """The mean confidence of its words by their length."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters

    @property
    def capitals(self) -> bool:
        """Whether nearly all its letters are capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def runs_of_pages(pages: Sequence[Page]) -> tuple[Run, ...]:
    """All runs of the pages, line by line."""
    first = next((page.number for page in pages if page.lines), None)
    return tuple(run for page in pages for run in _runs_on(page, first=page.number == first))


# -------------------------------------------------------------------------------------------------------------------


def _runs_on(page: Page, *, first: bool) -> Iterator[Run]:
    for line in page.lines:
        for words in _parted(line.words):
            text = " ".join(word.text for word in words)
            box = words[0].box
            yield Run(
                page=page.number, words=words, text=text, said=plain(text), first=first,
                top=box.y0 < page.height * _HEADER, left=box.x0 + words[-1].box.x1 < page.width,
            )  # fmt: skip


def _parted(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    limit = _GAP * max(sorted(word.box.height for word in words)[len(words) // 2], 1)
    cuts = [
        i for i in range(1, len(words))
        if words[i].box.x0 - words[i - 1].box.x1 > limit or words[i].box.x1 < words[i - 1].box.x0
    ]  # fmt: skip
    return [words[start:end] for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)]
