"""How quick the archivists' desk is over a long catalog: every question of the queue's screen and of the failures'.

``python -m bench.desk [--records 100000] [--rounds 300] [--databases sqlite postgres]``

Fills a database with so many records and as many dropped documents (65 agencies, 500 days, a few per cent refused or
waiting), as rows made by the catalog's own functions, and asks with changing filters. Milliseconds on the clock of one
asker; and of CPU, ours and the server's, which do not grow when others use the machine. PostgreSQL is a private server
on the same machine, its tables analysed as it does by itself.
"""

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, insert

from bench.ledger_cost import Meter, database
from catalog.attention import Key, attention_rows, counted, day_of
from catalog.cards import card_rows
from catalog.database import open_database
from catalog.desk import SqlDesk
from catalog.failures import SqlFailures
from catalog.index import SqlIndex
from catalog.rows import entry, journal_row, work_row
from catalog.tables import attention, attention_count, attention_topic, card, drop_journal, version, work
from catalog.transaction import transaction
from catalog.upgrade import upgrade
from schemas.claim import FieldName
from schemas.desk import Cursor, Filter
from schemas.drop import State
from schemas.errors import Code
from schemas.ids import RecordId
from schemas.page import PageStatus
from schemas.record import Record, RecordStatus, Settled, Version
from schemas.vocabulary import MaterialType
from tests.fakes.ledger_items import NOON, make_item
from tests.fakes.records import make_page, make_record

BATCH, AGENCIES, DAYS, VARIANTS, PAGE = 5_000, 65, 500, 400, 50
RULE = "| --- | --- | --- | --- | --- |"
Row = dict[str, object]
KINDS = (MaterialType.VB_CHI_DAO, MaterialType.TO_GAP, MaterialType.HOI_DAP, MaterialType.BAN_TIN, None)
TYPES = ("Kế hoạch", "Công văn", "Quyết định", "Báo cáo", "Thông báo")
_WORDS = ("hòa", "giải", "đất", "đai", "hôn", "nhân", "gia", "đình", "trẻ", "em", "căn", "cước", "môi", "trường")


def agency(number: int) -> str:
    """The name of an agency that never was; the first few have most of the records, as in life."""
    return f"Xã {number}"


def variant(dice: random.Random) -> Record:
    """A record with some of its fields blank or unsure."""
    kind = dice.choice(KINDS)
    given: dict[FieldName, Settled] = {}
    if kind is not None:
        given[FieldName.MATERIAL_TYPE] = settled(kind.value, dice)
    if kind in (None, MaterialType.VB_CHI_DAO):
        given[FieldName.DOCUMENT_TYPE] = settled(dice.choice(TYPES), dice)
    for name in (FieldName.NUMBER, FieldName.ISSUED_DATE, FieldName.ISSUER, FieldName.TITLE, FieldName.SIGNER_NAME):
        if dice.random() < 0.85:
            given[name] = settled(" ".join(dice.choices(_WORDS, k=6)), dice)
    failed = dice.random() < 0.03
    page = make_page().model_copy(update={"status": PageStatus.FAILED if failed else PageStatus.READ})
    held = ("personal",) if dice.random() < 0.1 else ()
    record = make_record()
    facets = record.facets.model_copy(update={"held": held})
    status = RecordStatus.CORRECTED if dice.random() < 0.1 else RecordStatus.ARCHIVED
    return record.model_copy(
        update={"fields": given, "claims": (), "pages": (page,), "facets": facets, "status": status}
    )


def settled(value: str, dice: random.Random) -> Settled:
    """A value read with some confidence."""
    sure = 1 - dice.random() ** 3 * 0.8
    return Settled(value=value, raw=value, source="machine", confidence=sure, page=1, box=None, rule="bench@1")


def name_of(number: int) -> RecordId:
    """A record's id; the right length, spread over the alphabet."""
    return RecordId(f"{number * 7919 % 10**17:017d}")


