"""kill -9 before every single outside call of a scan's whole life: each time it ends archived once, nothing is lost.

A forked child lives through intake, work and release and is killed, by SIGKILL to itself, before its k-th call of
store, ledger, index or inbox. Fresh processes then go on, as the watcher does after a restart.
"""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import ocfl
import pytest

from catalog.database import open_database
from catalog.index import SqlIndex
from catalog.ledger import SqlLedger
from catalog.upgrade import upgrade
from pipeline.attempt import attempt
from pipeline.intake.release import recover, release
from pipeline.intake.sweep import Memory, Patience, sweep
from pipeline.ports import Ports
from schemas.drop import State
from schemas.limits import Limits
from storage.folder import FolderStore
from storage.inbox import InboxFolder
from storage.vault import OcflVault
from tests.fakes.engine import PlainEngine
from wiring.watch import ORIGIN

pytestmark = pytest.mark.timeout(3600)
PATIENCE = Patience(quiet=0, folder_quiet=0, incomplete=0)


class StoppedClock:
    """A clock that moves a minute with every look: whatever must wait has waited."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


class Doomed:
    """Counts the calls of everything behind it and kills its process before the last one it may make."""

    def __init__(self, calls: int | None) -> None:
        self.left, self.made = calls, 0

    def guard(self, thing: Any) -> Any:
        return _Guarded(thing, self)

    def count(self) -> None:
        self.made += 1
        if self.left is not None:
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1


class _Guarded:
    def __init__(self, thing: Any, doom: Doomed) -> None:
        self._thing, self._doom = thing, doom

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._thing, name)
        if not callable(real):
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            self._doom.count()
            return real(*args, **kwargs)

        return call


def house(root: Path, doom: Doomed) -> tuple[Ports, InboxFolder]:
    engine = open_database(f"sqlite:///{root / 'catalog.db'}")
    store = doom.guard(FolderStore(root / "vault"))
    vault = OcflVault(store)
    vault.ensure()
    ports = Ports(
        store=store,
        vault=vault,
        ledger=doom.guard(SqlLedger(engine)),
        index=doom.guard(SqlIndex(engine)),
        engine=PlainEngine(),
        clock=StoppedClock(),
        work=root / "work",
        limits=Limits(),
        language="vie",
        lease_seconds=30,
        retry_seconds=0,
    )
    return ports, doom.guard(InboxFolder(root / "inbox"))


def live(root: Path, doom: Doomed) -> None:
    """What watcher and worker of one machine do, from start to everything settled."""
    ports, inbox = house(root, doom)
    ports.ledger.free_leases()
    assert isinstance(ports.vault, OcflVault)
    ports.vault.recover()
    recover(ports)
    memory = Memory()
    for _ in range(4):
        memory, _, troubles = sweep(ports, inbox, memory, patience=PATIENCE, origin=ORIGIN)
        assert troubles == ()
        while due := ports.ledger.due(now=ports.clock.now(), limit=10):
            for item in due:
                attempt(ports, item.item)
        for item in ports.ledger.unreleased():
            release(ports, inbox, item)
        if not inbox.scan():
            return


def in_a_child(work: Callable[[], None]) -> int:
    """The child's wait status."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  # the child must never return into pytest; its status tells
            os._exit(77)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def drop_single(root: Path) -> None:
    (root / "inbox" / "stp" / "một.scan").write_bytes(b"SCAN\nK\xe1\xba\xbf ho\xe1\xba\xa1ch\nEND")
    (root / "inbox" / "stp" / "một.json").write_text('{"trich_yeu": "Một"}', encoding="utf-8")


def drop_twins(root: Path) -> None:
    for name in ("a.scan", "b.scan"):
        (root / "inbox" / "stp" / name).write_bytes(b"SCAN\nsame\nEND")


def drop_folder_and_stranger(root: Path) -> None:
    (root / "inbox" / "stp" / "tap").mkdir()
    for number in (1, 2):
        (root / "inbox" / "stp" / "tap" / f"{number}.scan").write_bytes(b"SCAN\npage %d\nEND" % number)
    (root / "inbox" / "stp" / "note.txt").write_bytes(b"no scan")


CASES = {
    "a scan and its sidecar": (drop_single, 1, 1, {State.ARCHIVED: 1}),
    "the same content twice": (drop_twins, 2, 1, {State.ARCHIVED: 1, State.DUPLICATE: 1}),
    "a folder and a stranger": (drop_folder_and_stranger, 2, 1, {State.ARCHIVED: 1, State.REFUSED: 1}),
}


@pytest.mark.parametrize("case", CASES)
def test_killed_before_every_call(tmp_path: Path, case: str) -> None:
    drop, dropped, records, states = CASES[case]
    calls = count_calls(tmp_path / "dry", drop)
    assert calls > 30
    for k in range(calls):
        root = prepared(tmp_path / f"{k}", drop)
        status = in_a_child(lambda root=root, k=k: live(root, Doomed(k)))  # type: ignore[misc]
        assert os.WIFSIGNALED(status), f"call {k}"
        assert os.WTERMSIG(status) == signal.SIGKILL
        assert in_a_child(lambda root=root: live(root, Doomed(None))) == 0, f"after call {k}"  # type: ignore[misc]
        settled(root, k, records=records, dropped=dropped, states=states)


def prepared(root: Path, drop: Callable[[Path], None]) -> Path:
    (root / "inbox" / "stp").mkdir(parents=True)
    upgrade(f"sqlite:///{root / 'catalog.db'}")
    drop(root)
    return root


def count_calls(root: Path, drop: Callable[[Path], None]) -> int:
    doom = Doomed(None)
    live(prepared(root, drop), doom)
    return doom.made


def settled(root: Path, k: int, *, records: int, dropped: int, states: dict[State, int]) -> None:
    ports, _ = house(root, Doomed(None))
    balance = ports.ledger.balance()
    where = f"killed before call {k}"
    assert balance.holds, where
    assert balance.in_progress == 0, where
    assert balance.archived == states.get(State.ARCHIVED, 0), where
    assert balance.refused == states.get(State.REFUSED, 0), where
    assert balance.dropped >= dropped - balance.duplicate, where
    assert len(list(ports.vault.records())) == records, where
    assert [f for r in ports.vault.records() for f in ports.vault.verify(r)] == [], where
    assert ocfl.StorageRoot(root=str(root / "vault" / "archive")).validate(log_errors=False), where
    assert [p for p in (root / "inbox").rglob("*") if p.is_file() and "_tu-choi" not in p.parts] == [], where
    refused = [p for p in (root / "inbox").rglob("_tu-choi/*") if not p.name.endswith(".ly-do.txt")]
    assert len(refused) == states.get(State.REFUSED, 0), where
    assert list((root / "vault" / "staging").rglob("*.json")) == [], where
