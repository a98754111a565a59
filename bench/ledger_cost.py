"""What the catalog costs a document: CPU of every verb, our own and the server's, in a short and in a long ledger.

``python -m bench.ledger_cost [--lengths 1000 100000] [--rounds 200] [--databases sqlite postgres]``

Fills a database with so many documents that are archived, released and catalogued, then takes ``rounds`` new ones
through their lives, verb by verb, and prints milliseconds of CPU for each call. PostgreSQL is a private server; its CPU
is that of all its processes. Runs on any machine, beside anything: CPU seconds are counted, not the clock's.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from statistics import median
from typing import NamedTuple

import psutil
from sqlalchemy import Engine, insert

from catalog.cards import CardRows, card_rows
from catalog.database import open_database
from catalog.index import SqlIndex
from catalog.ledger import SqlLedger
from catalog.rows import entry, file_row, journal_row, work_row
from catalog.tables import card, change, claim, drop_journal, dropped_file, receipt, version, work
from catalog.transaction import transaction
from catalog.upgrade import upgrade
from schemas.drop import Item, Lease, Stage, State
from schemas.record import Record, Version
from tests.fakes.ledger_items import NOON, later, make_file, make_item
from tests.fakes.records import make_receipt, make_record
from tests.servers.postgres import postgres_cluster

BATCH = 5_000
TURN = 20
AGENCIES = 65
PER_DOCUMENT = {"drop": 1, "lease": 1, "get": 1, "renew": 1, "progress": 5, "put card": 1, "finish": 1, "released": 1}
"""Calls in the life of a leaflet of two pages."""
VERSION = Version(version="v1", created=NOON, message="Số hóa", user="kho")


class Meter(NamedTuple):
    """CPU seconds so far: our own, and those of the database's server."""

    ours: Callable[[], float]
    server: Callable[[], float]


def server_cpu(pid: int) -> float:
    """CPU seconds of a server and all processes it has or had."""
    while True:
        try:
            living = [one.cpu_times() for one in psutil.Process(pid).children(recursive=True)]
        except psutil.NoSuchProcess:  # one has just ended: look again
            continue
        own = psutil.Process(pid).cpu_times()
        return own.user + own.system + own.children_user + own.children_system + sum(t.user + t.system for t in living)


def document(number: int, **changes: object) -> Item:
    """A document of its own content, dropped so many seconds after noon."""
    agency = f"Xã {number % AGENCIES}"
    return make_item(number, id=f"{number:022d}", agency=agency, dropped_at=later(number), pages_total=2, **changes)


def fill(engine: Engine, length: int) -> None:
    """So many documents that are done with, and their cards."""
    for start in range(0, length, BATCH):
        ended = {"state": State.ARCHIVED, "finished_at": NOON, "released": True}
        items = [entry(document(number, **ended)) for number in range(start, min(start + BATCH, length))]
        cards = [rows_of(item) for item in items]
        with transaction(engine, write=True) as connection:
            connection.execute(insert(drop_journal), [journal_row(item) for item in items])
            connection.execute(insert(work), [work_row(item) for item in items])
            connection.execute(insert(dropped_file), [file_row(item.id, 0, make_file()) for item in items])
            connection.execute(insert(card), [rows.card for rows in cards])
            for table, name in ((claim, "claims"), (version, "versions"), (receipt, "receipts")):
                connection.execute(insert(table), [row for rows in cards for row in getattr(rows, name)])
            numbered = [{"record": rows.card["record"], "number": 0} for rows in cards]
            connection.execute(insert(change), numbered)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


@cache
def one_card() -> CardRows:
    """A card to copy: making a record a document would take longer than filing it."""
    record = record_of(document(0))
    return card_rows(record, [VERSION], [make_receipt(record.id)])


def rows_of(item: Item) -> CardRows:
    """That card, of another document."""
    return CardRows._make(
        [{**row, "record": item.record} for row in rows] if isinstance(rows, list) else {**rows, "record": item.record}
        for rows in one_card()
    )


def record_of(item: Item) -> Record:
    """The record of a document."""
    return make_record(scan=hashlib.sha256(item.id.encode()).digest(), item=item.id)


