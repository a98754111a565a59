"""A small index made by hand: documents of a few words."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from schemas.ids import RecordId
from search.entry import Entry
from search.finder import Finder
from search.folding import surface
from search.found import Found, Hit, HitKind
from search.numbers import canonical
from search.place import begin, switch
from search.schema import FORMAT
from search.writer import Mark, Writer


def entry(
    name: str, text: str, *, title: str = "", number: str = "", facets: Mapping[str, tuple[str, ...]] | None = None,
    day: int | None = None, unit: int | None = None,
) -> Entry:  # fmt: skip
    """A document, or a question of one, as the index takes it."""
    kind = HitKind.DOCUMENT if unit is None else HitKind.QUESTION
    found = Found(
        kind=kind, record=RecordId(name), unit=unit, version=1, title=title or name, number=number or None, pages=1,
        published_at="2026-11-22T00:00:00+00:00",
    )  # fmt: skip
    key = name if unit is None else f"{name}#{unit}"
    return Entry(
        key, found, surface(text), surface(title), "", "", canonical(number) if number else "", dict(facets or {}), day
    )


def shelf(folder: Path, entries: Sequence[Entry]) -> Finder:
    """The finder over an index of these."""
    place = begin(folder, FORMAT)
    writer = Writer(place, heap=20_000_000)
    for record in dict.fromkeys(one.found.record for one in entries):
        writer.put(record, [one for one in entries if one.found.record == record])
    writer.commit(Mark(1))
    writer.close()
    switch(folder, place)
    return Finder(folder)


def names(hits: Sequence[Hit]) -> list[str]:
    """Which documents, in their order."""
    return [hit.found.record if hit.found.unit is None else f"{hit.found.record}#{hit.found.unit}" for hit in hits]
