"""The inbox watcher: looks, takes, sends, tidies, and tells what happened. Events wake it, rescans make it sure."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event

import structlog
import watchfiles

from pipeline.intake.release import recover, release
from pipeline.intake.sweep import Memory, Patience, sweep
from pipeline.intake.take import Origin
from pipeline.ports import Inbox
from pipeline.versioning import heal
from schemas.drop import Item, State
from schemas.errors import KhoError, SettingInvalid
from schemas.ids import ItemId
from schemas.text import nfc
from wiring.house import House
from wiring.pressure import require_room
from wiring.pulse import Role, beat
from wiring.services import Services, locked

log = structlog.get_logger()
_TICK_MS = 250
_RELEASE_AGAIN = 5.0
_TIDY_SECONDS = 1.0
ROOT_AGENCY = "khong-ro"
"""To whom a file belongs that was dropped beside the agencies' folders."""


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something the watcher has to tell: an item's new state, or trouble with a path."""

    item: Item | None = None
    path: str | None = None
    trouble: KhoError | None = None


def agency_of(path: str) -> str:
    """The agency of an inbox path: its first folder."""
    return nfc(path.partition("/")[0]) if "/" in path else ROOT_AGENCY


ORIGIN = Origin(
    agency=agency_of,
    source=lambda path: nfc(path.encode(errors="surrogateescape").decode(errors="replace")),
    leaves=True,
)


class Watcher:
    """One look after the other over one inbox; keeps in memory only what a new look would find again."""

    def __init__(self, house: House, inbox: Inbox, tell: Callable[[Happening], None]) -> None:
        settings = house.settings
        self._house, self._ports, self._inbox, self._tell = house, house.ports, inbox, tell
        self._memory = Memory()
        self._patience = Patience(
            quiet=settings.quiet_seconds,
            folder_quiet=settings.folder_quiet_seconds,
            incomplete=settings.incomplete_seconds,
        )
        self._rescan = settings.rescan_seconds
        self._looked = float("-inf")
        self._tidied = float("-inf")
        self._ripe: datetime | None = None
        self._told: dict[ItemId, State] = {}
        self._troubled: dict[str, str] = {}
        self._release_at: dict[ItemId, float] = {}

    @property
    def idle(self) -> bool:
        """Whether nothing lies in the inbox that is not the work of an item in the ledger."""
        open_files = {(f.path, f.identity) for _, f in self._ports.ledger.open_files()}
        return all((w.entry.path, w.entry.identity) in open_files for w in self._memory.watched.values())

    @property
    def settled(self) -> bool:
        """Whether everything that was dropped has ended and been tidied."""
        return self.idle and not self._ports.ledger.unreleased() and self._ports.ledger.balance().in_progress == 0

    def look(self, *, woken: bool) -> None:
        """Takes what is ready, if somebody has knocked, something is getting quiet, or it is time to be sure."""
        due = time.monotonic() - self._looked >= (1.0 if self._memory.watched else self._rescan)
        ripe = self._ripe is not None and self._ports.clock.now() >= self._ripe
        if not (woken or due or ripe):
            return
        require_room(self._house)
        self._looked = time.monotonic()
        self._memory, taken, troubles = sweep(
            self._ports, self._inbox, self._memory, patience=self._patience, origin=ORIGIN
        )
        self._ripe = self._patience.next_after(self._memory, now=self._ports.clock.now())
        for item in taken:
            self._note(item)
        for path, trouble in troubles:
            if self._troubled.get(path) != trouble.code:
                self._troubled[path] = trouble.code
                log.warning("not_taken", code=trouble.code, detail=trouble.detail)
                self._tell(
                    Happening(path=nfc(path.encode(errors="surrogateescape").decode(errors="replace")), trouble=trouble)
                )

    def tidy(self) -> None:
        """Releases what has ended, once a second; what cannot be released now is tried again later and stays."""
        if time.monotonic() - self._tidied < _TIDY_SECONDS:
            return
        self._tidied = time.monotonic()
        for item in self._ports.ledger.unreleased():
            self._note(item)
            if time.monotonic() < self._release_at.get(item.id, 0.0):
                continue
            try:
                release(self._ports, self._inbox, item)
            except KhoError as trouble:
                log.warning("not_released", item=item.id, code=trouble.code, detail=trouble.detail)
                if item.id not in self._release_at:
                    self._tell(Happening(item=item, trouble=trouble))
                self._release_at[item.id] = time.monotonic() + _RELEASE_AGAIN
            else:
                self._release_at.pop(item.id, None)

    def _note(self, item: Item) -> None:
        if self._told.get(item.id) != item.state:
            self._told[item.id] = item.state
            self._tell(Happening(item=item))


def watch(
    house: House, inbox: Inbox, root: Path, stop: Event, tell: Callable[[Happening], None], *, once: bool,
    work: bool = True,
) -> None:  # fmt: skip
    """Watches until ``stop`` is set; with ``once``, until everything that was dropped has ended.

    With ``work`` it also keeps the worker, the scheduler and, where none is set, the broker: all of one machine.
    A passing outage (database, store, inbox share) is told and waited for, never the end.
    """
    with _only_watcher(house), Services(house) if work else nullcontext() as services:
        _recover(house, tell)
        watcher = Watcher(house, inbox, tell)
        told: str | None = None
        for woken in _ticks(root, stop):
            try:
                beat(house.settings, Role.WATCH)
                watcher.look(woken=woken)
                if services is not None:
                    services.tend()
                watcher.tidy()
                if once and watcher.settled:
                    return
                told = None
            except KhoError as outage:
                if told != outage.code:
                    log.warning("outage", code=outage.code, detail=outage.detail)
                    tell(Happening(trouble=outage))
                told = outage.code


@contextmanager
def _only_watcher(house: House) -> Iterator[None]:
    """One watcher a home: two would take every file twice.

    Raises:
        SettingInvalid: another one is at work.
    """
    lock = locked(house.settings.state / "watch.lock")
    if lock is None:
        problem = f"{house.settings.state}: đã có một «kho up» khác đang canh."
        raise SettingInvalid(detail="another watcher", name="KHO_HOME", problem=problem)
    with lock:
        yield


def _recover(house: House, tell: Callable[[Happening], None]) -> None:
    """What a crash or a lost catalog has left: half-published versions, staged drops the ledger does not know."""
    try:
        for leftover in house.vault.recover():
            log.warning("publishing_finished", record=leftover.record, code=leftover.code, detail=leftover.detail)
        for record in heal(house):
            log.warning("card_filed", record=record)
        for item in recover(house.ports):
            tell(Happening(item=item))
    except KhoError as outage:
        log.warning("not_recovered", code=outage.code, detail=outage.detail)
        tell(Happening(trouble=outage))


def _ticks(root: Path, stop: Event) -> Iterator[bool]:
    """Four times a second: whether something has moved in the inbox; without events (a share) always False."""
    yield True
    while not stop.is_set():
        try:
            for changes in watchfiles.watch(
                root,
                watch_filter=None,
                debounce=_TICK_MS,
                step=50,
                stop_event=stop,
                rust_timeout=_TICK_MS,
                yield_on_timeout=True,
                raise_interrupt=True,
            ):
                yield bool(changes)
        except (OSError, RuntimeError) as blind:
            log.warning("no_events", detail=type(blind).__name__)
            stop.wait(_TICK_MS / 1000)
            yield False
