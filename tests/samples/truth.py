"""What is really written on a sample: the ground truth beside every scan.

Boxes are pixels of the picture as it lies in the file, after skew and rotation (of a PDF made of pictures: of the
picture; of a born-digital PDF: of the page at 300 dpi). :meth:`TruthPage.upright` turns them as an OCR result has them.
"""

from pathlib import Path

from pydantic import Field

from schemas.base import Frozen
from schemas.claim import FieldName
from schemas.page import Box
from tests.samples.profiles import Profile

HERE = Path(__file__).parent
SCANS = HERE / "scans"
ANSWERS = HERE / "answers"


TOLD = tuple(FieldName)[: list(FieldName).index(FieldName.PAGES) + 1]
"""The fields of which a sample's truth tells; what a publication says of its making it does not."""


class TruthWord(Frozen):
    """One word, NFC."""

    text: str = Field(min_length=1)
    box: Box
    by_hand: bool = Field(default=False, description="number or day written by pen: no OCR for print reads it surely")


class TruthLine(Frozen):
    """One line; lines with one ``block`` are a paragraph."""

    words: tuple[TruthWord, ...] = Field(min_length=1)
    block: int

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)


class TruthPage(Frozen):
    """One page as it lies in the file."""

    number: int = Field(ge=1)
    width: int = Field(description="pixels as stored")
    height: int = Field(description="pixels as stored")
    dpi: int
    rotation: int = Field(default=0, description="clockwise degrees that make the page upright")
    skew: float = Field(default=0.0, description="degrees the text leans once upright, counter-clockwise positive")
    lines: tuple[TruthLine, ...] = Field(description="in reading order")

    @property
    def words(self) -> tuple[TruthWord, ...]:
        """All words in reading order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        """A line a line."""
        return "\n".join(line.text for line in self.lines)

    def upright(self, box: Box) -> Box:
        """``box`` in the pixels of the upright page, as `schemas.page.Page` has them."""
        w, h = self.width, self.height
        x0, y0, x1, y1 = {
            0: (box.x0, box.y0, box.x1, box.y1),
            90: (h - box.y1, box.x0, h - box.y0, box.x1),
            180: (w - box.x1, h - box.y1, w - box.x0, h - box.y0),
            270: (box.y0, w - box.x1, box.y1, w - box.x0),
        }[self.rotation]
        return Box(x0=x0, y0=y0, x1=x1, y1=y1)


class TruthField(Frozen):
    """A field's right value; None for both says that the document has none."""

    value: str | int | None = Field(description="normalised: dates ISO 8601, names of agencies in full")
    raw: str | None = Field(default=None, description="the words as printed")


class TruthDocument(Frozen):
    """One sample document."""

    name: str
    agency: str = Field(description="the inbox it is dropped in")
    files: tuple[str, ...] = Field(min_length=1, description="below the folder of scans, in page order")
    sidecar: str | None = Field(default=None, description="a metadata file delivered with it")
    layout: str
    profile: Profile | None = Field(description="None: born digital, never scanned")
    seed: int
    fields: dict[FieldName, TruthField]
    pages: tuple[TruthPage, ...] = Field(min_length=1)

    @property
    def text(self) -> str:
        """The whole text; pages are separated by a form feed, as pdftotext does."""
        return "\f".join(page.text + "\n" for page in self.pages)


def load(path: Path) -> TruthDocument:
    """One truth file; raises pydantic's ``ValidationError`` if it is not one."""
    return TruthDocument.model_validate_json(path.read_bytes())


def committed() -> tuple[TruthDocument, ...]:
    """The truth of every sample in the repository, by path."""
    return tuple(load(path) for path in sorted(ANSWERS.rglob("*.json")))
