"""The reader of the index: searches, counts, suggests. Thread-safe; sees every commit of the indexer at once.

Only what is public stands in the index; whatever is told from here, a count or a better spelling too, was counted among
documents that are in it now.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import tantivy
from tantivy import Query as Wanted

from schemas.ids import RecordId
from search.counting import Tally, counted, tally
from search.found import FACETS, FacetCount, Found, Hit, HitKind, Hits, Sort, Suggestion
from search.kept import Kept
from search.looking import Look, Page, look
from search.opening import Opened, Opening
from search.plan import Plan, plan
from search.query import Query
from search.ranking import narrowed
from search.sampling import countable
from search.schema import schema
from search.snippets import marked, snippets
from search.spelled import spelled
from search.spots import Needles, needles
from search.strictness import IDLE, Level
from search.suggesting import suggestions
from search.turnover import Turn, turnover
from search.vocabulary import Vocabulary

_KEPT = 512
"""So many decided queries are remembered: turning pages and choosing facets decide nothing anew."""
_KEPT_ANSWERS = 1024
"""The same for whole answers, of one commit each: citizens ask much the same. 20 hits take some 30 kB."""
_USUAL = 50
"""Greater pages are not remembered."""
_NOTHING = Hits(total=0, facets=dict.fromkeys(FACETS, ()))
_MOST_VALUES = 5000
_MOST_HITS = 50_000
_SPELLED_BY = 5
_Looks = dict[tuple[Query, Level], Look]


class Finder:
    """Searches the index in a folder."""

    def __init__(self, folder: Path) -> None:
        """Takes: the folder of `search.place`; there need not be an index yet, then nothing is found."""
        self._opening = Opening(folder)
        self._plans: Kept[Plan] = Kept(_KEPT)
        self._answers: Kept[Hits] = Kept(_KEPT_ANSWERS)
        self._suggested: Kept[tuple[Suggestion, ...]] = Kept(_KEPT_ANSWERS)
        self._counts: Kept[Tally] = Kept(_KEPT)
        self._every: Kept[tuple[FacetCount, ...]] = Kept(2 * len(FACETS))

    def find(
        self,
        query: str,
        *,
        facets: Mapping[str, Sequence[str]] | None = None,
        sort: Sort | str = Sort.RELEVANCE,
        offset: int = 0,
        limit: int = 20,
        kind: HitKind | str = HitKind.DOCUMENT,
        count: bool = True,
    ) -> Hits:
        """One page of what was asked for.

        Takes: what somebody typed (all documents for nothing); facet → chosen values, of which a hit has one; facets
        that do not exist are passed over; ``count``: whether the facets are counted, which is most of the work.
        """
        opened = self._opening.newest()
        if opened is None:
            return _NOTHING
        chosen = {name: tuple(values) for name, values in (facets or {}).items() if name in FACETS and values}
        first = max(0, min(offset, opened.searcher.num_docs))
        page = Page(HitKind(kind), chosen, Sort(sort), first, max(1, min(limit, _MOST_HITS)))
        shown = max(0, min(limit, _MOST_HITS))
        key = (opened.stamp, query, page.key, shown, count)
        if shown > _USUAL:
            return self._found(query, opened, page, shown, count=count)
        return self._answers.get(key, lambda: self._found(query, opened, page, shown, count=count))

    def needles(self, query: str, *, kind: HitKind | str = HitKind.DOCUMENT) -> Needles:
        """What to mark in texts and on pages (`search.boxes`) for this query."""
        opened = self._opening.newest()
        if opened is None:
            return Needles((), frozenset(), (), {})
        decided = self._decided(query, opened, Page(HitKind(kind), {}, Sort.RELEVANCE, 0, 1), {})
        return needles(decided.query, decided.ways, IDLE)

    def suggest(self, prefix: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """How what is being typed may go on: titles, agencies, laws, topics that documents are of."""
        opened = self._opening.newest()
        if opened is None:
            return ()
        key = (opened.stamp, prefix, limit)
        return self._suggested.get(key, lambda: suggestions(opened.searcher, opened.values, prefix, limit))

    def get(self, record: RecordId | str, unit: int | None = None) -> Found | None:
        """What the index tells of a document or of one question in it; None for what is not public."""
        opened = self._opening.newest()
        if opened is None:
            return None
        key = record if unit is None else f"{record}#{unit}"
        hits = opened.searcher.search(Wanted.term_query(schema(), "key", key, "basic"), 1, count=False).hits
        return _found(opened.searcher.doc(hits[0][1])) if hits else None

    def stamp(self) -> object:
        """Which commit of the indexer is searched now; equal as long as every answer is."""
        opened = self._opening.newest()
        return opened.stamp if opened else None

    def number(self) -> int:
        """The last change that was applied to the index; 0 while there is none."""
        opened = self._opening.newest()
        return opened.mark.number if opened else 0

    def turnover(self, after: int = 0, record: str = "", *, limit: int = 100) -> tuple[Turn, ...]:
        """What became public and what was withdrawn after this turn: see `search.turnover`."""
        opened = self._opening.newest()
        return turnover(opened.searcher, after, record, limit) if opened else ()

    def facet_values(self, name: str, *, kind: HitKind | str = HitKind.DOCUMENT) -> tuple[FacetCount, ...]:
        """All values of a facet with how many documents have them, the most frequent first."""
        opened = self._opening.newest()
        if opened is None or name not in FACETS:
            return ()
        every = narrowed(Wanted.all_query(), HitKind(kind), {})

        def told() -> tuple[FacetCount, ...]:
            return tally(opened.searcher, every, [name], opened.values, most=_MOST_VALUES).facets[name]

        return self._every.get((opened.stamp, name, kind), told)

    def _found(self, query: str, opened: Opened, page: Page, shown: int, *, count: bool) -> Hits:
        looks: _Looks = {}
        decided = self._decided(query, opened, page, looks)
        known = looks.get((decided.query, decided.level)) if not page.chosen else None
        found = known or look(opened.searcher, decided, page)
        looked_for = needles(decided.query, decided.ways, IDLE)
        hits = tuple(_hit(opened.searcher, key, at, looked_for) for key, at in found.hits[:shown])
        other = _proposed(decided, opened, page.kind, hits) if decided.better or decided.instead else None
        told = self._counted(opened, decided, page, found.total) if count else None
        return Hits(
            total=told.hits if told and found.estimated else found.total,
            estimated=not countable(opened.searcher, found.total),
            hits=hits,
            facets=told.facets if told else {},
            did_you_mean=other if decided.better else None,
            instead=other if decided.instead else None,
            loosened=decided.level >= Level.LOOSE,
        )

    def _decided(self, query: str, opened: Opened, page: Page, looks: _Looks) -> Plan:
        """How it is searched for. Deciding looks for hits, where it was not decided before: they go into ``looks``."""
        unfiltered = page._replace(chosen={})

        def total(made: Plan) -> int:
            key = (made.query, made.level)
            if key not in looks:
                looks[key] = look(opened.searcher, made, unfiltered)
            return looks[key].total

        key = (opened.stamp, query, page.kind)
        return self._plans.get(key, lambda: plan(query, Vocabulary(opened.searcher), total))

    def _counted(self, opened: Opened, decided: Plan, page: Page, hits: int) -> Tally:
        def key(page: Page) -> tuple[object, ...]:
            return opened.stamp, decided.query, decided.level, page.kind, page.filters

        def known(chosen: Mapping[str, Sequence[str]]) -> Tally | None:
            return self._counts.peek(key(page._replace(chosen=chosen)))

        def made() -> Tally:
            return counted(
                opened.searcher, decided.matching, page.kind, page.chosen, opened.values, hits=hits, known=known
            )

        return self._counts.get(key(page), made)


# ---------------------------------------------------------------------------------------------------------------------


def _hit(searcher: tantivy.Searcher, score: object, address: tantivy.DocAddress, looked_for: Needles) -> Hit:
    document = searcher.doc(address)
    found = _found(document)
    text, line = _text(document, "text"), _text(document, "spaced")
    return Hit(
        found=found,
        score=score if isinstance(score, float) else None,
        title_spans=marked(found.title, looked_for),
        snippets=snippets(text, line, looked_for, paged=found.kind is HitKind.DOCUMENT),
    )


def _found(document: tantivy.Document) -> Found:
    return Found.model_validate_json(bytes(document.get_first("found") or b""))


def _text(document: tantivy.Document, name: str) -> str:
    return bytes(document.get_first(name) or b"").decode()


def _proposed(decided: Plan, opened: Opened, kind: HitKind, hits: Sequence[Hit]) -> str | None:
    """A better spelling with its marks, as the documents that it finds write it."""
    if decided.better is not None:
        ways = tuple((word,) for word in decided.better.words)
        other = Plan(decided.better, ways, Level.EXACT, instead=True, better=None)
        found = opened.searcher.search(narrowed(other.scored, kind, {}), _SPELLED_BY, count=False)
        looked_for = needles(other.query, ways, IDLE)
        hits = [_hit(opened.searcher, score, address, looked_for) for score, address in found.hits]
    texts = (text for hit in hits for text in (hit.found.title, *(piece.text for piece in hit.snippets)))
    return spelled((decided.better or decided.query).words, texts)
