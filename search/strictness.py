"""How strictly a query is taken: which of its words count, and what will do for one of them, as tantivy's queries."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise

from tantivy import Query as Wanted

from search.fields import term
from search.query import Query, Word, Words
from search.schema import schema

_IDLE = """
    là gì nào thế như bao nhiêu sao vì của và các những thì mà ở có được không cho tôi em ạ về với khi ra để từ đến một
    theo tại trong ai đâu bị hay hoặc phải cần nếu đã sẽ mình cái này đó làm hỏi xin muốn biết bằng
    gi nao the nhu bao nhieu sao cua nhung duoc khong toi voi khi muon biet neu nay
"""
IDLE = frozenset(_IDLE.split())
"""Words of which questions are made. Without marks only those that are hardly ever a part of another word."""


class Level(IntEnum):
    """How much of what was typed a hit must have."""

    EXACT = 0  # every word, with its marks if it was typed with marks
    FOLDED = 1  # every word, whatever its marks
    LOOSE = 2  # most words; of many words some neighbours
    BUT_ONE = 3  # all words but one, wherever they stand
    BUT_TWO = 4  # of many words all but two
    FUZZY = 5  # half of the words; for rare ones words like them: reading by machine confuses letters, so do fingers


def content_words(query: Query) -> tuple[int, ...]:
    """Places of the words that say what is looked for; all, where none is left."""
    kept = tuple(
        place
        for place, word in enumerate(query.words)
        if place not in query.number_words and (word.exact if query.marked else word.folded) not in IDLE
    )
    return kept or tuple(place for place in range(len(query.words)) if place not in query.number_words)


def neighbours(words: Sequence[Word]) -> list[str]:
    """The tokens of words side by side, each once."""
    return list(dict.fromkeys(f"{one.folded}_{other.folded}" for one, other in pairwise(words)))


def apart(query: Query, level: Level) -> bool:
    """Whether which words a hit has, and how much they are worth, are asked for one by one."""
    return Level.LOOSE <= level <= Level.BUT_TWO and len(content_words(query)) > 2


def any_of(query: Query, alternatives: Words, level: Level) -> Wanted:
    """One of these words."""
    found = [one for word in alternatives for one in _readings(query, word, level)]
    return found[0] if len(found) == 1 else Wanted.disjunction_max_query(found)


def asked_exactly(query: Query, level: Level) -> bool:
    """Whether every hit has the words with their marks: then they need not be wished for as well."""
    return level is Level.EXACT and query.marked


# ---------------------------------------------------------------------------------------------------------------------


def _readings(query: Query, word: Word, level: Level) -> Iterator[Wanted]:
    if level is Level.EXACT and query.marked:
        yield term("exact", word.exact)
        return
    yield term("folded", word.folded)
    if level is Level.FUZZY and word.folded in query.doubtful and len(word.folded) >= 4 and word.folded.isalpha():
        distance = 2 if len(word.folded) >= 8 else 1
        yield Wanted.boost_query(Wanted.fuzzy_term_query(schema(), "folded", word.folded, distance=distance), 0.3)
