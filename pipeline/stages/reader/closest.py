"""The entry of a closed vocabulary that a noisy reading means. The only place where OCR noise is corrected."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from schemas.text import fold


def plain(text: str) -> str:
    """``text`` folded, with everything but letters and digits as single spaces: what readings are compared by."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def closest(text: str, vocabulary: Iterable[str], *, slack: int) -> str | None:
    """The one entry that ``text`` means, as the vocabulary writes it.

    Takes: any reading, the closed vocabulary, and how many letters (after :func:`plain`) may be wrong.
    Gives: the entry written exactly so, else the nearest one, or None when none is near enough or two are as near.
    """
    wanted = plain(text)
    near = ((plain(entry), entry) for entry in set(vocabulary))
    ranked = sorted(
        (distance(wanted, said), entry != text, entry) for said, entry in near if abs(len(said) - len(wanted)) <= slack
    )
    if not ranked or ranked[0][0] > slack:
        return None
    exact = not ranked[0][1]
    rivals = [entry for far, _, entry in ranked[1:] if far == ranked[0][0]]
    return None if rivals and not exact else ranked[0][2]


def distance(one: str, other: str) -> int:
    """Letters to insert, drop or change to make one string the other (Levenshtein)."""
    return Levenshtein.distance(one, other)
