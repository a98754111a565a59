"""The list of what was refused or waits with trouble, and what became of every file: over both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from catalog.database import open_database
from catalog.failures import SqlFailures
from catalog.ledger import SqlLedger
from schemas.desk import Place, Trouble, TroublePage
from schemas.drop import Item, State
from schemas.errors import Code
from schemas.ids import ItemId
from tests.fakes.ledger_acts import divided
from tests.fakes.ledger_items import NOON, later, make_item

REFUSED = {"state": State.REFUSED, "finished_at": later(5), "released": True}


@pytest.fixture
def ledger(database_url: str) -> Iterator[SqlLedger]:
    engine = open_database(database_url)
    yield SqlLedger(engine)
    engine.dispose()


@pytest.fixture
def failures(ledger: SqlLedger) -> SqlFailures:
    return SqlFailures(ledger._engine)


def dropped(ledger: SqlLedger, name: str, second: int, **changes: object) -> Item:
    item = make_item(second, id=ItemId(name), dropped_at=later(second), **changes)
    ledger.drop(item)
    return item


def filled(ledger: SqlLedger) -> None:
    """Two refused ones, one that waits after trouble, one whose part waits, one at work, two that ended well."""
    dropped(ledger, "refused", 1, code=Code.ENCRYPTED, reason="Tệp có mật khẩu: hãy bỏ.", source="Xã A/m/a.pdf",
            agency="Xã A", **REFUSED)  # fmt: skip
    dropped(ledger, "secret", 2, code=Code.SECRET_MARK, agency="Xã B", source="Xã B/b.zip!b.pdf", **REFUSED)
    dropped(ledger, "waits", 3, agency="Xã A")
    lease = ledger.lease(ItemId("waits"), now=later(9), seconds=60)
    assert lease is not None
    ledger.put_back(lease, due_at=later(99), code=Code.TIMEOUT, reason="Đọc quá lâu")
    book = dropped(ledger, "book", 4, agency="Xã B")
    divided(ledger, book, (1, 5), (6, 9))
    part = ledger.lease_part(ItemId("book"), 2, now=later(9), seconds=60)
    assert part is not None
    ledger.put_back(part, due_at=later(77), code=Code.OUT_OF_MEMORY, reason="Cần quá nhiều bộ nhớ")
    dropped(ledger, "fresh", 5, agency="Xã A")
    for name, second, state in (("kept", 6, State.ARCHIVED), ("copy", 7, State.DUPLICATE)):
        dropped(ledger, name, second, agency="Xã A", state=state, finished_at=later(8))


def names(page: TroublePage) -> list[str]:
    return [row.item for row in page.rows]


def test_what_is_in_trouble_youngest_first(ledger: SqlLedger, failures: SqlFailures) -> None:
    filled(ledger)
    found = failures.failures(None)
    assert names(found) == ["book", "waits", "secret", "refused"]
    assert (found.total, found.next) == (4, None)


def test_every_one_says_why_what_to_do_and_where_it_lies(ledger: SqlLedger, failures: SqlFailures) -> None:
    filled(ledger)
    rows = {row.item: row for row in failures.failures(None).rows}
    refused, secret, waits, book = (rows[ItemId(name)] for name in ("refused", "secret", "waits", "book"))
    assert (refused.code, refused.sentence) == (Code.ENCRYPTED, "Tệp có mật khẩu: hãy bỏ.")
    assert (refused.place, refused.state, refused.due_at) == ("Xã A/_tu-choi/m", "refused", None)
    assert (secret.place, str(secret.sentence)[:5]) == ("Xã B/_tu-choi", "Trang")
    assert (waits.code, waits.due_at, waits.place) == (Code.TIMEOUT, later(99), None)
    assert (book.code, book.sentence, book.due_at) == (Code.OUT_OF_MEMORY, "Cần quá nhiều bộ nhớ", later(77))


def test_a_file_dropped_beside_the_agencies_lies_beside_them(ledger: SqlLedger, failures: SqlFailures) -> None:
    dropped(ledger, "stray", 1, agency="", source="a.pdf", code=Code.EMPTY, **REFUSED)
    assert [row.place for row in failures.failures(None).rows] == ["_tu-choi"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"agency": "Xã A"}, ["waits", "refused"]),
        ({"code": "timeout"}, ["waits"]),
        ({"code": "out-of-memory"}, ["book"]),
        ({"state": "refused"}, ["secret", "refused"]),
        ({"state": "queued", "agency": "Xã B"}, ["book"]),
        ({"agency": "Xã C"}, []),
    ],
)
def test_narrowed(ledger: SqlLedger, failures: SqlFailures, asked: dict[str, str], expected: list[str]) -> None:
    filled(ledger)
    found = failures.failures(None, **asked)  # type: ignore[arg-type]
    assert (names(found), found.total) == (expected, len(expected))


def test_nobody_sees_another_agency_s(ledger: SqlLedger, failures: SqlFailures) -> None:
    filled(ledger)
    assert names(failures.failures(("Xã A",))) == ["waits", "refused"]
    assert names(failures.failures(("Xã A",), agency="Xã B")) == []
    assert names(failures.failures(())) == []
    assert names(failures.files_of(("Xã B",))) == ["book", "secret"]
    assert failures.files_of(()).rows == ()
    assert dict(failures.codes(("Xã A",))) == {"timeout": 1, "encrypted": 1}
    assert failures.get(ItemId("secret"), ("Xã A",)) is None
    assert failures.get(ItemId("secret"), ("Xã B",)) is not None
    assert failures.get(ItemId("none"), None) is None


def test_what_became_of_every_file(ledger: SqlLedger, failures: SqlFailures) -> None:
    filled(ledger)
    rows = failures.files_of(None).rows
    assert [row.item for row in rows] == ["copy", "kept", "fresh", "book", "waits", "secret", "refused"]
    assert [row.state for row in rows] == ["duplicate", "archived", *["queued"] * 3, *["refused"] * 2]
    assert all(row.record is not None for row in rows)
    assert [row.sentence for row in rows[:3]] == [None] * 3


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_page_by_page(ledger: SqlLedger, failures: SqlFailures, limit: int) -> None:
    filled(ledger)

    def through(after: Place | None = None) -> list[Trouble]:
        page = failures.failures(None, after=after, limit=limit)
        assert page.total == 4
        return [*page.rows, *(through(page.next) if page.next else [])]

    assert [row.item for row in through()] == ["book", "waits", "secret", "refused"]
    first = failures.files_of(None, limit=limit)
    assert names(failures.files_of(None, after=first.next))[0] == ["kept", "fresh", "book"][limit - 1]


def test_several_dropped_at_one_moment_are_all_there(ledger: SqlLedger, failures: SqlFailures) -> None:
    for name in ("a", "b", "c"):
        ledger.drop(make_item(None, id=ItemId(name), code=Code.EMPTY, **REFUSED))
    first = failures.failures(None, limit=2)
    assert (names(first), names(failures.failures(None, after=first.next, limit=2))) == (["c", "b"], ["a"])


def test_what_no_database_takes_does_no_harm(failures: SqlFailures) -> None:
    strange = Place(NOON, ItemId("a\x00\ud800"))
    assert failures.failures(("\x00",), agency="\x00", code="\x00", state="\ud800", after=strange).rows == ()
    assert failures.files_of(("\udcff",), after=strange).rows == ()
    assert failures.get(strange.item, None) is None


def test_codes_most_first(ledger: SqlLedger, failures: SqlFailures) -> None:
    filled(ledger)
    dropped(ledger, "another", 20, code=Code.TIMEOUT, **REFUSED)
    assert failures.codes(None) == [("timeout", 2), ("encrypted", 1), ("secret-mark", 1)]


def test_a_secret_mark_is_passed_over_by_two(failures: SqlFailures, ledger: SqlLedger) -> None:
    filled(ledger)
    item = ItemId("secret")
    assert failures.wish(item, "lt01", reason="ảnh", now=NOON) is None
    assert failures.wish(item, "lt01", reason="ảnh minh họa", now=later(1)) is None
    told = failures.get(item, None)
    assert told is not None
    assert told.wish is not None
    assert (told.wish.person, told.wish.reason, told.wish.at) == ("lt01", "ảnh minh họa", later(1))
    both = failures.wish(item, "cb01", reason="đúng là ảnh", now=NOON + timedelta(days=1))
    assert both is not None
    assert [(one.person, one.reason) for one in both] == [("lt01", "ảnh minh họa"), ("cb01", "đúng là ảnh")]
    failures.forget(item)
    assert failures.wish(item, "cb01", reason="ảnh", now=NOON) is None


def test_what_somebody_has_seen_to_is_settled_once(failures: SqlFailures, ledger: SqlLedger) -> None:
    filled(ledger)
    item = ItemId("secret")
    failures.wish(item, "lt01", reason="ảnh", now=NOON)
    failures.settle(item, "lt01", place="Xã B/b.pdf", now=later(3))
    failures.settle(item, "cb01", place=None, now=later(4))
    told = failures.get(item, None)
    assert told is not None
    assert (told.settled_at, told.place, told.wish) == (later(3), None, None)
    assert names(failures.failures(None)) == ["book", "waits", "refused"]
    assert dict(failures.codes(None)) == {"timeout": 1, "encrypted": 1}
