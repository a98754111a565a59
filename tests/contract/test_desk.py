"""What the archivists' desk promises, over SQLite and a real PostgreSQL; the queue is compared with a plain sort."""

import random
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

import pytest
from sqlalchemy import select

from catalog.attention import COUNTED, attention_rows, day_of
from catalog.database import open_database
from catalog.desk import MACHINE, SqlDesk
from catalog.drafts import MAX_DRAFT
from catalog.index import SqlIndex
from catalog.queue_page import ENOUGH
from catalog.tables import attention, attention_count, attention_topic
from catalog.transaction import transaction
from catalog.upgrade import upgrade
from pipeline.flow import USER
from schemas.attention import Step
from schemas.claim import FieldName
from schemas.contents import Facets
from schemas.desk import Cursor, Filter, QueueRow, SavedFilter
from schemas.errors import Code, Refused
from schemas.ids import RecordId
from schemas.record import Record, RecordStatus, Version
from tests.fakes.attended import all_confirmed, bad_page, machine, published, told
from tests.fakes.records import NOON, make_record

NOW = NOON + timedelta(days=30)
HOUR = 3600.0
AGENCIES = ("Sở Tư pháp", "Xã A", "Xã B", "Xã C", "Xã D", "Xã E", "Xã G", "Xã H", "Xã I", "Xã K")


@pytest.fixture
def index(database_url: str) -> Iterator[SqlIndex]:
    engine = open_database(database_url)
    yield SqlIndex(engine)
    engine.dispose()


@pytest.fixture
def desk(index: SqlIndex) -> SqlDesk:
    return SqlDesk(index._engine)


def some_record(number: int, dice: random.Random) -> Record:
    """A record like others: blanks, doubts, gates, bad pages, several agencies, days and moments that repeat."""
    said = [machine(FieldName.MATERIAL_TYPE, dice.choice(["to-gap", "vb-chi-dao"]), dice.choice([1.0, 0.5]))]
    if dice.random() < 0.5:
        said.append(machine(FieldName.DOCUMENT_TYPE, dice.choice(["Kế hoạch", "Công văn"]), 0.9))
    said += [
        machine(name, f"{word} {number}", dice.choice([0.6, 0.9]))
        for name, word in ((FieldName.TITLE, "Tìm hiểu Hòa giải"), (FieldName.ISSUER, "UBND"), (FieldName.NUMBER, "Số"))
        if dice.random() < 0.7
    ]
    named = make_record(scan=f"scan {number}".encode())
    return told(
        *said, id=named.id, digest=named.digest, agency=dice.choice(AGENCIES), source=f"x/trang_{number}%.pdf",
        status=dice.choice(list(RecordStatus)), dropped_at=NOON + timedelta(hours=dice.randrange(60)),
        facets=Facets(held=("personal",) if dice.random() < 0.2 else ()),
        pages=(bad_page(1, failed=dice.random() < 0.2),),
    )  # fmt: skip


def filed(index: SqlIndex, number: int = 60) -> list[Record]:
    dice = random.Random(number)
    records = [some_record(n, dice) for n in range(number)]
    records[0] = all_confirmed(records[0]).model_copy(update={"facets": Facets()})
    records[-1] = records[-1].model_copy(update={"publication": published()})
    for record in records:
        put(index, record)
    return records


def put(index: SqlIndex, record: Record, *versions: tuple[datetime, str]) -> None:
    said = versions or ((NOON, MACHINE),)
    made = [Version(version=f"v{n}", created=at, message="", user=by) for n, (at, by) in enumerate(said, 1)]
    index.put(record, made, [])


def rows_of(records: Sequence[Record]) -> list[tuple[dict[str, object], set[object]]]:
    found = [attention_rows(record) for record in records]
    in_order = sorted(found, key=lambda one: (one[0]["rank"], one[0]["dropped_at"], one[0]["record"]))
    return [(row, {topic["topic"] for topic in topics}) for row, topics in in_order]


def expected(records: Sequence[Record], asked: Filter, agencies: tuple[str, ...] | None) -> list[object]:
    """The same by a plain look at every record."""
    return [
        row["record"]
        for row, topics in rows_of(records)
        if row["step"] == asked.step
        and (agencies is None or row["agency"] in agencies)
        and asked.agency in (None, row["agency"])
        and asked.document_type in (None, row["document_type"])
        and asked.material_type in (None, row["material_type"])
        and asked.status in (None, row["status"])
        and (asked.batch is None or asked.batch.isoformat() == row["batch"])
        and (asked.reason is None or asked.reason.replace("\x00", "") in topics)
        and (asked.waiting_days is None or row["dropped_at"] <= NOW - timedelta(days=asked.waiting_days))  # type: ignore[operator]
        and all(term in str(row["words"]) for term in (asked.text or "").split())
    ]


