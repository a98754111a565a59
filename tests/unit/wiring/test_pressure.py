"""Backpressure and pulse: what is told, and when."""

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from catalog.memory import MemoryLedger
from schemas.errors import Code, DiskFull, Pressed
from schemas.messages import sentence
from tests.fakes.ledger_items import make_items
from wiring.pressure import require_room
from wiring.pulse import FRESH_SECONDS, Role, alive, beat
from wiring.settings import load


def house(tmp_path: Path, documents: int = 0, **settings: object) -> Any:
    ledger = MemoryLedger()
    for item in make_items(documents):
        ledger.drop(item)
    tmp_path.mkdir(exist_ok=True)
    given = load(home=tmp_path, **settings)
    Path(given.vault_place).mkdir(parents=True, exist_ok=True)
    return SimpleNamespace(ledger=ledger, settings=given)


def test_there_is_room(tmp_path: Path) -> None:
    require_room(house(tmp_path, 3, max_waiting=4, min_free_mb=0))


def test_a_long_backlog_is_told_with_its_figures(tmp_path: Path) -> None:
    with pytest.raises(Pressed) as pressed:
        require_room(house(tmp_path, 4, max_waiting=4))
    assert pressed.value.code is Code.BACKLOG
    assert "4 tài liệu" in sentence(pressed.value)


@pytest.mark.parametrize("vault", [None, "elsewhere"])
def test_a_short_disk_is_told_with_its_place(tmp_path: Path, vault: str | None) -> None:
    given = {} if vault is None else {"vault": str(tmp_path / vault)}
    with pytest.raises(Pressed) as pressed:
        require_room(house(tmp_path, min_free_mb=10**9, **given))
    assert pressed.value.code is Code.DISK_SHORT
    assert str(tmp_path) in sentence(pressed.value)


def test_a_bucket_has_no_disk_here(tmp_path: Path) -> None:
    opened = house(tmp_path, min_free_mb=0)
    opened.settings = load(home=tmp_path, vault="s3://kho", min_free_mb=0)
    require_room(opened)


def test_a_disk_that_is_gone_is_trouble_and_not_room(tmp_path: Path) -> None:
    opened = house(tmp_path, min_free_mb=1)
    opened.settings = load(home=tmp_path / "unmounted", vault="s3://kho")
    with pytest.raises(DiskFull):
        require_room(opened)


def test_a_pulse_is_fresh_for_half_a_minute(tmp_path: Path) -> None:
    settings = load(home=tmp_path)
    assert not alive(settings, Role.WORK)
    beat(settings, Role.WORK)
    assert alive(settings, Role.WORK)
    assert not alive(settings, Role.WATCH)
    old = time.time() - FRESH_SECONDS - 1
    os.utime(tmp_path / "run" / "work.beat", (old, old))
    assert not alive(settings, Role.WORK)
