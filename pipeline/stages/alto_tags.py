"""ALTO's tags, which say of words, lines and blocks what ALTO has no attribute for.

Who changed a word (OtherTag of type ``rule``), that a pen wrote it (``hand``); where the cells of a table's row begin
(LayoutTag ``table-row``: index of each further cell's first word); what a stamp's outline is (LayoutTag ``stamp``) and
what could be read of it (the tag's description).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schemas.page import Line, Page, Stamp, StampShape, Word


class Tag(NamedTuple):
    """A tag without its id."""

    element: str
    type: str
    label: str
    description: str | None = None


_HAND = Tag("OtherTag", "hand", "written by pen or rubber-stamped")


def word_tags(word: Word) -> tuple[Tag, ...]:
    """What is said of a word."""
    rule = () if word.rule is None else (Tag("OtherTag", "rule", word.rule),)
    return (*rule, _HAND) if word.hand else rule


def line_tags(line: Line) -> tuple[Tag, ...]:
    """What is said of a line."""
    return (Tag("LayoutTag", "table-row", " ".join(map(str, line.cells))),) if line.cells else ()


def stamp_tag(stamp: Stamp) -> Tag:
    """What is said of a stamp."""
    return Tag("LayoutTag", "stamp", stamp.shape.value, stamp.text)


def tags_of(page: Page) -> dict[Tag, str]:
    """Every tag that a page's file needs, with its id, in the order of first use."""
    return {tag: f"p{page.number}-tag{n}" for n, tag in enumerate(dict.fromkeys(_all(page)), 1)}


def _all(page: Page) -> Iterator[Tag]:
    for line in page.lines:
        yield from line_tags(line)
        for word in line.words:
            yield from word_tags(word)
    yield from map(stamp_tag, page.stamps)


def rule_of(tags: Mapping[str, Tag]) -> str | None:
    """Who changed the word with these tags."""
    return tags["rule"].label if "rule" in tags else None


def cells_of(tags: Mapping[str, Tag]) -> tuple[int, ...]:
    """Where the cells of the line with these tags begin."""
    return tuple(map(int, tags["table-row"].label.split())) if "table-row" in tags else ()


def stamp_of(tags: Mapping[str, Tag]) -> tuple[StampShape, str | None]:
    """Outline and text of the stamp with these tags; raises `KeyError` or `ValueError` if they are not a stamp's."""
    return StampShape(tags["stamp"].label), tags["stamp"].description
