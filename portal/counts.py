"""What there is to choose from: values of a facet with their names and how many documents have them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from portal import labels, links
from portal.asking import Asking
from search.found import FacetCount, HitKind, Hits
from wiring.window import Window

_SHOWN = 10
"""So many values of a facet are shown beside hits; those that are chosen always."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value."""

    value: str
    label: str
    count: int
    address: str = ""
    chosen: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One facet beside hits."""

    label: str
    open: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition that narrows the hits; its address is the search without it."""

    facet: str
    label: str
    address: str


def values(at: Window, facet: str, limit: int = 1000, *, kind: HitKind = HitKind.DOCUMENT) -> tuple[Value, ...]:
    """All values of a facet over everything that is published, the most frequent first."""
    return _named(facet, at.finder.facet_values(facet, kind=kind)[:limit])


def choices(asked: Asking, found: Hits) -> tuple[Choice, ...]:
    """The facets beside hits, in the order of `labels.FACETS`; without those that cannot narrow anything."""
    out: list[Choice] = []
    here = links.search(asked.at_page(1).pairs())
    here += "&" if "?" in here else "?"
    for facet, label in labels.FACETS.items():
        counted = _with_chosen(found.facets.get(facet, ()), asked.facets.get(facet, ()))
        shown = tuple(_choice(asked, here, facet, one) for one in counted)
        if len(shown) > 1 or any(one.chosen for one in shown):
            out.append(Choice(label=label, open=facet in asked.facets or not out, values=shown))
    return tuple(out)


def chips(asked: Asking) -> tuple[Chip, ...]:
    """What the hits are narrowed by."""
    return tuple(
        Chip(
            facet=labels.FACETS.get(facet, facet),
            label=labels.label(facet, value),
            address=links.search(asked.toggled(facet, value).pairs()),
        )
        for facet, chosen in asked.facets.items()
        for value in chosen
    )


def _with_chosen(counted: Sequence[FacetCount], chosen: Iterable[str]) -> tuple[FacetCount, ...]:
    shown = list(counted[:_SHOWN])
    known = {one.value: one for one in counted}
    missing = [value for value in chosen if value not in {one.value for one in shown}]
    return (*shown, *(known.get(value, FacetCount(value=value, count=0)) for value in missing))


def _choice(asked: Asking, here: str, facet: str, one: FacetCount) -> Value:
    chosen = one.value in asked.facets.get(facet, ())
    label, pair = _told(facet, one.value)
    address = links.search(asked.toggled(facet, one.value).pairs()) if chosen else f"{here}{pair}"
    return Value(one.value, label, one.count, address, chosen)


@lru_cache(maxsize=8192)
def _told(facet: str, value: str) -> tuple[str, str]:
    """What it is called, and how an address says it: a hundred of them stand on a page, mostly the same ones."""
    return labels.label(facet, value), urlencode({facet: value})


def _named(facet: str, counted: Iterable[FacetCount]) -> tuple[Value, ...]:
    return tuple(Value(value=one.value, label=labels.label(facet, one.value), count=one.count) for one in counted)