def lives(engine: Engine, items: list[Item], meter: Meter) -> Iterator[tuple[str, float, float]]:
    """Takes the items through their lives; gives verb, our milliseconds and the server's milliseconds a call."""
    ledger, index, leases = SqlLedger(engine), SqlIndex(engine), dict[str, Lease]()
    files, records = [make_file()], {item.id: record_of(item) for item in items}

    def leased(item: Item) -> None:
        lease = ledger.lease(item.id, now=later(10**7), seconds=600)
        assert lease is not None
        leases[item.id] = lease

    def noted(item: Item) -> None:
        ledger.progress(leases[item.id], stage=Stage.READ, pages_done=1, pages_total=2)

    def ended(item: Item) -> None:
        ledger.finish(leases[item.id], state=State.ARCHIVED, code=None, reason=None, now=later(10**7))

    def filed(item: Item) -> None:
        record = records[item.id]
        index.put(record, [VERSION], [make_receipt(record.id)])

    verbs: dict[str, Callable[[Item], object]] = {
        "drop": lambda item: ledger.drop(item, files),
        "due": lambda _: ledger.due(now=later(10**7), limit=50),
        "waiting": lambda _: ledger.waiting(),
        "lease": leased,
        "get": lambda item: ledger.get(item.id),
        "renew": lambda item: ledger.renew(leases[item.id], now=later(10**7), seconds=600),
        "progress": noted,
        "put card": filed,
        "finish": ended,
        "released": lambda item: ledger.released(item.id),
        "due, idle": lambda _: ledger.due(now=later(10**7), limit=50),
    }
    for name, verb in verbs.items():
        ours, server = meter.ours(), meter.server()
        for item in items:
            verb(item)
        yield name, (meter.ours() - ours) * 1000 / len(items), (meter.server() - server) * 1000 / len(items)


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Meter]]:
    """A new database of that kind."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/catalog.db", Meter(time.process_time, lambda: 0.0)
    else:
        with postgres_cluster() as server:
            pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
            yield server.create("kho"), Meter(time.process_time, lambda: server_cpu(pid))


def measured(kind: str, lengths: Sequence[int], rounds: int) -> dict[int, dict[str, tuple[float, float]]]:
    """Length → verb → our milliseconds and the server's; the lengths in turns, of our time the median of the turns."""
    found: dict[int, dict[str, list[tuple[float, float]]]] = {length: {} for length in lengths}
    with ExitStack() as stack:
        filled = {}
        for length in lengths:
            url, meter = stack.enter_context(database(kind))
            upgrade(url)
            filled[length] = open_database(url), meter
            fill(filled[length][0], length)
        for turn in range(1 + rounds // TURN):
            for length, (engine, meter) in filled.items():
                items = [document(10**6 + turn * TURN + n) for n in range(TURN)]
                for verb, ours, server in lives(engine, items, meter):
                    if turn:  # the first one warms up
                        found[length].setdefault(verb, []).append((ours, server))
    return {length: {verb: _typical(turns) for verb, turns in verbs.items()} for length, verbs in found.items()}


def _typical(turns: Sequence[tuple[float, float]]) -> tuple[float, float]:
    # The server's clock ticks in hundredths of a second: only a sum of many is worth anything.
    return median(ours for ours, _ in turns), sum(server for _, server in turns) / len(turns)


def main() -> None:
    """Prints a table for every database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lengths", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    for kind in options.databases:
        found = measured(kind, options.lengths, options.rounds)
        print(f"\n{kind}: ms of CPU a call, ours + server's, by documents catalogued")
        print(f"{'':10}" + "".join(f"{length:>18,}" for length in found))
        for verb in found[options.lengths[0]]:
            print(f"{verb:10}" + "".join(f"{found[n][verb][0]:>10.2f} + {found[n][verb][1]:<5.2f}" for n in found))
        totals = [sum(times * sum(of[verb]) for verb, times in PER_DOCUMENT.items()) for of in found.values()]
        print(f"{'document':10}" + "".join(f"{total:>18.1f}" for total in totals))


if __name__ == "__main__":
    main()
