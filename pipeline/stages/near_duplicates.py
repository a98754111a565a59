"""Which records are copies of one work, and which are editions of it: proposals for a person, among very many records.

Candidates come from banded hashing of the sketches (Leskovec and others, Mining of Massive Datasets, 3.4) and of the
pictures' bits; every candidate pair is then compared word by word. Nothing is compared with everything, so that a
hundred thousand records cost minutes, not days.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations, pairwise
from operator import eq

from pipeline.stages.reader.fingerprint import FEWEST, HASHES
from pipeline.stages.wording_change import Change, change
from schemas.fingerprint import Fingerprint, Likeness, PageHash, Proposal, Wording

_ROWS = 3
"""Hashes a band: two texts that share two fifths of their word pairs meet in one of the 64 bands in 98 of 100 cases,
two that share a twentieth in one of 120."""
_LIKELY = 0.22
"""Share of equal hashes below which a candidate is not looked at."""
_AGREE = 0.55
"""Share of words that must agree in a proposal."""
_SUBSETS, _SUBSET = 64, 16
_AGREE_OF_FEW = 0.8
"""The same for a poster's few words; where fewer agree, its picture is looked at."""
_FEW_WORDS = 30
_SOME_WORDS, _OTHER_WORDS = 6, 0.5
"""So many words, and such a share of them, that the other does not say: two texts, however alike the pictures look."""
_SAME_PICTURE, _SAME_SURELY = 0.18, 0.06
"""Share of bits that may differ between two scans of one page (see `pipeline.engines.page_hash`); and where only one of
them could be read, so that no words speak for it (scans of one poster 0.01 to 0.05, of others like it 0.08 to 0.14)."""
_CROWD = 40
"""Members of a bucket up to which all are compared with all; in a larger one each with the next."""
_BITS = 256


def proposals(fingerprints: Sequence[Fingerprint], wordings: Mapping[str, Wording]) -> tuple[Proposal, ...]:
    """Pairs of records that belong together, the likest first.

    Takes: the fingerprints of all records, and the wording of each by record (asked for candidates only, so that it may
    be read from disk when asked).
    Gives: each pair once, ``one`` before ``other`` in the order given.
    """
    pairs = {*_by_words(fingerprints), *_by_pictures(fingerprints)}
    found = (_judged(fingerprints[one], fingerprints[other], wordings) for one, other in sorted(pairs))
    return tuple(sorted((p for p in found if p is not None), key=lambda p: (-p.score, p.one, p.other)))


def picture_distance(one: PageHash, other: PageHash) -> float:
    """The share of bits in which two pages differ, however they lie."""
    return min((one.turns[0] ^ turned).bit_count() for turned in other.turns) / _BITS


# --- candidates ----------------------------------------------------------------------------------------------------


def _by_words(fingerprints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    for band in range(0, HASHES, _ROWS):
        keys = ((i, fp.sketch[band : band + _ROWS]) for i, fp in enumerate(fingerprints) if fp.sketch)
        for one, other in _meeting(keys):
            same = sum(map(eq, fingerprints[one].sketch, fingerprints[other].sketch))
            if same >= _LIKELY * HASHES:
                yield one, other


def _by_pictures(fingerprints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    """Pairs whose first pages look alike in one of the four ways; only of documents that have hardly any words.

    A first page without a bit is blank: blank pages are everybody's.
    """
    few = ((i, fp) for i, fp in enumerate(fingerprints) if fp.pictures and fp.words < _FEW_WORDS)
    seen = [(i, fp.pictures[0].turns) for i, fp in few if any(fp.pictures[0].turns)]
    for subset in range(_SUBSETS) if len(seen) > 1 else ():
        mask = sum(1 << bit for bit in _chosen_bits(subset))
        yield from _meeting((i, turn & mask) for i, turns in seen for turn in set(turns))


def _chosen_bits(subset: int) -> list[int]:
    """Which of the bits a subset looks at: always the same ones, spread by a hash."""
    return sorted(range(_BITS), key=lambda bit: blake2b(bytes((subset, bit))).digest())[:_SUBSET]


def _meeting(keys: Iterable[tuple[int, Hashable]]) -> Iterator[tuple[int, int]]:
    """The pairs of indices with an equal key, the lower first."""
    buckets: dict[Hashable, list[int]] = {}
    for index, key in keys:
        bucket = buckets.setdefault(key, [])
        if not bucket or bucket[-1] != index:
            bucket.append(index)
    for members in buckets.values():
        if len(members) > 1:
            yield from combinations(members, 2) if len(members) <= _CROWD else pairwise(members)


# --- judging -------------------------------------------------------------------------------------------------------


def _judged(one: Fingerprint, other: Fingerprint, wordings: Mapping[str, Wording]) -> Proposal | None:
    words = min(one.words, other.words)
    found = change(wordings[one.record], wordings[other.record])
    if words < FEWEST or (words < _FEW_WORDS and found.agree < _AGREE_OF_FEW):
        alone = _saying_other_things(wordings[one.record], wordings[other.record])
        return None if alone == 2 else _by_looks(one, other, found, _SAME_SURELY if alone else _SAME_PICTURE)
    if found.agree < _AGREE:
        return None
    return Proposal(
        one=one.record,
        other=other.record,
        kind=Likeness.EDITION if found.is_edition else Likeness.SAME_WORK,
        score=round(found.agree, 3),
        numbers_changed=found.numbers,
        passages_changed=found.passages,
        rule="wording@1",
    )


def _saying_other_things(one: Wording, other: Wording) -> int:
    """How many of the two say much, read surely, that the other does not: of posters in one agency's design both do.

    Words that were not read, or not surely, say nothing: a copy on thin paper is a copy.
    """
    return sum(_says_alone(mine, yours) for mine, yours in ((one, other), (other, one)))


def _says_alone(one: Wording, other: Wording) -> bool:
    theirs = frozenset(other.tokens)
    sure = [token for token, read in zip(one.tokens, one.sure, strict=True) if read]
    alone = sum(token not in theirs for token in sure)
    return alone >= _SOME_WORDS and alone >= _OTHER_WORDS * len(sure)


def _by_looks(one: Fingerprint, other: Fingerprint, found: Change, most: float) -> Proposal | None:
    """Posters and pictures: every page must look alike, in all but the share ``most`` of its bits; the few words decide
    whether it is another edition."""
    if not one.pictures or len(one.pictures) != len(other.pictures):
        return None
    if abs(one.words - other.words) >= _FEW_WORDS:
        return None
    far = max(picture_distance(mine, yours) for mine, yours in zip(one.pictures, other.pictures, strict=True))
    if far > most:
        return None
    return Proposal(
        one=one.record,
        other=other.record,
        kind=Likeness.EDITION if found.numbers else Likeness.SAME_WORK,
        score=round(1 - far, 3),
        numbers_changed=found.numbers,
        passages_changed=found.passages,
        rule="picture@1",
    )
