"""Describing old records again: reported first, people's claims untouched, safe to kill at any write."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from pipeline.ports import Ports
from pipeline.redescribe import MESSAGE, redescribe
from pipeline.stages.alto import from_alto, to_alto
from pipeline.stages.contents import contents, dated
from pipeline.stages.describe import describe
from pipeline.stages.differences import alike
from schemas.agencies import Agencies, agencies
from schemas.claim import Claim, FieldName, Source
from schemas.contents import Contents
from schemas.errors import Code, StoreUnreachable
from schemas.ids import Sha256, record_id
from schemas.keys import STAGING
from schemas.page import Page
from schemas.record import Record
from schemas.redescription import Change, CountChange, Outcome, Redescription
from storage.memory import MemoryStore
from storage.vault import OcflVault
from tests.fakes.archived import archive_as, make_ports
from tests.fakes.pages import centre, page_from_text
from tests.fakes.records import NOON, new_file
from tests.fakes.stores import Killed, WatchedStore, dying_before
from tests.golden.reader import golden
from tests.golden.reader.document import BODY, Golden, day, header

DOCUMENTS = golden()
PLAN = next(document for document in DOCUMENTS if document.truth.get("number") == "179/KH-UBND")
PAGES = PLAN.pages
TODAY = describe(PAGES)


def archivist(field: FieldName, value: str, minutes: int = 0) -> Claim:
    return Claim(
        field=field, value=value, source=Source.ARCHIVIST, confidence=1.0, rule="corrected", by="Người Thử",
        at=NOON + timedelta(minutes=minutes),
    )  # fmt: skip


def sidecar(field: FieldName, value: str) -> Claim:
    return Claim(field=field, value=value, raw=value, source=Source.SIDECAR, confidence=1.0, rule="sidecar@1")


def stale(*, without: FieldName = FieldName.SUBJECT) -> tuple[Claim, ...]:
    """What an older release said: a wrong number, and one field it could not read."""
    wrong = {"value": "1/KH-UBND", "rule": "number@0"}
    return tuple(
        claim.model_copy(update=wrong) if claim.field is FieldName.NUMBER else claim
        for claim in TODAY
        if claim.field is not without
    )


def found(record: Record, pages: Sequence[Page] = PAGES, claims: Sequence[Claim] = TODAY) -> Contents:
    return contents(record.id, pages, dated=dated(claims))


def archived_today(ports: Ports, claims: Sequence[Claim] = TODAY) -> Record:
    """A record as the rules of today make it, but for its claims."""
    name = archive_as(make_ports(), PAGES, claims).id
    return archive_as(ports, PAGES, claims, contents(name, PAGES, dated=dated(claims)))


def run(ports: Ports, *records: Record, apply: bool) -> list[Redescription]:
    return list(redescribe(ports, [record.id for record in records], apply=apply))


def versions(ports: Ports, record: Record) -> list[tuple[str, str, str]]:
    return [(v.version, v.message, v.user) for v in ports.vault.versions(record.id)]


def everything(ports: Ports) -> dict[str, bytes]:
    return {item.key: ports.store.read(item.key) for item in ports.store.list("")}


class TestReport:
    def test_it_says_what_would_change_and_writes_nothing(self) -> None:
        ports = make_ports()
        record = archive_as(ports, PAGES, stale(), Contents(record="x"))  # type: ignore[arg-type]  # any id
        before = everything(ports)

        (one,) = run(ports, record, apply=False)

        assert one.outcome is Outcome.WOULD_CHANGE
        by_field = {change.field: change for change in one.fields}
        number, subject = by_field[FieldName.NUMBER], by_field[FieldName.SUBJECT]
        assert (number.change, number.before, number.after) == (Change.CHANGED, "1/KH-UBND", "179/KH-UBND")
        assert (subject.change, subject.before) == (Change.ADDED, None)
        assert number.counts
        assert by_field.keys() == {FieldName.NUMBER, FieldName.SUBJECT}
        assert one.contents["citations"] == CountChange(before=0, after=len(found(record).citations))
        assert everything(ports) == before

    def test_a_value_that_is_no_longer_read_is_removed(self) -> None:
        ports = make_ports()
        extra = Claim(field=FieldName.PRINTER, value="Nhà in", source=Source.MACHINE, confidence=0.9, rule="printer@0")
        record = archived_today(ports, (*TODAY, extra))

        (one,) = run(ports, record, apply=False)

        assert [(c.field, c.change, c.before, c.after) for c in one.fields] == [
            (FieldName.PRINTER, Change.REMOVED, "Nhà in", None)
        ]

    def test_what_a_person_has_said_counts_whatever_the_machine_says(self) -> None:
        ports = make_ports()
        record = archived_today(ports, (*stale(), archivist(FieldName.NUMBER, "7/KH-UBND")))

        (one,) = run(ports, record, apply=False)

        number = next(change for change in one.fields if change.field is FieldName.NUMBER)
        assert (number.before, number.after, number.counts) == ("1/KH-UBND", "179/KH-UBND", False)

    def test_a_record_that_says_what_the_rules_say_is_the_same(self) -> None:
        ports = make_ports()
        record = archived_today(ports)
        assert run(ports, record, apply=True) == [Redescription(record=record.id, outcome=Outcome.SAME)]
        assert len(versions(ports, record)) == 1

    @pytest.mark.parametrize(("moved", "outcome"), [(0.004, Outcome.SAME), (0.05, Outcome.CHANGED)])
    def test_less_than_a_hundredth_of_confidence_is_no_change(self, moved: float, outcome: Outcome) -> None:
        ports = make_ports()
        claims = tuple(c.model_copy(update={"confidence": c.confidence - moved}) for c in TODAY)
        record = archived_today(ports, claims)

        (one,) = run(ports, record, apply=True)

        assert one.outcome is outcome
        assert {change.change for change in one.fields} <= {Change.EVIDENCE}

    def test_a_mark_of_secrecy_that_was_not_seen_before_is_told(self) -> None:
        ports = make_ports()
        page = page_from_text(centre("MẬT"), *header(("ỦY BAN NHÂN DÂN",), "Số: 12/KH-UBND", None), *BODY)
        record = archive_as(ports, (page,), ())

        (one,) = run(ports, record, apply=False)

        assert one.secret_pages == (1,)


class TestApply:
    def test_a_new_version_holds_the_new_description_and_everything_else_as_it_was(self) -> None:
        ports = make_ports()
        said = (sidecar(FieldName.TITLE, "Tên đi kèm"), archivist(FieldName.PLACE, "Hà Nội", 2))
        also = (archivist(FieldName.PLACE, "Huế", 1),)
        record = archive_as(ports, PAGES, (*said, *stale(), *also))
        before = {path: ports.store.read(key) for path, key in ports.vault.paths(record.id).items()}

        (one,) = run(ports, record, apply=True)

        assert (one.outcome, one.version) == (Outcome.CHANGED, "v2")
        assert versions(ports, record) == [("v1", "v1", "kho"), ("v2", MESSAGE, "kho")]
        after = ports.vault.record(record.id)
        assert after.claims[-3:] == (*said, *also)
        assert alike_claims(after.claims[:-3], TODAY)
        assert after.fields[FieldName.PLACE].value == "Hà Nội"
        assert after.fields[FieldName.NUMBER].value == "179/KH-UBND"
        changed = {"claims", "fields", "facets", "files"}
        assert after.model_dump(exclude=changed) == record.model_dump(exclude=changed)
        content = {path: ports.store.read(key) for path, key in ports.vault.paths(record.id).items()}
        inside = Contents.model_validate_json(content.pop("contents.json"))
        assert alike(inside, found(record, claims=after.claims))
        assert {p: c for p, c in content.items() if p != "record.json"} == {
            p: c for p, c in before.items() if p != "record.json"
        }
        assert_tidy(ports, after)

    def test_a_second_run_has_nothing_to_do(self) -> None:
        ports = make_ports()
        record = archive_as(ports, PAGES, stale())
        run(ports, record, apply=True)
        before = everything(ports)

        (one,) = run(ports, record, apply=True)

        assert one.outcome is Outcome.SAME
        assert everything(ports) == before

    def test_killed_before_any_write_the_next_run_ends_it(self) -> None:
        for number in range(1, writes() + 1):
            ports = make_ports()
            record = archive_as(ports, PAGES, stale())
            with pytest.raises(Killed):
                run(over(ports, dying_before(ports.store, number)), record, apply=True)

            (one,) = run(ports, record, apply=True)
            OcflVault(ports.store).recover()  # takes away the idle note of a version that was published

            assert one.outcome in (Outcome.CHANGED, Outcome.SAME), number
            assert len(versions(ports, record)) == 2, number
            assert_tidy(ports, ports.vault.record(record.id))

    def test_a_record_that_moved_on_meanwhile_is_left(self) -> None:
        for number in range(1, 4):  # before the first bytes are staged, and until the note stands
            ports = make_ports()
            record = archive_as(ports, PAGES, stale())
            corrected = record.model_copy(update={"claims": (*record.claims, archivist(FieldName.PLACE, "Huế"))})
            rival = WatchedStore(
                ports.store, before=lambda n, at=number, p=ports, r=corrected: correct(p, r) if n == at else None
            )

            (one,) = run(over(ports, rival), record, apply=True)

            assert (one.outcome, one.version) == (Outcome.MOVED_ON, None), number
            assert ports.vault.record(record.id).claims == corrected.claims
            assert len(versions(ports, record)) == 2
            assert_staging_empty(ports)

    def test_one_that_cannot_be_read_back_does_not_stop_the_others(self) -> None:
        ports = make_ports()
        broken = archive_as(ports, PAGES, stale(), scan=b"one")
        lost = archive_as(ports, PAGES, stale(), scan=b"two")
        good = archive_as(ports, PAGES, stale(), scan=b"three")
        key = ports.vault.paths(broken.id)["alto/page-0001.xml"]
        ports.store.put(key, ports.store.read(key).replace(b"179", b"178"))
        ports.store.delete(ports.vault.paths(lost.id)["alto/page-0001.xml"])

        ends = run(ports, broken, lost, good, apply=True)

        assert [(one.outcome, one.code) for one in ends] == [
            (Outcome.FAILED, Code.MISMATCH),
            (Outcome.FAILED, Code.NOT_FOUND),
            (Outcome.CHANGED, None),
        ]
        assert len(versions(ports, broken)) == 1

    def test_a_record_that_names_a_file_it_does_not_have_cannot_be_read_back(self) -> None:
        ports = make_ports()
        record = archive_as(ports, PAGES, stale())
        wrong = record.model_copy(update={"files": record.files.model_copy(update={"alto": ("alto/none.xml",)})})
        correct(ports, wrong)
        assert [one.code for one in run(ports, record, apply=False)] == [Code.NOT_FOUND]

    def test_a_bug_in_a_rule_is_that_record_s_trouble_alone(self) -> None:
        class Broken(Agencies):
            def get(self, agency_id: str) -> None:
                raise ZeroDivisionError(agency_id)

        content = json.dumps({"units": [], "organs": [], "agencies": []})
        ports = make_ports(agencies=Broken({**json.loads(content), **_own_units()}))
        record = archive_as(ports, PAGES, stale())
        assert [one.code for one in run(ports, record, apply=True)] == [Code.UNEXPECTED]

    def test_contents_of_another_form_are_made_anew(self) -> None:
        ports = make_ports()
        record = archived_today(ports)
        correct(ports, record, more={"contents.json": b'{"schema_version": "0"}'})

        (one,) = run(ports, record, apply=True)

        assert (one.outcome, one.version, one.fields) == (Outcome.CHANGED, "v3", ())

    def test_an_outage_ends_the_run(self) -> None:
        class Down(MemoryStore):
            def list(self, prefix: str) -> None:  # type: ignore[override]
                raise StoreUnreachable(name="s3")

        ports = make_ports()
        record = archive_as(ports, PAGES, stale())
        down = Down()
        for item in ports.store.list(""):
            down.put(item.key, ports.store.read(item.key))
        with pytest.raises(StoreUnreachable):
            run(over(ports, down), record, apply=True)

    def test_an_approved_agency_is_known_from_then_on(self) -> None:
        rows = header(("QUỸ HỖ TRỢ PHÁP LÝ SAO MAI",), "Số: 12/KH-QSM", f"Thanh Hóa, {day('2024-05-06')}")
        pages = (page_from_text(*rows, centre("KẾ HOẠCH", size=28), centre("Hỗ trợ pháp lý"), *BODY),)
        ports = make_ports()
        record = archive_as(ports, pages, describe(pages))
        added = {"id": "quy-sao-mai", "name": "Quỹ Hỗ trợ pháp lý Sao Mai", "level": "province"}
        known = agencies(json.dumps({"agencies": [added]}))

        (one,) = run(make_ports(ports.store, known), record, apply=False)

        assert [(c.field, c.before, c.after) for c in one.fields] == [
            (FieldName.ISSUER, "Quỹ hỗ trợ pháp lý sao mai", added["name"]),
            (FieldName.ISSUER_ID, None, "quy-sao-mai"),
        ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])
def test_alto_holds_all_that_a_description_needs(document: Golden) -> None:
    back = tuple(from_alto(to_alto(page, file_name="a.jpg")) for page in document.pages)
    before, after = describe(document.pages), describe(back)
    assert alike_claims(after, before)
    name = record_id(Sha256("0" * 64))
    assert alike(contents(name, back, dated=dated(after)), contents(name, document.pages, dated=dated(before)))


# --- what the tests share --------------------------------------------------------------------------------------------


def _own_units() -> dict[str, list[dict[str, object]]]:
    return {
        "units": [{"id": "thanh-hoa", "name": "Tỉnh Thanh Hóa"}],
        "organs": [{"id": "ubnd", "name": "Ủy ban nhân dân", "of": ["province"]}],
    }


def alike_claims(ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    return len(ones) == len(others) and all(map(alike, ones, others))


def over(ports: Ports, store: object) -> Ports:
    """The same house over another store."""
    return Ports(**{**vars(ports), "store": store, "vault": OcflVault(store)})  # type: ignore[arg-type]


def writes() -> int:
    """How many writes one record takes."""
    ports = make_ports()
    record = archive_as(ports, PAGES, stale())
    watched = WatchedStore(ports.store)
    run(over(ports, watched), record, apply=True)
    return watched.writes


def correct(ports: Ports, record: Record, more: dict[str, bytes] | None = None) -> None:
    """Somebody makes a second version."""
    files = {file.path: file for file in ports.vault.files(record.id)}
    new = {"record.json": record.model_dump_json(indent=1).encode() + b"\n", **(more or {})}
    for path, content in new.items():
        key = f"staging/rival/{path}"
        ports.store.put(key, content)  # type: ignore[arg-type]  # a key
        files[path] = new_file(path, key, content)
    assert ports.vault.commit(record.id, tuple(files.values()), message="Sửa", user="x", created=NOON, base=1)
    for path in new:
        ports.store.delete(f"staging/rival/{path}")  # type: ignore[arg-type]  # a key


def assert_tidy(ports: Ports, record: Record) -> None:
    """The archive is whole, its card is of the newest version, and nothing is left behind."""
    assert list(ports.vault.verify(record.id)) == []
    (card,) = ports.index.cards()
    assert (card["versions"], card["number"]) == (2, record.fields[FieldName.NUMBER].text)
    assert_staging_empty(ports)


def assert_staging_empty(ports: Ports) -> None:
    assert [item.key for item in ports.store.list(f"{STAGING}/")] == []
