"""What of a text goes into the index: its syllables with and without marks, neighbours, document numbers. Pure."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.folding import bare, token
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
    """Folded neighbours joined by ``_``: Vietnamese words are of several syllables."""
    numbers: str
    """Document numbers and what they are looked up by."""


@lru_cache(maxsize=4096)
def repeated_terms(text: str) -> Terms:
    """The terms of a text that many documents have: names of agencies, of laws. Remembered."""
    return terms(text)


def terms(text: str) -> Terms:
    """The terms of a `surface`; other forms of its abbreviations stand behind it."""
    known = [token(word) for word in _WORDS.findall(bare(text))]
    exact, folded = [marked for marked, _ in known], [flat for _, flat in known]
    pairs = [f"{one}_{other}" for one, other in pairwise(folded)]
    others = added(text, pairs, folded)
    if others:
        more = [word for words in others for word in (_BREAK, *words)]
        exact, folded = [*exact, *more], [*folded, *(token(word)[1] for word in more)]
        pairs += [f"{token(one)[1]}_{token(other)[1]}" for words in others for one, other in pairwise(words)]
    found = [token for number in numbers(text) for token in (number.token, *parts(number.token))]
    return Terms(" ".join(exact), " ".join(folded), " ".join(pairs), " ".join(found))
