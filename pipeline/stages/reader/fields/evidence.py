"""A machine claim with its evidence: the words on the page that gave it."""

from collections.abc import Sequence
from math import prod

from schemas.claim import Claim, FieldName, Source
from schemas.page import Line, Word


def claim_of(field: FieldName, value: str, words: Sequence[Word], *, page: int, reliability: float, rule: str) -> Claim:
    """The claim that these words make.

    Takes: the words on the page (at least one), the page's number from 1, how often the rule is right on words that
    were read well (0 to 1), and the rule's ``name@version``.
    Gives: a claim whose confidence is the reliability times the mean confidence of the printed words by their length,
    times that of every word written by hand: a date is only as sure as its day.
    """
    printed = [word for word in words if not word.hand]
    letters = sum(len(word.text) for word in printed)
    read = sum(word.confidence * len(word.text) for word in printed) / letters if letters else 1.0
    read *= prod(word.confidence for word in words if word.hand)
    return Claim(
        field=field,
        value=value,
        raw=" ".join(word.text for word in words),
        source=Source.MACHINE,
        confidence=round(reliability * read, 3),
        page=page,
        box=Line(words=tuple(words)).box,
        rule=rule,
    )
