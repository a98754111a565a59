"""The law of the ledger, whatever is done to it in whatever order; and the twin in memory agrees with SQLite.

The account always balances · nothing leaves a final state · tokens only grow · at most one lease holds · a divided
item waits exactly as long as one of its parts is in progress.
"""

import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule
from sqlalchemy import event

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.memory import MemoryLedger
from catalog.rows import NEVER
from catalog.upgrade import upgrade
from schemas.drop import Item, Lease, PartState, Stage, State
from schemas.errors import Code, LeaseLost
from schemas.ids import ItemId
from tests.fakes.ledger_items import later, make_file, make_item

AnyLedger = SqlLedger | MemoryLedger
contents = st.integers(1, 3)
seconds = st.sampled_from([0, 1, 5, 30])
ends = st.sampled_from([State.ARCHIVED, State.DUPLICATE, State.REFUSED])


@functools.cache
def _template() -> tempfile.TemporaryDirectory[str]:
    """A migrated database to copy; the folder goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="kho-ledger-")
    upgrade(f"sqlite:///{folder.name}/template.db")
    return folder


def _outcome(act: Callable[[], object]) -> object:
    """What came of it: the result, or the kind of error."""
    try:
        return act()
    except (LeaseLost, ValueError) as exc:
        return type(exc)


class Ledgers(RuleBasedStateMachine):
    """Does everything to both ledgers and compares."""

    items = Bundle("items")
    leases = Bundle("leases")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="kho-ledger-")
        file = Path(shutil.copy(f"{_template().name}/template.db", self.folder.name))
        engine = open_database(f"sqlite:///{file}")
        # Nobody pulls the plug of this one.
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        self.sql, self.memory = SqlLedger(engine), MemoryLedger()
        self.seconds = 0.0
        self.made = 0
        self.before: dict[ItemId, Item] = {}

    def teardown(self) -> None:
        self.folder.cleanup()

    def both(self, act: Callable[[AnyLedger], object]) -> object:
        ours, theirs = _outcome(lambda: act(self.sql)), _outcome(lambda: act(self.memory))
        assert ours == theirs
        return ours

    def new(self, content: int | None, size: int = 10) -> Item:
        self.made += 1
        now = later(self.seconds)
        # Ids fall while time rises, so that an order by id alone would be noticed.
        agency = "ABC"[self.made % 3]
        return make_item(
            content, id=f"{99999 - self.made:05d}", size=size, dropped_at=now, due_at=now, agency=agency, pages_total=9
        )

    @rule(delta=seconds)
    def time_goes_by(self, delta: float) -> None:
        self.seconds += delta

    @rule(target=items, content=contents, size=st.integers(0, 9))
    def drop(self, content: int, size: int) -> Item:
        item = self.new(content, size)
        assert self.both(lambda ledger: ledger.drop(item, [make_file(f"A/{item.id}.pdf")])) is True
        return item

    @rule(target=items)
    def drop_refused_at_the_door(self) -> Item:
        now = later(self.seconds)
        item = self.new(None).model_copy(update={"state": State.REFUSED, "code": Code.EMPTY, "finished_at": now})
        assert self.both(lambda ledger: ledger.drop(item)) is True
        return item

    @rule(target=items, inside=st.lists(contents, max_size=3), known=items)
    def drop_a_zip(self, inside: list[int], known: Item):  # type: ignore[no-untyped-def]
        members, zipped = [self.new(content, 3) for content in inside], [make_file(f"A/{self.made}.zip")]
        drops = [(item, zipped) for item in (*members, known, *members)]
        assert self.both(lambda ledger: ledger.drop_all(drops)) == len(members)
        return multiple(*members)

    @rule(item=items)
    def drop_again(self, item: Item) -> None:
        assert self.both(lambda ledger: ledger.drop(item)) is False

    @rule(target=leases, item=items, valid=seconds)
    def lease(self, item: Item, valid: float):  # type: ignore[no-untyped-def]
        lease = self.both(lambda ledger: ledger.lease(item.id, now=later(self.seconds), seconds=valid))
        return multiple(*([lease] if isinstance(lease, Lease) else []))

    @rule(target=leases, valid=seconds, place=st.integers(0, 3))
    def lease_one_that_is_due(self, valid: float, place: int):  # type: ignore[no-untyped-def]
        due = self.memory.due(now=later(self.seconds), limit=4)[place:]
        if not due:
            return multiple()
        item, part = due[0].item, due[0].part
        if part:
            lease = self.both(lambda ledger: ledger.lease_part(item, part, now=later(self.seconds), seconds=valid))
        else:
            lease = self.both(lambda ledger: ledger.lease(item, now=later(self.seconds), seconds=valid))
        assert isinstance(lease, Lease)
        return lease

    @rule(target=leases, item=items, number=st.integers(0, 3), valid=seconds)
    def lease_part(self, item: Item, number: int, valid: float):  # type: ignore[no-untyped-def]
        lease = self.both(lambda ledger: ledger.lease_part(item.id, number, now=later(self.seconds), seconds=valid))
        return multiple(*([lease] if isinstance(lease, Lease) else []))

    @rule(lease=leases, number=st.integers(0, 3))
    def divide(self, lease: Lease, number: int) -> None:
        ranges = [(3 * n + 1, 3 * n + 3) for n in range(number)]
        self.both(lambda ledger: ledger.divide(lease, ranges, now=later(self.seconds)))

    @rule(lease=leases, fails=st.booleans())
    def finish_part(self, lease: Lease, fails: bool) -> None:
        code, reason = (Code.DAMAGED, "Hỏng.") if fails else (None, None)
        self.both(lambda ledger: ledger.finish_part(lease, code=code, reason=reason, now=later(self.seconds)))

    @rule(item=items)
    def hurry(self, item: Item) -> None:
        self.both(lambda ledger: ledger.hurry(item.id))

    @rule(item=items)
    def retry(self, item: Item) -> None:
        self.both(lambda ledger: ledger.retry(item.id, now=later(self.seconds)))

    @rule(lease=leases, valid=seconds)
    def renew(self, lease: Lease, valid: float) -> None:
        self.both(lambda ledger: ledger.renew(lease, now=later(self.seconds), seconds=valid))

    @rule(lease=leases, stage=st.sampled_from(Stage), done=st.integers(0, 5))
    def progress(self, lease: Lease, stage: Stage, done: int) -> None:
        self.both(lambda ledger: ledger.progress(lease, stage=stage, pages_done=done, pages_total=5))

    @rule(lease=leases, delay=seconds, passing=st.booleans())
    def put_back(self, lease: Lease, delay: float, passing: bool) -> None:
        trouble = {"due_at": later(self.seconds + delay), "code": Code.DISK_FULL, "reason": "Đầy\x00."}
        self.both(lambda ledger: ledger.put_back(lease, **trouble, passing=passing))

    @rule(lease=leases, state=ends)
    def finish(self, lease: Lease, state: State) -> None:
        code, reason = (Code.DAMAGED, "Hỏng.") if state is State.REFUSED else (None, None)
        now = later(self.seconds)
        self.both(lambda ledger: ledger.finish(lease, state=state, code=code, reason=reason, now=now))

    @rule(lease=consumes(leases))
    def finish_as_working(self, lease: Lease) -> None:
        act = {"state": State.WORKING, "code": None, "reason": None, "now": later(self.seconds)}
        assert self.both(lambda ledger: ledger.finish(lease, **act)) is ValueError

    @rule(item=items)
    def release(self, item: Item) -> None:
        self.both(lambda ledger: ledger.released(item.id))

    @rule()
    def free_leases(self) -> None:
        self.both(lambda ledger: ledger.free_leases())

    @rule(content=contents, state=st.sampled_from(State), item=items)
    def look(self, content: int, state: State, item: Item) -> None:
        record = make_item(content).record
        self.both(lambda ledger: ledger.items(record=record))
        self.both(lambda ledger: ledger.items(record=record, state=state))
        self.both(lambda ledger: list(ledger.files(item.id)))
        self.both(lambda ledger: list(ledger.parts(item.id)))

    @invariant()
    def they_agree(self) -> None:
        now = later(self.seconds)
        self.both(lambda ledger: ledger.items())
        self.both(lambda ledger: ledger.due(now=now, limit=3))
        self.both(lambda ledger: ledger.due(now=now, limit=99))
        self.both(lambda ledger: ledger.waiting())
        self.both(lambda ledger: ledger.unreleased())
        self.both(lambda ledger: list(ledger.open_files()))
        self.both(lambda ledger: ledger.counts())

    @invariant()
    def the_account_balances(self) -> None:
        self.both(lambda ledger: ledger.balance())
        balance = self.memory.balance()
        assert balance.holds
        assert balance.dropped == len(self.memory.items())

    @invariant()
    def nothing_goes_back(self) -> None:
        after = {item.id: item for item in self.sql.items()}
        for before in self.before.values():
            item = after[before.id]
            assert item.lease_token >= before.lease_token
            assert 0 <= item.attempts <= item.lease_token
            parts = self.sql.parts(item.id)
            if parts and not item.state.final:
                left = [part for part in parts if part.state in (PartState.QUEUED, PartState.WORKING)]
                assert (item.due_at == NEVER) == bool(left)
            if before.state.final:
                assert item in (before, before.model_copy(update={"released": True}))
        self.before = after


Ledgers.TestCase.settings = settings(
    max_examples=20, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestLedgers = Ledgers.TestCase
