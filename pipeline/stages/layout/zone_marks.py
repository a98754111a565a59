"""What single lines say about the zone they are in: page numbers, footnotes, the imprint, recipients, a signature."""

import re
from statistics import median
from typing import NamedTuple

from pipeline.stages.layout.rows import letter_height
from pipeline.stages.reader.closest import distance, plain
from schemas.page import Box, Page
from schemas.text import fold

_NUMBER = re.compile(r"\W*(?:trang\s+)?\d{1,4}(?:\s?/\s?\d{1,4})?\W*")
_EDGE = 0.1
"""Share of the page's height at top and bottom in which running heads and page numbers stand."""
_SMALL, _NOTE, _LARGE = 0.95, 0.88, 1.5
"""Times the usual height of letters: a running head at most, a footnote at most, a title at least."""
_WHITE = 1.0
"""Heights of its letters between a running head or a page number and the text."""
_FEW = 14
_FOOTNOTE = re.compile(r"(?:\(?\d{1,2}\)?|\*{1,3})\s?[^\W\d_]")
_IMPRINT = re.compile(
    r"giay phep.{0,14}xuat ban|gpxb|nop luu chieu|\bin [\d.,]+ (?:to|ban|cuon|quyen)\b"
    r"|chiu trach nhiem (?:xuat ban|noi dung)|tai lieu.{0,20}khong ban"
    r"|\bkho (?:giay )?\d+(?:[.,]\d)? ?[x×]|\bisbn\b|dkxb|qdxb|[-/]gp-?[a-z]{2,}"
)
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)(?:\s?[.,]\s?|\s)(?=[^\W\d_])")
_MOTTO = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")


class Seen(NamedTuple):
    """A line as the rules see it."""

    text: str
    folded: str
    box: Box
    height: float
    """Of its letters in pixels."""
    words: int


class Sight(NamedTuple):
    """A page's lines as the rules see them."""

    lines: tuple[Seen, ...]
    usual: float
    """The median height of letters, in pixels; long lines count more."""
    width: int
    height: int


def sight(page: Page) -> Sight:
    """The page's lines as the rules see them."""
    lines = tuple(
        Seen(text, fold(text), line.box, letter_height(line), len(line.words))
        for line, text in ((line, line.text) for line in page.lines)
    )
    heights = [line.height for line in lines for _ in range(line.words)]
    return Sight(lines, float(median(heights)) if heights else 1.0, page.width, page.height)


def is_page_number(line: Seen, seen: Sight) -> bool:
    """Whether the line is a number alone at the page's top or bottom."""
    top, bottom = line.box.y1 <= _EDGE * seen.height, line.box.y0 >= (1 - _EDGE) * seen.height
    return (top or bottom) and _NUMBER.fullmatch(line.folded) is not None and _white(line, seen) >= _WHITE * line.height


def is_running_head(line: Seen, seen: Sight) -> bool:
    """Whether a line at the top, with white below it, is a running head: short, and smaller than the text."""
    if line.box.y1 > _EDGE * seen.height or line.words > _FEW or line.height > _SMALL * seen.usual:
        return False
    return _white(line, seen) >= _WHITE * line.height and plain(line.text) not in _MOTTO


def is_footnote(line: Seen, seen: Sight) -> bool:
    """Whether a footnote begins here: a small line in the lower third that begins with its mark."""
    return line.box.y0 > seen.height * 2 / 3 and is_small(line, seen) and _FOOTNOTE.match(line.text) is not None


def is_small(line: Seen, seen: Sight) -> bool:
    """Whether it may be a footnote's further line."""
    return line.height <= _NOTE * seen.usual


def is_imprint(line: Seen) -> bool:
    """Whether it speaks of a publishing licence, a print run, a legal deposit or who answers for the contents."""
    return _IMPRINT.search(line.folded) is not None


def is_large(line: Seen, seen: Sight) -> bool:
    """Whether its letters are those of a title."""
    return line.height >= _LARGE * seen.usual and sum(c.isalpha() for c in line.text) > 2


def heads_recipients(line: Seen) -> bool:
    """Whether it is "Nơi nhận:", perhaps with what follows in the same line."""
    return line.folded[:2] == "no" and distance(plain(line.text)[:9].strip(), "noi nhan") <= 1


def signs_for(line: Seen) -> bool:
    """Whether it begins with TM., KT., TL., TUQ. or Q. and goes on in capitals."""
    if _AUTHORITY.match(line.text) is None:
        return False
    rest = [c for c in line.text if c.isalpha()]
    return sum(c.isupper() for c in rest) >= 0.8 * len(rest)


# -------------------------------------------------------------------------------------------------------------------


def _white(line: Seen, seen: Sight) -> float:
    """Pixels between the line and the nearest above or below it."""
    box = line.box
    others = (other.box for other in seen.lines if other is not line)
    beside = (other for other in others if other.x0 < box.x1 and box.x0 < other.x1)
    return min((max(other.y0 - box.y1, box.y0 - other.y1) for other in beside), default=seen.height)
