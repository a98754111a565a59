"""The lines in which units stand: every line of the document in order, without running heads and page numbers.

A line is running if it stands at the upper or lower edge of its page and says the same, but for digits, on another
page (a booklet's title, "CÔNG BÁO/Số …"). A page number is a lone number there. Decree 30/2020, Annex I puts it at
the top, the older Circular 01/2011 at the foot.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.stages.reader.questions.heads import HeadRole, head_of
from schemas.page import Box, Line, Page, Word
from schemas.text import fold

_EDGE = 0.09
"""Share of the page's height at its upper and lower edge in which running heads stand."""
_NUMBER_EDGE = 0.14
"""The same for a lone number."""
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*$")
_LEADERS = re.compile(r"(?:\.\s?|…\s?|_){5,}\s*\d{0,3}\s*$")
_ANSWER_INSIDE = re.compile(r"[?.]\s*(?=(?:tra loi|dap|dap an|giai dap)\s*:)")


class Piece(NamedTuple):
    """A line, or the part of a line from one head on."""

    page: int
    text: str
    words: tuple[Word, ...]
    box: Box
    block: tuple[int, int]
    """Page and block."""
    folded: str
    """The text without diacritics, in lower case, letter by letter."""
    tall: int
    """Height of its letters in pixels."""
    low: float
    """How far down its page it stands, 0 to 1."""

    def after(self, offset: int) -> "Piece | None":
        """What is left of the piece from the word that begins at or after an offset of its text; None if nothing."""
        index, place = 0, 0
        while index < len(self.words) and place + len(self.words[index].text) <= offset:
            place += len(self.words[index].text) + 1
            index += 1
        rest = self.words[index:]
        if not rest:
            return None
        glued = max(offset - place, 0)  # "Hỏi:Nam" read as one word
        return self._with(rest, glued)

    def before(self, offset: int) -> "Piece":
        """The words that begin before an offset of its text."""
        kept: list[Word] = []
        place = 0
        for word in self.words:
            if place >= offset and kept:
                break
            kept.append(word)
            place += len(word.text) + 1
        return self._with(tuple(kept), 0)

    def _with(self, words: tuple[Word, ...], start: int) -> "Piece":
        text = " ".join(word.text for word in words)[start:].strip()
        return self._replace(text=text, folded=fold(text), words=words, box=Line(words=words).box)


def pieces_of(pages: Sequence[Page]) -> tuple[Piece, ...]:
    """The document's lines in reading order, without running heads, page numbers and a table of contents' entries.

    Takes: the pages in order, their lines in reading order. A line in which an answer begins after its question
    ("Hỏi: …? Đáp: …") is parted there.
    """
    edges = [_edges(page) for page in pages]
    running = {said for said, times in Counter(s for found in edges for s in set(found.values())).items() if times > 1}
    out: list[Piece] = []
    for page, found in zip(pages, edges, strict=True):
        for index, line in enumerate(page.lines):
            if found.get(index) in running or _is_page_number(page, line):
                continue
            out.extend(_parts(page, line))
    return tuple(out)


def is_contents_entry(piece: Piece) -> bool:
    """Whether the line ends in a table of contents' leaders."""
    return _LEADERS.search(piece.text) is not None


# -------------------------------------------------------------------------------------------------------------------


def _edges(page: Page) -> dict[int, str]:
    """The lines at the page's edges: index → what they say, without digits."""
    top, bottom = page.height * _EDGE, page.height * (1 - _EDGE)
    found = {}
    for index, line in enumerate(page.lines):
        box = line.words[0].box
        if box.y1 < top or box.y0 > bottom:
            said = re.sub(r"\d+", "#", fold(line.text))
            if head_of(line.text) is None:
                found[index] = said
    return found


def _is_page_number(page: Page, line: Line) -> bool:
    box = line.words[0].box
    at_edge = box.y1 < page.height * _NUMBER_EDGE or box.y0 > page.height * (1 - _NUMBER_EDGE)
    return at_edge and len(line.words) <= 4 and _PAGE_NUMBER.match(fold(line.text)) is not None


def _parts(page: Page, line: Line) -> list[Piece]:
    text = " ".join(word.text for word in line.words)
    whole = Piece(
        page=page.number, text=text, words=line.words, box=line.box, block=(page.number, line.block),
        folded=fold(text), tall=_tall(line), low=line.box.y1 / page.height,
    )  # fmt: skip
    match = _ANSWER_INSIDE.search(whole.folded)
    if match is None:
        return [whole]
    rest = whole.after(match.end())
    head = head_of(rest.text) if rest else None
    if rest is None or head is None or head.role is not HeadRole.ANSWERS:
        return [whole]
    return [whole.before(match.end()), rest]


def _tall(line: Line) -> int:
    """The upper median height of the words that have letters."""
    heights = sorted(word.box.height for word in line.words if word.text[0].isalnum() or word.text[-1].isalnum())
    return heights[len(heights) // 2] if heights else 0
