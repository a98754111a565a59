"""What the audit promises, over SQLite and a real PostgreSQL: it keeps everything, and only grows."""

import pytest
from sqlalchemy.exc import DBAPIError

from catalog.audit import AuditFilter, Entry, SqlAudit
from catalog.database import open_database
from catalog.transaction import transaction
from tests.fakes.ledger_items import NOON, later

EVERYTHING = AuditFilter()


@pytest.fixture
def audit(database_url: str) -> SqlAudit:
    return SqlAudit(open_database(database_url))


def note(audit: SqlAudit, action: str = "corrected", *, seconds: float = 0, **more: object) -> None:
    facts: dict[str, object] = {"person": "thu.thu", "address": "192.0.2.7", "at": later(seconds)} | more
    audit.note(action=action, **facts)  # type: ignore[arg-type]


def actions(entries: "list[Entry] | object") -> list[str]:
    return [one.action for one in entries]  # type: ignore[attr-defined]


def test_an_entry_is_kept_as_it_was_noted(audit: SqlAudit) -> None:
    detail = {"fields": ["title"], "version": 2, "published": False, "base": None, "why": "chữ «ữ» \"'"}
    note(audit, record="0" * 17, agency="Sở Nam", detail=detail)
    (entry,) = audit.entries(EVERYTHING)
    assert entry.model_dump(exclude={"number"}) == {
        "at": NOON, "person": "thu.thu", "action": "corrected", "record": "0" * 17, "agency": "Sở Nam",
        "detail": detail, "address": "192.0.2.7",
    }  # fmt: skip


def test_what_nobody_known_did_is_kept_too(audit: SqlAudit) -> None:
    note(audit, person=None, address=None)
    (entry,) = audit.entries(EVERYTHING)
    assert (entry.person, entry.record, entry.agency, entry.detail, entry.address) == (None, None, None, {}, None)


def test_the_newest_comes_first_page_by_page(audit: SqlAudit) -> None:
    for number in range(7):
        note(audit, f"act-{number}", seconds=number)
    seen: list[str] = []
    after = None
    while page := audit.entries(EVERYTHING, after=after, limit=3):
        seen += actions(page)
        after = page[-1].number
    assert seen == [f"act-{number}" for number in reversed(range(7))]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AuditFilter(person="khac"), ["b"]),
        (AuditFilter(action="c"), ["c"]),
        (AuditFilter(record="r1"), ["c", "a"]),
        (AuditFilter(since=later(2)), ["d", "c"]),
        (AuditFilter(until=later(2)), ["b", "a"]),
        (AuditFilter(since=later(1), until=later(3)), ["c", "b"]),
        (AuditFilter(agencies=("Sở Nam",)), ["c", "a"]),
        (AuditFilter(agencies=("Sở Nam", "Sở Bắc")), ["c", "b", "a"]),
        (AuditFilter(agencies=()), []),
        (AuditFilter(person="thu.thu", record="r2"), []),
    ],
)
def test_it_is_asked_by_who_what_when_and_whose(audit: SqlAudit, wanted: AuditFilter, found: list[str]) -> None:
    note(audit, "a", record="r1", agency="Sở Nam")
    note(audit, "b", person="khac", record="r2", agency="Sở Bắc", seconds=1)
    note(audit, "c", record="r1", agency="Sở Nam", seconds=2)
    note(audit, "d", seconds=3)
    assert actions(audit.entries(wanted)) == found


@pytest.mark.parametrize("statement", ["UPDATE audit SET person = 'x'", "DELETE FROM audit"])
def test_nothing_in_it_can_be_changed_or_deleted(audit: SqlAudit, statement: str) -> None:
    note(audit)
    with pytest.raises(DBAPIError, match="audit only grows"), transaction(audit._engine, write=True) as connection:
        connection.exec_driver_sql(statement)
    assert len(audit.entries(EVERYTHING)) == 1


def test_postgresql_does_not_empty_it_either(postgres_url: str) -> None:
    audit = SqlAudit(open_database(postgres_url))
    note(audit)
    with pytest.raises(DBAPIError, match="audit only grows"), transaction(audit._engine, write=True) as connection:
        connection.exec_driver_sql("TRUNCATE audit")
    assert len(audit.entries(EVERYTHING)) == 1
