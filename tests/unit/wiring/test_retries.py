"""Trying again from the reading room, over a real inbox and ledger: dropped, refused, put back, taken anew."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.database import open_database
from catalog.failures import SqlFailures
from catalog.ledger import SqlLedger
from catalog.memory import MemoryIndex
from catalog.people import SqlPeople
from pipeline.attempt import attempt
from pipeline.intake.release import release
from pipeline.intake.take import Origin, take
from pipeline.ports import Ports
from pipeline.stages.porch import candidates
from schemas.desk import RetryOutcome
from schemas.drop import Item, State
from schemas.errors import Code, Refused, SettingInvalid
from schemas.ids import ItemId
from schemas.limits import Limits
from schemas.person import Role
from storage.inbox import InboxFolder
from storage.memory import MemoryStore
from storage.vault import OcflVault
from tests.fakes.engine import PlainEngine
from tests.fakes.ledger_items import make_item
from tests.unit.pipeline.test_attempt import HandClock
from tests.unit.pipeline.test_secret_marks import MARKED, PLAIN
from wiring.house import open_house
from wiring.retries import Retries, open_retries
from wiring.settings import load

PEOPLE = ("lt01", "cb01")
"""An archivist and a publisher."""
OTHERS = ("lt02", "cb02", "cb03", "cb04")
"""Another archivist, and publishers: a second one, of another agency, and one whose account is shut."""


class Porch:
    """An inbox, a ledger in SQLite, everything else in memory."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root, self.engine, self.clock = folder / "inbox", open_database(url), HandClock()
        (self.root / "stp").mkdir(parents=True)
        self.inbox, self.ledger = InboxFolder(self.root), SqlLedger(self.engine)
        self.people = SqlPeople(self.engine)
        self.retries = Retries(self.ledger, self.root, SqlFailures(self.engine), self.people)
        store = MemoryStore()
        vault = OcflVault(store)
        vault.ensure()
        self.ports = Ports(
            store=store, vault=vault, ledger=self.ledger, index=MemoryIndex(), engine=PlainEngine(),
            clock=self.clock, work=folder / "work", limits=Limits(), language="vie",
        )  # fmt: skip

    def drop(self, **files: str) -> None:
        for name, text in files.items():
            place = self.root / "stp" / name.replace("__", ".").replace("_in_", "/")
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8")

    def work(self) -> list[Item]:
        """Takes what lies there, works on it, tidies up; the new items, ended."""
        origin = Origin(agency=lambda _: "stp", source=lambda path: path, leaves=True)
        taken = [
            item
            for candidate in candidates(self.inbox.scan(), loose=1)
            for item in take(self.ports, self.inbox, candidate, final=True, origin=origin)
        ]
        self.clock.wait()
        for item in taken:
            if not item.state.final:
                attempt(self.ports, item.id)
        rows = [row for item in taken if (row := self.ledger.get(item.id)) is not None]
        for row in rows:
            release(self.ports, self.inbox, row)
        return rows

    def retry(self, item: Item, person: str = "lt01", reason: str = "") -> tuple[str, str | None]:
        done = self.retries.retry(item.id, person, reason=reason, now=self.clock.now())
        return done.outcome, done.place


@pytest.fixture
def porch(tmp_path: Path, sqlite_url: str) -> Iterator[Porch]:
    made = Porch(tmp_path, sqlite_url)
    for login in (*PEOPLE, *OTHERS):
        role = Role.ARCHIVIST if login.startswith("lt") else Role.PUBLISHER
        agencies = ("ubnd",) if login == "cb03" else None
        account = made.people.add(login, name=login, roles=frozenset({role}), agencies=agencies, now=made.clock.now())
        if login == "cb04":
            made.people.disable(account.person.id)
    yield made
    made.engine.dispose()


def test_a_refused_file_is_taken_as_a_new_drop(porch: Porch) -> None:
    porch.drop(a__scan="nonsense")
    (first,) = porch.work()
    assert (first.state, porch.inbox.scan()) == (State.REFUSED, ())
    assert porch.retry(first) == (RetryOutcome.PUT_BACK, "stp/a.scan")
    (second,) = porch.work()
    assert (second.state, second.code) == (State.REFUSED, Code.NOT_A_DOCUMENT)
    assert second.id != first.id
    assert porch.retry(first) == (RetryOutcome.NOTHING, None)
    assert porch.retry(second) == (RetryOutcome.PUT_BACK, "stp/a.scan")
    assert porch.ledger.balance().holds


def test_what_was_put_back_is_on_no_list_any_more(porch: Porch) -> None:
    porch.drop(a__scan="nonsense", b__scan="nonsense")
    first, _ = porch.work()
    failures = SqlFailures(porch.engine)
    assert len(failures.failures(None).rows) == 2
    porch.retry(first)
    found = failures.failures(None)
    assert (found.total, [row.item == first.id for row in found.rows]) == (1, [False])
    assert failures.codes(None) == [("not-a-document", 1)]
    (told,) = [row for row in failures.files_of(None).rows if row.item == first.id]
    assert (told.settled_at, told.place) == (porch.clock.now(), None)


