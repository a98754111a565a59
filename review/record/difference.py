"""Two versions side by side: fields with their evidence, words with their places. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.stages.revising.compare import compare
from review.record.values import written
from schemas.claim import FieldName
from schemas.page import Box, Page, Word
from schemas.record import Record, Settled

_AROUND = 3


@dataclass(frozen=True, kw_only=True)
class Side:
    """A field's value on one side, with where it stands."""

    text: str
    settled: Settled | None
    box: Box | None


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """A field that differs."""

    name: FieldName
    before: Side
    after: Side


@dataclass(frozen=True, kw_only=True)
class WordRow:
    """Words that differ, with what stands around them and where on the page."""

    page: int
    before: str
    after: str
    left: str
    right: str
    box: Box | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs."""

    fields: tuple[FieldRow, ...]
    words: tuple[WordRow, ...]
    facts: tuple[tuple[str, str, str], ...]
    """Name (status, access, publication …), before, after."""

    @property
    def same(self) -> bool:
        """Whether nothing does."""
        return not (self.fields or self.words or self.facts)


def difference(before: Record, after: Record, pages: Sequence[tuple[Page, Page]]) -> Comparison:
    """What differs; ``pages``: those whose words may, as they were before and after."""
    found = compare(before, after, "", "")
    return Comparison(
        fields=tuple(
            FieldRow(name=one.field, before=_side(one.field, one.before), after=_side(one.field, one.after))
            for one in found.fields
        ),
        words=tuple(row for one, other in pages for row in word_rows(one, other)),
        facts=tuple((name, was, now) for name, (was, now) in found.facts.items()),
    )


def word_rows(before: Page, after: Page) -> list[WordRow]:
    """The words of a page that differ, in reading order."""
    one, other = before.words, after.words
    steps = SequenceMatcher(None, [w.text for w in one], [w.text for w in other], autojunk=False).get_opcodes()
    return [
        WordRow(
            page=after.number, before=_text(one[a:b]), after=_text(other[c:d]),
            left=_text(one[max(0, a - _AROUND) : a]), right=_text(one[b : b + _AROUND]),
            box=_around((*one[a:b], *other[c:d])),
        )
        for kind, a, b, c, d in steps
        if kind != "equal"
    ]  # fmt: skip


def _side(name: FieldName, settled: Settled | None) -> Side:
    if settled is None:
        return Side(text="", settled=None, box=None)
    box = settled.box
    return Side(
        text=written(name, settled.value), settled=settled,
        box=Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3]) if box else None,
    )  # fmt: skip


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _around(words: Sequence[Word]) -> Box | None:
    boxes = [word.box for word in words]
    if not boxes:
        return None
    return Box(
        x0=min(b.x0 for b in boxes), y0=min(b.y0 for b in boxes), x1=max(b.x1 for b in boxes),
        y1=max(b.y1 for b in boxes),
    )  # fmt: skip
