"""What somebody typed, understood: words, "phrases", -exclusions, fields (số: năm: cơ quan: …), document numbers. Pure.

Never raises: whatever is typed means something, at worst nothing.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from search.folding import TOKEN, has_marks, plain, surface, token
from search.numbers import Number, guessed, numbers, of_year

LONGEST = 400
"""Characters that are looked at; nobody types more by hand."""
MOST_WORDS = 40


class Field(StrEnum):
    """Where a word may be asked for."""

    NUMBER = "number"
    YEAR = "year"
    AGENCY = "agency"
    KIND = "kind"
    TITLE = "title"
    LAW = "law"


_NAMES = {
    "so": Field.NUMBER, "so hieu": Field.NUMBER, "nam": Field.YEAR, "co quan": Field.AGENCY, "coquan": Field.AGENCY,
    "noi": Field.AGENCY, "loai": Field.KIND, "tieu de": Field.TITLE, "ten": Field.TITLE, "luat": Field.LAW,
}  # fmt: skip
_NAMED = "|".join(sorted((name.replace(" ", r"[ ]?") for name in _NAMES), key=len, reverse=True))
_FIELD = re.compile(rf'(?<![^\s(])(-?)({_NAMED}):[ ]{{0,2}}("[^"]*"?|[^\s"]+)')
_PHRASE = re.compile(r'(?<!\w)(-?)"([^"]*)"?')
_MINUS = re.compile(r"(?<!\S)-(?=\w)(\S+)")


class Word(NamedTuple):
    """One word, with its marks and without."""

    exact: str
    folded: str


Words = tuple[Word, ...]


class Asked(NamedTuple):
    """Words asked for in a field."""

    field: Field
    words: Words
    raw: str
    without: bool


class Query(NamedTuple):
    """An understood query."""

    words: Words
    """Free words in their order, those of numbers too."""
    phrases: tuple[Words, ...]
    without: tuple[Words, ...]
    fields: tuple[Asked, ...]
    numbers: tuple[str, ...]
    """Document numbers that were typed as such."""
    guesses: tuple[str, ...]
    """Document numbers that words may mean."""
    number_words: frozenset[int]
    """Places in ``words`` that numbers are made of."""
    marked: bool
    """Whether it was typed with marks: then marks count."""
    doubtful: frozenset[str] = frozenset()
    """Folded words that may be misspelt, here or in what is looked for; the index knows which (`search.plan`)."""

    @property
    def empty(self) -> bool:
        """Nothing is asked for that a hit must have."""
        wanted = [asked for asked in self.fields if not asked.without]
        return not (self.words or self.phrases or wanted)


def parse(text: str) -> Query:
    """The query's meaning."""
    rest = surface(text.replace("\x00", " "))[:LONGEST].replace("“", '"').replace("”", '"')
    rest, fields = _fields(rest)
    rest, phrases, without = _phrases(rest)
    found = tuple(_numbers(rest))
    rest, single = _exclusions(rest, found)
    words, places = _words(rest, found)
    return Query(
        words=words,
        phrases=tuple(phrase for phrase in phrases if phrase),
        without=tuple(words for words in (*without, *single) if words),
        fields=fields,
        numbers=tuple(dict.fromkeys(number.token for number in found)),
        guesses=() if found else guessed([word.folded for word in words]),
        number_words=places,
        marked=has_marks("".join(word.exact for word in words)),
    )


def words_of(text: str) -> Words:
    """The words of a `surface`."""
    return tuple(Word(*token(found[0])) for found in TOKEN.finditer(text))[:MOST_WORDS]


# ---------------------------------------------------------------------------------------------------------------------


def _fields(text: str) -> tuple[str, tuple[Asked, ...]]:
    found: list[Asked] = []
    left: list[str] = []
    at = 0
    for match in _FIELD.finditer(plain(text)):
        raw = text[match.start(3) : match.end(3)].strip('"')
        left.append(text[at : match.start()])
        if text[match.end() :].lstrip().startswith("/"):  # số: 179 /KH - UBND is a number that is typed with spaces
            at = match.start(3)
            continue
        found.append(Asked(_field(match[2]), words_of(raw), raw, bool(match[1])))
        at = match.end()
    return " ".join((*left, text[at:])), tuple(asked for asked in found if asked.words)


def _field(name: str) -> Field:
    return next(field for known, field in _NAMES.items() if known.replace(" ", "") == name.replace(" ", ""))


def _phrases(text: str) -> tuple[str, list[Words], list[Words]]:
    wanted: list[Words] = []
    unwanted: list[Words] = []
    for match in _PHRASE.finditer(text):
        (unwanted if match[1] else wanted).append(words_of(match[2]))
    return _PHRASE.sub(" ", text), wanted, unwanted


def _numbers(text: str) -> Iterator[Number]:
    found = tuple(numbers(text, loose=True))
    yield from found
    yield from (one for one in of_year(text) if not any(other.start <= one.start < other.end for other in found))


def _exclusions(text: str, found: tuple[Number, ...]) -> tuple[str, list[Words]]:
    """Takes -words out of the text, blanking them so that places stay; a dash inside a number is none."""
    unwanted: list[Words] = []
    for match in _MINUS.finditer(text):
        if not any(number.start <= match.start() < number.end for number in found):
            unwanted.append(words_of(match[1]))
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text, unwanted


def _words(text: str, found: tuple[Number, ...]) -> tuple[Words, frozenset[int]]:
    words: list[Word] = []
    places: set[int] = set()
    for match in TOKEN.finditer(text):
        if len(words) == MOST_WORDS:
            break
        if any(number.start <= match.start() < number.end for number in found):
            places.add(len(words))
        words.append(Word(*token(match[0])))
    return tuple(words), frozenset(places)
