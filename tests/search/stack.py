"""An archive with its catalog and its indexer, as on one machine."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from catalog.changes import SqlChanges
from catalog.database import open_database
from catalog.index import SqlIndex
from catalog.upgrade import upgrade
from schemas.change import Change, FieldChange
from schemas.claim import FieldName
from schemas.ids import RecordId
from schemas.record import AccessLevel
from search.finder import Finder
from search.follow import Follower, Step
from storage.showcase import Showcase
from tests.portal.archive import Archive
from tests.portal.sheets import drawn
from wiring.finding import PublicFace


class Stack(Archive):
    """The archive, its catalog in a file, and an indexer that a test steps."""

    def __post_init__(self) -> None:
        super().__post_init__()
        url = f"sqlite:///{self.folder / 'catalog.db'}"
        upgrade(url)
        self.database = open_database(url)
        self.cards = SqlIndex(self.database)
        self.ports = replace(self.ports, index=self.cards)
        self.changes = SqlChanges(self.database)
        self.place = self.folder / "search"
        self.finder = Finder(self.place)

    def follower(self) -> Follower:
        """A new indexer over what there is."""
        return Follower(self.place, self.changes, PublicFace(Showcase(self.store)), heap=20_000_000)

    def caught_up(self) -> Finder:
        """The finder after an indexer has followed everything."""
        with self.follower() as follower:
            if follower.stale:
                follower.rebuild(self.vault.records(), self.clock.now)
            self.steps(follower)
        return self.finder

    def rebuilt(self) -> Finder:
        """The finder over an index made anew from the vault."""
        with self.follower() as follower:
            follower.rebuild(self.vault.records(), self.clock.now)
        return self.finder

    def steps(self, follower: Follower) -> list[Step]:
        """Steps until nothing is left to do."""
        done = [follower.step(self.clock.now())]
        while done[-1].behind:
            done.append(follower.step(self.clock.now()))
        return done

    def paper(self, title: str, *lines: str, public: bool = True, embargo: datetime | None = None) -> RecordId:
        """Archives a leaflet with this title, and shows it to the public."""
        record = self.keep(*drawn((title, "", *lines)))
        self.cards.put(self.vault.record(record), self.vault.versions(record), ())
        self.change(record, Change(fields=(FieldChange(field=FieldName.TITLE, value=title),)), by="nguoi-sua")
        if public:
            self.publish(record, embargo_until=embargo)
        return record

    def hide(self, record: RecordId) -> None:
        """Makes it internal again."""
        self.change(record, Change(access=AccessLevel.INTERNAL, why="chỉ dùng nội bộ"))

    def withdraw(self, record: RecordId) -> None:
        """Takes it back from the public."""
        self.change(record, Change(withdraw=True, why="có sai sót"))


def open_stack(folder: Path) -> Stack:
    """A new one in this folder."""
    return Stack(folder)
