"""How what is being typed may go on. Nothing that people typed is kept: only what documents are called, by whom they
are and what they are about is proposed, and each proposal leads to a document that is public now.
"""  # fmt: skip

from collections.abc import Iterator, Sequence
from functools import lru_cache

import tantivy
from tantivy import Occur
from tantivy import Query as Wanted

from schemas.agencies import agencies
from schemas.laws import law_register
from schemas.topics import topic_list
from search.folding import TOKEN, has_marks, plain, surface, toned
from search.found import Found, HitKind, Suggestion, SuggestionKind
from search.query import words_of
from search.ranking import narrowed
from search.schema import schema
from search.values import Values
from search.vocabulary import Vocabulary

_CANDIDATES = 40
_ENDINGS = 25
"""So many words are tried for the one that is not typed to its end yet."""
_TELLING = 2
"""Fewer letters begin every other title."""
_EACH = 3
"""At most so many agencies, laws, topics each: titles say more."""


class _Name:
    """Something with a name, made of folded words."""

    __slots__ = ("facet", "kind", "text", "value", "words")

    def __init__(self, kind: SuggestionKind, facet: str, value: str, text: str, more: Sequence[str] = ()) -> None:
        self.kind, self.facet, self.value, self.text = kind, facet, value, text
        self.words = tuple(tuple(TOKEN.findall(plain(surface(name)))) for name in (text, *more))


def suggestions(searcher: tantivy.Searcher, values: Values, prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """Up to ``limit`` proposals for what was typed so far, the last word perhaps not to its end.

    Takes: the facets' values in the index.
    """
    typed = surface(prefix)[:200]
    words = [word.folded for word in words_of(typed)]
    if not words:
        return ()
    names = _named(searcher, values, words)
    titles = _titled(searcher, words, toned(typed).split() if has_marks(typed) else [], limit)
    found = {plain(one.text): one for one in reversed([*names, *titles])}
    ordered = sorted(found.values(), key=lambda one: _rank(one, " ".join(words)))
    return tuple(ordered[:limit])


# ---------------------------------------------------------------------------------------------------------------------


def _rank(one: Suggestion, typed: str) -> tuple[int, int, int, str]:
    folded = " ".join(TOKEN.findall(plain(one.text)))
    where = 0 if folded.startswith(typed) else 1 if f" {typed}" in folded else 2
    return where, one.kind is SuggestionKind.TITLE, len(folded), one.text


def _named(searcher: tantivy.Searcher, values: Values, words: Sequence[str]) -> list[Suggestion]:
    """What documents are by or about and has these words; only what has documents is counted, most has not."""
    found: list[Suggestion] = []
    told: dict[SuggestionKind, int] = {}
    known = (_by_beginning(None), _by_beginning(tuple(values.get("agency", ()))))
    fitting = sorted(
        (
            name for names in known for name in names.get(words[-1][:2], ())
            if any(_fits(words, own) for own in name.words)
        ),
        key=lambda name: (len(name.text), name.text),
    )  # fmt: skip
    for name in fitting:
        if told.get(name.kind, 0) < _EACH and searcher.doc_freq(name.facet, name.value):
            count = _live(searcher, name.facet, name.value)
            if count:
                told[name.kind] = told.get(name.kind, 0) + 1
                found.append(Suggestion(text=name.text, kind=name.kind, value=name.value, count=count))
    return found


@lru_cache(maxsize=4)
def _by_beginning(values: tuple[str, ...] | None) -> dict[str, tuple[_Name, ...]]:
    """The first letter, and the first two, of a word → the names that have such a word.

    Takes: agencies; None for laws and topics.
    """
    found: dict[str, dict[_Name, None]] = {}
    for name in _fixed() if values is None else map(_agency, values):
        for word in {word for words in name.words for word in words}:
            found.setdefault(word[:1], {})[name] = None
            found.setdefault(word[:2], {})[name] = None
    return {beginning: tuple(names) for beginning, names in found.items()}


def _fits(typed: Sequence[str], own: Sequence[str]) -> bool:
    """Whether the typed words stand in the name in that order, the last as a beginning."""
    at = -1
    for place, word in enumerate(typed):
        last = place == len(typed) - 1
        at = next((n for n in range(at + 1, len(own)) if own[n] == word or (last and own[n].startswith(word))), -1)
        if at < 0:
            return False
    return True


def _live(searcher: tantivy.Searcher, facet: str, value: str) -> int:
    wanted = narrowed(Wanted.all_query(), HitKind.DOCUMENT, {facet: (value,)})
    return int(searcher.search(wanted, 1, count=True).count or 0)  # type: ignore[attr-defined]


def _fixed() -> tuple[_Name, ...]:
    laws = (_Name(SuggestionKind.LAW, "law", law.id, law.title, law.aliases) for law in law_register().laws)
    topics = (_Name(SuggestionKind.TOPIC, "popular", one.id, one.name) for one in topic_list().popular)
    return (*laws, *topics)


@lru_cache(maxsize=1 << 14)
def _agency(value: str) -> _Name:
    known = agencies().get(value)
    name, more = (known.name, known.notations) if known else (value, ())
    return _Name(SuggestionKind.AGENCY, "agency", value, name, more)


def _titled(
    searcher: tantivy.Searcher, words: Sequence[str], marked: Sequence[str], limit: int
) -> Iterator[Suggestion]:
    *whole, last = words
    if not whole and len(last) < _TELLING:
        return
    endings = Vocabulary(searcher).titles_with(last, _ENDINGS)
    if not endings:
        return
    clauses = [(Occur.Must, Wanted.term_query(schema(), "title", word)) for word in whole]
    clauses.append(
        (Occur.Must, Wanted.boolean_query([(Occur.Should, Wanted.term_query(schema(), "title", e)) for e in endings]))
    )
    wanted = narrowed(Wanted.boolean_query(clauses), HitKind.DOCUMENT, {})
    told: set[str] = set()
    for _, address in searcher.search(wanted, _CANDIDATES, count=False).hits:
        found = Found.model_validate_json(bytes(searcher.doc(address).get_first("found") or b""))
        title = toned(found.title)
        if title not in told and all(word in title for word in marked):
            told.add(title)
            yield Suggestion(text=found.title, kind=SuggestionKind.TITLE, value=found.record)
        if len(told) == limit:
            return
