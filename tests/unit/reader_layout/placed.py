"""Pages made of lines that are put somewhere, for tests of layout."""

from collections.abc import Sequence

from schemas.page import Box, Line, Page, PageStatus, Word

LETTER = 10
HEIGHT = 24


def put(x: int, y: int, text: str, *, height: int = HEIGHT, confidence: float = 0.99, letter: int = LETTER) -> Line:
    """A line whose letters are ``letter`` pixels wide; ``  `` (two spaces) is a gap of 40 pixels, a tab one of 160."""
    words, at = [], x
    for piece in text.replace("\t", " \t ").replace("  ", " ~ ").split(" "):
        if piece in ("~", "\t"):
            at += 40 if piece == "~" else 160
        elif piece:
            box = Box(x0=at, y0=y, x1=at + letter * len(piece), y1=y + height)
            words.append(Word(text=piece, box=box, confidence=confidence))
            at = box.x1 + 6
    return Line(words=tuple(words))


def page(lines: Sequence[Line], *, width: int = 1000, height: int = 1400, skew: float = 0.0, number: int = 1) -> Page:
    """A page of these lines, in this order."""
    return Page(
        number=number, width=width, height=height, dpi=120, skew=skew, status=PageStatus.READ, engine="none",
        lines=tuple(lines),
    )  # fmt: skip


def column(x: int, y: int, texts: Sequence[str], *, pitch: int = 30, height: int = HEIGHT) -> list[Line]:
    """Lines one under the other."""
    return [put(x, y + n * pitch, text, height=height) for n, text in enumerate(texts)]


def said(some: Page) -> list[str]:
    """What the lines say, in order."""
    return [line.text for line in some.lines]


LEFT = ["ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA", "Số: 12/QĐ-UBND"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do - Hạnh phúc", "Thanh Hóa, ngày 05 tháng 3"]
BODY = [f"Điều này được viết ra chỉ để hàng chữ {n} dài từ lề trái sang đến tận lề phải của trang" for n in range(6)]


def running(first: str, lines: int) -> list[str]:
    """Running text of 30 letters a line, which begins with ``first``."""
    return [f"{first}{n} của pháp luật thì ai cũng" for n in range(lines)]


def interleaved(*groups: Sequence[Line]) -> list[Line]:
    """The lines of all groups by their height, as a reader without layout has them."""
    return sorted((line for group in groups for line in group), key=lambda line: (line.box.y0, line.box.x0))
