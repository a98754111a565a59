"""The ledger stays quick when it is long: the databases' own plans, instead of a stopwatch, say so."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event, insert

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.rows import new_parts
from catalog.tables import part
from catalog.transaction import transaction
from catalog.upgrade import upgrade
from schemas.drop import Lease, Stage, State
from schemas.errors import Code
from schemas.ids import ItemId
from tests.fakes.ledger_acts import divided
from tests.fakes.ledger_items import NOON, later, make_file, make_item, make_items

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresCluster

LENGTH = 6000
PARTIAL = ("ix_work_unreleased", "ix_work_urgent", "ix_part_urgent", "ix_work_turn", "ix_part_turn")
"""Indexes of only what is not over yet: these may be read from end to end."""
VERBS: dict[str, Callable[[SqlLedger], object]] = {
    "due": lambda ledger: ledger.due(now=later(9), limit=100),
    "waiting": lambda ledger: ledger.waiting(),
    "parts": lambda ledger: ledger.parts(ItemId("book")),
    "lease_part": lambda ledger: ledger.lease_part(ItemId("book"), 1, now=later(9), seconds=60),
    "finish_part": lambda ledger: ledger.finish_part(_lease_part(ledger), code=None, reason=None, now=later(9)),
    "divide": lambda ledger: ledger.divide(_lease(ledger), [(1, 2), (3, 4)], now=later(9)),
    "renew": lambda ledger: ledger.renew(_lease(ledger), now=later(9), seconds=60),
    "progress": lambda ledger: ledger.progress(_lease(ledger), stage=Stage.READ, pages_done=1, pages_total=2),
    "put_back": lambda ledger: ledger.put_back(_lease(ledger), due_at=later(9), code=Code.TIMEOUT, reason=""),
    "hurry": lambda ledger: ledger.hurry(ItemId("book")),
    "retry": lambda ledger: ledger.retry(ItemId("book"), now=later(9)),
    "free_leases": lambda ledger: ledger.free_leases(),
    "released": lambda ledger: ledger.released(make_items(1)[0].id),
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


def _lease_part(ledger: SqlLedger) -> Lease:
    lease = ledger.lease_part(ItemId("book"), 1, now=later(9), seconds=60)
    assert lease is not None
    return lease


def long_ledger(url: str) -> SqlLedger:
    """Thousands of items and parts that have ended, the items released, and a few in progress."""
    ledger, zipped = SqlLedger(open_database(url)), make_file("A/tờ gấp.zip")
    ended = {"state": State.ARCHIVED, "finished_at": NOON, "released": True}
    ledger.drop_all([(item, [zipped]) for item in make_items(LENGTH, **ended)])
    _add_ended_parts(ledger)
    ledger.drop(make_item(None, id="book", pages_total=30))
    divided(ledger, make_item(None, id="book"), (1, 15), (16, 30))
    ledger.drop(make_item(5, id="open", dropped_at=later(1)), [make_file()])
    ledger.drop(make_item(5, id="twin", dropped_at=later(2)), [make_file()])
    return ledger


def _add_ended_parts(ledger: SqlLedger) -> None:
    item = make_items(1)[0]
    parts = new_parts(item.id, [(page, page) for page in range(1, LENGTH + 1)], NOON)
    ended = {"agency": item.agency, "urgent": False, "dropped_at": NOON, "finished_at": NOON, "state": "done"}
    with transaction(ledger._engine, write=True) as connection:
        connection.execute(insert(part), [one.model_dump() | ended for one in parts])


def plans(ledger: SqlLedger, act: Callable[[SqlLedger], object], explain: str) -> list[str]:
    """The lines of the plans of every statement that ``act`` sends."""
    spy = Spy(engine=ledger._engine)
    act(ledger)
    assert spy.seen
    lines = []
    for statement, parameters in list(spy.seen):
        with transaction(ledger._engine, write=False) as connection:
            one = parameters[0] if isinstance(parameters, list) else parameters  # of many rows to insert, the first
            rows = connection.exec_driver_sql(f"{explain} {statement}", one)  # type: ignore[arg-type]
            lines += [str(row[-1]) for row in rows]
    return lines


@pytest.fixture(scope="module")
def long_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a long ledger, to be copied."""
    file = tmp_path_factory.mktemp("long") / "long.db"
    upgrade(f"sqlite:///{file}")
    long_ledger(f"sqlite:///{file}")._engine.dispose()  # whereupon all of it is in the file
    return file