def pages(desk: SqlDesk, asked: Filter, agencies: tuple[str, ...] | None, limit: int) -> Iterator[Sequence[QueueRow]]:
    after: Cursor | None = None
    while True:
        page = desk.queue(asked, person="lt01", agencies=agencies, now=NOW, after=after, limit=limit)
        yield page.rows
        if page.next is None:
            return
        after = page.next


FILTERS = [
    Filter(),
    Filter(step=Step.PUBLISH),
    Filter(step=Step.DONE),
    Filter(agency="Xã A"),
    Filter(document_type="Kế hoạch"),
    Filter(document_type=""),
    Filter(material_type="to-gap"),
    Filter(batch=date(2026, 3, 6)),
    Filter(reason="number"),
    Filter(reason="held-personal"),
    Filter(status="corrected"),
    Filter(text="hoa giai"),
    Filter(text="trang_1"),
    Filter(text="%"),
    Filter(waiting_days=29),
    Filter(waiting_days=29, reason="title"),
    Filter(reason="held\x00-personal"),
    Filter(agency="Xã A", document_type="Kế hoạch"),
    Filter(reason="title", material_type="to-gap", status="archived"),
    Filter(reason="issuer", text="hoa"),
    Filter(agency="Không có"),
]
SCOPES = [None, ("Xã A",), AGENCIES[:3], AGENCIES[1:], ()]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def full(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SqlDesk, list[Record]]]:
    """A desk over sixty records, only to be looked at."""
    url = f"sqlite:///{tmp_path_factory.mktemp('desk')}/full.db"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").create(f"kho_desk_{secrets.token_hex(4)}")
    upgrade(url)
    engine = open_database(url)
    yield SqlDesk(engine), filed(SqlIndex(engine))
    engine.dispose()


@pytest.mark.parametrize("asked", FILTERS, ids=lambda one: one.model_dump_json(exclude_defaults=True))
def test_every_filter_finds_what_a_plain_look_finds(full: tuple[SqlDesk, list[Record]], asked: Filter) -> None:
    desk, records = full
    for agencies in SCOPES:
        wanted = expected(records, asked, agencies)
        found = list(pages(desk, asked, agencies, 17))
        assert [row.record for page in found for row in page] == wanted
        assert all(len(page) == 17 for page in found[:-1])
        assert desk.queue(asked, person="lt01", agencies=agencies, now=NOW, limit=7).total == len(wanted)


def test_a_row_says_what_the_record_says(index: SqlIndex, desk: SqlDesk) -> None:
    record = told(
        machine(FieldName.MATERIAL_TYPE, "vb-chi-dao", 1.0), machine(FieldName.NUMBER, "1/KH-UBND", 0.4),
        machine(FieldName.TITLE, "Tuyên  truyền"),
    )  # fmt: skip
    put(index, record)
    (row,) = desk.queue(Filter(), person="lt01", agencies=None, now=NOW).rows
    assert (row.title, row.pages, row.material_type, row.document_type) == (
        "1/KH-UBND – Tuyên truyền", 1, "vb-chi-dao", None,
    )  # fmt: skip
    assert (row.agency, row.batch, row.held_by, row.drafted) == ("Xã Thử Nghiệm", date(2026, 3, 5), None, False)
    assert [reason.topic for reason in row.reasons] == ["issued_date", "issuer", "document_type", "number"]
    assert row.more == 4
    assert row.score == pytest.approx(9 + 9 + 8 + 6 + 5 + 3 + 2 + 0.4)


def test_without_number_and_title_it_goes_by_its_file(index: SqlIndex, desk: SqlDesk) -> None:
    put(index, told())
    (row,) = desk.queue(Filter(), person="lt01", agencies=None, now=NOW).rows
    assert row.title == "Xã Thử Nghiệm/tờ gấp.pdf"


def test_the_day_of_a_batch_is_that_of_vietnam(index: SqlIndex, desk: SqlDesk) -> None:
    put(index, told(dropped_at=datetime(2026, 3, 5, 17, 30, tzinfo=UTC)))
    assert desk.queue(Filter(batch=date(2026, 3, 6)), person="lt01", agencies=None, now=NOW).total == 1


