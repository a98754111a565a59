"""What every ledger promises: the same suite over SQLite, a real PostgreSQL and the twin in memory."""

from datetime import datetime, timedelta, timezone

import pytest

from catalog.database import open_database
from catalog.ledger import SqlLedger
from pipeline.ports import Ledger
from schemas.drop import Item, Lease, Stage, State
from schemas.errors import Code, LeaseLost
from schemas.ids import ItemId
from tests.fakes.ledger_acts import AnyLedger, dropped, every_act_on, finish, leased, names, row
from tests.fakes.ledger_items import NOON, later, make_file, make_item, make_items
from tests.fakes.ledger_worker import Worker, race

ENDS = [State.ARCHIVED, State.DUPLICATE, State.REFUSED]


def test_both_are_the_port(ledger: AnyLedger) -> None:
    port: Ledger = ledger
    assert port.balance().holds


class TestDrop:
    def test_what_was_dropped_is_given_back_as_it_was(self, ledger: AnyLedger) -> None:
        item = make_item(source="So-Tu-phap/Hỏi – đáp về hòa giải ở cơ sở.zip!trang 1.jpg", size=5_000_000_000)
        assert ledger.drop(item)
        assert ledger.get(item.id) == item

    def test_the_same_item_again_changes_nothing(self, ledger: AnyLedger) -> None:
        item = make_item()
        dropped(ledger, item)
        assert not ledger.drop(item.model_copy(update={"size": 9, "agency": "khác"}), [make_file()])
        assert ledger.items() == [item]
        assert ledger.balance().dropped_bytes == item.size
        assert list(ledger.files(item.id)) == []

    def test_an_item_refused_at_the_door_is_final_from_the_start(self, ledger: AnyLedger) -> None:
        item = make_item(None, state=State.REFUSED, code=Code.EMPTY, reason="Tệp rỗng.", finished_at=NOON)
        dropped(ledger, item)
        assert ledger.unreleased() == [item]
        assert ledger.balance().refused == 1

    def test_several_enter_together(self, ledger: AnyLedger) -> None:
        known, *new = make_items(3)
        dropped(ledger, known)
        zipped = make_file("A/tờ gấp.zip")
        assert ledger.drop_all([(known, [zipped]), (new[0], [zipped]), (new[1], [zipped]), (new[1], [])]) == 2
        assert ledger.items() == [known, *new]
        assert list(ledger.open_files()) == [(item.id, zipped) for item in new]
        assert ledger.drop_all([]) == 0

    def test_several_enter_together_or_not_at_all(self, ledger: AnyLedger) -> None:
        with pytest.raises(ValueError, match="finished_at"):
            ledger.drop_all([(make_item(), [make_file()]), (make_item(state=State.REFUSED), [])])
        assert ledger.items() == []
        assert list(ledger.open_files()) == []

    def test_text_that_no_database_takes_is_made_safe(self, ledger: AnyLedger) -> None:
        item = make_item(source="a\x00b\ud800c/to\u031b\u0300.pdf", agency="A\x00")
        dropped(ledger, item)
        assert row(ledger, item).source == "abc/tờ.pdf"
        assert row(ledger, item).agency == "A"

    def test_moments_come_back_in_utc_to_the_microsecond(self, ledger: AnyLedger) -> None:
        hanoi = datetime(2026, 3, 2, 6, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
        dropped(ledger, item := make_item(dropped_at=hanoi))
        assert row(ledger, item).dropped_at == hanoi
        assert row(ledger, item).dropped_at.isoformat() == "2026-03-01T23:30:00.123456+00:00"

    @pytest.mark.parametrize(
        "changes",
        [
            {"state": State.WORKING, "lease_until": later(9)},
            {"lease_until": later(9)},
            {"state": State.ARCHIVED},
            {"finished_at": NOON},
            {"dropped_at": datetime(2026, 3, 2)},  # noqa: DTZ001 -- naive is the point
        ],
    )
    def test_an_item_that_contradicts_itself_may_not_enter(self, ledger: AnyLedger, changes: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"lease|finished_at|aware"):
            ledger.drop(make_item(**changes))
        assert ledger.balance().dropped == 0


class TestFiles:
    def test_files_are_open_until_the_item_is_released(self, ledger: AnyLedger) -> None:
        item, files = make_item(), [make_file("A/1.jpg"), make_file("A/2.jpg", inode=8)]
        ledger.drop(item, files)
        assert list(ledger.files(item.id)) == files
        assert list(ledger.open_files()) == [(item.id, files[0]), (item.id, files[1])]

        finish(ledger, item, State.ARCHIVED)
        assert len(ledger.open_files()) == 2

        ledger.released(item.id)
        assert list(ledger.open_files()) == []
        assert list(ledger.files(item.id)) == files

    def test_a_file_name_in_any_bytes_survives(self, ledger: AnyLedger) -> None:
        tcvn3 = b"S\xf4 T\xad ph\xb8p/t\xea g\xcap\x01.pdf".decode("utf-8", "surrogateescape")
        decomposed = "A/to\u031b\u0300.pdf"
        ledger.drop(item := make_item(), [make_file(tcvn3), make_file(decomposed)])
        assert [file.path for file in ledger.files(item.id)] == [tcvn3, decomposed]

    def test_an_identity_may_use_all_64_bits_and_be_older_than_1970(self, ledger: AnyLedger) -> None:
        file = make_file(inode=2**64 - 1, mtime_ns=-1)
        ledger.drop(item := make_item(), [file])
        assert list(ledger.files(item.id)) == [file]

    def test_a_file_that_stays_in_its_place_or_was_never_read(self, ledger: AnyLedger) -> None:
        file = make_file().model_copy(update={"identity": None, "sha256": None})
        ledger.drop(item := make_item(), [file])
        assert list(ledger.files(item.id)) == [file]


class TestItems:
    def test_by_time_dropped_then_id(self, ledger: AnyLedger) -> None:
        first, second, third = make_items(3)
        third = third.model_copy(update={"dropped_at": later(-1)})
        dropped(ledger, second, third, first)
        assert ledger.items() == [third, first, second]

    def test_filters(self, ledger: AnyLedger) -> None:
        one, twin, other = make_item(1, id="1"), make_item(1, id="2"), make_item(2, id="3")
        dropped(ledger, one, twin, other)
        leased(ledger, other)
        assert ledger.items(record=one.record) == [one, twin]
        assert ledger.items(state=State.QUEUED) == [one, twin]
        assert ledger.items(state=State.WORKING, record=one.record) == []
        assert [item.id for item in ledger.items(state=State.WORKING)] == [other.id]

    def test_an_unknown_item_is_none(self, ledger: AnyLedger) -> None:
        assert ledger.get(ItemId("nowhere")) is None


class TestLease:
    def test_a_lease_counts_an_attempt_and_has_a_fresh_token(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        assert leased(ledger, item) == Lease(item=item.id, token=1, until=later(60))
        changed = {"state": State.WORKING, "attempts": 1, "lease_token": 1, "lease_until": later(60)}
        assert ledger.get(item.id) == item.model_copy(update=changed)

    def test_nobody_else_gets_it_while_it_is_valid_and_the_last_moment_counts(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        leased(ledger, item)
        assert ledger.lease(item.id, now=NOON, seconds=60) is None
        assert ledger.lease(item.id, now=later(60), seconds=60) is None
        assert row(ledger, item).attempts == 1

    def test_once_it_has_run_out_the_next_one_takes_over(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        old = leased(ledger, item)
        new = leased(ledger, item, at=later(60.000001))
        assert new.token == 2
        assert row(ledger, item).attempts == 2
        for act in every_act_on(ledger, old):
            with pytest.raises(LeaseLost):
                act()
        assert row(ledger, item).lease_until == new.until

    def test_not_before_it_is_due(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item(due_at=later(10)))
        assert ledger.lease(item.id, now=later(9.999999), seconds=1) is None
        assert leased(ledger, item, at=later(10)).token == 1

    @pytest.mark.parametrize("state", ENDS)
    def test_a_final_item_is_never_leased_again(self, ledger: AnyLedger, state: State) -> None:
        dropped(ledger, item := make_item())
        finish(ledger, item, state)
        assert ledger.lease(item.id, now=later(999), seconds=1) is None

    def test_a_twin_is_not_leased_while_one_dropped_before_it_is_in_progress(self, ledger: AnyLedger) -> None:
        first = make_item(1, id="b", dropped_at=later(-1))
        same_moment, second = make_item(1, id="c"), make_item(1, id="a")
        dropped(ledger, second, same_moment, first)

        def may_be_leased() -> list[Item]:
            twins = (first, second, same_moment)
            return [twin for twin in twins if ledger.lease(twin.id, now=later(99), seconds=1) is not None]

        lease = leased(ledger, first)
        assert may_be_leased() == [first]
        assert [row(ledger, twin) for twin in (second, same_moment)] == [second, same_moment]
        lease = leased(ledger, first, at=later(101))
        ledger.put_back(lease, due_at=later(999), code=Code.TIMEOUT, reason="Quá giờ.")
        assert may_be_leased() == []
        ledger.finish(
            leased(ledger, first, at=later(999)), state=State.ARCHIVED, code=None, reason=None, now=later(999)
        )
        assert may_be_leased() == [second]

    def test_an_unknown_item_cannot_be_leased(self, ledger: AnyLedger) -> None:
        assert ledger.lease(ItemId("nowhere"), now=NOON, seconds=1) is None

    def test_a_moment_without_a_zone_is_no_moment(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        with pytest.raises(ValueError, match="aware"):
            ledger.lease(item.id, now=NOON.replace(tzinfo=None), seconds=1)

    def test_renewing_prolongs_it_even_after_its_end_if_nobody_took_over(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        lease = leased(ledger, item, seconds=10)
        renewed = ledger.renew(lease, now=later(20), seconds=10)
        assert renewed == Lease(item=item.id, token=1, until=later(30))
        assert ledger.lease(item.id, now=later(30), seconds=1) is None

    def test_progress_is_kept_for_the_next_one(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        ledger.progress(leased(ledger, item), stage=Stage.READ, pages_done=3, pages_total=7)
        leased(ledger, item, at=later(61))
        found = row(ledger, item)
        assert (found.stage, found.pages_done, found.pages_total) == (Stage.READ, 3, 7)

    def test_put_back_waits_for_its_time_and_says_why(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        lease = leased(ledger, item)
        ledger.put_back(lease, due_at=later(300), code=Code.STORE_UNREACHABLE, reason="Kho\x00 chưa trả lời.")
        found = row(ledger, item)
        assert (found.state, found.due_at, found.lease_until) == (State.QUEUED, later(300), None)
        assert (found.code, found.reason) == (Code.STORE_UNREACHABLE, "Kho chưa trả lời.")
        for act in every_act_on(ledger, lease):
            with pytest.raises(LeaseLost):
                act()
        assert leased(ledger, item, at=later(300)).token == 2
        assert row(ledger, item).code is Code.STORE_UNREACHABLE

    def test_a_try_that_failed_for_a_passing_reason_does_not_count(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        for passing, *counted in (
            (True, 0, 0, 1),
            (True, 0, 0, 2),
            (False, 1, 1, 0),
            (True, 1, 1, 1),
            (False, 2, 2, 0),
        ):
            lease = leased(ledger, item)
            ledger.put_back(lease, due_at=NOON, code=Code.STORE_UNREACHABLE, reason="Lỗi.", passing=passing)
            found = row(ledger, item)
            assert [found.attempts, found.failures, found.delays] == counted
        assert leased(ledger, item).token == 6

    def test_a_try_that_ends_without_a_word_counts_as_an_attempt_alone(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        for again in range(3):
            leased(ledger, item, at=later(61 * again))
        assert (row(ledger, item).attempts, row(ledger, item).failures, row(ledger, item).delays) == (3, 0, 0)

    def test_freeing_all_leases_lets_the_work_begin_again_at_once(self, ledger: AnyLedger) -> None:
        working, queued, done = make_items(3)
        dropped(ledger, working, queued, done)
        lease = leased(ledger, working)
        finish(ledger, done, State.ARCHIVED)
        assert ledger.free_leases() == 1
        assert ledger.free_leases() == 0
        assert names(ledger) == [working.id, queued.id]
        assert leased(ledger, working).token == 2
        with pytest.raises(LeaseLost):
            ledger.progress(lease, stage=Stage.READ, pages_done=1, pages_total=1)


class TestFinish:
    def test_the_end_clears_the_lease_and_the_last_failure(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        ledger.put_back(leased(ledger, item), due_at=NOON, code=Code.TIMEOUT, reason="Quá giờ.")
        finish(ledger, item, State.ARCHIVED)
        found = row(ledger, item)
        assert (found.state, found.finished_at, found.lease_until) == (State.ARCHIVED, later(5), None)
        assert (found.code, found.reason, found.released) == (None, None, False)

    def test_a_refusal_keeps_its_code_and_reason(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        finish(ledger, item, State.REFUSED, Code.DAMAGED, "Tệp\x00 hỏng.")
        assert (row(ledger, item).code, row(ledger, item).reason) == (Code.DAMAGED, "Tệp hỏng.")

    def test_nobody_ends_an_item_twice(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        lease = leased(ledger, item)
        ledger.finish(lease, state=State.ARCHIVED, code=None, reason=None, now=NOON)
        with pytest.raises(LeaseLost):
            ledger.finish(lease, state=State.REFUSED, code=Code.DAMAGED, reason="", now=NOON)
        assert row(ledger, item).state is State.ARCHIVED

    def test_only_a_final_state_ends(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        with pytest.raises(ValueError, match="not final"):
            finish(ledger, item, State.QUEUED)
        assert row(ledger, item).state is State.WORKING

    @pytest.mark.parametrize("state", ENDS)
    def test_the_end_of_an_item_changes_no_other(self, ledger: AnyLedger, state: State) -> None:
        item, twin, other = make_item(1, id="a"), make_item(1, id="b"), make_item(2)
        dropped(ledger, item, twin, other)
        finish(ledger, item, state)
        assert [row(ledger, twin), row(ledger, other)] == [twin, other]


class TestDue:
    def test_oldest_first_and_no_more_than_asked(self, ledger: AnyLedger) -> None:
        items = make_items(4)
        old = make_item(9, dropped_at=later(-60))
        dropped(ledger, *reversed(items), old)
        assert names(ledger, limit=3) == [old.id, items[0].id, items[1].id]

    def test_only_what_is_in_progress_due_and_not_leased(self, ledger: AnyLedger) -> None:
        due, tomorrow, working, done = make_items(4)
        tomorrow = tomorrow.model_copy(update={"due_at": later(86400)})
        dropped(ledger, due, tomorrow, working, done)
        leased(ledger, working)
        finish(ledger, done, State.ARCHIVED)
        assert names(ledger, at=later(60)) == [due.id]
        assert names(ledger, at=later(61)) == [due.id, working.id]

    def test_of_twins_only_the_first_dropped_goes(self, ledger: AnyLedger) -> None:
        first = make_item(1, id="b", dropped_at=later(-1))
        same_moment, second = make_item(1, id="c"), make_item(1, id="a")
        dropped(ledger, second, same_moment, first)
        assert names(ledger) == [first.id]

    def test_twins_wait_while_the_first_one_is_worked_on_or_waits_itself(self, ledger: AnyLedger) -> None:
        first, second = make_item(1, id="a"), make_item(1, id="b")
        dropped(ledger, first, second)
        lease = leased(ledger, first)
        assert names(ledger) == []
        ledger.put_back(lease, due_at=later(99), code=Code.TIMEOUT, reason="Quá giờ.")
        assert names(ledger) == []

    @pytest.mark.parametrize("state", ENDS)
    def test_once_the_first_one_has_ended_the_next_is_due(self, ledger: AnyLedger, state: State) -> None:
        first, second, third = (make_item(1, id=name) for name in "abc")
        dropped(ledger, first, second, third)
        finish(ledger, first, state)
        assert names(ledger) == [second.id]
        assert leased(ledger, second).token == 1

    def test_a_copy_dropped_after_the_end_of_the_first_goes_at_once(self, ledger: AnyLedger) -> None:
        first, second = make_item(1, id="a"), make_item(1, id="b")
        dropped(ledger, first)
        finish(ledger, first, State.ARCHIVED)
        dropped(ledger, second)
        assert names(ledger) == [second.id]

    def test_items_without_a_record_never_wait_for_each_other(self, ledger: AnyLedger) -> None:
        one, other = make_item(None, id="a"), make_item(None, id="b")
        dropped(ledger, one, other)
        assert names(ledger) == [one.id, other.id]
        assert leased(ledger, other).token == 1


class TestRelease:
    def test_final_items_wait_to_be_tidied(self, ledger: AnyLedger) -> None:
        done, refused, open_ = make_items(3)
        dropped(ledger, done, refused, open_)
        assert ledger.unreleased() == []
        finish(ledger, refused, State.REFUSED, Code.DAMAGED, "Hỏng.")
        finish(ledger, done, State.ARCHIVED)
        assert [item.id for item in ledger.unreleased()] == [done.id, refused.id]
        ledger.released(done.id)
        ledger.released(done.id)
        assert [item.id for item in ledger.unreleased()] == [refused.id]
        assert row(ledger, done).released

    def test_an_item_in_progress_cannot_be_released(self, ledger: AnyLedger) -> None:
        dropped(ledger, item := make_item())
        for unfit in (item.id, ItemId("nowhere")):
            with pytest.raises(ValueError, match="not final"):
                ledger.released(unfit)
        assert not row(ledger, item).released


class TestAccounts:
    def test_an_empty_ledger_balances(self, ledger: AnyLedger) -> None:
        balance = ledger.balance()
        assert balance.holds
        assert set(balance.model_dump().values()) == {0}

    def test_every_state_is_counted_with_its_bytes(self, ledger: AnyLedger) -> None:
        items = [make_item(n, size=10**n) for n in range(1, 6)]
        dropped(ledger, *items)
        leased(ledger, items[1])
        finish(ledger, items[2], State.ARCHIVED)
        finish(ledger, items[3], State.DUPLICATE)
        finish(ledger, items[4], State.REFUSED, Code.EMPTY, "Rỗng.")
        balance = ledger.balance()
        assert balance.holds
        assert (balance.dropped, balance.dropped_bytes) == (5, 111_110)
        assert (balance.in_progress, balance.in_progress_bytes) == (2, 110)
        assert (balance.archived, balance.archived_bytes) == (1, 1_000)
        assert (balance.duplicate, balance.duplicate_bytes) == (1, 10_000)
        assert (balance.refused, balance.refused_bytes) == (1, 100_000)

    def test_counts_by_agency(self, ledger: AnyLedger) -> None:
        one, two, other = make_item(1, agency="A"), make_item(2, agency="A"), make_item(3, agency="B")
        dropped(ledger, one, two, other)
        finish(ledger, one, State.ARCHIVED)
        assert ledger.counts() == {"A": {State.ARCHIVED: 1, State.QUEUED: 1}, "B": {State.QUEUED: 1}}


class TestSeveralProcesses:
    """On the databases only; the twin in memory has no second process."""

    def test_of_two_that_want_an_item_exactly_one_gets_it(self, database_url: str) -> None:
        ledger, items = SqlLedger(open_database(database_url)), make_items(60)
        dropped(ledger, *items)
        ids = [item.id for item in items]
        one, other = race(Worker("lease", database_url, *ids), Worker("lease", database_url, *ids))
        assert sorted(one + other) == ids
        assert {(item.attempts, item.lease_token) for item in ledger.items()} == {(1, 1)}

    def test_of_twins_wanted_at_once_only_the_first_dropped_is_got(self, database_url: str) -> None:
        ledger = SqlLedger(open_database(database_url))
        pairs = [(make_item(n, id=f"a{n:03d}"), make_item(n, id=f"b{n:03d}")) for n in range(40)]
        ledger.drop_all([(item, []) for pair in pairs for item in pair])
        firsts, seconds = ([pair[side].id for pair in pairs] for side in (0, 1))
        assert race(Worker("lease", database_url, *firsts), Worker("lease", database_url, *seconds)) == [firsts, []]

    def test_a_process_killed_before_its_commit_leaves_nothing_behind(self, database_url: str) -> None:
        ledger, items = SqlLedger(open_database(database_url)), make_items(3)
        worker = Worker("drop-and-hang", database_url)
        worker.go()
        worker.wait_for("at the commit")
        worker.kill()
        assert ledger.items() == []
        assert list(ledger.open_files()) == []
        assert ledger.balance().dropped == 0
        assert ledger.drop_all([(item, [make_file()]) for item in items]) == 3