def fill(engine: Engine, length: int) -> None:
    """So many records, and as many dropped documents."""
    dice = random.Random(7)
    made = [variant(dice) for _ in range(VARIANTS)]
    cards, rows = [card_rows(one, [VERSION], []).card for one in made], [attention_rows(one) for one in made]
    total: Counter[Key] = Counter()
    for start in range(0, length, BATCH):
        batch = [placed(dice, number, cards, rows) for number in range(start, min(start + BATCH, length))]
        for _, row, topics in batch:
            total.update(counted(row, topics))
        with transaction(engine, write=True) as connection:
            connection.execute(insert(card), [one for one, _, _ in batch])
            connection.execute(insert(attention), [row for _, row, _ in batch])
            connection.execute(insert(attention_topic), [topic for _, _, topics in batch for topic in topics])
            connection.execute(insert(version), [version_row(dice, row) for _, row, _ in batch])
            items = [item_rows(dice, row, number) for number, (_, row, _) in enumerate(batch, start)]
            connection.execute(insert(drop_journal), [journal for journal, _ in items])
            connection.execute(insert(work), [one for _, one in items])
    with transaction(engine, write=True) as connection:
        names = ("step", "facet", "value", "agency")
        connection.execute(insert(attention_count), [
            dict(zip(names, key, strict=True)) | {"number": number} for key, number in total.items()
        ])  # fmt: skip
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


VERSION = Version(version="v1", created=NOON, message="Số hóa", user="kho")


def placed(
    dice: random.Random, number: int, cards: Sequence[Row], rows: Sequence[tuple[Row, list[Row]]]
) -> tuple[Row, Row, list[Row]]:
    """One of the variants as a record of its own: id, agency, moment, and a score of its own."""
    which = dice.randrange(VARIANTS)
    dropped = NOON + timedelta(days=dice.randrange(DAYS), seconds=dice.randrange(28_000))
    row, topics = rows[which]
    own: Row = {"record": name_of(number), "agency": agency(int(AGENCIES * dice.random() ** 2)), "dropped_at": dropped}
    place = own | {"rank": float(str(row["rank"])) - dice.random() / 100}
    title = f"{number}/KH-UBND – Tuyên truyền {' '.join(dice.choices(_WORDS, k=4))}"
    shown = {"batch": day_of(dropped).isoformat(), "title": title, "words": title.lower()}
    return cards[which] | own, row | place | shown, [topic | place for topic in topics]


def version_row(dice: random.Random, row: Row) -> Row:
    """The machine's first version, or a person's: a tenth of the records were corrected, over the days."""
    person = f"lt{dice.randrange(20):02d}" if dice.random() < 0.1 else "kho"
    return {
        "record": row["record"], "version": "v1", "position": 0, "created": row["dropped_at"], "message": "",
        "person": person,
    }  # fmt: skip


def item_rows(dice: random.Random, row: Row, number: int) -> tuple[Row, Row]:
    """The document's rows in the journal and the ledger."""
    moment = row["dropped_at"]
    assert isinstance(moment, datetime)
    ended: dict[str, object] = {"state": State.ARCHIVED, "finished_at": moment, "released": True}
    luck = dice.random()
    if luck < 0.03:
        ended |= {"state": State.REFUSED, "code": dice.choice((Code.EMPTY, Code.TRUNCATED, Code.DAMAGED)), "reason": ""}
    elif luck < 0.035:
        ended = {"state": State.QUEUED, "code": Code.TIMEOUT, "reason": "chờ"}
    item = entry(make_item(
        number, id=f"{number:022d}", agency=row["agency"], dropped_at=moment, due_at=moment, **ended
    ))  # fmt: skip
    return journal_row(item), work_row(item)