def recount(records: Sequence[Record], step: Step, agencies: tuple[str, ...] | None) -> dict[str, Counter[str]]:
    found = {facet: Counter[str]() for facet in COUNTED}
    for row, topics in rows_of(records):
        if row["step"] == step and (agencies is None or row["agency"] in agencies):
            for facet in COUNTED:
                found[facet].update(map(str, topics) if facet == "reason" else [str(row[facet])])
    return found


def test_the_counts_are_those_of_the_queue_whatever_has_happened(index: SqlIndex, desk: SqlDesk) -> None:
    records = filed(index, 30)
    dice = random.Random(5)
    for number in (3, 4, 3, 9):
        changed = some_record(1000 + number, dice).model_copy(update={"id": records[number].id})
        records[number] = changed
        put(index, changed)
    records[10] = all_confirmed(records[10])
    put(index, records[10])
    for step, agencies in product(sorted(Step), SCOPES):
        counted = desk.counts(step=step, agencies=agencies)
        assert {facet: dict(values) for facet, values in counted.items()} == recount(records, step, agencies)


def test_counts_come_most_first_and_days_youngest_first(full: tuple[SqlDesk, list[Record]]) -> None:
    desk, _ = full
    counted = desk.counts(agencies=None)
    assert all(one[1] >= other[1] for one, other in pairwise(counted["agency"]))
    assert [day for day, _ in counted["batch"]] == sorted((day for day, _ in counted["batch"]), reverse=True)


