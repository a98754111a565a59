"""What of a text goes into the index: its syllables with and without marks, neighbours, document numbers. Pure.

Every text goes through here once: its words are found once, and each word is looked up, not folded anew.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.folding import bare, plain, token
from search.letters import Parted, parted, spaced_out
from search.numbers import numbers, parts
from search.shorthand import added

_WORDS = re.compile(r"[^\W_]+")
_BREAK = "¶"


class Terms(NamedTuple):
    """Tokens parted by spaces, in the order of the text; what is in two of them at one place belongs together."""

    exact: str
    """Lower case with marks."""
    folded: str
    """Without marks."""
    pairs: str
    """Folded neighbours joined by ``_``, in no order: Vietnamese words are of several syllables."""
    numbers: str
    """Document numbers and what they are looked up by."""
    spaced: str
    """The text itself, `search.letters.spaced`."""


@lru_cache(maxsize=4096)
def repeated_terms(text: str) -> Terms:
    """The terms of a text that many documents have: names of agencies, of laws. Remembered."""
    return terms(text)


def terms(text: str) -> Terms:
    """The terms of a `surface`; other forms of its abbreviations stand behind it."""
    shadow, spaced, words = parted(text) or _long_way(text)
    known = list(map(token, words))
    exact, folded = [marked for marked, _ in known], [flat for _, flat in known]
    flat = " ".join(folded)
    others = added(text, words, flat, folded)
    pairs = [_neighbours(folded), _neighbours(folded[1:])]
    if others:
        more = [word for words in others for word in (_BREAK, *words)]
        exact, flat = [*exact, *more], " ".join((flat, *(token(word)[1] for word in more)))
        pairs += [f"{token(one)[1]}_{token(other)[1]}" for words in others for one, other in pairwise(words)]
    found = [token for number in numbers(text, shadow) for token in (number.token, *parts(number.token))]
    return Terms(" ".join(exact), flat, " ".join(pairs), " ".join(found), spaced)


# ---------------------------------------------------------------------------------------------------------------------


def _long_way(text: str) -> Parted:
    shadow = plain(text)
    return Parted(shadow, spaced_out(shadow), _WORDS.findall(bare(text)))


def _neighbours(words: Sequence[str]) -> str:
    """Every other pair, from the first word on: a b c d e → a_b c_d."""
    even = len(words) // 2 * 2
    made = [" "] * (2 * even)
    made[0::2] = words[:even]
    made[1::4] = ["_"] * (even // 2)
    return "".join(made)
