"""What was read on a page: words with boxes and confidences, in reading order.

Boxes are pixels of the upright page (after ``rotation``) at the resolution ``dpi``;
the origin is the top left corner, ``x1`` and ``y1`` lie just outside the ink.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from pydantic import Field

from schemas.base import Frozen
from schemas.fingerprint import PageHash
from schemas.quality import Quality


class Box(Frozen):
    """A rectangle in page pixels."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.y1 - self.y0

    def join(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            x0=min(self.x0, other.x0),
            y0=min(self.y0, other.y0),
            x1=max(self.x1, other.x1),
            y1=max(self.y1, other.y1),
        )


class Word(Frozen):
    """One word as read; ``text`` is NFC without white space."""

    text: str = Field(min_length=1)
    box: Box
    confidence: float = Field(ge=0, le=1, description="how often words like this one are right, 0 to 1")
    raw: str | None = Field(default=None, description="what was read there, if a model or a vocabulary changed it")
    rule: str | None = Field(default=None, description="id and version of what changed it: `marks@1`")
    hand: bool = Field(default=False, description="written by pen or rubber-stamped into a printed slot")
    alternatives: tuple[tuple[str, float], ...] = Field(
        default=(), exclude_if=lambda value: not value, description="what may stand there, with how likely it is"
    )


class _Derived(Frozen):
    """A record that keeps what was derived from it once, as it never changes; a changed copy derives it anew."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """See pydantic: it would take along what was derived from the values before."""
        made = super().model_copy(update=update, deep=deep)
        for name in made.__dict__.keys() - type(self).model_fields.keys():
            del made.__dict__[name]
        return made


class Line(_Derived):
    """A line of words, left to right; lines with one ``block`` belong together."""

    words: tuple[Word, ...] = Field(min_length=1)
    block: int = 0
    cells: tuple[int, ...] = Field(default=(), description="in a table's row: index of each further cell's first word")

    @cached_property
    def text(self) -> str:
        """The words with single spaces between them; a tab between the cells of a table's row."""
        if not self.cells:
            return " ".join([w.text for w in self.words])
        ends = (*self.cells, len(self.words))
        cells = (self.words[start:end] for start, end in zip((0, *self.cells), ends, strict=True))
        return "\t".join(" ".join(w.text for w in cell) for cell in cells)

    @cached_property
    def box(self) -> Box:
        """The box around all words."""
        boxes = [word.box for word in self.words]  # not joined one by one: a Box costs more than a minimum
        return Box(
            x0=min([box.x0 for box in boxes]),
            y0=min([box.y0 for box in boxes]),
            x1=max([box.x1 for box in boxes]),
            y1=max([box.y1 for box in boxes]),
        )

    @property
    def confidence(self) -> float:
        """The mean confidence of the words."""
        return sum(w.confidence for w in self.words) / len(self.words)


class StampShape(StrEnum):
    """What a stamp's outline is."""

    ROUND = "round"  # an agency's seal
    RECTANGULAR = "rectangular"  # incoming mail, a name, ĐÃ THU PHÍ
    FREE = "free"  # red ink without an outline: a stamped name, a date


class Stamp(Frozen):
    """A stamp or other red ink on the page, beside the text and not part of it."""

    box: Box
    shape: StampShape
    text: str | None = Field(default=None, description="what could be read of it; None if nothing surely")
    confidence: float = Field(default=0.0, ge=0, le=1)


class PageStatus(StrEnum):
    """How a page came to its text."""

    READ = "read"  # recognised by OCR
    KEPT = "kept"  # the document's own good text layer
    FAILED = "failed"  # could not be read: kept as an image, says so in `reason`


class Page(_Derived):
    """One page's reading."""

    number: int = Field(ge=1)
    width: int = Field(ge=1, description="pixels of the upright page")
    height: int = Field(ge=1, description="pixels of the upright page")
    dpi: float = Field(gt=0)
    rotation: int = Field(default=0, description="clockwise degrees that make the scan upright: 0, 90, 180, 270")
    skew: float = Field(default=0.0, description="degrees the text leans on the upright page, counter-clockwise")
    status: PageStatus
    reason: str | None = Field(default=None, description="why the page failed, or why its text layer was not believed")
    engine: str = Field(description="program, version and language that read the page")
    lines: tuple[Line, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    quality: Quality | None = Field(default=None, description="None for a page that was not looked at as an image")
    picture: PageHash | None = Field(
        default=None, exclude_if=lambda value: value is None, description="by which copies of the page are found"
    )

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words in reading order."""
        return tuple(w for line in self.lines for w in line.words)

    @cached_property
    def text(self) -> str:
        """The page's text: a line a line, an empty line between blocks, no trailing white space."""
        out: list[str] = []
        for before, line in zip((None, *self.lines), self.lines, strict=False):
            if before is not None and before.block != line.block:
                out.append("")
            out.append(line.text)
        return "\n".join(out)

    @cached_property
    def confidence(self) -> float | None:
        """The mean confidence of the words, weighted by their length; None for a page without words."""
        letters = sum(len(w.text) for w in self.words)
        return sum(w.confidence * len(w.text) for w in self.words) / letters if letters else None


def document_text(pages: tuple[Page, ...]) -> str:
    """The whole document's text in NFC; pages are separated by a form feed, as pdftotext does."""
    return "\f".join(page.text + "\n" for page in pages)
