"""A draft upon a version that is not the newest any more: what collides with theirs, and the draft carried over. Pure.

A field collides if they changed it too, to something else than I did. A word collides if it does not stand where it
stood. All else is carried over as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from review.record.typed import Typed, TypedField, TypedWord
from review.record.values import written
from schemas.claim import FieldName
from schemas.page import Box, Line, Page, Word
from schemas.record import Record

_SHARED = 0.3
"""Share of the smaller box that a word must have in common with the place of mine to stand there now."""


class Choice(StrEnum):
    """Whose side is taken."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, kw_only=True)
class FieldMeeting:
    """A field of my draft: what we began with, theirs, mine."""

    name: FieldName
    base: str
    theirs: str
    mine: TypedField
    collides: bool

    @property
    def same(self) -> bool:
        """Whether they say what I say: nothing is left to do."""
        return self.theirs == self.mine.text and self.theirs != self.base


@dataclass(frozen=True, kw_only=True)
class WordMeeting:
    """A word of my draft; ``now``: what stands at its place in their version, if it is not the word any more."""

    number: int
    mine: TypedWord
    collides: bool
    now: str
    now_box: Box | None

    @property
    def same(self) -> bool:
        """Whether they have made of it what I have."""
        return self.collides and self.now == (self.mine.new or "")


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """My draft and their version."""

    fields: tuple[FieldMeeting, ...]
    words: tuple[WordMeeting, ...]

    @property
    def collisions(self) -> int:
        """How much has to be decided."""
        fields = sum(one.collides and not one.same for one in self.fields)
        return fields + sum(one.collides and not one.same for one in self.words)


def pages_wanted(typed: Typed) -> frozenset[int]:
    """The pages whose words must be looked at."""
    return frozenset(word.page for word in typed.words)


def meet(typed: Typed, base: Record, theirs: Record, pages: Mapping[int, Page]) -> Meeting:
    """Where the draft collides with their version; ``pages``: theirs, those :func:`pages_wanted` names."""
    return Meeting(
        fields=tuple(_field(name, told, base, theirs) for name, told in typed.fields.items()),
        words=tuple(_word(n, word, pages.get(word.page)) for n, word in enumerate(typed.words)),
    )


def carried(typed: Typed, meeting: Meeting, chosen: Mapping[str, Choice]) -> Typed:
    """The draft for their version.

    Takes: the choices by ``f.<field>`` and ``w.<number>``; what is not chosen is theirs where it collides, else mine.
    """
    fields = {
        one.name: one.mine for one in meeting.fields if not one.same and _choice(chosen, f"f.{one.name}", one) is _MINE
    }
    words = [
        _moved(one)
        for one in meeting.words
        if not one.same and _choice(chosen, f"w.{one.number}", one) is _MINE
    ]  # fmt: skip
    return Typed(fields=fields, words=tuple(word for word in words if word is not None), why=typed.why)


# ---------------------------------------------------------------------------------------------------------------------

_MINE = Choice.MINE


def _choice(chosen: Mapping[str, Choice], name: str, one: FieldMeeting | WordMeeting) -> Choice:
    return chosen.get(name, Choice.THEIRS if one.collides else Choice.MINE)


def _field(name: FieldName, told: TypedField, base: Record, theirs: Record) -> FieldMeeting:
    was, now = _text(base, name), _text(theirs, name)
    return FieldMeeting(name=name, base=was, theirs=now, mine=told, collides=now not in (was, told.text))


def _text(record: Record, name: FieldName) -> str:
    settled = record.fields.get(name)
    return written(name, settled.value) if settled else ""


def _word(number: int, mine: TypedWord, page: Page | None) -> WordMeeting:
    stands = page is not None and (mine.old is None or _stands(page, mine.old.split(), mine.box))
    here = [] if stands or page is None else _at(page, mine.box)
    return WordMeeting(
        number=number, mine=mine, collides=not stands, now=" ".join(word.text for word in here),
        now_box=Line(words=tuple(here)).box if here else None,
    )  # fmt: skip


def _stands(page: Page, wanted: Sequence[str], box: tuple[int, int, int, int]) -> bool:
    place = Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3])
    return any(
        [word.text for word in run] == wanted and Line(words=tuple(run)).box == place
        for line in page.lines
        for run in _runs(line.words, len(wanted))
    )


def _runs(words: Sequence[Word], count: int) -> Iterable[Sequence[Word]]:
    return (words[at : at + count] for at in range(len(words) - count + 1)) if count else ()


def _at(page: Page, box: tuple[int, int, int, int]) -> list[Word]:
    """The words of one line that stand there now."""
    for line in page.lines:
        found = [word for word in line.words if _shared(word.box, box) >= _SHARED]
        if found:
            return found
    return []


def _shared(one: Box, other: tuple[int, int, int, int]) -> float:
    across = min(one.x1, other[2]) - max(one.x0, other[0])
    down = min(one.y1, other[3]) - max(one.y0, other[1])
    least = min(one.width * one.height, (other[2] - other[0]) * (other[3] - other[1]))
    return across * down / least if across > 0 and down > 0 and least > 0 else 0.0


def _moved(one: WordMeeting) -> TypedWord | None:
    """My change upon what stands there now; None where nothing does and I would remove it."""
    if not one.collides:
        return one.mine
    if one.now_box is None:
        return None if one.mine.new is None else one.mine.model_copy(update={"old": None})
    box = one.now_box
    return one.mine.model_copy(update={"old": one.now, "box": (box.x0, box.y0, box.x1, box.y1)})
