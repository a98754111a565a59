"""A document's wording, and a sketch of it by which near copies are found among many (MinHash; Broder 1997).

All hashes are had in one pass: every word pair falls into one of the bins, the least of a bin is its hash, an empty bin
borrows its neighbour's (Shrivastava and Li 2014). Words are compared folded, so that
marks that OCR loses or changes do not matter; letters inside a number that look like digits are digits. Pen and stamps
are left out: copies of one leaflet bear different ones.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

from schemas.fingerprint import Fingerprint, PageHash, Wording
from schemas.page import Page
from schemas.text import fold

HASHES = 192
_SHINGLE = 2
"""Words a shingle: OCR spoils fewer pairs than triples, and pairs still tell leaflets of one law apart."""
_SURE = 0.9
_READ = 0.4
FEWEST = 12
"""Words below which there is no sketch: a poster's few words are everybody's."""
_TOKEN = re.compile(r"[^\W_]+")
_DIGITS = str.maketrans("ol|i", "0111")


def wording_of(pages: Sequence[Page]) -> Wording:
    """The document's words in reading order, with whether each was read surely."""
    tokens: list[str] = []
    sure: list[bool] = []
    for page in pages:
        for word in page.words:
            if word.hand or word.confidence < _READ:
                continue
            for token in _TOKEN.findall(fold(word.text)):
                tokens.append(_number(token))
                sure.append(word.confidence >= _SURE)
    return Wording(tokens=tuple(tokens), sure=tuple(sure))


def fingerprint(record: str, wording: Wording, pictures: Sequence[PageHash] = ()) -> Fingerprint:
    """The record's sketch. Takes: its id, its words, and the hashes of its pages' pictures."""
    return Fingerprint(
        record=record, sketch=_sketch(wording.tokens), words=len(wording.tokens), pictures=tuple(pictures)
    )


# -------------------------------------------------------------------------------------------------------------------


def _number(token: str) -> str:
    """A token that is mostly digits with its look-alike letters as digits."""
    digits = sum(c.isdigit() for c in token)
    return token.translate(_DIGITS) if digits and digits >= len(token) - 2 else token


def _sketch(tokens: Sequence[str]) -> tuple[int, ...]:
    if len(tokens) < FEWEST:
        return ()
    least: list[int | None] = [None] * HASHES
    for shingle in {" ".join(tokens[i : i + _SHINGLE]) for i in range(len(tokens) - _SHINGLE + 1)}:
        code, place = divmod(int.from_bytes(blake2b(shingle.encode(), digest_size=6).digest(), "big"), HASHES)
        old = least[place]
        if old is None or code < old:
            least[place] = code
    return tuple(_borrowed(least, place) for place in range(HASHES))


def _borrowed(least: Sequence[int | None], place: int) -> int:
    """The bin's hash, or that of the next bin that has one, told from it by how far it was carried."""
    for steps in range(HASHES):
        code = least[(place + steps) % HASHES]
        if code is not None:
            return (code << 8) + steps
    raise AssertionError("a wording with words has a shingle")
