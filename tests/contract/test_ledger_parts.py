"""What every ledger promises about long documents in parts, and about what waits for its hour or is urgent."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.database import open_database
from catalog.ledger import SqlLedger
from schemas.drop import Item, Lease, Part, PartState, Stage, State, Waiting
from schemas.errors import Code, LeaseLost
from schemas.ids import ItemId
from tests.fakes.ledger_acts import (
    AnyLedger,
    divided,
    dropped,
    every_act_on,
    finish,
    leased,
    leased_part,
    names,
    part,
    part_ended,
    row,
)  # fmt: skip
from tests.fakes.ledger_items import NOON, later, make_item, make_items
from tests.fakes.ledger_worker import Worker, race

RANGES = ((1, 12), (13, 24), (25, 30))


@pytest.fixture
def book(ledger: AnyLedger) -> Item:
    """A document of thirty pages in three parts."""
    item = make_item(7, id="book", pages_total=30)
    dropped(ledger, item)
    divided(ledger, item, *RANGES)
    return item


class TestDivide:
    def test_an_item_is_given_up_into_parts_that_are_due_at_once(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item(pages_total=30))
        ledger.divide(leased(ledger, item), RANGES, now=later(3))
        first = Part(
            item=item.id, number=1, first=1, last=12, state=PartState.QUEUED, attempts=0, failures=0, delays=0,
            pages_done=0, due_at=later(3), lease_token=0, lease_until=None, code=None, reason=None,
        )  # fmt: skip
        second = first.model_copy(update={"number": 2, "first": 13, "last": 24})
        assert ledger.parts(item.id) == [first, second, first.model_copy(update={"number": 3, "first": 25, "last": 30})]
        assert names(ledger, at=later(3)) == [f"{item.id}/1", f"{item.id}/2", f"{item.id}/3"]

    def test_the_lease_ends_and_the_attempt_does_not_count(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item(pages_total=30))
        lease = leased(ledger, item)
        ledger.divide(lease, RANGES, now=NOON)
        found = row(ledger, item)
        assert (found.state, found.attempts, found.lease_token, found.lease_until) == (State.QUEUED, 0, 1, None)
        for act in every_act_on(ledger, lease):
            with pytest.raises(LeaseLost):
                act()

    def test_its_pages_are_counted_anew(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item(pages_total=28))
        lease = leased(ledger, item)
        ledger.progress(lease, stage=Stage.TAKEN, pages_done=5, pages_total=28)
        ledger.divide(lease, RANGES, now=NOON)
        assert (row(ledger, item).pages_done, row(ledger, item).pages_total) == (0, 30)

    def test_an_item_that_was_not_divided_has_no_parts(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        assert list(ledger.parts(item.id)) == []
        assert list(ledger.parts(ItemId("nowhere"))) == []

    def test_the_item_waits_for_all_of_them_whatever_the_hour(self, ledger: AnyLedger, book: Item) -> None:
        part_ended(ledger, book, 1)
        part_ended(ledger, book, 3)
        a_year_later = later(365 * 86400)
        assert ledger.lease(book.id, now=a_year_later, seconds=60) is None
        assert names(ledger, at=a_year_later) == ["book/2"]
        assert part_ended(ledger, book, 2, at=a_year_later)
        assert names(ledger, at=a_year_later) == ["book"]
        assert leased(ledger, book, at=a_year_later).token == 2

    def test_an_item_that_has_parts_keeps_them(self, ledger: AnyLedger, book: Item) -> None:
        for number in (1, 2, 3):
            part_ended(ledger, book, number)
        before = ledger.parts(book.id)
        ledger.divide(leased(ledger, book), [(1, 30)], now=NOON)
        assert ledger.parts(book.id) == before
        assert names(ledger) == ["book"]
        assert (row(ledger, book).attempts, row(ledger, book).pages_done) == (0, 30)

    @pytest.mark.parametrize("ranges", [[], [(0, 3)], [(5, 4)]])
    def test_only_into_ranges_of_pages(self, ledger: AnyLedger, ranges: list[tuple[int, int]]) -> None:
        dropped(ledger, item := make_item())
        with pytest.raises(ValueError, match="ranges"):
            ledger.divide(leased(ledger, item), ranges, now=NOON)
        assert row(ledger, item).state is State.WORKING

    def test_a_twin_waits_for_a_divided_item_too(self, ledger: AnyLedger, book: Item) -> None:
        twin = make_item(7, id="twin", dropped_at=later(1))
        dropped(ledger, twin)
        assert ledger.lease(twin.id, now=later(9), seconds=1) is None
        assert "twin" not in names(ledger, at=later(9))


class TestPartLease:
    def test_a_lease_counts_an_attempt_and_has_a_fresh_token(self, ledger: AnyLedger, book: Item) -> None:
        assert leased_part(ledger, book, 2) == Lease(item=book.id, part=2, token=1, until=later(60))
        found = part(ledger, book, 2)
        assert (found.state, found.attempts, found.lease_until) == (PartState.WORKING, 1, later(60))
        assert names(ledger) == ["book/1", "book/3"]

    def test_nobody_else_gets_it_until_it_has_run_out(self, ledger: AnyLedger, book: Item) -> None:
        old = leased_part(ledger, book, 2)
        assert ledger.lease_part(book.id, 2, now=later(60), seconds=60) is None
        new = leased_part(ledger, book, 2, at=later(61))
        assert new.token == 2
        for act in every_act_on(ledger, old):
            with pytest.raises(LeaseLost):
                act()
        assert part(ledger, book, 2).lease_until == new.until

    def test_a_part_that_is_not_there(self, ledger: AnyLedger, book: Item) -> None:
        dropped(ledger, whole := make_item(8))
        for item, number in ((book, 4), (book, 0), (book, -1), (whole, 1), (whole, 0), (make_item(9), 1)):
            assert ledger.lease_part(item.id, number, now=NOON, seconds=1) is None
        assert row(ledger, whole) == whole

    def test_a_part_that_has_ended(self, ledger: AnyLedger, book: Item) -> None:
        part_ended(ledger, book, 1)
        part_ended(ledger, book, 2, code=Code.DAMAGED)
        for number in (1, 2):
            assert ledger.lease_part(book.id, number, now=later(999), seconds=1) is None

    def test_renewing_prolongs_it(self, ledger: AnyLedger, book: Item) -> None:
        renewed = ledger.renew(leased_part(ledger, book, 1), now=later(50), seconds=60)
        assert renewed == Lease(item=book.id, part=1, token=1, until=later(110))
        assert ledger.lease_part(book.id, 1, now=later(110), seconds=1) is None

    def test_progress_is_the_parts_own(self, ledger: AnyLedger, book: Item) -> None:
        before = row(ledger, book)
        ledger.progress(leased_part(ledger, book, 1), stage=Stage.READ, pages_done=5, pages_total=12)
        assert part(ledger, book, 1).pages_done == 5
        assert row(ledger, book) == before
        assert [one.pages for one in ledger.due(now=later(61), limit=9)] == [7, 12, 6]

    def test_put_back_waits_for_its_time_and_counts_like_an_items(self, ledger: AnyLedger, book: Item) -> None:
        for passing, *counted in ((True, 0, 0, 1), (True, 0, 0, 2), (False, 1, 1, 0), (True, 1, 1, 1)):
            lease = leased_part(ledger, book, 1)
            ledger.put_back(lease, due_at=NOON, code=Code.TIMEOUT, reason="Quá\x00 giờ.", passing=passing)
            found = part(ledger, book, 1)
            assert [found.attempts, found.failures, found.delays] == counted
        assert (found.state, found.code, found.reason) == (PartState.QUEUED, Code.TIMEOUT, "Quá giờ.")
        ledger.put_back(leased_part(ledger, book, 1), due_at=later(30), code=Code.TIMEOUT, reason="Quá giờ.")
        assert ledger.lease_part(book.id, 1, now=later(29), seconds=1) is None
        assert names(ledger, at=later(29)) == ["book/2", "book/3"]
        assert leased_part(ledger, book, 1, at=later(30)).token == 6

    def test_freeing_all_leases_frees_those_of_parts(self, ledger: AnyLedger, book: Item) -> None:
        dropped(ledger, whole := make_item(8, id="whole"))
        held = [leased(ledger, whole), leased_part(ledger, book, 1), leased_part(ledger, book, 3)]
        part_ended(ledger, book, 2)
        assert ledger.free_leases() == 3
        assert names(ledger) == ["book/1", "book/3", "whole"]
        for lease in held:
            with pytest.raises(LeaseLost):
                ledger.renew(lease, now=NOON, seconds=1)


class TestFinishPart:
    def test_whoever_ends_the_last_part_is_told(self, ledger: AnyLedger, book: Item) -> None:
        assert not part_ended(ledger, book, 3)
        assert not part_ended(ledger, book, 1)
        assert part_ended(ledger, book, 2, at=later(5))
        assert row(ledger, book).due_at == later(5)
        assert [one.state for one in ledger.parts(book.id)] == [PartState.DONE] * 3

    def test_its_pages_are_added_to_the_items(self, ledger: AnyLedger, book: Item) -> None:
        part_ended(ledger, book, 3)
        assert row(ledger, book).pages_done == 6
        part_ended(ledger, book, 1)
        assert row(ledger, book).pages_done == 18

    def test_a_part_that_failed_keeps_its_code_and_the_others_go_on(self, ledger: AnyLedger, book: Item) -> None:
        part_ended(ledger, book, 2, code=Code.DAMAGED)
        found = part(ledger, book, 2)
        assert (found.state, found.code, found.reason, found.lease_until) == (
            PartState.FAILED, Code.DAMAGED, "Hỏng.", None,
        )  # fmt: skip
        assert names(ledger) == ["book/1", "book/3"]
        part_ended(ledger, book, 1)
        assert part_ended(ledger, book, 3)

    def test_the_last_failure_is_forgotten_at_a_good_end(self, ledger: AnyLedger, book: Item) -> None:
        ledger.put_back(leased_part(ledger, book, 1), due_at=NOON, code=Code.TIMEOUT, reason="Quá giờ.")
        part_ended(ledger, book, 1)
        assert (part(ledger, book, 1).code, part(ledger, book, 1).reason) == (None, None)

    def test_nobody_ends_a_part_twice(self, ledger: AnyLedger, book: Item) -> None:
        lease = leased_part(ledger, book, 1)
        ledger.finish_part(lease, code=None, reason=None, now=NOON)
        with pytest.raises(LeaseLost):
            ledger.finish_part(lease, code=Code.DAMAGED, reason="", now=NOON)
        assert part(ledger, book, 1).state is PartState.DONE
        assert row(ledger, book).pages_done == 12

    def test_the_ends_of_items_and_of_parts_are_not_mixed_up(self, ledger: AnyLedger, book: Item) -> None:
        dropped(ledger, whole := make_item(8))
        of_part, of_item = leased_part(ledger, book, 1), leased(ledger, whole)
        with pytest.raises(ValueError, match="part"):
            ledger.finish(of_part, state=State.ARCHIVED, code=None, reason=None, now=NOON)
        with pytest.raises(ValueError, match="part"):
            ledger.divide(of_part, [(1, 3)], now=NOON)
        with pytest.raises(ValueError, match="item"):
            ledger.finish_part(of_item, code=None, reason=None, now=NOON)

    def test_a_divided_item_ends_like_any_other(self, ledger: AnyLedger, book: Item) -> None:
        dropped(ledger, twin := make_item(7, id="twin", dropped_at=later(1)))
        for number in (1, 2, 3):
            part_ended(ledger, book, number)
        finish(ledger, book, State.ARCHIVED)
        assert names(ledger, at=later(5)) == [twin.id]
        assert [item.id for item in ledger.unreleased()] == [book.id]
        assert ledger.balance().holds
        assert ledger.lease_part(book.id, 1, now=later(99), seconds=1) is None


class TestHurryAndRetry:
    def test_what_is_urgent_goes_first_with_all_its_parts(self, ledger: AnyLedger, book: Item) -> None:
        late, later_still = make_item(1, id="z", dropped_at=later(1)), make_item(2, id="y", dropped_at=later(2))
        dropped(ledger, late, later_still)
        assert ledger.hurry(later_still.id)
        assert names(ledger, at=later(9)) == ["y", "book/1", "book/2", "book/3", "z"]
        assert ledger.hurry(book.id)
        assert ledger.hurry(book.id)
        assert names(ledger, at=later(9)) == ["book/1", "book/2", "book/3", "y", "z"]
        assert [one.urgent for one in ledger.due(now=later(9), limit=9)] == [True] * 4 + [False]
        assert row(ledger, book).urgent

    def test_parts_of_an_urgent_item_are_urgent(self, ledger: AnyLedger) -> None:
        first, item = make_item(1), make_item(2, urgent=True, dropped_at=later(1))
        dropped(ledger, first, item)
        divided(ledger, item, (1, 2), (3, 4), at=later(1))
        assert names(ledger, at=later(1)) == [f"{item.id}/1", f"{item.id}/2", first.id]

    def test_what_has_ended_cannot_be_hurried(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        finish(ledger, item, State.ARCHIVED)
        assert not ledger.hurry(item.id)
        assert not ledger.hurry(ItemId("nowhere"))
        assert not row(ledger, item).urgent

    def test_what_waits_after_trouble_may_be_tried_at_once(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        ledger.put_back(leased(ledger, item), due_at=later(300), code=Code.DISK_FULL, reason="Đầy.", passing=True)
        assert ledger.retry(item.id, now=later(10))
        found = row(ledger, item)
        assert (found.due_at, found.delays, found.code) == (later(10), 1, Code.DISK_FULL)
        assert names(ledger, at=later(10)) == [item.id]
        assert not ledger.retry(item.id, now=later(10))

    def test_parts_that_wait_after_trouble_too_but_not_their_item(self, ledger: AnyLedger, book: Item) -> None:
        for number in (1, 3):
            lease = leased_part(ledger, book, number)
            ledger.put_back(lease, due_at=later(300), code=Code.DISK_FULL, reason="Đầy.", passing=True)
        leased_part(ledger, book, 2)
        assert ledger.retry(book.id, now=later(10))
        assert names(ledger, at=later(10)) == ["book/1", "book/3"]
        assert not ledger.retry(book.id, now=later(10))

    def test_what_does_not_wait_is_not_tried_again(self, ledger: AnyLedger) -> None:
        due, working, done = make_items(3)
        dropped(ledger, due, working, done)
        lease = leased(ledger, working)
        finish(ledger, done, State.ARCHIVED)
        for item in (due.id, working.id, done.id, ItemId("nowhere")):
            assert not ledger.retry(item, now=later(1))
        ledger.renew(lease, now=NOON, seconds=60)


class TestWaiting:
    def test_an_empty_ledger(self, ledger: AnyLedger) -> None:
        assert ledger.waiting() == Waiting(documents=0, pages=0)

    def test_what_is_in_progress_and_the_pages_left(self, ledger: AnyLedger, book: Item) -> None:
        whole, done, unknown = (make_item(n, pages_total=pages) for n, pages in ((1, 4), (2, 40), (3, 0)))
        dropped(ledger, whole, done, unknown)
        finish(ledger, done, State.ARCHIVED)
        assert ledger.waiting() == Waiting(documents=3, pages=34)
        part_ended(ledger, book, 1)
        ledger.progress(leased(ledger, whole), stage=Stage.TAKEN, pages_done=3, pages_total=4)
        ledger.progress(leased(ledger, unknown), stage=Stage.TAKEN, pages_done=3, pages_total=2)
        assert ledger.waiting() == Waiting(documents=3, pages=19)


class TestSeveralProcesses:
    """On the databases only; the twin in memory has no second process."""

    def test_of_two_that_want_a_part_exactly_one_gets_it(self, database_url: str) -> None:
        ledger, item = SqlLedger(open_database(database_url)), make_item(id="book")
        dropped(ledger, item)
        divided(ledger, item, *((n, n) for n in range(1, 41)))
        one, other = race(Worker("lease-parts", database_url, "book"), Worker("lease-parts", database_url, "book"))
        assert sorted(one + other) == sorted(str(n) for n in range(1, 41))
        assert {(found.attempts, found.lease_token) for found in ledger.parts(item.id)} == {(1, 1)}

    def test_of_parts_that_end_at_once_exactly_one_is_the_last(self, database_url: str) -> None:
        ledger, items = SqlLedger(open_database(database_url)), make_items(12)
        dropped(ledger, *items)
        for item in items:
            divided(ledger, item, (1, 3), (4, 6))
        ends = [[leased_part(ledger, item, number) for item in items] for number in (1, 2)]

        def end(leases: list[Lease]) -> list[bool]:
            return [ledger.finish_part(lease, code=None, reason=None, now=later(1)) for lease in leases]

        with ThreadPoolExecutor(2) as threads:
            one, other = threads.map(end, ends)
        assert [a + b for a, b in zip(one, other, strict=True)] == [1] * 12
        assert names(ledger, at=later(1)) == [item.id for item in items]
        assert {item.pages_done for item in ledger.items()} == {6}
