"""Which lines are the header of an administrative document, with its number, place and date (NĐ 30/2020, Phụ lục I)."""

import re

from schemas.page import Page
from schemas.text import fold

_HEADER = 0.4
"""Number and date stand in this part of the first page."""
_MOTTO = re.compile(r"[ĐDÐ][^\W\d_]c l[^\W\d_]p|H[^\W\d_]nh [Pp]h[^\W\d_]c|C[^\W\d_]NG H|X. H.I CH|C[^\W\d_]NG S.N VI")
_BODY = re.compile(r"\W*(?:can cu|kinh gui|thuc hien|xet de nghi|theo de nghi|dieu 1)\b")


def header_lines(page: Page) -> frozenset[int]:
    """Which of the page's lines stand in the header; none on a page without the motto, or on any but the first."""
    if page.number != 1:
        return frozenset()
    top = [line.words[0].box.y0 < page.height * _HEADER for line in page.lines]
    if not any(here and _MOTTO.search(line.text) for here, line in zip(top, page.lines, strict=True)):
        return frozenset()
    plain = [fold(line.text) if here else None for here, line in zip(top, page.lines, strict=True)]
    body = [line.box.y0 for line, text in zip(page.lines, plain, strict=True) if text and _BODY.match(text)]
    end = min(body, default=page.height)
    return frozenset(at for at, line in enumerate(page.lines) if plain[at] is not None and line.box.y0 < end)
