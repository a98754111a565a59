"""Records on the desk: read from the vault once a version, then kept at hand.

Every opening asks the vault for the newest version's number (one small read); what belongs to a version never changes
and is kept, the least recently used going first. A page's words are parsed when that page is looked at.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar, cast

from fastapi import Request
from pydantic import ValidationError

from pipeline.ports import ObjectStore
from pipeline.stages.alto import from_alto
from review.context import room_of
from schemas.contents import Contents
from schemas.errors import Code, ObjectMissing, RecordMissing
from schemas.ids import RecordId
from schemas.keys import ObjectKey
from schemas.page import Page
from schemas.record import Record, Version
from storage.vault import OcflVault

T = TypeVar("T")
_RECORDS, _PAGES = 64, 256


@dataclass(frozen=True, kw_only=True)
class Held:
    """A record as it is at one of its versions."""

    record: Record
    contents: Contents
    versions: tuple[Version, ...]
    """All of them, oldest first, also those after ``number``."""
    number: int
    paths: Mapping[str, ObjectKey]

    @property
    def newest(self) -> int:
        """Number of the newest version."""
        return len(self.versions)


class Shelf:
    """What has been opened lately. Safe to use from many threads."""

    def __init__(self, vault: OcflVault, store: ObjectStore) -> None:
        self._vault, self._store = vault, store
        self._records: _Kept[Held] = _Kept(_RECORDS)
        self._pages: _Kept[Page] = _Kept(_PAGES)

    def open(self, record: RecordId, version: int | None = None) -> Held:
        """The record at that version, or the newest.

        Raises:
            RecordMissing: there is no such record, or no such version of it.
        """
        versions = self._vault.versions(record)
        number = version or len(versions)
        if not 1 <= number <= len(versions):
            raise RecordMissing(name=f"{record} v{number}")
        key = record, number, len(versions)
        return self._records.get(key, lambda: self._read(record, number, versions))

    def page(self, held: Held, number: int) -> Page:
        """The words of page ``number`` (from 1).

        Raises:
            RecordMissing: the record has no such page.
        """
        if not 1 <= number <= len(held.record.files.alto):
            raise RecordMissing(name=f"{held.record.id}, trang {number}")
        key = held.paths[held.record.files.alto[number - 1]]
        return self._pages.get(key, lambda: from_alto(self._store.read(key)))

    def text(self, held: Held) -> str:
        """The plain text of all pages."""
        return self._store.read(held.paths[held.record.files.text]).decode()

    def _read(self, record: RecordId, number: int, versions: tuple[Version, ...]) -> Held:
        which = None if number == len(versions) else number
        found = self._vault.record(record, which)
        paths = self._vault.paths(record, which)
        return Held(
            record=found, contents=self._contents(found, paths), versions=versions, number=number, paths=paths
        )  # fmt: skip

    def _contents(self, record: Record, paths: Mapping[str, ObjectKey]) -> Contents:
        """What was found in it; nothing where an older release has found it in another form."""
        path = record.files.contents
        if path is None:
            return Contents(record=record.id)
        try:
            return Contents.model_validate_json(self._store.read(paths[path]))
        except ValidationError:
            return Contents(record=record.id)
        except KeyError as lost:
            raise ObjectMissing(Code.NOT_FOUND, name=path, detail=f"{record.id}: {path}") from lost


def shelf_of(request: Request) -> Shelf:
    """The shelf of the room a request is made in; put up with the first request that wants it."""
    state = request.app.state
    if not hasattr(state, "shelf"):
        house = room_of(request).house
        state.shelf = Shelf(house.vault, house.store)  # two at once: the last one stays, both are right
    return cast("Shelf", state.shelf)


# ---------------------------------------------------------------------------------------------------------------------


class _Kept(Generic[T]):
    """So many things, the least recently used going first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of that key, made if it is not there (twice, when two ask at once: they are the same)."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made
