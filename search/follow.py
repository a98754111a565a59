"""The indexer of a node: keeps its index as the archive's public face is, change by change.

A change only says which record to look at; what of it is public is asked of the showcase, at the moment of looking. So
nothing is lost by looking twice, and a record comes or goes by itself when an embargo or a cited act ends: those
moments stand in the index as well, and are looked at when they have come.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from schemas.agencies import Agencies, agencies
from schemas.contents import Contents
from schemas.errors import Permanent, Transient
from schemas.ids import RecordId
from schemas.record import Record
from search.entry import Entries, entries
from search.place import Hold, begin, clean, current, format_of, switch
from search.schema import FORMAT
from search.writer import HEAP, Mark, Writer

BATCH = 100
"""Records looked at between two commits, at most: about a second's work."""


class Change(Protocol):
    """What happened, and to which record."""

    @property
    def number(self) -> int:
        """Greater for what happened later."""
        ...

    @property
    def record(self) -> RecordId:
        """Which record to look at."""
        ...


class Changes(Protocol):
    """The catalog's feed: see `catalog.changes.SqlChanges`."""

    def number(self) -> int:
        """The newest change's number."""
        ...

    def after(self, number: int, record: str, *, limit: int = 500) -> Sequence[Change]:
        """What happened after this."""
        ...


class Published(NamedTuple):
    """What the public may see of a record."""

    record: Record
    contents: Contents
    text: str
    version: int
    at: datetime


class Gone(NamedTuple):
    """That a record was public and is no more, as everybody may know."""

    at: datetime


class Face(Protocol):
    """The archive's public face: see `wiring.finding`."""

    def published(self, record: RecordId, now: datetime) -> Published | Gone | None:
        """What the public may see of it now; None for nothing.

        Raises:
            Permanent: what the archive has of it is damaged or lost.
        """
        ...

    def opens(self, record: RecordId, now: datetime) -> datetime | None:
        """When an embargo ends that alone keeps it from the public."""
        ...


class Step(NamedTuple):
    """What one look at the feed did."""

    looked: int
    """Records looked at."""
    damaged: tuple[RecordId, ...]
    """Records the archive could not tell of; they are not in the index until they change."""
    behind: bool
    """Whether there is more to do at once."""


class Follower:
    """Keeps one index. A context manager: it alone writes until it is closed."""

    def __init__(
        self, folder: Path, changes: Changes, face: Face, *, known: Agencies | None = None, heap: int = HEAP
    ) -> None:
        """Opens the folder's index. Where there is none of our layout it is ``stale``: then call `rebuild` first.

        Raises:
            Transient: another indexer has the folder.
        """
        self._folder, self._changes, self._face = folder, changes, face
        self._agencies = known or agencies()
        self._heap = heap
        self._hold = Hold(folder)
        self._writer: Writer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def stale(self) -> bool:
        """Whether there is no index that can be followed on."""
        place = current(self._folder)
        return place is None or format_of(place) != FORMAT

    def close(self) -> None:
        """Lets go of the index."""
        self._let_go()
        self._hold.release()

    def rebuild(
        self, records: Iterable[RecordId], now: Callable[[], datetime], tell: Callable[[int], None] = lambda _: None
    ) -> tuple[RecordId, ...]:
        """Builds a new index from the archive, while readers go on with the old one, and changes over.

        Takes: every record there is; the clock; what to call with the number of records done.
        Gives: the damaged ones.
        """
        number = self._changes.number()  # what happens from now on is followed afterwards
        clean(self._folder)
        place = begin(self._folder, FORMAT)
        writer = Writer(place, heap=self._heap)
        damaged: list[RecordId] = []
        for done, record in enumerate(records, 1):
            if not self._look(writer, record, now()):
                damaged.append(record)
            if done % BATCH == 0:
                tell(done)
        writer.commit(Mark(number, _BEHIND_ALL))
        self._let_go()
        self._writer = writer
        switch(self._folder, place)
        return tuple(damaged)

    def step(self, now: datetime) -> Step:
        """Applies what happened since the last step, and what has come due; commits it.

        Raises:
            Transient: catalog, archive or disk cannot be reached; nothing is lost, step again.
        """
        try:
            return self._step(self._opened(), now)
        except Transient:
            self._let_go()  # a writer that could not write writes no more: the next step opens another one
            raise

    def _step(self, writer: Writer, now: datetime) -> Step:
        mark = self._mark(writer)
        changed = self._changes.after(mark.number, mark.record, limit=BATCH)
        due = writer.due(now)
        looks = dict.fromkeys((*(change.record for change in changed), *due))
        if not changed and not due:
            return Step(0, (), behind=False)
        damaged = tuple(record for record in looks if not self._look(writer, record, now))
        if changed:
            mark = Mark(changed[-1].number, changed[-1].record)
        writer.commit(mark)
        return Step(len(looks), damaged, behind=len(changed) == BATCH)

    def _opened(self) -> Writer:
        place = current(self._folder)
        if self._writer is None:
            if place is None or self.stale:
                raise RuntimeError("rebuild first")
            self._writer = Writer(place, heap=self._heap)
        return self._writer

    def _let_go(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _mark(self, writer: Writer) -> Mark:
        """Where to go on; from the beginning if the catalog has forgotten what we have seen: it was made anew."""
        mark = writer.mark()
        return Mark() if mark.number > self._changes.number() else mark

    def _look(self, writer: Writer, record: RecordId, now: datetime) -> bool:
        """Puts into the index what is public of the record; False if the archive's copy is damaged."""
        try:
            told = self._face.published(record, now)
        except Permanent:  # damaged or lost: whoever keeps the archive is told, and nothing uncertain is shown
            writer.drop(record)
            return False
        if isinstance(told, Gone):
            writer.bury(record, told.at)
            return True
        if told is None:
            writer.drop(record, self._face.opens(record, now))
            return True
        made: Entries = entries(
            told.record, told.contents, told.text, version=told.version, at=told.at, now=now, agencies=self._agencies
        )
        writer.put(record, made.entries, made.due)
        return True


_BEHIND_ALL = "~"
"""Sorts behind every record id."""
