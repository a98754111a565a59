"""Pages as an OCR engine would give them, from a few lines of text and where they stand.

A4 at 150 dpi: text column from 180 to 1120 pixels, its middle at 650. One row is one line of the engine, even when it
holds both halves of a header: that is how Tesseract gives them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import radians, tan
from typing import Literal

from schemas.page import Box, Line, Page, PageStatus, Word

LEFT_MARGIN, RIGHT_MARGIN, INDENT = 180, 1120, 240
_MIDDLE = {"left": 340, "right": 860, "centre": (LEFT_MARGIN + RIGHT_MARGIN) // 2, "signature": 880}
Where = Literal["left", "right", "centre", "signature", "start", "full", "indent"]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words and where they stand on their row."""

    text: str
    where: Where | int = "start"
    """A middle (left half, right half, centre, signature), the left margin, a line filling the column from the margin
    or from the indent, or the pixel where it begins."""
    size: int = 24
    """Height of the letters in pixels."""
    doubts: Mapping[str, float] | None = None
    """Confidence of single words; all others get the page's."""


Row = str | Piece | tuple[Piece, ...]


def left(text: str, **kwargs: object) -> Piece:
    """A piece in the middle of the header's left half."""
    return Piece(text=text, where="left", **kwargs)  # type: ignore[arg-type]  # passed on as they are


def right(text: str, **kwargs: object) -> Piece:
    """A piece in the middle of the header's right half."""
    return Piece(text=text, where="right", **kwargs)  # type: ignore[arg-type]  # passed on as they are


def centre(text: str, **kwargs: object) -> Piece:
    """A piece in the middle of the text column."""
    return Piece(text=text, where="centre", **kwargs)  # type: ignore[arg-type]  # passed on as they are


def sign(text: str, **kwargs: object) -> Piece:
    """A piece of the signature block."""
    return Piece(text=text, where="signature", **kwargs)  # type: ignore[arg-type]  # passed on as they are


def indent(text: str) -> Piece:
    """The first line of a paragraph, filling the column from the indent."""
    return Piece(text=text, where="indent")


def full(text: str) -> Piece:
    """A line of text that fills the column."""
    return Piece(text=text, where="full")


def page_from_text(
    *rows: Row,
    number: int = 1,
    width: int = 1240,
    height: int = 1754,
    pitch: int = 40,
    top: int = 100,
    confidence: float = 0.95,
    lean: float = 0.0,
) -> Page:
    """A page with these rows under each other.

    Takes: rows (a text at the left margin, a piece, or pieces side by side; "" leaves a row empty), the distance of
    rows in pixels, and by how many degrees the page leans (counter-clockwise positive).
    """
    lines = [_line(row, top + index * pitch, index, confidence, lean) for index, row in enumerate(rows) if row != ""]
    return Page(
        number=number,
        width=width,
        height=height,
        dpi=150,
        skew=lean,
        status=PageStatus.READ,
        engine="fake",
        lines=tuple(lines),
    )


def failed_page(number: int = 1) -> Page:
    """A page that could not be read."""
    return Page(number=number, width=1240, height=1754, dpi=150, status=PageStatus.FAILED, reason="timeout", engine="-")


def _line(row: Row, y: int, block: int, confidence: float, lean: float) -> Line:
    pieces: Iterable[Piece] = (Piece(text=row),) if isinstance(row, str) else (row,) if isinstance(row, Piece) else row
    words = [word for piece in pieces for word in _words(piece, y, confidence, lean)]
    return Line(words=tuple(words), block=block)


def _words(piece: Piece, y: int, confidence: float, lean: float) -> list[Word]:
    letter = round(piece.size * 0.46)
    texts = piece.text.split()
    length = letter * len(" ".join(texts))
    x, space = _start(piece, length), letter
    if piece.where in ("full", "indent") and len(texts) > 1:
        space = (RIGHT_MARGIN - x - letter * sum(map(len, texts))) // (len(texts) - 1)
    words = []
    for text in texts:
        x1 = x + letter * len(text)
        drop = round(-tan(radians(lean)) * (x + x1) / 2)
        sure = (piece.doubts or {}).get(text, confidence)
        words.append(Word(text=text, box=Box(x0=x, y0=y + drop, x1=x1, y1=y + drop + piece.size), confidence=sure))
        x = x1 + space
    return words


def _start(piece: Piece, length: int) -> int:
    if isinstance(piece.where, int):
        return piece.where
    if piece.where in _MIDDLE:
        return _MIDDLE[piece.where] - length // 2
    return INDENT if piece.where == "indent" else LEFT_MARGIN
