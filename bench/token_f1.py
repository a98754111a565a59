"""Token F1 of two texts: twice the tokens in common over all; case, tone placement and marks at ends left out."""

from __future__ import annotations

from collections import Counter

from schemas.text import place_tones


def token_f1(given: str, wanted: str) -> float:
    """Takes both texts; gives 0 to 1, 1 where both are empty."""
    one, other = Counter(bare(given).split()), Counter(bare(wanted).split())
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def bare(text: str) -> str:
    """In small letters with single spaces, without marks at the ends."""
    return " ".join(place_tones(text.lower()).strip(" .,;:-").split())
