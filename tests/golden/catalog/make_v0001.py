"""Makes ``v0001.sql`` and ``v0001.json`` from the code of release 0001; never needed again unless they are lost.

``PYTHONPATH=FOLDER python tests/golden/catalog/make_v0001.py``, where FOLDER holds rooms and tests of that release.
"""

import json
import sqlite3
import tempfile
from pathlib import Path

import release
from sqlalchemy import Engine, event

from catalog.database import open_database
from catalog.index import SqlIndex
from catalog.ledger import SqlLedger
from catalog.upgrade import upgrade
from schemas.drop import Stage, State
from schemas.errors import Code
from schemas.ids import ItemId
from schemas.record import Version
from tests.fakes.ledger_items import NOON, later, make_file, make_item
from tests.fakes.records import make_receipt, make_record
from tests.servers.postgres import postgres_cluster

TABLES = ("drop_journal", "dropped_file", "work", "card", "claim", "version", "receipt", "change")

ITEMS = ("queued", "working", "late", "failed", "delayed", "archived", "duplicate", "refused")
VERSION = Version(version="v1", created=NOON, message="Số hóa", user="kho")


def fill(engine: Engine) -> None:
    """Items in every state there is, and two cards."""
    ledger, index = SqlLedger(engine), SqlIndex(engine)
    odd = make_file(
        b"S\xf4 T\xad ph\xb8p/t\xea'g\xcap\x01;\n%s.pdf".decode("utf-8", "surrogateescape"), inode=2**64 - 1
    )
    for number, name in enumerate(
        ("queued", "working", "late", "failed", "delayed", "archived", "duplicate", "refused"), 1
    ):
        item = make_item(
            number, id=name, dropped_at=later(number), source=f"A/tờ 'gấp' {number}%; --.pdf", pages_total=3
        )
        ledger.drop(item, [make_file(f"A/{name}.pdf"), odd])
    ledger.drop(make_item(6, id="twin", dropped_at=later(9)))
    ledger.drop(make_item(None, id="door", state=State.REFUSED, code=Code.EMPTY, reason="Rỗng.", finished_at=NOON))
    ledger.lease(ItemId("working"), now=later(60), seconds=1e9)
    late = ledger.lease(ItemId("late"), now=later(60), seconds=20)
    ledger.progress(late, stage=Stage.READ, pages_done=2, pages_total=3)
    for name, passing in (("failed", False), ("delayed", True)):
        lease = ledger.lease(ItemId(name), now=later(60), seconds=20)
        ledger.put_back(lease, due_at=later(90), code=Code.TIMEOUT, reason="Quá giờ.", passing=passing)
    for name in ("archived", "duplicate", "refused"):
        code, reason = (Code.DAMAGED, "Tệp hỏng.") if name == "refused" else (None, None)
        lease = ledger.lease(ItemId(name), now=later(60), seconds=20)
        ledger.finish(lease, state=State(name), code=code, reason=reason, now=later(70))
    ledger.released(ItemId("archived"))
    for scan in (b"one", b"two"):
        record = make_record(scan=scan)
        index.put(record, [VERSION], [make_receipt(record.id)])


def act(engine: Engine) -> None:
    """Everything that release 0001 does to a ledger and an index."""
    ledger, index, new = SqlLedger(engine), SqlIndex(engine), make_item(77, id="new", dropped_at=later(100))
    for _again in range(2):
        ledger.drop_all([(new, [make_file("B/mới.pdf")]), (make_item(78, id="more", dropped_at=later(101)), [])])
    ledger.due(now=later(200), limit=200)
    for item, state in ((ItemId("new"), State.ARCHIVED), (ItemId("late"), State.REFUSED)):
        lease = ledger.lease(item, now=later(200), seconds=20)
        ledger.renew(lease, now=later(205), seconds=20)
        ledger.progress(lease, stage=Stage.TAKEN, pages_done=1, pages_total=2)
        for passing in (True, False):
            ledger.put_back(lease, due_at=later(200), code=Code.TIMEOUT, reason="Quá giờ.", passing=passing)
            lease = ledger.lease(item, now=later(300), seconds=20)
        ledger.finish(lease, state=state, code=None, reason=None, now=later(310))
        ledger.released(item)
    ledger.free_leases()
    for look in (ledger.items, ledger.open_files, ledger.unreleased, ledger.balance, ledger.counts):
        look()
    ledger.items(record=new.record, state=State.ARCHIVED)
    ledger.get(ItemId("working"))
    ledger.files(ItemId("refused"))
    record = make_record(scan=b"three")
    for versions in (1, 2):
        index.put(record, [VERSION], [make_receipt(record.id)] * (versions % 2))
    list(index.cards())


def dumped(file: Path) -> str:
    """The rows of a SQLite file as INSERTs."""
    connection, lines = sqlite3.connect(file), []
    for table in TABLES:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid"):
            words = [
                ("true" if value else "false") if column == "released" else release.literal(value)
                for column, value in zip(columns, row, strict=True)
            ]
            lines.append(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(words)});\n")
    (number,) = connection.execute("SELECT number FROM change_counter").fetchone()
    lines.append(f"UPDATE change_counter SET number = {number};\n")
    connection.close()
    return "".join(lines)


def heard(url: str, sql: str, again: str) -> list[dict[str, object]]:
    """What `act` says to a database so filled, and what a second database so filled answers."""
    said: list[dict[str, object]] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append({"statement": statement, "parameters": release.encoded(parameters)})

    engine, other = open_database(url), open_database(again)
    for one in (url, again):
        upgrade(one)
        with open_database(one).begin() as connection:
            release.load(connection, sql)
    event.listen(engine, "before_cursor_execute", note)
    act(engine)
    for one, rows in zip(said, release.replay(other, said), strict=True):
        one["rows"] = rows
    return said


def main() -> None:
    """Writes both files."""
    with tempfile.TemporaryDirectory() as folder, postgres_cluster() as server:
        first = f"{folder}/filled.db"
        upgrade(f"sqlite:///{first}")
        fill(open_database(f"sqlite:///{first}"))
        sql = dumped(Path(first))
        spoken = {
            "sqlite": heard(f"sqlite:///{folder}/a.db", sql, f"sqlite:///{folder}/b.db"),
            "postgresql": heard(server.create("a"), sql, server.create("b")),
        }
    (release.HERE / "v0001.sql").write_text(sql, "utf-8")
    (release.HERE / "v0001.json").write_text(json.dumps(spoken, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