def test_a_file_that_somebody_took_away_is_on_no_list_either(porch: Porch) -> None:
    porch.drop(a__scan="nonsense")
    (item,) = porch.work()
    (porch.root / "stp/_tu-choi/a.scan").unlink()
    assert porch.retry(item) == (RetryOutcome.GONE, None)
    assert SqlFailures(porch.engine).failures(None).rows == ()
    assert porch.retry(item) == (RetryOutcome.NOTHING, None)


def test_a_folder_of_pages_comes_back_whole(porch: Porch) -> None:
    porch.drop(tap_in_1__scan=PLAIN, tap_in_2__scan=MARKED)
    (item,) = porch.work()
    assert item.code is Code.SECRET_MARK
    assert porch.retry(item, PEOPLE[0], "ảnh")[0] == RetryOutcome.PUBLISHER_WANTED
    assert porch.retry(item, PEOPLE[1], "ảnh") == (RetryOutcome.PUT_BACK, "stp/tap")
    (again,) = porch.work()
    assert again.state is State.ARCHIVED


def test_a_secret_mark_wants_a_reason_and_two_persons(porch: Porch) -> None:
    porch.drop(a__scan=MARKED)
    (item,) = porch.work()
    with pytest.raises(Refused) as refused:
        porch.retry(item, PEOPLE[0], "  ")
    assert refused.value.code is Code.REASON_MISSING
    assert porch.retry(item, PEOPLE[0], "ảnh minh họa") == (RetryOutcome.PUBLISHER_WANTED, None)
    assert porch.retry(item, PEOPLE[0], "vẫn là ảnh") == (RetryOutcome.PUBLISHER_WANTED, None)
    assert porch.inbox.scan() == ()
    assert porch.retry(item, PEOPLE[1], "đúng; là ảnh") == (RetryOutcome.PUT_BACK, "stp/a.scan")
    (again,) = porch.work()
    assert again.state is State.ARCHIVED
    assert again.record is not None
    kept = porch.ports.vault.paths(again.record)["sidecar.json"]
    assert "lt01; cb01; vẫn là ảnh / đúng; là ảnh" in porch.ports.store.read(kept).decode()


@pytest.mark.parametrize("second", ["lt02", "cb03", "cb04", "nobody"])
def test_two_who_may_not_decide_about_secrecy_do_not_release_a_file(porch: Porch, second: str) -> None:
    porch.drop(a__scan=MARKED)
    (item,) = porch.work()
    assert porch.retry(item, "lt01", "ảnh")[0] == RetryOutcome.PUBLISHER_WANTED
    assert porch.retry(item, second, "ảnh")[0] == RetryOutcome.PUBLISHER_WANTED
    assert porch.inbox.scan() == ()
    assert porch.retry(item, "cb01", "ảnh")[0] == RetryOutcome.PUT_BACK


@pytest.mark.parametrize("second", ["lt01", "cb02"])
def test_after_a_publisher_anybody_else_may_be_the_second(porch: Porch, second: str) -> None:
    porch.drop(a__scan=MARKED)
    (item,) = porch.work()
    for _ in range(2):
        assert porch.retry(item, "cb01", "ảnh")[0] == RetryOutcome.SECOND_WANTED
    assert porch.retry(item, second, "ảnh")[0] == RetryOutcome.PUT_BACK


def test_a_publisher_who_is_one_no_more_releases_nothing(porch: Porch) -> None:
    porch.drop(a__scan=MARKED)
    (item,) = porch.work()
    assert porch.retry(item, "cb01", "ảnh")[0] == RetryOutcome.SECOND_WANTED
    known = porch.people.by_login("cb01")
    assert known is not None
    porch.people.disable(known.account.person.id)
    assert porch.retry(item, "lt01", "ảnh")[0] == RetryOutcome.PUBLISHER_WANTED
    assert porch.retry(item, "cb02", "ảnh")[0] == RetryOutcome.PUT_BACK


@pytest.mark.parametrize("sidecar", ["a__yaml", "a__json"])
def test_what_the_clerk_wrote_beside_it_is_kept(porch: Porch, sidecar: str) -> None:
    written = '{"title": "Tờ gấp"}' if "json" in sidecar else "title: Tờ gấp\n"
    porch.drop(a__scan=MARKED, **{sidecar: written})
    (item,) = porch.work()
    for person in PEOPLE:
        porch.retry(item, person, "ảnh")
    (again,) = porch.work()
    assert again.state is State.ARCHIVED
    assert again.record is not None
    assert porch.ports.vault.record(again.record).fields["title"].value == "Tờ gấp"


