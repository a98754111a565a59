"""What is asked for in one field, as tantivy's queries: words of a title, an agency, a year, a number."""

from tantivy import Occur
from tantivy import Query as Wanted

from search.numbers import canonical
from search.query import Asked, Field, Words
from search.schema import schema


def asked_for(asked: Asked) -> Wanted:
    """The query for words that were typed behind the name of a field."""
    match asked.field:
        case Field.NUMBER:
            return _own(canonical(asked.raw))
        case Field.YEAR:
            return _years(asked.raw)
        case Field.AGENCY:
            return all_of("issuer", asked.words)
        case Field.TITLE | Field.KIND:
            return all_of("title", asked.words)
        case Field.LAW:
            return all_of("about", asked.words)


def all_of(field: str, words: Words) -> Wanted:
    """All these words in this field, whatever their marks."""
    return Wanted.boolean_query([(Occur.Must, term(field, word.folded)) for word in words])


def term(field: str, text: str) -> Wanted:
    """One token in one field."""
    return Wanted.term_query(schema(), field, text, "freq" if field not in _BASIC else "basic")


# ---------------------------------------------------------------------------------------------------------------------

_BASIC = frozenset({"own", "year", "kind", "key", "shard", "about", "issuer"})


def _own(token: str) -> Wanted:
    if "/" in token:
        return term("own", token)
    return Wanted.regex_query(schema(), "own", rf"{token}[a-z]?[/-].*") if token.isalnum() else term("own", token)


def _years(raw: str) -> Wanted:
    first, _, last = raw.replace("–", "-").partition("-")
    if first.isdecimal() and last.isdecimal() and 0 <= int(last) - int(first) < 200:
        return Wanted.term_set_query(schema(), "year", [str(year) for year in range(int(first), int(last) + 1)])
    return term("year", raw)
