"""What of a document's text tells its subject: its titles, and its words without the names of agencies.

"BỘ GIÁO DỤC VÀ ĐÀO TẠO" in a header does not make a document one about education.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import median
from typing import NamedTuple

from schemas.page import Line, Page
from schemas.text import fold, place_tones
from schemas.topics import topic_list

_HEADINGS = re.compile(
    r"\W*(?:quyet dinh|ke hoach|thong bao|bao cao|to trinh|chi thi|nghi quyet|cong van|huong dan|chuong trinh|cong dien"
    r"|de cuong)\W*"
)
_OPENERS = re.compile(r"\W*(?:can cu|thuc hien|kinh gui|dieu 1|theo de nghi|i\.|1\.|phan|de |nham )")
_ABOUT = re.compile(r"(?:v/v|ve viec)\b")
_WORD = re.compile(r"[^\W_]+")
_TALL = 1.25
"""A line this much taller than the page's median is a title."""
_TITLE_LINES, _ABOUT_LINES = 6, 4
"""Lines that a title takes at most below a heading, and after V/v."""


class Said(NamedTuple):
    """A line in lower case with agencies blanked out, and where it stands."""

    page: int
    line: Line
    low: str
    title: bool


def said(pages: Sequence[Page]) -> list[Said]:
    """All lines of the document, in order. Titles: tall lines, lines in capitals, what stands below a heading."""
    out: list[Said] = []
    for page in pages:
        heights = [
            max(word.box.y1 for word in line.words) - min(word.box.y0 for word in line.words) for line in page.lines
        ]
        usual = median(heights) if heights else 1
        below = 0
        for line, height in zip(page.lines, heights, strict=True):
            text = line.text
            folded = fold(text)
            if _HEADINGS.fullmatch(folded) and text.isupper():
                below = _TITLE_LINES
            elif below and _OPENERS.match(folded):
                below = 0
            elif _ABOUT.match(folded):
                below = max(below, _ABOUT_LINES)
            large = height > usual * _TALL and len(page.lines) > 3
            title = below > 0 or large or text.isupper() or _capitals(text)
            out.append(Said(page.number, line, place_tones(text.lower()), title))
            below = max(below - 1, 0)
    return _without_agencies(out)


def hits(lines: Sequence[Said], keywords: Mapping[str, tuple[str, ...]]) -> dict[str, list[Said]]:
    """For each code the lines in which one of its phrases begins; it may go on in the next line. The longest wins."""
    words: list[str] = []
    where: list[Said] = []
    for line in lines:
        own = _WORD.findall(line.low)
        words += own
        where += [line] * len(own)
    index = _index(tuple(keywords.items()))
    out: dict[str, list[Said]] = {}
    done = 0
    for at, word in enumerate(words):
        if at >= done and word in index:
            found = next((entry for entry in index[word] if words[at : at + len(entry[0])] == entry[0]), None)
            if found:
                done = at + len(found[0])
                for code in found[1]:
                    out.setdefault(code, []).append(where[at])
    return out


@cache
def _index(keywords: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, list[tuple[list[str], list[str]]]]:
    """First word → phrases that begin with it, longest first, each with its codes."""
    codes: dict[tuple[str, ...], list[str]] = {}
    for code, own in keywords:
        for phrase in own:
            codes.setdefault(tuple(_WORD.findall(place_tones(phrase))), []).append(code)
    index: dict[str, list[tuple[list[str], list[str]]]] = {}
    for words in sorted(codes, key=len, reverse=True):
        index.setdefault(words[0], []).append((list(words), codes[words]))
    return index


@cache
def _agencies() -> re.Pattern[str]:
    """Sở Tư pháp, BỘ GIÁO DỤC VÀ ĐÀO TẠO, Hội Nông dân; ủy ban nhân dân."""
    names = topic_list().agencies
    kinds, fields = ("|".join(re.escape(place_tones(name)) for name in own) for own in (names.kinds, names.fields))
    whole = "|".join(re.escape(name) for name in names.whole)
    return re.compile(rf"(?<!\w)(?:(?:{kinds})\s+(?:{fields})|{whole})(?!\w)")


def _without_agencies(lines: Sequence[Said]) -> list[Said]:
    joined = " ".join(line.low for line in lines)
    joined = _agencies().sub(lambda match: "·" * len(match[0]), joined)
    out, at = [], 0
    for line in lines:
        out.append(line._replace(low=joined[at : at + len(line.low)]))
        at += len(line.low) + 1
    return out


def _capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 7 and sum(char.isupper() for char in letters) >= 0.8 * len(letters)
