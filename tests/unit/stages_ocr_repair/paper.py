"""Pages typed for tests: a line a string, ten pixels a letter, eight a space."""

from collections.abc import Iterable

from schemas.page import Box, Line, Page, PageStatus, Word


def typed(*lines: str, confidence: float = 0.95, number: int = 1, left: int = 0) -> Page:
    return Page(
        number=number,
        width=1000,
        height=1400,
        dpi=100,
        status=PageStatus.READ,
        engine="test",
        lines=tuple(line(text, top=30 * n, confidence=confidence, left=left) for n, text in enumerate(lines)),
    )


def line(text: str, *, top: int = 0, confidence: float = 0.95, left: int = 0, block: int = 0) -> Line:
    words, x = [], left
    for part in text.split():
        box = Box(x0=x, y0=top, x1=x + 10 * len(part), y1=top + 20)
        words.append(Word(text=part, box=box, confidence=confidence))
        x = box.x1 + 8
    return Line(words=tuple(words), block=block)


def placed(entries: Iterable[tuple[str, int, int]], *, confidence: float = 0.9) -> tuple[Word, ...]:
    """Words at the given places."""
    return tuple(
        Word(text=text, box=Box(x0=x, y0=y, x1=x + 10 * len(text), y1=y + 20), confidence=confidence)
        for text, x, y in entries
    )
