"""One field as the screen shows it: value, evidence, how sure and by whom, what else it may be. Pure.

Where a value came from is the point: who said it and when, by which rule, from which words, where on which page; and
what others said that does not count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce

from pipeline.stages.settle import settle
from review.record.values import COUNTS, DATES, written
from schemas.attention import Reason, ReasonKind
from schemas.claim import MULTIPLE, Claim, FieldName, Source
from schemas.page import Box
from schemas.record import Record

SURE = 0.95
"""Confidence (how often values like this one are right) from which a value is not called doubtful by itself."""
_TELLING = frozenset({ReasonKind.ALTERNATIVES, ReasonKind.CONTRADICTED})
"""Reasons to look that the confidence does not tell."""


class Band(StrEnum):
    """How sure a value is; each has a colour, a mark and a word."""

    PERSON = "person"  # somebody has said so
    SURE = "sure"
    CHECK = "check"
    UNREAD = "unread"  # something stands there, or should: the machine could not read it
    EMPTY = "empty"  # nothing, and nothing is missed


class Shape(StrEnum):
    """What a field is typed into."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    DATE = "date"
    COUNT = "count"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something that may stand there: what the machine saw beside, or what somebody else says."""

    text: str
    share: float | None
    """How likely it is, 0 to 1; None if nobody has said how likely."""
    source: Source


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What one claim says, counting or not."""

    text: str
    """Empty: that there is none."""
    raw: str | None
    source: Source
    by: str | None
    at: datetime | None
    confidence: float
    rule: str
    """The rule's name without its version."""
    version: str
    page: int | None
    box: Box | None


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """A field on the screen."""

    name: FieldName
    shape: Shape
    band: Band
    text: str
    """The value that counts, as a person edits it."""
    said: Saying | None
    """The claim that counts; None where there is none."""
    options: tuple[Option, ...]
    others: tuple[Saying, ...]
    """The claims that do not count, newest and most sure first."""
    reasons: tuple[Reason, ...]

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.band in {Band.CHECK, Band.UNREAD}

    @property
    def settled(self) -> bool:
        """Whether there is something to be seen of it: a value, a doubt, or what a person said."""
        return self.band is not Band.EMPTY


def field_views(record: Record, reasons: Sequence[Reason]) -> dict[FieldName, FieldView]:
    """All fields of a record, each with what there is to be said of it; ``reasons`` are those of its `Attention`."""
    winners = settle(record.claims)
    return {name: _field(record, name, winners.get(name), reasons) for name in FieldName}


# ---------------------------------------------------------------------------------------------------------------------

_LONG = frozenset({FieldName.SUBJECT, FieldName.TITLE})
_CHOICES = frozenset({FieldName.MATERIAL_TYPE, FieldName.LANGUAGE})
_FEW = 9
"""So many options have a key."""


def _field(record: Record, name: FieldName, winner: Claim | None, reasons: Sequence[Reason]) -> FieldView:
    own = tuple(reason for reason in reasons if reason.field is name)
    claims = [claim for claim in record.claims if claim.field is name]
    counting = winner or _unsettled(claims)
    settled = record.fields.get(name)
    text = written(name, settled.value) if settled else ""
    return FieldView(
        name=name,
        shape=_shape(name),
        band=_band(counting, own),
        text=text,
        said=_whole(counting, claims) if counting else None,
        options=tuple(_options(name, claims, text))[:_FEW],
        others=tuple(_saying(claim) for claim in _others(name, claims, counting)),
        reasons=own,
    )


def _whole(counting: Claim, claims: Sequence[Claim]) -> Saying:
    """What counts; of a field with several values all of them together, as far as they stand on one page."""
    said = _saying(counting)
    fellows = [c for c in claims if (c.source, c.at, c.page) == (counting.source, counting.at, counting.page)]
    if counting.field not in MULTIPLE or len(fellows) == 1:
        return said
    fellows.sort(key=lambda claim: (claim.box.y0, claim.box.x0) if claim.box else (0, 0))
    boxes = [claim.box for claim in fellows if claim.box]
    raw = " ".join(claim.raw for claim in fellows if claim.raw)
    return replace(said, raw=raw or said.raw, box=reduce(Box.join, boxes) if boxes else said.box)


def _shape(name: FieldName) -> Shape:
    if name in MULTIPLE:
        return Shape.LIST
    if name in DATES:
        return Shape.DATE
    if name in COUNTS:
        return Shape.COUNT
    if name in _CHOICES:
        return Shape.CHOICE
    return Shape.TEXT if name in _LONG else Shape.LINE


def _unsettled(claims: Sequence[Claim]) -> Claim | None:
    """The claim to show of a field without a value: what a person said of it last, else what the machine could not."""
    blank = [claim for claim in claims if claim.value is None]
    said = [claim for claim in blank if claim.source is Source.ARCHIVIST]
    return max(said, key=_said_at) if said else next(iter(blank), None)


def _band(claim: Claim | None, reasons: Sequence[Reason]) -> Band:
    if claim is not None and claim.source is Source.ARCHIVIST:
        return Band.PERSON
    if claim is None or claim.value is None:
        return Band.UNREAD if claim is not None or reasons else Band.EMPTY
    told = any(reason.kind in _TELLING for reason in reasons)
    return Band.CHECK if told or claim.confidence < SURE else Band.SURE


def _options(name: FieldName, claims: Sequence[Claim], text: str) -> Iterable[Option]:
    """Readings and others' values that differ from the one that counts, likeliest first, each once."""
    found: dict[str, Option] = {}
    for claim in claims:
        for value, share in claim.alternatives:
            found.setdefault(_one(name, value), Option(text=_one(name, value), share=share, source=claim.source))
        if claim.value is not None and name not in MULTIPLE:
            told = _one(name, claim.value)
            likely = claim.confidence if claim.source is Source.MACHINE else None
            found.setdefault(told, Option(text=told, share=likely, source=claim.source))
    found.pop(text, None)
    return sorted(found.values(), key=lambda option: -1.0 if option.share is None else -option.share)


def _one(name: FieldName, value: str | int) -> str:
    return written(name, value)


def _others(name: FieldName, claims: Sequence[Claim], counting: Claim | None) -> list[Claim]:
    """What does not count: of a field with several values those of other sources or moments."""
    if counting is None:
        return []
    told = (counting.source, counting.at)
    alike = name in MULTIPLE
    rest = [c for c in claims if c is not counting and not (alike and (c.source, c.at) == told)]
    return sorted(rest, key=lambda claim: (_said_at(claim), claim.confidence), reverse=True)


def _said_at(claim: Claim) -> float:
    return claim.at.timestamp() if claim.at else 0.0


def _saying(claim: Claim) -> Saying:
    rule, _, version = claim.rule.partition("@")
    return Saying(
        text=written(claim.field, claim.value),
        raw=claim.raw,
        source=claim.source,
        by=claim.by,
        at=claim.at,
        confidence=claim.confidence,
        rule=rule,
        version=version,
        page=claim.page,
        box=claim.box,
    )
