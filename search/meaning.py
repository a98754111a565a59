"""Better spellings of a query: keyboard slips, missing spaces, letters confused; judged by what stands in the index."""

from collections.abc import Iterator, Sequence
from math import log

from search.query import Query, Word
from search.slips import meant_by_keys, without_spaces
from search.vocabulary import Vocabulary

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SLIP = 4.0
"""What a letter's change costs, in the logarithm of how often something is met."""
_BETTER = 2.0


def typed_right(query: Query, vocabulary: Vocabulary) -> str | None:
    """What was typed with telex or VNI keys, or without spaces, as it was meant; None where nothing is of that kind.

    Certain enough to be searched for at once: the words as typed stand nowhere.
    """
    if not _free(query):
        return None
    decoded = [_decoded(word, vocabulary) for word in query.words]
    if all(text is None for text in decoded):
        return None
    return " ".join(text or word.exact for text, word in zip(decoded, query.words, strict=True))


def corrected(query: Query, vocabulary: Vocabulary) -> tuple[Word, ...] | None:
    """The query's words with at most one letter changed in words that do not fit; None where nothing fits better.

    Words that stand nowhere are changed, and words that stand with neither neighbour.
    """
    if not _free(query):
        return None
    words = list(query.words)
    changed = 0
    for place, word in enumerate(words):
        if place in query.number_words or not word.folded.isalpha() or _fits(words, place, vocabulary):
            continue
        better = _better(words, place, vocabulary)
        if better is not None:
            words[place] = Word(better, better)
            changed += 1
    return tuple(words) if 0 < changed <= max(1, len(words) // 2) else None


# ---------------------------------------------------------------------------------------------------------------------


def _free(query: Query) -> bool:
    """Only free words are spelled anew: who writes phrases and fields knows what they want."""
    return bool(query.words) and not (query.phrases or query.without or query.fields)


def _decoded(word: Word, vocabulary: Vocabulary) -> str | None:
    if not word.folded.isascii() or vocabulary.word(word.folded):
        return None
    meant = meant_by_keys(word.folded)
    if meant is not None:
        return meant
    return " ".join(without_spaces(word.folded, vocabulary.pair, lambda piece: vocabulary.word(piece) > 0)) or None


def _fits(words: Sequence[Word], place: int, vocabulary: Vocabulary) -> bool:
    folded = words[place].folded
    if not vocabulary.word(folded) or not vocabulary.spelling(words[place].exact):
        return False
    return len(words) == 1 or any(vocabulary.pair(one, other) for one, other in _neighbours(words, place, folded))


def _neighbours(words: Sequence[Word], place: int, folded: str) -> Iterator[tuple[str, str]]:
    if place > 0:
        yield words[place - 1].folded, folded
    if place + 1 < len(words):
        yield folded, words[place + 1].folded


def _better(words: Sequence[Word], place: int, vocabulary: Vocabulary) -> str | None:
    folded = words[place].folded
    now = _worth(words, place, folded, vocabulary) + _BETTER
    ranked = (
        (_worth(words, place, other, vocabulary) - _SLIP, other)
        for other in sorted(set(_one_letter_off(folded)))
        if vocabulary.word(other)
    )
    worth, other = max(ranked, default=(now, folded))
    return other if worth > now else None


def _worth(words: Sequence[Word], place: int, folded: str, vocabulary: Vocabulary) -> float:
    together = sum(log(1 + vocabulary.pair(one, other)) for one, other in _neighbours(words, place, folded))
    return log(1 + vocabulary.word(folded)) + 2 * together


def _one_letter_off(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in _ALPHABET)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _ALPHABET)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
