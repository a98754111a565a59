"""PDFs by our own assembler for tests, and what programs read in them."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from pdfminer.high_level import extract_text

from pipeline.engines.assembly.assemble_scans import assemble_scans
from pipeline.engines.assembly.scan import Picture, Placement, Scan
from schemas.page import Box, Line, Page, PageStatus, Word

WHITE = Picture(width=1, height=1, bits=8, space=b"/DeviceGray", filter=b"/ASCIIHexDecode", data=b"FF>")


def page(lines: Sequence[Sequence[Word]], *, width=1240, height=1754, dpi=150.0, number=1, **more) -> Page:
    return Page(
        number=number, width=width, height=height, dpi=dpi, status=PageStatus.READ, engine="test",
        lines=tuple(Line(words=tuple(line)) for line in lines), **more,
    )  # fmt: skip


def word(text, x0=100, y0=100, x1=200, y1=130) -> Word:
    return Word(text=text, box=Box(x0=x0, y0=y0, x1=x1, y1=y1), confidence=0.9)


def blank_scan(page: Page, turn: int = 0) -> Scan:
    """A white page as large as the reading says, stored turned the other way."""
    width, height = page.width * 72 / page.dpi, page.height * 72 / page.dpi
    if turn % 180:
        width, height = height, width
    placement = Placement(x=0, y=0, width=width, height=height, turn=turn)
    return Scan(picture=WHITE, matrix=(width, 0, 0, height, 0, 0), placement=placement)


def written(pages: Sequence[Page], target: Path, turn: int = 0, **more) -> Path:
    assert assemble_scans([blank_scan(p, turn) for p in pages], pages, target=target, **more)
    return target


def expected(*pages: Page) -> list[str]:
    return [w.text for page in pages for w in page.words]


def poppler(pdf: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True).stdout.decode()


def pdfium(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\f".join(sheet.get_textpage().get_text_range() for sheet in document)


def miner(pdf: Path) -> str:
    return extract_text(str(pdf))


def boxes(pdf: Path, dpi: float = 300.0) -> list[tuple[str, list[float]]]:
    """Words and their edges (left, top, right, bottom) in pixels, by poppler."""
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', poppler(pdf, "-bbox"))
    return [(text, [float(edge) * dpi / 72 for edge in edges]) for *edges, text in found]
