"""The search index of this machine: what the indexer follows, and where the index lies."""

from datetime import datetime

from pydantic import ValidationError

from catalog.changes import SqlChanges
from schemas.errors import Mismatch
from schemas.ids import RecordId
from search.follow import Follower, Gone, Published
from storage.showcase import Showcase, Withdrawn
from wiring.house import House


class PublicFace:
    """`search.follow.Face` over the showcase: the same view that the portal has, and no other."""

    def __init__(self, showcase: Showcase) -> None:
        self._showcase = showcase

    def published(self, record: RecordId, now: datetime) -> Published | Gone | None:
        """See `Face.published`."""
        try:
            return self._published(record, now)
        except ValidationError as problem:
            raise Mismatch(name=record, detail=f"{record}: {problem.error_count()} errors") from problem

    def _published(self, record: RecordId, now: datetime) -> Published | Gone | None:
        shown = self._showcase.published(record, now)
        if isinstance(shown, Withdrawn):
            return Gone(shown.withdrawal.at)
        if shown is None:
            return None
        text = self._showcase.read(shown.text).decode(errors="replace") if shown.text else ""
        return Published(shown.record, self._showcase.contents(shown), text, shown.version, shown.at)

    def opens(self, record: RecordId, now: datetime) -> datetime | None:
        """See `Face.opens`."""
        return self._showcase.opens(record, now)


def open_follower(house: House, showcase: Showcase) -> Follower:
    """The indexer of this machine; close it."""
    changes = SqlChanges(house.database)
    return Follower(house.settings.search_place, changes, PublicFace(showcase), known=house.agencies)
