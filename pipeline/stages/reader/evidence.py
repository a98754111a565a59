"""A machine claim with its evidence: the words on the page that gave it."""

from collections.abc import Sequence

from schemas.claim import Claim, FieldName, Source
from schemas.page import Word


def claim_of(field: FieldName, value: str, words: Sequence[Word], *, page: int, reliability: float, rule: str) -> Claim:
    """The claim that these words make.

    Takes: the words on the page (at least one), the page's number from 1, how often the rule is right on words that
    were read well (0 to 1), and the rule's ``name@version``.
    Gives: a claim whose confidence is the reliability times the mean confidence of the words by their length.
    """
    letters = sum(len(word.text) for word in words)
    read = sum(word.confidence * len(word.text) for word in words) / letters
    box = words[0].box
    for word in words[1:]:
        box = box.join(word.box)
    return Claim(
        field=field,
        value=value,
        raw=" ".join(word.text for word in words),
        source=Source.MACHINE,
        confidence=round(reliability * read, 3),
        page=page,
        box=box,
        rule=rule,
    )
