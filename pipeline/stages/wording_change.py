"""What changed from one wording to another, told from what OCR misread: numbers, words, passages."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from schemas.fingerprint import Wording

_NEAR = 2
"""Equal words between two differences up to which they are one."""
_PASSAGE, _LOST = 4, 11
"""Words from which a replaced run is a changed passage, and a run that is in one text only: less is a line unread."""
_SCATTER = 8
"""Words that are the same by chance between the pieces of a passage that is in one text only."""
_READ = 0.6
"""Share of a replaced run that must have been read surely, in both texts."""
_ALIKE = 0.55
"""Likeness of the letters of two runs from which the one is the other misread."""
_OTHER_WORD = 0.4
_MOVED = 0.65
"""Share of a run's word pairs that are loose elsewhere in the other text, from which the run has only moved."""
_MANY_WORDS = 3
"""Words surely read that are others, from which a text is another edition."""


class Change(NamedTuple):
    """How two wordings differ."""

    agree: float
    """Share of the words that are the same, misread ones counted as different."""
    numbers: int
    """Numbers surely read that are others."""
    words: int
    """Other words surely read."""
    passages: int
    """Passages replaced, or in one text only."""

    @property
    def is_edition(self) -> bool:
        """Whether somebody changed the text."""
        return self.numbers > 0 or self.passages > 0 or self.words >= _MANY_WORDS


def change(one: Wording, other: Wording) -> Change:
    """What differs between two wordings.

    Takes: both in reading order. Gives: counts; a difference that OCR may have made is none.
    """
    regions, same = _regions(one.tokens, other.tokens)
    pairs = (_loose_pairs(one.tokens, [r[:2] for r in regions]), _loose_pairs(other.tokens, [r[2:] for r in regions]))
    numbers = words = passages = moved = 0
    for start, end, other_start, other_end in regions:
        mine, yours = one.tokens[start:end], other.tokens[other_start:other_end]
        sure = (one.sure[start:end], other.sure[other_start:other_end])
        if _only_moved(mine, yours, pairs):
            numbers += _numbers_lost(mine, sure[0], other.tokens) + _numbers_lost(yours, sure[1], one.tokens)
            moved += len(mine) + len(yours)
            continue
        numbers += _other_numbers(mine, yours, sure)
        words += _other_words(mine, yours, sure)
        passages += _is_passage(mine, yours, sure)
    if not passages and not moved:
        passages = _scattered(regions)
    total = len(one.tokens) + len(other.tokens)
    return Change(
        agree=min((2 * same + moved) / total, 1.0) if total else 0.0, numbers=numbers, words=words, passages=passages
    )


# -------------------------------------------------------------------------------------------------------------------

_Region = tuple[int, int, int, int]
_Pairs = frozenset[tuple[str, str]]


def _regions(one: Sequence[str], other: Sequence[str]) -> tuple[list[_Region], int]:
    """Where the two differ, near differences as one, and how many words are the same."""
    found: list[_Region] = []
    same = 0
    for step in Levenshtein.opcodes(list(one), list(other)):
        if step.tag == "equal":
            same += step.src_end - step.src_start
            continue
        here = (step.src_start, step.src_end, step.dest_start, step.dest_end)
        if found and here[0] - found[-1][1] <= _NEAR and here[2] - found[-1][3] <= _NEAR:
            found[-1] = (found[-1][0], here[1], found[-1][2], here[3])
        else:
            found.append(here)
    return found, same


def _scattered(regions: Sequence[_Region]) -> int:
    """Passages in one text only, of which words here and there stand in the other by chance."""
    found, surplus, end = 0, 0, -_SCATTER
    for start, stop, other_start, other_stop in regions:
        more = (stop - start) - (other_stop - other_start)
        surplus = surplus + more if start - end <= _SCATTER else more
        if abs(surplus) >= _LOST:
            found, surplus = found + 1, 0
        end = stop
    return found


def _loose_pairs(tokens: Sequence[str], runs: Sequence[tuple[int, int]]) -> _Pairs:
    """The word pairs of the runs that found no counterpart where they stand."""
    return frozenset(pair for start, end in runs for pair in pairwise(tokens[start:end]))


def _moved(run: Sequence[str], pairs: _Pairs) -> bool:
    own = list(pairwise(run))
    return sum(pair in pairs for pair in own) >= _MOVED * len(own)


def _only_moved(mine: Sequence[str], yours: Sequence[str], pairs: tuple[_Pairs, _Pairs]) -> bool:
    """Whether the long ones of two runs stand elsewhere in the other text: panels read in another order."""
    long = [(run, there) for run, there in ((mine, pairs[1]), (yours, pairs[0])) if len(run) >= _LOST]
    return bool(long) and all(_moved(run, there) for run, there in long)


def _is_number(token: str) -> bool:
    return token.isdecimal()


def _numbers_lost(run: Sequence[str], sure: Sequence[bool], other: Sequence[str]) -> int:
    """Numbers of a run, surely read, that are nowhere in the other text."""
    there = set(other)
    return sum(_is_number(t) and s and t not in there for t, s in zip(run, sure, strict=True))


def _other_numbers(mine: Sequence[str], yours: Sequence[str], sure: tuple[Sequence[bool], Sequence[bool]]) -> int:
    """Numbers that stand in one run for others in the other.

    A number one digit away is another one only if both were read surely, one further away if one of them was; parted
    digits are the same number.
    """
    left = [(t, s) for t, s in zip(mine, sure[0], strict=True) if _is_number(t)]
    right = [(t, s) for t, s in zip(yours, sure[1], strict=True) if _is_number(t)]
    if "".join(t for t, _ in left) == "".join(t for t, _ in right):
        return 0
    for number in [t for t, _ in left]:
        here, there = _find(left, number), _find(right, number)
        if here is not None and there is not None:
            del left[here], right[there]
    return sum(
        (one_sure and other_sure) or ((one_sure or other_sure) and Levenshtein.distance(one, other) > 1)
        for (one, one_sure), (other, other_sure) in zip(left, right, strict=False)
    )


def _find(numbers: Sequence[tuple[str, bool]], number: str) -> int | None:
    return next((i for i, (t, _) in enumerate(numbers) if t == number), None)


def _other_words(mine: Sequence[str], yours: Sequence[str], sure: tuple[Sequence[bool], Sequence[bool]]) -> int:
    """Short replacements by other words, surely read on both sides."""
    if not mine or len(mine) != len(yours) or len(mine) > _PASSAGE:
        return 0
    return sum(
        one_sure and other_sure and one.isalpha() and other.isalpha() and max(len(one), len(other)) >= 2
        and Levenshtein.normalized_similarity(one, other) < _OTHER_WORD
        for one, other, one_sure, other_sure in zip(mine, yours, *sure, strict=True)
    )  # fmt: skip


def _is_passage(mine: Sequence[str], yours: Sequence[str], sure: tuple[Sequence[bool], Sequence[bool]]) -> bool:
    """Whether a run was replaced by another passage, or is in one text only."""
    longer, shorter = max(len(mine), len(yours)), min(len(mine), len(yours))
    if longer < _LOST and shorter < _PASSAGE:
        return False
    if longer - shorter >= _LOST:
        side = sure[0] if len(mine) > len(yours) else sure[1]
        return sum(side) >= _READ * len(side)
    if shorter >= _PASSAGE and any(sum(side) < _READ * len(side) for side in sure):
        return False
    return Levenshtein.normalized_similarity("".join(mine), "".join(yours)) < _ALIKE