def test_a_sidecar_that_is_gone_is_made_anew(porch: Porch) -> None:
    porch.drop(a__scan=MARKED, a__yaml="title: Tờ gấp\n")
    (item,) = porch.work()
    (porch.root / "stp/_tu-choi/a.yaml").unlink()
    for person in PEOPLE:
        porch.retry(item, person, "ảnh")
    assert [entry.path for entry in porch.inbox.scan()] == ["stp/a.scan", "stp/a.scan.json"]


def test_what_two_wished_of_a_file_that_is_gone_comes_to_nothing(porch: Porch) -> None:
    porch.drop(a__scan=MARKED)
    (item,) = porch.work()
    (porch.root / "stp/_tu-choi/a.scan").unlink()
    porch.retry(item, PEOPLE[0], "ảnh")
    assert porch.retry(item, PEOPLE[1], "ảnh") == (RetryOutcome.GONE, None)
    told = SqlFailures(porch.engine).get(item.id, None)
    assert told is not None
    assert told.wish is None


def test_what_waits_after_trouble_is_due_at_once(porch: Porch) -> None:
    item = make_item(1, dropped_at=porch.clock.now(), due_at=porch.clock.now())
    porch.ledger.drop(item)
    lease = porch.ledger.lease(item.id, now=porch.clock.now(), seconds=60)
    assert lease is not None
    later = porch.clock.now() + timedelta(hours=1)
    porch.ledger.put_back(lease, due_at=later, code=Code.TIMEOUT, reason="quá lâu")
    assert porch.retry(item) == (RetryOutcome.DUE, None)
    assert porch.retry(item) == (RetryOutcome.NOTHING, None)
    assert [due.item for due in porch.ledger.due(now=porch.clock.now(), limit=9)] == [item.id]


def test_there_is_nothing_to_try_again_where_all_is_well(porch: Porch) -> None:
    porch.drop(a__scan=PLAIN)
    (item,) = porch.work()
    assert item.state is State.ARCHIVED
    assert porch.retry(item) == (RetryOutcome.NOTHING, None)
    assert porch.retry(make_item(2, id=ItemId("unknown"))) == (RetryOutcome.NOTHING, None)


def test_what_kho_run_has_refused_lies_where_it_lay(porch: Porch) -> None:
    item = make_item(None, state=State.REFUSED, code=Code.EMPTY, finished_at=porch.clock.now(), released=True)
    porch.ledger.drop(item)
    assert porch.retry(item) == (RetryOutcome.GONE, None)


def refused_member(porch: Porch, code: Code) -> Item:
    """A ZIP's member that was refused, lying where `release` puts it."""
    porch.drop(g__zip="ZIP")
    file = porch.inbox.entry("stp/g.zip")
    (item,) = porch.work()
    files = porch.ledger.files(item.id)
    assert files[0].identity == file.identity
    member = make_item(
        None, state=State.REFUSED, code=code, finished_at=porch.clock.now(), released=True, source="stp/g.zip!x/a.pdf"
    )
    porch.ledger.drop(member, files)
    staged = porch.root.parent / "staged"
    staged.write_text(MARKED, encoding="utf-8")
    mark = f"{member.id}-0"
    porch.inbox.deliver_refused("stp/g.zip/x - a.scan", staged, note=f"Lượt: {mark}\n", mark=mark)
    return member


def test_a_member_of_a_zip_comes_back_by_itself(porch: Porch) -> None:
    member = refused_member(porch, Code.DAMAGED)
    assert porch.retry(member) == (RetryOutcome.PUT_BACK, "stp/x - a.scan")
    assert porch.retry(member) == (RetryOutcome.NOTHING, None)


def test_a_member_that_does_not_lie_there_is_left_to_people(porch: Porch) -> None:
    member = refused_member(porch, Code.DAMAGED)
    (porch.root / "stp/_tu-choi/g (2).zip/x - a.scan").unlink()
    assert porch.retry(member) == (RetryOutcome.BY_HAND, None)


def test_a_secret_member_comes_back_with_its_review(porch: Porch) -> None:
    member = refused_member(porch, Code.SECRET_MARK)
    porch.retry(member, PEOPLE[0], "ảnh")
    assert porch.retry(member, PEOPLE[1], "ảnh")[0] == RetryOutcome.PUT_BACK
    (again,) = porch.work()
    assert again.state is State.ARCHIVED


def test_an_item_whose_file_is_not_tidied_yet_is_left_alone(porch: Porch) -> None:
    item = make_item(None, state=State.REFUSED, code=Code.EMPTY, finished_at=porch.clock.now())
    porch.ledger.drop(item)
    assert porch.retry(item) == (RetryOutcome.NOTHING, None)


def test_the_house_s_own(tmp_path: Path) -> None:
    settings = load(home=tmp_path / "home", inbox=tmp_path / "inbox")
    house = open_house(settings)
    with pytest.raises(SettingInvalid):
        open_retries(house)
    settings.inbox.mkdir()
    unknown = open_retries(house).retry(ItemId("unknown"), "lt01", now=HandClock().now())
    assert unknown.outcome is RetryOutcome.NOTHING
    house.database.dispose()
