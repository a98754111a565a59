"""When a dropped file may be opened: after its size and time stamp have stopped changing.

Takes what was seen before and what is seen now; gives the new memory. A file that was replaced,
has grown or was touched starts anew.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from schemas.inbox import Entry, Watched


def observe(before: Mapping[str, Watched], entries: Iterable[Entry], *, now: datetime) -> dict[str, Watched]:
    """The memory after another look: unchanged entries keep their moment, new and changed ones get ``now``."""
    return {entry.path: _carried(before.get(entry.path), entry, now) for entry in entries}


def _carried(known: Watched | None, entry: Entry, now: datetime) -> Watched:
    return known if known is not None and known.entry == entry else Watched(entry=entry, since=now)


def quiet_for(watched: Iterable[Watched], *, now: datetime) -> timedelta:
    """How long the least quiet of them has been quiet; zero for none."""
    return min((now - w.since for w in watched), default=timedelta(0))
