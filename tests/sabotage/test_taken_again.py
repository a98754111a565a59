"""The ledger is gone while drops are being entered: each file is in the account once, whenever it was staged."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from catalog.upgrade import upgrade
from pipeline.attempt import attempt
from pipeline.intake.release import recover, release
from pipeline.intake.sweep import Memory, sweep
from pipeline.ports import Ports
from schemas.drop import State
from schemas.errors import Code, DatabaseUnreachable
from schemas.keys import STAGING
from tests.fakes import scans
from tests.sabotage.test_every_boundary import PATIENCE, Doomed, house
from wiring.watch import ORIGIN


class CutLedger:
    """The ledger of a database that goes away just when drops are to be entered."""

    def __init__(self, ledger: Any) -> None:
        self._ledger = ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def drop_all(self, drops: Sequence[object]) -> int:
        raise DatabaseUnreachable(detail=f"{len(drops)} drops")


@pytest.mark.parametrize("ended", [False, True], ids=["under way", "archived and tidied"])
def test_a_drop_staged_during_an_outage_and_taken_again_is_entered_once(tmp_path: Path, *, ended: bool) -> None:
    ports, inbox = _house(tmp_path)
    scans.write(tmp_path / "inbox" / "stp" / "a.scan", b"SCAN\nmot\nEND")
    cut = dataclasses.replace(ports, ledger=CutLedger(ports.ledger))
    for _ in range(2):
        _, _, troubles = sweep(cut, inbox, Memory(), patience=PATIENCE, origin=ORIGIN)
        assert [trouble.code for _, trouble in troubles] == [Code.DATABASE_UNREACHABLE]
    _, (item,), _ = sweep(ports, inbox, Memory(), patience=PATIENCE, origin=ORIGIN)
    if ended:
        _settle(ports, inbox)

    assert recover(ports) == ()

    _settle(ports, inbox)
    assert [(row.id, row.state) for row in ports.ledger.items()] == [(item.id, State.ARCHIVED)]
    assert list(ports.store.list(f"{STAGING}/")) == []


def test_of_several_staged_during_an_outage_one_is_entered(tmp_path: Path) -> None:
    ports, inbox = _house(tmp_path)
    scans.write(tmp_path / "inbox" / "stp" / "a.scan", b"SCAN\nmot\nEND")
    cut = dataclasses.replace(ports, ledger=CutLedger(ports.ledger))
    for _ in range(3):
        sweep(cut, inbox, Memory(), patience=PATIENCE, origin=ORIGIN)

    entered = recover(ports)

    assert len(entered) == 1
    _, again, _ = sweep(ports, inbox, Memory(), patience=PATIENCE, origin=ORIGIN)
    assert again == ()
    assert ports.ledger.balance().dropped == 1


def test_the_same_content_dropped_twice_is_two_drops(tmp_path: Path) -> None:
    ports, inbox = _house(tmp_path)
    cut = dataclasses.replace(ports, ledger=CutLedger(ports.ledger))
    for name in ("a.scan", "b.scan"):
        scans.write(tmp_path / "inbox" / "stp" / name, b"SCAN\nsame\nEND")
    sweep(cut, inbox, Memory(), patience=PATIENCE, origin=ORIGIN)
    assert len(recover(ports)) == 2


def _house(root: Path) -> tuple[Ports, Any]:
    upgrade(f"sqlite:///{root / 'catalog.db'}")
    return house(root, Doomed(None))


def _settle(ports: Ports, inbox: Any) -> None:
    while due := ports.ledger.due(now=ports.clock.now(), limit=10):
        for one in due:
            attempt(ports, one.item)
    for row in ports.ledger.unreleased():
        release(ports, inbox, row)
