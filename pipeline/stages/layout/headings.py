"""Headings: those that count (``1. DẤU HIỆU``, ``Câu 3``) and rows of large ones say which way columns are read."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.layout.parts import Part
from pipeline.stages.layout.strips import Strip, usual_height
from schemas.text import fold

_NAMED = re.compile(r"(cau(?: hoi)?|hoi|tinh huong|dieu|chuong|phan|buoc|muc|bai|ky nang) (\d{1,3})\b")
_NUMBERED = re.compile(r"(?:\d{1,2} )?(\d{1,2}) ?[.)] ")
_LARGE, _WHITE_ABOVE = 1.2, 1.1
"""Times the usual height: headings of a poster's boxes; of their height, the white above them."""
_CAPITALS = 0.8
_LEAST = 3


def heading_number(part: Part) -> tuple[str, int] | None:
    """The kind and number of a heading, or None: a line in capitals with a number, or a word of that use."""
    if not part.words:
        return None
    text = part.text
    folded = fold(text)
    if named := _NAMED.match(folded):
        return named[1], int(named[2])
    numbered = _NUMBERED.match(folded)
    if numbered is None:
        return None
    letters = [c for c in text[numbered.end() :] if c.isalpha()]
    capitals = len(letters) > _LEAST and sum(c.isupper() for c in letters) >= _CAPITALS * len(letters)
    return ("", int(numbered[1])) if capitals else None


def counts_up(parts: Sequence[Part]) -> bool:
    """Whether the numbers of every kind of heading that has three or more go up in this order."""
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for part in parts:
        if found := heading_number(part):
            kinds[found[0]].append(found[1])
    return all(one < other for own in kinds.values() if len(own) >= _LEAST for one, other in pairwise(own))


def is_headline(above: Sequence[Strip], strip: Strip) -> bool:
    """Whether a strip is all in larger type than what stands above it, with white between: heads of new boxes."""
    if not above or not strip.solid:
        return False
    least = min(part.height for part in strip.solid)
    if least <= max(part.height for part in above[-1].parts):
        return False
    white = strip.top - above[-1].bottom
    usual = usual_height([part for one in above for part in one.parts])
    return least >= _LARGE * usual and white >= _WHITE_ABOVE * least
