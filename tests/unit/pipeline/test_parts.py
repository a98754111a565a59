"""A long document is read in parts, by whoever has hands free, and put together by exactly one."""

from pathlib import Path
from typing import Any

import pytest

from catalog.memory import MemoryIndex, MemoryLedger
from pipeline.attempt import attempt, attempt_part, sweep_work
from pipeline.intake.take import Origin, take
from pipeline.ports import Ports
from pipeline.stages.porch import candidates
from pipeline.stages.ranges import ranges
from schemas.drop import Item, PartState, State
from schemas.errors import Code, EngineFailed, LeaseLost, Refused, StoreUnreachable
from schemas.limits import Limits
from storage.inbox import InboxFolder
from storage.memory import MemoryStore
from storage.vault import OcflVault
from tests.fakes.engine import PlainEngine
from tests.unit.pipeline.test_attempt import HandClock


class Watched(PlainEngine):
    """Notes which pages were read, and fails as told for a first page."""

    def __init__(self) -> None:
        self.read_from: list[int] = []
        self.moods: dict[int, list[BaseException]] = {}

    def read(self, *args: Any, first: int = 1, **kwargs: Any) -> Any:
        self.read_from.append(first)
        moods = self.moods.get(first)
        if moods:
            raise moods.pop(0)
        return super().read(*args, first=first, **kwargs)


class Library:
    """Memory twins, and a book of 30 pages taken in."""

    def __init__(self, tmp_path: Path, *, pages: int = 30, urgent: bool = False) -> None:
        self.clock, self.ledger, self.engine, store = HandClock(), MemoryLedger(), Watched(), MemoryStore()
        self.vault = OcflVault(store)
        self.vault.ensure()
        self.ports = Ports(
            store=store, vault=self.vault, ledger=self.ledger, index=MemoryIndex(), engine=self.engine,
            clock=self.clock, work=tmp_path / "work", limits=Limits(), language="vie", part_pages=12,
        )  # fmt: skip
        folder = tmp_path / "inbox" / "stp" / ("_khan/book" if urgent else "book")
        folder.mkdir(parents=True)
        for number in range(1, pages + 1):
            (folder / f"{number}.scan").write_bytes(f"SCAN\npage {number}\nEND".encode())
        origin = Origin(agency=lambda _: "stp", source=lambda path: path, leaves=True)
        inbox = InboxFolder(tmp_path / "inbox")
        (candidate,) = candidates(inbox.scan(), loose=1)
        (self.item,) = take(self.ports, inbox, candidate, final=True, origin=origin)

    @property
    def row(self) -> Item:
        row = self.ledger.get(self.item.id)
        assert row is not None
        return row

    def attempt(self) -> State | None:
        self.clock.wait()
        return attempt(self.ports, self.item.id)

    def part(self, number: int) -> PartState | None:
        self.clock.wait()
        return attempt_part(self.ports, self.item.id, number)

    def texts(self) -> list[str]:
        """The archived pages' numbers, as their text says."""
        assert self.row.record is not None
        text = self.ports.store.read(self.vault.paths(self.row.record)["text/document.txt"]).decode()
        return [word for word in text.split() if word.isdigit()]


def test_a_leaflet_takes_one_hop(tmp_path: Path) -> None:
    library = Library(tmp_path, pages=12)
    assert library.attempt() is State.ARCHIVED
    assert not library.ledger.parts(library.item.id)