@pytest.fixture
def in_sqlite(long_sqlite: Path, tmp_path: Path) -> SqlLedger:
    """A long ledger. Nobody has analysed it: nobody does that to a SQLite file of ours in life either."""
    copy = shutil.copy(long_sqlite, tmp_path)
    return SqlLedger(open_database(f"sqlite:///{copy}"))


@pytest.fixture(scope="module")
def long_postgres(migrated: "PostgresCluster") -> str:
    """The name of a database with a long ledger, to be copied; analysed, as PostgreSQL does by itself."""
    ledger = long_ledger(migrated.create("kho_long", template="kho_template"))
    with transaction(ledger._engine, write=True) as connection:
        connection.exec_driver_sql("ANALYZE")
    ledger._engine.dispose()
    return "kho_long"


@pytest.fixture
def in_postgres(migrated: "PostgresCluster", long_postgres: str) -> SqlLedger:
    """A long ledger."""
    return SqlLedger(open_database(migrated.create(f"kho_{secrets.token_hex(4)}", template=long_postgres)))


@pytest.mark.parametrize("verb", VERBS)
def test_sqlite_never_reads_the_whole_ledger(in_sqlite: SqlLedger, verb: str) -> None:
    lines = plans(in_sqlite, VERBS[verb], "EXPLAIN QUERY PLAN")
    assert [line for line in lines if line.startswith("SCAN") and is_long(line)] == []


def is_long(line: str) -> bool:
    """Whether what SQLite reads from end to end is a table, or an index of what is over too."""
    results = ("CONSTANT ROW", "SCAN agencies", "SCAN turn", "SCAN anon_")  # of parts of the query, not tables
    return not any(short in line for short in (*results, *PARTIAL))


def test_sqlite_sums_the_ledger_from_an_index_alone(in_sqlite: SqlLedger) -> None:
    lines = plans(in_sqlite, lambda ledger: ledger.balance(), "EXPLAIN QUERY PLAN")
    assert any("SCAN work USING COVERING INDEX ix_work_state" in line for line in lines)


@pytest.mark.parametrize("verb", VERBS)
def test_postgresql_never_reads_the_whole_ledger(in_postgres: SqlLedger, verb: str) -> None:
    lines = plans(in_postgres, VERBS[verb], "EXPLAIN")
    tables = ("work", "part", "drop_journal", "dropped_file")
    assert [line for line in lines if any(f"Seq Scan on {table}" in line for table in tables)] == []


def test_sqlite_takes_the_next_of_an_index_for_every_turn(in_sqlite: SqlLedger) -> None:
    lines = plans(in_sqlite, VERBS["due"], "EXPLAIN QUERY PLAN")
    assert [line for line in lines if "TEMP B-TREE" in line] == []
    for index in ("ix_work_turn", "ix_part_turn", "ix_work_urgent", "ix_part_urgent"):
        assert any(index in line for line in lines), index


def test_postgresql_takes_the_next_of_an_index_for_every_turn(postgres_url: str) -> None:
    """So that a turn costs as many steps as it gives, however long the lines are."""
    ledger = SqlLedger(open_database(postgres_url))
    backlog = [(make_item(n, agency=f"a{n % 3}", dropped_at=later(n), id=f"{n:06}"), []) for n in range(LENGTH)]
    ledger.drop_all(backlog)
    with transaction(ledger._engine, write=True) as connection:
        connection.exec_driver_sql("ANALYZE")
    lines = plans(ledger, VERBS["due"], "EXPLAIN")
    assert [line for line in lines if "Hash" in line or "Seq Scan on work" in line] == []
    assert [line for line in lines if "using ix_work_turn on work waiting" in line] != []
