"""A typeset sheet as a reader sees it, for `bench.order`: leaning, lines joined across columns, in no order."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from schemas.page import Box, Line, Page, PageStatus, Word
from tests.samples.sheet import PlacedWord, Sheet
from tests.samples.typeset import word_width

_DPI = 200
_ABOVE, _BELOW = 0.85, 0.25
"""How far a line's box reaches from its baseline, in sizes of its letters, as the line finder draws it."""
_LEVEL = 0.4
_OFTEN = 0.9


@dataclass(frozen=True, kw_only=True)
class Jumbled:
    """The page, and for every word of it (by identity) the number of its true line."""

    page: Page
    lines: dict[int, int]


def jumbled(sheet: Sheet, rng: Random, *, skew: float = 0.0, join: float = 0.0) -> Jumbled:
    """The sheet leaning by ``skew`` degrees, its lines shuffled, neighbours less than ``join`` heights apart joined."""
    lines: list[list[Word]] = []
    home: dict[int, int] = {}
    for number, (_, words) in enumerate(groupby(sheet.words, key=lambda word: word.line)):
        line = [_word(word, rng, skew) for word in words]
        home |= {id(word): number for word in line}
        lines.append(line)
    lines = _joined(lines, rng, join) if join else lines
    rng.shuffle(lines)
    scale = _DPI / 72
    page = Page(
        number=1, width=round(sheet.width * scale), height=round(sheet.height * scale), dpi=_DPI, skew=skew,
        status=PageStatus.READ, engine="none", lines=tuple(Line(words=tuple(line)) for line in lines),
    )  # fmt: skip
    return Jumbled(page=page, lines=home)


# -------------------------------------------------------------------------------------------------------------------


def _word(word: PlacedWord, rng: Random, skew: float) -> Word:
    scale, lean = _DPI / 72, math.tan(math.radians(skew))
    size = max(run.style.size for run in word.runs)
    x0, x1 = word.x * scale, (word.x + word_width(word.runs)) * scale
    y0, y1 = (word.baseline - _ABOVE * size) * scale, (word.baseline + _BELOW * size) * scale
    across, down = lean * (y0 + y1) / 2, -lean * (x0 + x1) / 2
    box = [round(edge) + rng.randint(-1, 1) for edge in (x0 + across, y0 + down, x1 + across, y1 + down)]
    return Word(text=word.text, box=Box(x0=box[0], y0=box[1], x1=max(box[2], box[0] + 1), y1=box[3]), confidence=0.99)


def _joined(lines: Sequence[list[Word]], rng: Random, join: float) -> list[list[Word]]:
    """Most lines joined with the one that begins right behind their end."""
    out: list[list[Word]] = []
    for line in sorted(lines, key=lambda line: line[0].box.x0):
        before = next((other for other in out if _near(other[-1].box, line[0].box, join)), None)
        if before is not None and rng.random() < _OFTEN:
            before += line
        else:
            out.append(line)
    return out


def _near(left: Box, right: Box, join: float) -> bool:
    level = abs((left.y0 + left.y1) - (right.y0 + right.y1)) / 2 < _LEVEL * left.height
    return level and 0 < right.x0 - left.x1 < join * left.height
