"""The desk stays quick over a long catalog: the databases' own plans, instead of a stopwatch, say so."""

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from bench.desk import fill
from catalog.database import open_database
from catalog.desk import SqlDesk
from catalog.failures import SqlFailures
from catalog.transaction import transaction
from catalog.upgrade import upgrade
from schemas.attention import Step
from schemas.desk import Cursor, Filter, Place
from schemas.ids import ItemId, RecordId
from tests.fakes.ledger_items import NOON
from tests.unit.catalog.test_ledger_plans import Spy

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresCluster

LENGTH = 4000
NOW = NOON + timedelta(days=600)
SOME, FIVE = ("Xã 3",), tuple(f"Xã {n}" for n in range(5))
BEHIND = Cursor(9.0, NOON, RecordId("0"))
TABLES = ("attention", "attention_topic", "work", "drop_journal", "version", "card")
PARTIAL = ("ix_work_trouble", "ix_part_trouble")
"""Indexes of only what is in trouble: these may be read from end to end."""


def asked(**parts: object) -> Filter:
    return Filter.model_validate(parts)


def queue(
    one: Filter, agencies: tuple[str, ...] | None = None, after: Cursor | None = None
) -> Callable[[Engine], object]:
    return lambda engine: SqlDesk(engine).queue(one, person="lt01", agencies=agencies, now=NOW, after=after)


QUESTIONS: dict[str, Callable[[Engine], object]] = {
    "first page": queue(asked()),
    "deep page": queue(asked(), after=BEHIND),
    "agency": queue(asked(), SOME),
    "agencies": queue(asked(), FIVE, BEHIND),
    "document type": queue(asked(document_type="Kế hoạch")),
    "material type": queue(asked(material_type="to-gap"), after=BEHIND),
    "batch": queue(asked(batch="2026-05-05")),
    "status": queue(asked(status="corrected"), after=BEHIND),
    "reason": queue(asked(reason="issuer"), after=BEHIND),
    "reason of an agency": queue(asked(reason="issuer"), SOME),
    "reason of agencies": queue(asked(reason="issuer"), FIVE),
    "agency and type": queue(asked(document_type="Kế hoạch"), SOME, BEHIND),
    "agencies and status": queue(asked(status="corrected"), FIVE),
    "three": queue(asked(document_type="Kế hoạch", status="corrected", reason="issuer"), after=BEHIND),
    "text": queue(asked(text="hoa giai"), after=BEHIND),
    "mine": queue(asked(mine=True)),
    "next": lambda engine: SqlDesk(engine).next_for("lt01", asked(), None, now=NOW),
    "progress": lambda engine: SqlDesk(engine).progress("lt01", NOON.date(), agencies=FIVE),
    "counts": lambda engine: SqlDesk(engine).counts(step=Step.CHECK, agencies=FIVE),
    "failures": lambda engine: SqlFailures(engine).failures(None, after=Place(NOON, ItemId("0"))),
    "failures of an agency": lambda engine: SqlFailures(engine).failures(SOME, code="damaged"),
    "codes": lambda engine: SqlFailures(engine).codes(None),
    "files": lambda engine: SqlFailures(engine).files_of(None, after=Place(NOW, ItemId("0"))),
    "files of an agency": lambda engine: SqlFailures(engine).files_of(SOME),
    "files of agencies": lambda engine: SqlFailures(engine).files_of(FIVE),
}
IN_ORDER = [*list(QUESTIONS)[:15], "next"]
"""Questions of the queue: an index gives the rows in their order, nothing is sorted."""


@pytest.fixture(scope="module")
def in_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A long catalog. Nobody has analysed it: nobody does that to a SQLite file of ours in life either."""
    url = f"sqlite:///{tmp_path_factory.mktemp('desk')}/long.db"
    upgrade(url)
    engine = open_database(url)
    fill(engine, LENGTH)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def in_postgres(migrated: "PostgresCluster") -> Iterator[Engine]:
    """A long catalog, analysed, as PostgreSQL does by itself."""
    engine = open_database(migrated.create(f"kho_{secrets.token_hex(4)}", template="kho_template"))
    fill(engine, LENGTH)
    yield engine
    engine.dispose()


def plans(engine: Engine, act: Callable[[Engine], object], explain: str) -> list[str]:
    """The lines of the plans of every statement that ``act`` sends."""
    spy = Spy(engine=engine)
    act(engine)
    seen = list(spy.seen)
    assert seen
    lines = []
    for statement, parameters in seen:
        with transaction(engine, write=False) as connection:
            rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)  # type: ignore[arg-type]
            lines += [str(row[-1]) for row in rows]
    return lines


@pytest.mark.parametrize("name", QUESTIONS)
def test_sqlite_never_reads_a_whole_table(in_sqlite: Engine, name: str) -> None:
    lines = plans(in_sqlite, QUESTIONS[name], "EXPLAIN QUERY PLAN")
    scans = [line for line in lines if line.split()[:2] in [["SCAN", table] for table in TABLES]]
    assert [line for line in scans if not any(partial in line for partial in PARTIAL)] == []


@pytest.mark.parametrize("name", IN_ORDER)
def test_sqlite_never_sorts_the_queue(in_sqlite: Engine, name: str) -> None:
    lines = plans(in_sqlite, QUESTIONS[name], "EXPLAIN QUERY PLAN")
    assert [line for line in lines if "TEMP B-TREE" in line] == []


@pytest.mark.parametrize("name", ["agencies", "agency and type", "agencies and status", "text"])
def test_sqlite_looks_through_the_queue_in_one_index_alone(in_sqlite: Engine, name: str) -> None:
    lines = plans(in_sqlite, QUESTIONS[name], "EXPLAIN QUERY PLAN")
    assert any("SEARCH attention USING COVERING INDEX ix_attention_place" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("failures", "ix_work_trouble"),
        ("failures of an agency", "ix_work_trouble"),
        ("codes", "ix_work_trouble"),
        ("files", "ix_drop_journal_place"),
        ("files of an agency", "ix_drop_journal_agency"),
        ("progress", "ix_version_created"),
        ("mine", "ix_desk_claim_person"),
    ],
)
def test_sqlite_answers_from_the_index_made_for_it(in_sqlite: Engine, name: str, index: str) -> None:
    assert any(index in line for line in plans(in_sqlite, QUESTIONS[name], "EXPLAIN QUERY PLAN"))


# Of a table as short as this one, PostgreSQL rather reads all of it where much has to be looked through anyhow.
@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in ("codes", "progress", "text")])
def test_postgresql_never_reads_a_whole_table(in_postgres: Engine, name: str) -> None:
    lines = plans(in_postgres, QUESTIONS[name], "EXPLAIN")
    scans = [line for line in lines if any(line.strip(" ->").startswith(f"Seq Scan on {table} ") for table in TABLES)]
    assert scans == []
