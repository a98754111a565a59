"""The ledger stays quick when it is long: the databases' own plans, instead of a stopwatch, say so."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, event

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.transaction import transaction
from schemas.drop import Lease, State
from schemas.ids import ItemId
from tests.fakes.ledger_items import NOON, later, make_file, make_item, make_items

LENGTH = 6000
PARTIAL = ("USING INDEX ix_work_in_progress", "USING INDEX ix_work_unreleased")
"""Indexes of only what is not over yet: these may be read from end to end."""
VERBS: dict[str, Callable[[SqlLedger], object]] = {
    "due": lambda ledger: ledger.due(now=later(9), limit=100),
    "lease": lambda ledger: ledger.lease(ItemId("open"), now=later(9), seconds=60),
    "finish": lambda ledger: ledger.finish(_lease(ledger), state=State.ARCHIVED, code=None, reason=None, now=later(9)),
    "unreleased": lambda ledger: ledger.unreleased(),
    "open_files": lambda ledger: ledger.open_files(),
    "items by record": lambda ledger: ledger.items(record=make_item(5).record),
}


@dataclass(kw_only=True)
class Spy:
    """Every statement that an engine has sent, with its parameters."""

    engine: Engine
    seen: list[tuple[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.engine, "before_cursor_execute", self._note)

    def _note(self, _conn: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "EXPLAIN")):
            self.seen.append((statement, parameters))


def _lease(ledger: SqlLedger) -> Lease:
    lease = ledger.lease(ItemId("open"), now=later(9), seconds=60)
    assert lease is not None
    return lease


def long_ledger(url: str) -> SqlLedger:
    """Thousands of items that have ended and been released, and a few in progress."""
    ledger, zipped = SqlLedger(open_database(url)), make_file("A/tờ gấp.zip")
    ended = {"state": State.ARCHIVED, "finished_at": NOON, "released": True}
    ledger.drop_all([(item, [zipped]) for item in make_items(LENGTH, **ended)])
    ledger.drop(make_item(5, id="open", dropped_at=later(1)), [make_file()])
    ledger.drop(make_item(5, id="twin", dropped_at=later(2)), [make_file()])
    return ledger


def plans(ledger: SqlLedger, act: Callable[[SqlLedger], object], explain: str) -> list[str]:
    """The lines of the plans of every statement that ``act`` sends."""
    spy = Spy(engine=ledger._engine)
    act(ledger)
    assert spy.seen
    lines = []
    for statement, parameters in list(spy.seen):
        with transaction(ledger._engine, write=False) as connection:
            rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)  # type: ignore[arg-type]
            lines += [str(row[-1]) for row in rows]
    return lines


@pytest.mark.parametrize("verb", VERBS)
def test_sqlite_never_reads_the_whole_ledger(sqlite_url: str, verb: str) -> None:
    ledger = long_ledger(sqlite_url)
    lines = plans(ledger, VERBS[verb], "EXPLAIN QUERY PLAN")
    scanned = [line for line in lines if line.startswith("SCAN")]
    long = [line for line in scanned if any(name in line for name in ("work", "drop_journal", "dropped_file"))]
    assert [line for line in long if not line.endswith(PARTIAL)] == []


def test_sqlite_finds_due_items_in_their_order(sqlite_url: str) -> None:
    lines = plans(long_ledger(sqlite_url), VERBS["due"], "EXPLAIN QUERY PLAN")
    assert any("SCAN work USING INDEX ix_work_in_progress" in line for line in lines)
    assert not any("TEMP B-TREE" in line for line in lines)


def test_sqlite_sums_the_ledger_from_an_index_alone(sqlite_url: str) -> None:
    lines = plans(long_ledger(sqlite_url), lambda ledger: ledger.balance(), "EXPLAIN QUERY PLAN")
    assert any("SCAN work USING COVERING INDEX ix_work_state" in line for line in lines)


@pytest.mark.parametrize("verb", VERBS)
def test_postgresql_never_reads_the_whole_ledger(postgres_url: str, verb: str) -> None:
    ledger = long_ledger(postgres_url)
    with transaction(ledger._engine, write=True) as connection:
        connection.exec_driver_sql("ANALYZE")
    lines = plans(ledger, VERBS[verb], "EXPLAIN")
    assert [line for line in lines if "Seq Scan on work" in line or "Seq Scan on drop_journal" in line] == []
