"""Pages of columns typed for tests: a string a line, read column after column."""

from collections.abc import Sequence

from schemas.page import Box, Line, Page, PageStatus, Word

WIDTH, HEIGHT = 1600, 1200


def line(text: str, *, x: int, y: int, size: int = 20, block: int = 0, confidence: float = 0.95) -> Line:
    words, at = [], x
    for part in text.split():
        box = Box(x0=at, y0=y, x1=at + size // 2 * len(part), y1=y + size)
        words.append(Word(text=part, box=box, confidence=confidence))
        at = box.x1 + size // 2 - 2
    return Line(words=tuple(words), block=block)


def page(*columns: Sequence[str], number: int = 1, head: str = "", foot: str = "", height: int = HEIGHT) -> Page:
    """Columns of lines side by side, with a running head and foot; an empty string begins a new block."""
    lines, block = [], 0
    if head:
        lines.append(line(head, x=600, y=20))
    for index, column in enumerate(columns):
        block += 1
        for row, text in enumerate(column):
            if text:
                lines.append(line(text, x=60 + 520 * index, y=150 + 32 * row, block=block))
            else:
                block += 1
    if foot:
        lines.append(line(foot, x=780, y=height - 40, block=block + 1))
    return Page(
        number=number, width=WIDTH, height=height, dpi=150, status=PageStatus.READ, engine="test", lines=tuple(lines)
    )
