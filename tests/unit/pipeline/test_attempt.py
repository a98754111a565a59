"""One try and its verdict: refused, put back, given up, taken over."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.memory import MemoryIndex, MemoryLedger
from pipeline.attempt import attempt
from pipeline.intake.release import release
from pipeline.intake.take import Origin, take
from pipeline.ports import Ports
from pipeline.stages.porch import candidates
from schemas.drop import Item, Stage, State
from schemas.errors import (
    Code,
    EngineFailed,
    EngineMissing,
    EngineOutOfMemory,
    KhoError,
    Permanent,
    Refused,
    StoreUnreachable,
)
from schemas.limits import Limits
from storage.inbox import InboxFolder
from storage.memory import MemoryStore
from storage.vault import OcflVault
from tests.fakes.engine import PlainEngine


class HandClock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 7, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def wait(self) -> None:
        self.time += timedelta(hours=1)


class Moody(PlainEngine):
    """Reads as told: raises what is given, in order, then works."""

    def __init__(self, moods: Iterator[BaseException | Callable[[], None]]) -> None:
        self._moods = moods

    def read(self, *args: Any, **kwargs: Any) -> Any:
        mood = next(self._moods, None)
        if isinstance(mood, BaseException):
            raise mood
        if mood is not None:
            mood()
        return super().read(*args, **kwargs)


class Bench:
    """Memory twins, and one scan taken in."""

    def __init__(self, tmp_path: Path, *moods: BaseException | Callable[[], None]) -> None:
        self.clock = HandClock()
        self.ledger = MemoryLedger()
        store = MemoryStore()
        self.vault = OcflVault(store)
        self.vault.ensure()
        self.ports = Ports(
            store=store,
            vault=self.vault,
            ledger=self.ledger,
            index=MemoryIndex(),
            engine=Moody(iter(moods)),
            clock=self.clock,
            work=tmp_path / "work",
            limits=Limits(),
            language="vie",
        )
        root = tmp_path / "inbox" / "stp"
        root.mkdir(parents=True)
        (root / "a.scan").write_bytes(b"SCAN\nK hoach\nEND")
        self.inbox = InboxFolder(tmp_path / "inbox")
        origin = Origin(agency=lambda _: "stp", source=lambda path: path, leaves=True)
        (candidate,) = candidates(self.inbox.scan(), loose=1)
        (self.item,) = take(self.ports, self.inbox, candidate, final=True, origin=origin)

    @property
    def row(self) -> Item:
        row = self.ledger.get(self.item.id)
        assert row is not None
        return row

    def attempt(self) -> State | None:
        self.clock.wait()
        return attempt(self.ports, self.item.id)


def test_a_good_try_ends_archived_with_its_card_and_receipt(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert bench.attempt() is State.ARCHIVED
    assert bench.row.state is State.ARCHIVED
    assert bench.row.record is not None
    assert [r.outcome for r in bench.vault.receipts(bench.row.record)] == ["archived"]
    assert [c["record"] for c in bench.ports.index.cards()] == [bench.row.record]
    release(bench.ports, bench.inbox, bench.row)
    assert bench.inbox.scan() == ()
    assert bench.row.released


def test_what_has_ended_is_not_worked_on_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.attempt()
    assert bench.attempt() is None


def test_an_item_nobody_knows_is_nobody_s_work(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert attempt(bench.ports, type(bench.item.id)("x")) is None


def test_a_refusal_is_final_at_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Refused(Code.ENCRYPTED))
    assert bench.attempt() is State.REFUSED
    assert bench.row.code is Code.ENCRYPTED
    assert "mật khẩu" in (bench.row.reason or "")


@pytest.mark.parametrize("fault", [StoreUnreachable(), EngineMissing(program="tesseract")])
def test_an_outage_never_condemns_a_file(tmp_path: Path, fault: KhoError) -> None:
    bench = Bench(tmp_path, *[fault] * 9)
    for _ in range(9):
        assert bench.attempt() is State.QUEUED
    assert bench.row.code is fault.code
    assert bench.attempt() is State.ARCHIVED


@pytest.mark.parametrize("failure", [EngineFailed(), EngineOutOfMemory(), MemoryError(), ZeroDivisionError()])
def test_a_file_that_breaks_its_reader_is_refused_after_three_tries(tmp_path: Path, failure: BaseException) -> None:
    bench = Bench(tmp_path, *[failure] * 3)
    assert [bench.attempt() for _ in range(3)] == [State.QUEUED, State.QUEUED, State.REFUSED]
    assert bench.row.code in {Code.ENGINE_FAILED, Code.OUT_OF_MEMORY, Code.UNEXPECTED}


def test_a_file_that_fails_twice_and_then_works_is_archived(tmp_path: Path) -> None:
    bench = Bench(tmp_path, EngineFailed(), EngineFailed())
    assert [bench.attempt() for _ in range(3)] == [State.QUEUED, State.QUEUED, State.ARCHIVED]


def test_a_file_that_kills_its_worker_without_a_word_is_refused_in_the_end(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    for _ in range(bench.ports.max_silent):
        bench.clock.wait()
        assert bench.ledger.lease(bench.item.id, now=bench.clock.now(), seconds=1) is not None  # and then silence
    assert bench.attempt() is State.REFUSED
    assert bench.row.code is Code.ENGINE_FAILED


def test_a_few_killed_workers_do_not_condemn_a_file(tmp_path: Path) -> None:
    bench = Bench(tmp_path, EngineFailed())
    for _ in range(bench.ports.max_silent - 1):
        bench.clock.wait()
        assert bench.ledger.lease(bench.item.id, now=bench.clock.now(), seconds=1) is not None
    assert [bench.attempt(), bench.attempt()] == [State.QUEUED, State.ARCHIVED]


def test_the_pause_doubles_with_every_outage_in_a_row_and_is_bounded(tmp_path: Path) -> None:
    bench = Bench(tmp_path, *[StoreUnreachable()] * 8)
    pauses = []
    for _ in range(8):
        bench.attempt()
        pauses.append((bench.row.due_at - bench.clock.now()).total_seconds())
    first = bench.ports.retry_seconds
    for number, seconds in enumerate(pauses):
        nominal = min(300.0, first * 2**number)
        assert 0.75 * nominal <= seconds <= 1.25 * nominal
    assert bench.attempt() is State.ARCHIVED


def test_whoever_has_lost_the_lease_writes_no_verdict(tmp_path: Path) -> None:
    def overtaken() -> None:
        bench.clock.wait()
        assert bench.ledger.lease(bench.item.id, now=bench.clock.now(), seconds=3600) is not None

    bench = Bench(tmp_path, overtaken)
    assert bench.attempt() is None
    assert bench.row.state is State.WORKING
    assert bench.row.lease_token == 2


def test_progress_is_noted_page_by_page(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.attempt()
    assert (bench.row.pages_done, bench.row.pages_total, bench.row.stage) == (1, 1, Stage.KEPT)


def test_a_reading_left_by_an_earlier_try_is_used(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assembled: list[int] = []
    real = PlainEngine.assemble

    def failing_once(self: PlainEngine, *args: Any, **kwargs: Any) -> None:
        assembled.append(1)
        if len(assembled) == 1:
            raise EngineFailed
        real(self, *args, **kwargs)

    engine = bench.ports.engine
    engine.assemble = failing_once.__get__(engine)  # type: ignore[method-assign]
    assert bench.attempt() is State.QUEUED
    engine.read = None  # type: ignore[assignment,method-assign]  # must not be called again
    assert bench.attempt() is State.ARCHIVED


def test_a_vault_that_gives_back_other_bytes_keeps_the_file_in_the_inbox(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.attempt()
    assert bench.row.record is not None
    bench.ports.store.put(bench.vault.paths(bench.row.record)["original/0001.scan"], b"SCAN\nother\nEND")
    with pytest.raises(Permanent) as wrong:
        release(bench.ports, bench.inbox, bench.row)
    assert wrong.value.code is Code.MISMATCH
    assert len(bench.inbox.scan()) == 1
    assert not bench.row.released
