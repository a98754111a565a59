"""One fresh document: its pages to print, how they are scanned, and everything that is right to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.samples.sheet import Sheet

Fact = tuple[str, str, str, str]
"""Act, article, clause, point; "" where the mention has none."""
Value = str | int | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with its answer, as printed."""

    number: int | None
    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A document with its truth. What is None is not judged; an empty tuple says that there is none of it."""

    name: str
    sheets: tuple[Sheet, ...]
    profile: str
    truth: Mapping[str, Value]
    """By field; a field that is not here is to stay blank."""
    topic: int | None = None
    facts: tuple[Fact, ...] | None = None
    asked: tuple[Asked, ...] = ()
    panels: tuple[tuple[str, ...], ...] | None = None
    """Of each page the first words of its panels, from left to right."""
    secret: bool = False
    personal: tuple[str, ...] = ()
    """Numbers that are somebody's own, digits only."""
    edition: str | None = None
    """Documents with the same are editions of one text: to be told apart."""
    unjudged: frozenset[str] = field(default_factory=frozenset)
    """Fields about which two archivists would not agree."""
