"""Questions with their answers, and situations with their solutions, as a document prints them.

A unit is addressable by itself: it knows where on which pages its question and its answer stand. What is wrong with a
document's units (a gap in the numbers, a question nobody answers, a multiple-choice test) is a `UnitFinding`.
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.page import Box


class UnitKind(StrEnum):
    """What a unit is."""

    QUESTION = "question"  # Hỏi / Đáp, Câu n / Trả lời
    SITUATION = "situation"  # Tình huống n / Gợi ý trả lời


class Anchor(Frozen):
    """A piece of a page; a text that runs over two columns or pages has one for each."""

    page: int = Field(ge=1)
    box: Box


class Unit(Frozen):
    """One question with its answer."""

    kind: UnitKind
    number: int | None = Field(default=None, ge=0, description="as printed; None if there is none or it is unsure")
    question: str = Field(min_length=1, description="without its head; a line a paragraph")
    answer: str = Field(min_length=1, description="without its head; a line a paragraph")
    question_at: tuple[Anchor, ...] = Field(min_length=1)
    answer_at: tuple[Anchor, ...] = Field(min_length=1)
    citations: tuple[str, ...] = Field(default=(), description="laws cited inside it, joined by their place")
    topics: tuple[str, ...] = Field(default=(), description="topics that follow from the laws")
    confidence: float = Field(ge=0, le=1)
    rule: str = Field(description="id and version of the rule: `answer-head@1`")


class UnitFault(StrEnum):
    """What is wrong with a document's units."""

    GAP = "gap"  # numbers are missing: text was lost
    REPEATED = "repeated"  # a number comes twice
    DISORDER = "disorder"  # a number comes after a greater one: the order of the panels is wrong
    UNANSWERED = "unanswered"  # a question without an answer
    UNASKED = "unasked"  # an answer without a question
    CHOICES = "choices"  # a question of a multiple-choice test, which is no unit


class UnitFinding(Frozen):
    """One thing an archivist should look at."""

    fault: UnitFault
    kind: UnitKind
    numbers: tuple[int, ...] = Field(default=(), description="the numbers it is about, as far as they are known")
    at: Anchor | None = Field(default=None, description="where to look")
    rule: str


class Units(Frozen):
    """The units of a document, in its order, and what is wrong with them."""

    units: tuple[Unit, ...] = ()
    findings: tuple[UnitFinding, ...] = ()
