"""An engine without programs: a scan is text beginning with `SCAN`. For tests of everything else."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.ports import Reading
from schemas.errors import Code, Refused
from schemas.inspection import Inspection, Kind, PageShape
from schemas.page import Box, Line, Page, PageStatus, Word


class PlainEngine:
    """The `Engine` port over plain text files."""

    def inspect(self, file: Path) -> Inspection:
        data = file.read_bytes()
        if not data:
            raise Refused(Code.EMPTY)
        if not data.startswith(b"SCAN"):
            raise Refused(Code.NOT_A_DOCUMENT, kind="text")
        if not data.endswith(b"END"):
            raise Refused(Code.TRUNCATED)
        shape = PageShape(width=800, height=1000, dpi=100)
        return Inspection(kind=Kind.IMAGE, media_type="image/x-scan", extension=".scan", pages=(shape,))

    def read(
        self, files: Sequence[Path], kind: Kind, *, work: Path, on_page: Callable[[int, int], None],
        first: int = 1, last: int | None = None,
    ) -> Reading:  # fmt: skip
        wanted = list(enumerate(files, 1))[first - 1 : last]
        pages = tuple(_page(number, file.read_text(encoding="utf-8")) for number, file in wanted)
        for done, _ in enumerate(pages, 1):
            on_page(done, len(pages))
        return Reading(pages=pages, software=(("plain", "1"),))

    def assemble(self, files: Sequence[Path], kind: Kind, pages: Sequence[Page], *, work: Path, target: Path) -> None:
        target.write_bytes(b"%PDF-1.7\n" + "\n".join(p.text for p in pages).encode())


def _page(number: int, text: str) -> Page:
    lines = tuple(_line(row, line) for row, line in enumerate(text.splitlines()) if line.split())
    return Page(number=number, width=800, height=1000, dpi=100, status=PageStatus.READ, engine="plain 1", lines=lines)


def _line(row: int, text: str) -> Line:
    words = tuple(
        Word(text=w, box=Box(x0=10 + 60 * n, y0=10 + 20 * row, x1=60 + 60 * n, y1=25 + 20 * row), confidence=0.9)
        for n, w in enumerate(text.split())
    )
    return Line(words=words)
