"""Where on a page's picture stands what was looked for. Pure: a page and the needles of a query in, boxes out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from schemas.page import Box, Page
from search.folding import TOKEN, token
from search.spots import Needles


class _Piece(NamedTuple):
    line: int
    box: Box
    exact: str
    folded: str


def boxes(page: Page, looked_for: Needles) -> tuple[Box, ...]:
    """Boxes around the words that match, in reading order; neighbours on a line in one box.

    Where words that belong together stand together on the page, single ones are not marked: a page is full of them.
    Takes: a page whose words the public may know; in its pixels. Give it nothing else, or the boxes tell of them.
    """
    every = tuple(_pieces(page))
    hits = [place for place, piece in enumerate(every) if piece.folded in looked_for.words]
    as_typed = [place for place in hits if every[place].exact in looked_for.exact]
    hits = as_typed or hits
    together = [place for run in _runs(every, hits, looked_for) for place in run]
    return _joined(every, sorted(set(together or hits)))


# ---------------------------------------------------------------------------------------------------------------------


def _pieces(page: Page) -> Iterator[_Piece]:
    """Every token; a word of print may be several: hòa-giải, 179/KH-UBND."""
    for number, line in enumerate(page.lines):
        for word in line.words:
            for found in TOKEN.finditer(word.text):
                yield _Piece(number, word.box, *token(found[0]))


def _runs(every: Sequence[_Piece], hits: Sequence[int], looked_for: Needles) -> Iterator[list[int]]:
    """Hits that follow each other as in the query: two at least."""
    pairs = {pair for words in looked_for.runs for pair in pairwise(words)}
    run: list[int] = []
    for place, after in pairwise([*hits, -1]):
        run.append(place)
        following = after == place + 1 and (every[place].folded, every[after].folded) in pairs
        if not following:
            if len(run) > 1:
                yield run
            run = []


def _joined(every: Sequence[_Piece], places: Sequence[int]) -> tuple[Box, ...]:
    found: list[tuple[int, int, Box]] = []
    for place in places:
        piece = every[place]
        if found and found[-1][0] == place - 1 and found[-1][1] == piece.line:
            found[-1] = (place, piece.line, found[-1][2].join(piece.box))
        else:
            found.append((place, piece.line, piece.box))
    return tuple(box for _, _, box in found)