def test_a_book_is_divided_read_in_any_order_and_put_together_by_who_ends_last(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert library.attempt() is State.QUEUED
    assert [(p.first, p.last) for p in library.ledger.parts(library.item.id)] == [(1, 10), (11, 20), (21, 30)]
    assert library.attempt() is None, "the item waits for its parts"
    assert [library.part(3), library.part(1), library.part(2)] == [PartState.DONE] * 3
    assert library.row.state is State.ARCHIVED
    assert library.texts() == [str(n) for n in range(1, 31)]
    assert library.engine.read_from == [21, 1, 11]
    assert (library.row.pages_done, library.row.pages_total) == (30, 30)


def test_a_part_that_is_worked_on_or_done_is_nobody_else_s(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.attempt()
    assert library.part(1) is PartState.DONE
    assert library.part(1) is None
    library.clock.wait()
    assert library.ledger.lease_part(library.item.id, 2, now=library.clock.now(), seconds=9999) is not None
    assert attempt_part(library.ports, library.item.id, 2) is None


def test_a_worker_that_dies_with_the_last_part_ended_leaves_the_rest_to_the_next(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.attempt()
    library.part(1)
    library.part(2)
    lease = library.ledger.lease_part(library.item.id, 3, now=library.clock.now(), seconds=60)
    assert lease is not None
    assert library.ledger.finish_part(lease, code=None, reason=None, now=library.clock.now())  # and then it is killed
    (due,) = library.ledger.due(now=library.clock.now(), limit=9)
    assert (due.item, due.part) == (library.item.id, 0)
    assert library.attempt() is State.ARCHIVED, "the reading that is missing is read by whoever puts them together"
    assert library.texts() == [str(n) for n in range(1, 31)]


def test_an_outage_never_condemns_a_part_and_a_failure_does_after_three_tries(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.attempt()
    library.engine.moods[1] = [StoreUnreachable()] * 5
    assert [library.part(1) for _ in range(6)] == [PartState.QUEUED] * 5 + [PartState.DONE]
    library.engine.moods[11] = [EngineFailed()] * 3
    assert [library.part(2) for _ in range(3)] == [PartState.QUEUED, PartState.QUEUED, PartState.FAILED]
    assert library.row.state is State.QUEUED, "the others go on"
    assert library.part(3) is PartState.DONE
    assert (library.row.state, library.row.code) == (State.REFUSED, Code.ENGINE_FAILED)
    assert "hỏng nhiều lần" in (library.row.reason or "")


def test_a_part_that_refuses_says_why_in_the_item_s_own_words(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.attempt()
    library.engine.moods[1] = [Refused(Code.ENCRYPTED)]
    assert library.part(1) is PartState.FAILED
    library.part(2)
    library.part(3)
    assert (library.row.state, library.row.code) == (State.REFUSED, Code.ENCRYPTED)


def test_whoever_has_lost_a_part_s_lease_leaves_no_verdict(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.attempt()
    library.engine.moods[1] = [LeaseLost()]
    assert library.part(1) is None
    assert library.ledger.parts(library.item.id)[0].state is PartState.WORKING


def test_what_an_older_worker_reads_whole_makes_its_parts_void(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.attempt()
    library.clock.wait()
    part = library.ledger.lease_part(library.item.id, 1, now=library.clock.now(), seconds=9999)
    assert part is not None
    for number in (2, 3):
        library.part(number)
    lease = library.ledger.lease(library.item.id, now=library.clock.now(), seconds=60)
    assert lease is None, "one part is still in hand"


def test_urgent_is_what_lies_in_the_urgent_folder(tmp_path: Path) -> None:
    library = Library(tmp_path, urgent=True)
    assert library.row.urgent
    assert library.row.source == "stp/_khan/book"
    assert [due.urgent for due in library.ledger.due(now=library.clock.now(), limit=9)] == [True]


def test_what_other_machines_have_ended_leaves_the_work_folder(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.attempt()
    for number in (1, 2, 3):
        library.part(number)
    left = library.ports.work / library.item.id / "pages"
    left.mkdir(parents=True)
    (library.ports.work / "intake-abc").mkdir()
    sweep_work(library.ports)
    assert [folder.name for folder in library.ports.work.iterdir()] == ["intake-abc"]


@pytest.mark.parametrize(("pages", "each"), [(0, 5), (1, 5), (5, 5), (6, 5), (300, 12), (2000, 7)])
def test_ranges_cover_every_page_once_in_even_shares(pages: int, each: int) -> None:
    found = ranges(pages, each=each)
    assert [n for first, last in found for n in range(first, last + 1)] == list(range(1, pages + 1))
    sizes = [last - first + 1 for first, last in found]
    assert max(sizes) <= each
    assert max(sizes) - min(sizes) <= 1


def test_a_share_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="0"):
        ranges(3, each=0)