def questions(engine: Engine, length: int) -> dict[str, Callable[[], object]]:
    """Name → one asking, with other filters every time."""
    desk, failures, index, dice = SqlDesk(engine), SqlFailures(engine), SqlIndex(engine), random.Random(11)
    now, record = NOON + timedelta(days=DAYS), make_record()

    def page(asked: Filter, agencies: tuple[str, ...] | None = None, after: Cursor | None = None) -> object:
        return desk.queue(asked, person="lt01", agencies=agencies, now=now, after=after, limit=PAGE)

    def scoped(number: int) -> tuple[str, ...]:
        return tuple(agency(one) for one in dice.sample(range(AGENCIES), number))

    def narrow() -> Filter:
        day = day_of(NOON + timedelta(days=dice.randrange(DAYS)))
        return dice.choice((
            Filter(document_type=dice.choice(TYPES)), Filter(material_type=MaterialType.TO_GAP), Filter(batch=day),
            Filter(reason=dice.choice(("number", "issuer", "held-personal", "page-failed"))),
            Filter(status="corrected"),
        ))  # fmt: skip

    def several() -> Filter:
        return Filter(
            document_type=dice.choice(TYPES), status="corrected", reason=dice.choice(("issuer", "held-personal"))
        )

    def screen() -> None:
        agencies = dice.choice((None, scoped(1), scoped(5), scoped(40)))
        page(dice.choice((Filter(), narrow())), agencies)
        desk.counts(agencies=agencies)
        desk.filters("lt01")
        desk.progress("lt01", day_of(now), agencies=agencies)

    def some_place() -> Cursor:
        return Cursor(dice.random() * 40, NOON, RecordId(""))

    def moved() -> None:
        number = dice.randrange(length)
        index.put(record.model_copy(update={"id": name_of(number)}), [VERSION], [])

    return {
        "queue, first page": lambda: page(Filter()),
        "queue, one filter": lambda: page(narrow()),
        "queue, three filters": lambda: page(several()),
        "queue, deep page": lambda: page(Filter(), after=some_place()),
        "queue, one agency": lambda: page(Filter(), scoped(1)),
        "queue, five agencies, a filter": lambda: page(narrow(), scoped(5)),
        "queue, forty agencies, a filter": lambda: page(narrow(), scoped(40)),
        "queue, a piece of text": lambda: page(Filter(text=dice.choice(_WORDS) + " " + dice.choice(_WORDS))),
        "queue, text that is nowhere": lambda: page(Filter(text="không có")),
        "queue, mine": lambda: page(Filter(mine=True)),
        "counts of the side bar": lambda: desk.counts(agencies=None),
        "counts, five agencies": lambda: desk.counts(agencies=scoped(5)),
        "next one": lambda: desk.next_for("lt01", narrow(), None, now=now),
        "next one, claimed": lambda: desk.take_next(f"lt{dice.random()}", Filter(), None, now=now, seconds=3),
        "claim": lambda: desk.claim(name_of(dice.randrange(length)), "lt01", now=now, seconds=60),
        "save a draft": lambda: desk.save_draft(name_of(dice.randrange(99)), "lt01", base=1, change="{}", now=now),
        "progress of a day": lambda: desk.progress("lt01", day_of(NOON), agencies=None),
        "failures": lambda: failures.failures(None),
        "failures, one code": lambda: failures.failures(scoped(1), code="damaged"),
        "codes of failures": lambda: failures.codes(None),
        "files of an agency": lambda: failures.files_of(scoped(1)),
        "file a corrected card": moved,
        "WHOLE SCREEN of the queue": screen,
    }


def measured(engine: Engine, length: int, rounds: int, meter: Meter) -> Iterator[tuple[str, list[float], float]]:
    """Question → milliseconds on the clock of every asking but the first few, and of CPU on average."""
    for name, ask in questions(engine, length).items():
        times = []
        for turn in range(rounds + 5):
            if turn == 5:
                before = meter.ours() + meter.server()
            start = time.perf_counter()
            ask()
            times.append((time.perf_counter() - start) * 1000)
        yield name, sorted(times[5:]), (meter.ours() + meter.server() - before) * 1000 / rounds


def main() -> None:
    """Prints a Markdown table for every database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    for kind in options.databases:
        with database(kind) as (url, meter):
            upgrade(url)
            engine = open_database(url)
            fill(engine, options.records)
            print(f"\n| {kind}, {options.records:,} records: ms | p50 | p95 | p99 | CPU |\n{RULE}")
            for name, times, cpu in measured(engine, options.records, options.rounds, meter):
                cuts = statistics.quantiles(times, n=100)
                print(f"| {name} | {cuts[49]:.1f} | {cuts[94]:.1f} | {cuts[98]:.1f} | {cpu:.1f} |", flush=True)
            engine.dispose()


if __name__ == "__main__":
    main()