def dump(index: SqlIndex) -> list[list[tuple[object, ...]]]:
    with transaction(index._engine, write=False) as connection:
        return [
            [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (attention, attention_topic, attention_count)
        ]


def test_a_rebuild_in_any_order_gives_the_same_queue_and_counts(index: SqlIndex, desk: SqlDesk) -> None:
    records = filed(index, 20)
    before = dump(index)
    one = RecordId(str(expected(records, Filter(), None)[0]))
    desk.save_draft(one, "lt01", base=1, change="{}", now=NOW)
    desk.claim(one, "lt01", now=NOW, seconds=HOUR)
    index.clear()
    assert dump(index) == [[], [], []]
    random.Random(3).shuffle(records)
    for record in records:
        put(index, record)
    assert dump(index) == before
    assert all(before)
    (mine,) = desk.queue(Filter(mine=True), person="lt01", agencies=None, now=NOW).rows
    assert (mine.held_by, mine.drafted) == ("lt01", True)


def test_the_same_card_again_changes_nothing(index: SqlIndex) -> None:
    records = filed(index, 9)
    before = dump(index)
    put(index, records[0])
    assert dump(index) == before


def test_a_search_that_finds_very_many_is_not_counted_to_its_end(index: SqlIndex, desk: SqlDesk) -> None:
    row, _ = attention_rows(told())
    with transaction(index._engine, write=True) as connection:
        connection.execute(attention.insert(), [row | {"record": f"{n:05}"} for n in range(ENOUGH + 5)])
    page = desk.queue(Filter(text="gap"), person="lt01", agencies=None, now=NOW, limit=5)
    assert (page.total, page.beyond, len(page.rows)) == (ENOUGH, True, 5)


def test_a_record_on_a_desk_is_nobody_else_s(index: SqlIndex, desk: SqlDesk) -> None:
    first, second, *_ = expected(filed(index, 9), Filter(), None)
    mine = desk.take_next("lt01", Filter(), None, now=NOW, seconds=HOUR)
    assert mine is not None
    assert (mine.record, mine.by, mine.ours, mine.since, mine.until) == (
        first, "lt01", True, NOW, NOW + timedelta(hours=1),
    )  # fmt: skip
    assert desk.next_for("lt01", Filter(), None, now=NOW) == first
    assert desk.next_for("lt02", Filter(), None, now=NOW) == second
    theirs = desk.claim(first, "lt02", now=NOW, seconds=HOUR)
    assert (theirs.by, theirs.ours) == ("lt01", False)
    (row, *_) = desk.queue(Filter(), person="lt02", agencies=None, now=NOW).rows
    assert (row.record, row.held_by, row.held_until) == (first, "lt01", NOW + timedelta(hours=1))


def test_a_claim_runs_out_is_prolonged_and_is_given_back(index: SqlIndex, desk: SqlDesk) -> None:
    record = filed(index, 9)[0].id
    desk.claim(record, "lt01", now=NOW, seconds=HOUR)
    half, over = NOW + timedelta(minutes=30), NOW + timedelta(minutes=100)
    prolonged = desk.renew(record, "lt01", now=half, seconds=HOUR)
    assert (prolonged.since, prolonged.until) == (NOW, half + timedelta(hours=1))
    assert desk.holder(record, "lt02", now=half) == prolonged.model_copy(update={"ours": False})
    assert desk.holder(record, "lt02", now=over) is None
    taken = desk.claim(record, "lt02", now=over, seconds=HOUR)
    assert (taken.by, taken.since, taken.ours) == ("lt02", over, True)
    assert not desk.renew(record, "lt01", now=over, seconds=HOUR).ours
    desk.release(record, "lt01")
    assert desk.holder(record, "lt01", now=over) == taken.model_copy(update={"ours": False})
    desk.release(record, "lt02")
    desk.release(record, "lt02")
    assert desk.claim(record, "lt01", now=over, seconds=HOUR).ours


def test_a_record_can_be_taken_over_and_then_is_the_other_s_no_more(index: SqlIndex, desk: SqlDesk) -> None:
    record = filed(index, 9)[0].id
    assert desk.take_over(record, "lt01", now=NOW, seconds=HOUR) is None
    later = NOW + timedelta(minutes=1)
    former = desk.take_over(record, "lt02", now=later, seconds=HOUR)
    assert former is not None
    assert (former.by, former.since) == ("lt01", NOW)
    held = desk.claim(record, "lt01", now=later, seconds=HOUR)
    assert (held.by, held.since, held.ours) == ("lt02", later, False)
    assert desk.take_over(record, "lt02", now=later, seconds=HOUR) is None
    over = NOW + timedelta(hours=2)
    assert desk.take_over(record, "lt01", now=over, seconds=HOUR) is None


def test_an_own_claim_that_ran_out_begins_anew(index: SqlIndex, desk: SqlDesk) -> None:
    record = filed(index, 9)[0].id
    desk.claim(record, "lt01", now=NOW, seconds=60)
    again = desk.claim(record, "lt01", now=NOW + timedelta(hours=1), seconds=60)
    assert again.since == NOW + timedelta(hours=1)


def test_of_many_who_reach_for_a_record_exactly_one_gets_it(index: SqlIndex, desk: SqlDesk) -> None:
    records = [record.id for record in filed(index, 9)]
    people = [f"lt{n:02}" for n in range(8)]
    for record in records:
        with ThreadPoolExecutor(len(people)) as hands:
            claims = list(hands.map(lambda one, of=record: desk.claim(of, one, now=NOW, seconds=HOUR), people))
        assert [claim.ours for claim in claims].count(True) == 1
        assert len({claim.by for claim in claims}) == 1


def test_all_who_ask_for_the_next_at_once_get_different_ones(index: SqlIndex, desk: SqlDesk) -> None:
    waiting = expected(filed(index, 20), Filter(), None)
    people = [f"lt{n:02}" for n in range(8)]
    with ThreadPoolExecutor(len(people)) as hands:
        got = list(hands.map(lambda one: desk.take_next(one, Filter(), None, now=NOW, seconds=HOUR), people))
    taken = [claim.record for claim in got if claim is not None]
    assert sorted(taken) == sorted(waiting[: len(people)])


def test_the_next_one_lies_behind_a_whole_page_of_others(index: SqlIndex, desk: SqlDesk) -> None:
    row, _ = attention_rows(told())
    waiting = [RecordId(f"{n:05}") for n in range(60)]
    with transaction(index._engine, write=True) as connection:
        connection.execute(attention.insert(), [row | {"record": record} for record in waiting])
    for record in waiting[:55]:
        desk.claim(record, "lt02", now=NOW, seconds=HOUR)
    assert desk.next_for("lt01", Filter(), None, now=NOW) == waiting[55]
    for record in waiting[55:]:
        desk.claim(record, "lt02", now=NOW, seconds=HOUR)
    assert desk.take_next("lt01", Filter(), None, now=NOW, seconds=HOUR) is None


def test_what_no_database_takes_does_no_harm(desk: SqlDesk) -> None:
    strange = Cursor(float("nan"), NOW, RecordId("a\x00b"))
    asked = Filter(agency="\x00", reason="\ud800", status="a\x00", text="\x00 %_\\'\"")
    page = desk.queue(asked, person="lt01", agencies=("\x00", "\udcff"), now=NOW, after=strange)
    assert (page.rows, page.total) == ((), 0)


def test_going_on_behind_a_record(index: SqlIndex, desk: SqlDesk) -> None:
    waiting = [RecordId(str(record)) for record in expected(filed(index, 12), Filter(), None)]
    place = desk.place_of(waiting[4])
    assert place is not None
    assert desk.next_for("lt01", Filter(), None, now=NOW, after=place) == waiting[5]
    assert desk.place_of(RecordId("unknown")) is None


def test_drafts_outlive_a_restart(index: SqlIndex, desk: SqlDesk) -> None:
    one, two = (record.id for record in filed(index, 2))
    desk.save_draft(one, "lt01", base=1, change='{"why": "x"}', now=NOW)
    desk.save_draft(one, "lt01", base=2, change='{"why": "Hòa\x00 giải"}', now=NOW)
    desk.save_draft(two, "lt01", base=1, change="{}", now=NOW + timedelta(minutes=1))
    desk.save_draft(one, "lt02", base=1, change="[]", now=NOW)
    index._engine.dispose()
    again = SqlDesk(open_database(index._engine.url.render_as_string(hide_password=False)))
    kept = again.draft(one, "lt01")
    assert kept is not None
    assert (kept.base, kept.change, kept.saved_at) == (2, '{"why": "Hòa giải"}', NOW)
    assert [draft.record for draft in again.drafts("lt01")] == [two, one]
    again.drop_draft(one, "lt01")
    again.drop_draft(one, "lt01")
    assert again.draft(one, "lt01") is None
    assert again.draft(one, "lt02") is not None
    again._engine.dispose()


def test_a_draft_has_bounds(desk: SqlDesk) -> None:
    with pytest.raises(Refused) as refused:
        desk.save_draft(make_record().id, "lt01", base=1, change="x" * (MAX_DRAFT + 1), now=NOW)
    assert refused.value.code is Code.TOO_LARGE
    assert refused.value.facts == {"size": MAX_DRAFT + 1, "limit": MAX_DRAFT}


def test_filters_are_kept_by_name(desk: SqlDesk) -> None:
    mine = SavedFilter(name="Việc của tôi", filter=Filter(mine=True, batch=date(2026, 3, 5)))
    desk.save_filter("lt01", mine.model_copy(update={"filter": Filter()}))
    desk.save_filter("lt01", mine)
    desk.save_filter("lt01", SavedFilter(name="Kế hoạch", filter=Filter(document_type="Kế hoạch")))
    desk.save_filter("lt02", mine)
    assert [saved.name for saved in desk.filters("lt01")] == ["Kế hoạch", "Việc của tôi"]
    assert desk.filters("lt02") == [mine]
    desk.drop_filter("lt01", "Kế hoạch")
    desk.drop_filter("lt01", "Kế hoạch")
    assert desk.filters("lt01") == [mine]


def test_progress_counts_records_that_people_have_finished(index: SqlIndex, desk: SqlDesk) -> None:
    morning, evening = datetime(2026, 3, 5, 17, tzinfo=UTC), datetime(2026, 3, 6, 16, 59, tzinfo=UTC)
    records = filed(index, 6)
    put(index, records[0], (NOON, MACHINE), (morning, "lt01"), (evening, "lt01"))
    put(index, records[1], (morning, MACHINE), (evening, "lt02"))
    put(index, records[2], (NOON, MACHINE), (morning, "lt01"), (evening, "lt02"))
    put(index, records[3], (NOON, MACHINE), (morning - timedelta(seconds=1), "lt01"))
    done = desk.progress("lt01", day_of(morning), agencies=None)
    assert (done.mine, done.everybody, done.people) == (2, 3, (("lt01", 2), ("lt02", 2)))
    assert done.waiting == len(expected(records, Filter(), None))
    scoped = desk.progress("lt01", day_of(morning), agencies=(records[1].agency,))
    assert scoped.everybody == sum(record.agency == records[1].agency for record in records[:3])
    assert desk.progress("lt03", day_of(morning) - timedelta(days=9), agencies=None).everybody == 0


def test_the_machine_is_called_what_the_flow_calls_it() -> None:
    assert MACHINE == USER


def test_what_an_older_release_has_filed_is_found(index: SqlIndex, desk: SqlDesk) -> None:
    records = filed(index, 5)
    with transaction(index._engine, write=True) as connection:
        connection.execute(attention.delete().where(attention.c.record == records[2].id))
    assert desk.unlisted() == [records[2].id]
    put(index, records[2])
    assert desk.unlisted() == []
