"""Trying again what was refused or waits after trouble: over the ledger, the inbox and the list of wishes."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import overload

from catalog.failures import SqlFailures
from catalog.people import SqlPeople
from pipeline.ports import Ledger
from pipeline.stages.grouping import is_sidecar
from pipeline.stages.sidecar import MAX_BYTES, with_review
from schemas.desk import Retried, RetryOutcome, Wish
from schemas.drop import DroppedFile, FileIdentity, Item, State
from schemas.errors import Code, Refused
from schemas.gate import GateKind
from schemas.ids import ItemId
from schemas.rights import may_decide
from schemas.text import nfc, one_line
from storage.put_back import RefusedFiles
from wiring.house import House, open_inbox


class Retries:
    """The one place that knows how an item of any kind is tried again."""

    def __init__(self, ledger: Ledger, inbox: Path, failures: SqlFailures, people: SqlPeople) -> None:
        """Takes: ``inbox``, the folder that the watcher watches."""
        self._ledger, self._refused, self._failures, self._people = ledger, RefusedFiles(inbox), failures, people

    def retry(self, item: ItemId, person: str, *, reason: str = "", now: datetime) -> Retried:
        """Tries an item again for this person (a login).

        What waits is due at once. What was refused comes back into the inbox and is taken as a new drop. A document
        with a mark of secrecy comes back when two different persons, one of whom may decide about such marks, have
        said with a reason that it is only a picture of one; what they said lies beside it as its `secret_review` and
        goes into the archive with it.

        Raises:
            Refused: REASON_MISSING, for a mark of secrecy.
            DiskFull, Transient: the inbox or the database cannot be reached.
        """
        item = ItemId(nfc(item))  # it comes from an address: no database takes every character
        found = self._ledger.get(item)
        if found is None:
            return Retried(outcome=RetryOutcome.NOTHING)
        if not found.state.final:
            return Retried(outcome=RetryOutcome.DUE if self._ledger.retry(item, now=now) else RetryOutcome.NOTHING)
        told = self._failures.get(item, None)
        if found.state is not State.REFUSED or not found.released or (told and told.settled_at):
            return Retried(outcome=RetryOutcome.NOTHING)
        if found.code is Code.SECRET_MARK:
            return self._released(found, person, one_line(reason), now)
        return self._settled(found, person, None, now)

    def _released(self, item: Item, person: str, reason: str, now: datetime) -> Retried:
        if not reason:
            raise Refused(Code.REASON_MISSING, detail=item.id)
        wishes = self._failures.wish(item.id, person, reason=reason, now=now)
        said = [person] if wishes is None else [wish.person for wish in wishes]
        if not any(may_release(self._people, login, item.agency) for login in said):
            return Retried(outcome=RetryOutcome.PUBLISHER_WANTED)
        if wishes is None:
            return Retried(outcome=RetryOutcome.SECOND_WANTED)
        return self._settled(item, person, wishes, now)

    def _settled(self, item: Item, person: str, wishes: tuple[Wish, Wish] | None, now: datetime) -> Retried:
        done = self._back(item, wishes)
        if done.outcome is not RetryOutcome.BY_HAND:
            self._failures.settle(item.id, person, place=done.place, now=now)
        return done

    def _back(self, item: Item, wishes: tuple[Wish, Wish] | None) -> Retried:
        files = [(file, file.identity) for file in self._ledger.files(item.id) if file.identity is not None]
        if not files:  # `kho run` leaves files where they are
            return Retried(outcome=RetryOutcome.GONE)
        if _is_member(item, files[0][0]):
            bundle = item.source.partition("!")[0]
            review = None if wishes is None else _review(wishes, b"{}", "new.json")
            place = self._refused.put_back_member(bundle, item.id, beside=review)
            return Retried(outcome=RetryOutcome.PUT_BACK if place else RetryOutcome.BY_HAND, place=_shown(place))
        folder = _folder(item, files[0][0])
        review = None if wishes is None else self._with_review(wishes, files, folder)
        place = self._refused.put_back([(f.path, identity) for f, identity in files], folder=folder, beside=review)
        return Retried(outcome=RetryOutcome.PUT_BACK if place else RetryOutcome.GONE, place=_shown(place))

    def _with_review(
        self, wishes: tuple[Wish, Wish], files: Sequence[tuple[DroppedFile, FileIdentity]], folder: str | None
    ) -> bytes:
        """What the sidecar said that was dropped with it, if there was one and it is still there; and the review."""
        last, identity = files[-1]
        if is_sidecar(last.name):
            said = self._refused.content(last.path, identity, folder=folder, limit=MAX_BYTES)
            if said is not None:
                return _review(wishes, said, last.name)
        return _review(wishes, b"{}", "new.json")


def open_retries(house: House) -> Retries:
    """Over this house; raises `SettingInvalid` if there is no inbox."""
    open_inbox(house.settings)
    inbox, database = house.settings.inbox.absolute(), house.database
    return Retries(house.ledger, inbox, SqlFailures(database), SqlPeople(database))


def may_release(people: SqlPeople, login: str, agency: str) -> bool:
    """Whether this login's holder may, as things are now, decide about marks of secrecy on that agency's papers."""
    known = people.by_login(login)
    return known is not None and known.account.enabled and may_decide(known.account.person, GateKind.SECRET, agency)


def _review(wishes: tuple[Wish, Wish], sidecar: bytes, name: str) -> bytes:
    first, second = wishes
    reason = " / ".join(dict.fromkeys((first.reason, second.reason)))
    return with_review(sidecar, name=name, people=(first.person, second.person), reason=reason)


def _is_member(item: Item, file: DroppedFile) -> bool:
    """Whether it came in a ZIP: such an item is called after the ZIP and its own place in it."""
    return item.source.startswith(f"{_shown(file.path)}!")


def _folder(item: Item, file: DroppedFile) -> str | None:
    """The folder, if it was a folder of pages: then it is named after it."""
    folder = file.path.rpartition("/")[0]
    return folder if folder and nfc(folder) == item.source else None


@overload
def _shown(path: str) -> str: ...
@overload
def _shown(path: None) -> None: ...
def _shown(path: str | None) -> str | None:
    """A path for people: NFC, what is not UTF-8 as the replacement character."""
    return None if path is None else nfc(path.encode(errors="surrogateescape").decode(errors="replace"))
