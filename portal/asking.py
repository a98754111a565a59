"""A search as it stands in an address: words, facets, order, page. Frozen; a change gives another one. Pure."""

from collections.abc import Iterable

from pydantic import Field
from starlette.datastructures import QueryParams

from schemas.base import Frozen
from schemas.text import one_line
from search.found import FACETS, HitKind, Sort

QUERY_LENGTH = 200
PER_PAGE = 20
LAST_PAGE = 500
"""Nobody reads on so far; whoever wants everything has the API's changes and the sitemap."""
_VALUES = 10
_VALUE_LENGTH = 100


class Asking(Frozen):
    """What is looked for."""

    query: str = ""
    facets: dict[str, tuple[str, ...]] = Field(default={}, description="facet → chosen values")
    sort: str = Sort.RELEVANCE.value
    kind: str = HitKind.DOCUMENT.value
    page: int = 1

    @property
    def offset(self) -> int:
        """How many hits come before this page."""
        return (self.page - 1) * PER_PAGE

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values for an address; what is as usual is left out."""
        out = [("q", self.query)]
        out += [(name, value) for name, values in self.facets.items() for value in values]
        out.append(("sort", self.sort if self.sort != Sort.RELEVANCE else ""))
        out.append(("kind", self.kind if self.kind != HitKind.DOCUMENT else ""))
        out.append(("trang", str(self.page) if self.page > 1 else ""))
        return tuple(pair for pair in out if pair[1])

    def kept(self) -> tuple[tuple[str, str], ...]:
        """What a new search from the same form keeps: everything but the words and the page."""
        return tuple(pair for pair in self.pairs() if pair[0] not in {"q", "trang"})

    def worded(self, query: str) -> "Asking":
        """With other words."""
        return self.model_copy(update={"query": query, "page": 1})

    def sorted_by(self, sort: str) -> "Asking":
        """In another order."""
        return self.model_copy(update={"sort": sort, "page": 1})

    def of_kind(self, kind: str) -> "Asking":
        """Of documents or of questions."""
        return self.model_copy(update={"kind": kind, "page": 1})

    def at_page(self, page: int) -> "Asking":
        """Another page of the hits."""
        return self.model_copy(update={"page": page})

    def toggled(self, facet: str, value: str) -> "Asking":
        """With this value chosen, or without it if it was."""
        chosen = self.facets.get(facet, ())
        values = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        facets = {name: kept for name, kept in {**self.facets, facet: values}.items() if kept}
        return self.model_copy(update={"facets": facets, "page": 1})


def asking(given: QueryParams) -> Asking:
    """The search of an address. Never fails: what makes no sense there is passed over."""
    return Asking(
        query=clean(given.get("q", "")),
        facets=chosen(given.multi_items()),
        sort=_one_of(given.get("sort", ""), tuple(Sort), Sort.RELEVANCE),
        kind=_one_of(given.get("kind", ""), tuple(HitKind), HitKind.DOCUMENT),
        page=_page(given.get("trang", "1")),
    )


def clean(query: str) -> str:
    """The words on one line, cut off where nobody would type on."""
    return one_line(query)[:QUERY_LENGTH].strip()


def chosen(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Facet → values chosen, a bounded number of each."""
    out: dict[str, list[str]] = {}
    for name, value in pairs:
        kept = out.setdefault(name, []) if name in FACETS else None
        text = one_line(value)[:_VALUE_LENGTH]
        if kept is not None and text and text not in kept and len(kept) < _VALUES:
            kept.append(text)
    return {name: tuple(values) for name, values in out.items() if values}


def last_page(total: int) -> int:
    """The number of the last page that can be asked for."""
    return max(1, min(LAST_PAGE, -(-total // PER_PAGE)))


def _one_of(text: str, known: tuple[str, ...], usual: str) -> str:
    return str(text) if text in known else str(usual)


def _page(text: str) -> int:
    return max(1, min(LAST_PAGE, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else 1
