"""Whether what stands on both sides of a gap is read across it, row by row, or down one side and then the other.

Running text, both halves of a letterhead, a signature beside recipients are read down. Across go: numbers and bullets
beside what they number, page numbers beside a table of contents, ``Họ tên: …  Ngày sinh: …``, and pairs of entries.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import fmean

from pipeline.stages.layout.parts import Part

_LABEL = re.compile(r"\W*(?:\d{1,4}|[ivxIVX]{1,4}|[A-Za-zĐđ])?\W*(?:\d{1,3})?\W*")
"""A number, a letter or a bullet alone."""
_FIELD = re.compile(r":(?:\s|$)|\.{4}|…{2}")
_LABELS, _FIELDS, _PAIRED = 0.7, 0.6, 0.8
_SHORT = 4.0
_LEVEL = 0.5
_FLUSH = 0.6
_ROWS = 3


def is_label(part: Part) -> bool:
    """Whether the part is a number, a letter or a bullet, and no more."""
    return bool(part.words) and _LABEL.fullmatch(part.text) is not None


def labels(parts: Sequence[Part], text: Sequence[Part]) -> bool:
    """Whether these are the labels or numbers of rows of that text."""
    mine = [part for part in parts if is_label(part)]
    return len(mine) > 0 and len(mine) >= _LABELS * len(parts) and _level(mine, text) >= _FIELDS


def across(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether two neighbouring columns are read row by row."""
    if min(len(left), len(right)) < 2 or not all(part.words for part in (*left, *right)):
        return False
    both = (*left, *right)
    fields = sum(_FIELD.search(part.text) is not None for part in both)
    if fields >= _FIELDS * len(both) and _level(left, right) >= _FIELDS:
        return True
    return _pairs(left, right)


# -------------------------------------------------------------------------------------------------------------------


def _pairs(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Short entries in equal rows, flush at the left, each beginning anew."""
    if min(len(left), len(right)) < _ROWS or not all(_entries(side) for side in (left, right)):
        return False
    return min(_level(left, right), _level(right, left)) >= _PAIRED


def _entries(parts: Sequence[Part]) -> bool:
    edges = [part.x0 for part in parts]
    flush = max(edges) - min(edges) <= _FLUSH * fmean(part.height for part in parts)
    short = fmean(len(part.words) for part in parts) <= _SHORT
    going_on = sum(part.words[0].text[0].islower() for part in parts)
    return flush and short and going_on == 0


def _level(some: Sequence[Part], others: Sequence[Part]) -> float:
    """The share of these that stand beside one of the others."""
    ranked = sorted((other.middle, other.height) for other in others)
    return sum(_has_beside(part, ranked) for part in some) / len(some) if some else 0.0


def _has_beside(part: Part, ranked: Sequence[tuple[float, float]]) -> bool:
    middle, reach = part.middle, _LEVEL * part.height
    near = ranked[bisect_left(ranked, (middle - reach, 0.0)) : bisect_right(ranked, (middle + reach, 0.0))]
    return any(abs(middle - other) < _LEVEL * min(part.height, height) for other, height in near)
