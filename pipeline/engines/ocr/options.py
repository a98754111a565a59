"""Which steps of the reader are in use: all, but for measuring what each is worth, and where a part is missing."""

from dataclasses import dataclass
from enum import StrEnum


class Reader(StrEnum):
    """Who recognises letters."""

    NET = "net"
    TESSERACT = "tesseract"  # within this process where its library can be loaded, else as a program
    PROGRAM = "tesseract-program"  # always as a program of its own: slower, and nothing of it in this process


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """Switches of the reader; the defaults are what the product runs."""

    readers: frozenset[Reader] = frozenset({Reader.NET, Reader.TESSERACT})
    red: bool = True
    """Read the red channel, in which stamps vanish, instead of grey."""
    flatten: bool = True
    """Even out the paper's brightness."""
    deskew: bool = True
    second_look: bool = True
    """Without Tesseract: read doubtful lines again from two more crops."""
    language_model: bool = True
    repair: bool = True
    """Closed vocabularies: numbers, dates, law names, agencies."""
    digits: bool = True
    """The digit net for what pen and stamp put into slots."""
