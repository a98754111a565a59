"""Two versions of a record side by side, field by field and word by word; and whether two people's changes collide."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from pydantic import Field

from schemas.base import Frozen
from schemas.change import Change
from schemas.claim import FieldName
from schemas.page import Box
from schemas.record import Record, Settled
from schemas.redescription import Value

_PAGE_END = "\f"


class FieldDifference(Frozen):
    """A field whose settled value differs; who said it before and after."""

    field: FieldName
    before: Settled | None = Field(description="null where the field was absent")
    after: Settled | None


class WordDifference(Frozen):
    """Words of a page that differ, with what stands on both sides of them."""

    page: int = Field(ge=1)
    before: tuple[str, ...] = Field(description="none where words were added")
    after: tuple[str, ...] = Field(description="none where words were removed")
    left: str = Field(default="", description="the words before that place, to find it by")
    right: str = Field(default="", description="the words behind it")


class Differences(Frozen):
    """All that differs between two versions."""

    fields: tuple[FieldDifference, ...] = ()
    words: tuple[WordDifference, ...] = ()
    facts: dict[str, tuple[str, str]] = Field(
        default={}, description="status, access, publication, withdrawal, embargo, decisions: before and after"
    )


class FieldConflict(Frozen):
    """A field that somebody changed while somebody else was changing it."""

    field: FieldName
    base: Value = Field(description="what both began with")
    theirs: Value
    mine: Value


class WordConflict(Frozen):
    """A word that I want to change and that stands no longer where it stood."""

    page: int
    box: Box
    old: str | None
    new: str | None


class Conflicts(Frozen):
    """What has to be decided before my change can be made of their version; what is not here can simply be made."""

    fields: tuple[FieldConflict, ...] = ()
    words: tuple[WordConflict, ...] = ()


_AROUND = 4
"""Words shown on each side of a difference."""


def compare(before: Record, after: Record, before_text: str, after_text: str) -> Differences:
    """What differs between two versions of one record.

    Takes: both records; both text files (pages parted by form feeds).
    """
    return Differences(
        fields=tuple(
            FieldDifference(field=name, before=before.fields.get(name), after=after.fields.get(name))
            for name in FieldName
            if value_of(before, name) != value_of(after, name)
        ),
        words=tuple(_words(before_text, after_text)),
        facts={
            name: (was, now)
            for name, was, now in zip(_FACTS, _facts(before), _facts(after), strict=True)
            if was != now
        },
    )  # fmt: skip


def conflicts(base: Record, theirs: Record, mine: Change, *, moved: Sequence[bool] = ()) -> Conflicts:
    """Where my change and what somebody else has made of the same version contradict each other.

    Takes: the version both began with; theirs; my change; for each of its words whether it is gone in theirs
    (`words.gone`).
    """
    fields = tuple(
        FieldConflict(field=change.field, base=value_of(base, change.field), theirs=said, mine=change.value)
        for change in mine.fields
        if (said := value_of(theirs, change.field)) != value_of(base, change.field) and said != change.value
    )
    words = tuple(
        WordConflict(page=word.page, box=word.box, old=word.old, new=word.new)
        for word, gone in zip(mine.words, moved, strict=False)
        if gone
    )
    return Conflicts(fields=fields, words=words)


def value_of(record: Record, name: FieldName) -> Value:
    """The settled value of a field; None where it is absent."""
    return record.fields[name].value if name in record.fields else None


# ---------------------------------------------------------------------------------------------------------------------

_FACTS = ("status", "access", "publication", "withdrawal", "embargo", "decisions")


def _facts(record: Record) -> tuple[str, ...]:
    publication, withdrawal = record.publication, record.withdrawal
    return (
        record.status.value,
        record.access.value,
        f"v{publication.version} {publication.by}" if publication else "",
        f"{withdrawal.by}: {withdrawal.reason}" if withdrawal else "",
        record.embargo_until.isoformat() if record.embargo_until else "",
        "; ".join(f"{one.kind.value} {one.decision.value} {one.by}" for one in record.decisions),
    )


def _words(before: str, after: str) -> list[WordDifference]:
    old, new = before.split(_PAGE_END), after.split(_PAGE_END)
    count = max(len(old), len(new))
    found: list[WordDifference] = []
    for n in range(count):
        one, other = (text[n] if n < len(text) else "" for text in (old, new))
        if one != other:
            found += _on_page(n + 1, one.split(), other.split())
    return found


def _on_page(number: int, one: Sequence[str], other: Sequence[str]) -> list[WordDifference]:
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [
        WordDifference(
            page=number, before=tuple(one[a:b]), after=tuple(other[c:d]), left=" ".join(one[max(0, a - _AROUND) : a]),
            right=" ".join(one[b : b + _AROUND]),
        )
        for step, a, b, c, d in steps
        if step != "equal"
    ]  # fmt: skip
