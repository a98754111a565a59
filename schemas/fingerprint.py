"""What tells whether two records are copies of one work: a sketch of the words, hashes of the pages' pictures."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from schemas.base import Frozen


def _as_text(bits: int) -> str:
    return f"{bits:064x}"


def _as_bits(value: object) -> object:
    return int(value, 16) if isinstance(value, str) else value


Bits = Annotated[int, BeforeValidator(_as_bits), PlainSerializer(_as_text, when_used="json")]
"""256 bits; in JSON 64 hexadecimal digits, since most readers of JSON know no integers that long."""


class PageHash(Frozen):
    """A page's picture as 256 bits, for each quarter turn it may lie in."""

    turns: tuple[Bits, Bits, Bits, Bits] = Field(description="as it lies, and turned by 90, 180, 270 degrees clockwise")


class Wording(Frozen):
    """A document's words, folded, in reading order; what pens and stamps wrote is left out."""

    tokens: tuple[str, ...] = ()
    sure: tuple[bool, ...] = Field(default=(), description="whether each was read surely")


class Fingerprint(Frozen):
    """A record's sketch; small, so that a hundred thousand fit into memory."""

    record: str
    sketch: tuple[int, ...] = Field(default=(), description="MinHash of the words; empty where there are too few")
    words: int = Field(default=0, ge=0, description="how many words the document has")
    pictures: tuple[PageHash, ...] = ()


class Likeness(StrEnum):
    """How two records belong together."""

    SAME_WORK = "same_work"  # copies of one printing
    EDITION = "edition"  # one text with changed numbers, dates or clauses


class Proposal(Frozen):
    """Two records that a person may join; nothing is joined by itself."""

    one: str
    other: str
    kind: Likeness
    score: float = Field(ge=0, le=1, description="the share of words (of bits, for pictures) that agree")
    numbers_changed: int = Field(default=0, ge=0)
    passages_changed: int = Field(default=0, ge=0)
    rule: str
