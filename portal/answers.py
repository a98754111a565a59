"""Searches that were answered already: citizens ask much the same, and page after page of it.

An answer is as good as the index it came from; with the next commit of the indexer all of them are forgotten.
"""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from search.finder import Finder
from search.found import Hits

_KEPT = 1024
"""So many answers of 20 hits take some 30 MB."""
_FAR = 200
"""Hits further on are hardly asked for twice."""


class Answers:
    """Asks the finder, and remembers. Thread-safe."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._kept: OrderedDict[tuple[object, ...], Hits] = OrderedDict()
        self._stamp: object = None
        self._lock = Lock()

    def find(
        self, query: str, *, facets: Mapping[str, tuple[str, ...]], sort: str, offset: int, limit: int, kind: str
    ) -> Hits:
        """See `Finder.find`."""
        stamp = self._finder.stamp()
        key = (query, tuple(sorted(facets.items())), sort, offset, limit, kind)
        with self._lock:
            if stamp != self._stamp:
                self._kept.clear()
                self._stamp = stamp
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        found = self._finder.find(query, facets=facets, sort=sort, offset=offset, limit=limit, kind=kind)
        if offset < _FAR:
            self._keep(stamp, key, found)
        return found

    def _keep(self, stamp: object, key: tuple[object, ...], found: Hits) -> None:
        with self._lock:
            if stamp != self._stamp or stamp != self._finder.stamp():
                return  # it may come from either index
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
