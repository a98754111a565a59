"""What a hostile scan says is shown, never done; records of other agencies are not there."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import expect

from schemas.claim import Claim, FieldName, Source
from schemas.ids import RecordId
from schemas.page import Box, Line, Page, PageStatus, Word
from schemas.person import Person, Role
from tests.fakes.archived import archive_as
from tests.fakes.records import NOON, stage
from tests.review.browser import Windows
from tests.review.record.desk_work import open_record
from tests.review.stack import Standing

F = FieldName
SCRIPT = "<script>document.title='cracked'</script>"
IMAGE = "\"><img/src=x/onerror=document.title='cracked'>"
SQL = "'; DROP TABLE card; --"
BIDI = "mật\u202egnp.exe"
BOX = Box(x0=100, y0=100, x1=400, y1=150)


def claim(field: FieldName, value: str) -> Claim:
    return Claim(
        field=field, value=value, raw=value, source=Source.MACHINE, confidence=0.5, page=1, box=BOX,
        alternatives=((f"{IMAGE}{field}", 0.4),), rule=f"{IMAGE}@1",
    )  # fmt: skip


@pytest.fixture
def hostile(reading_room: Standing) -> RecordId:
    """A record whose every text is an attack."""
    ports = reading_room.room.house.ports
    texts = (SCRIPT, IMAGE, SQL, BIDI)
    words = tuple(
        Word(
            text=text.replace(" ", "_"), box=Box(x0=100, y0=100 + 60 * n, x1=400, y1=150 + 60 * n), confidence=0.3,
            raw=IMAGE, rule="marks@1", alternatives=((SCRIPT, 0.5),),
        )
        for n, text in enumerate(texts)
    )  # fmt: skip
    page = Page(
        number=1, width=1000, height=1400, dpi=120, status=PageStatus.READ, engine="test",
        lines=tuple(Line(words=(word,)) for word in words),
    )  # fmt: skip
    record = archive_as(
        ports, (page,), (claim(F.TITLE, IMAGE), claim(F.PLACE, SCRIPT), claim(F.SUBJECT, SQL), claim(F.PRINTER, BIDI)),
        scan=b"hostile",
    )  # fmt: skip
    named = record.model_copy(update={"source": f"stp/{BIDI}<b>x</b>.pdf".replace("</", "<"), "warnings": (SCRIPT,)})
    kept = [file for file in ports.vault.files(record.id) if file.path != "record.json"]
    staged = stage(ports.store, record.item, {"record.json": named.model_dump_json().encode()})
    assert ports.vault.commit(record.id, [*kept, *staged], message=SCRIPT, user=IMAGE, created=NOON, base=1)
    ports.index.put(named, ports.vault.versions(record.id), ports.vault.receipts(record.id))
    return record.id


def test_hostile_text_is_shown_as_text_on_the_record_screen(
    windows: Windows, archivist: Person, hostile: RecordId
) -> None:
    page = open_record(windows, archivist, hostile)
    expect(page.locator("#f-place")).to_have_value(SCRIPT)
    expect(page.locator("h1")).to_contain_text(SQL)
    expect(page.locator(".rec-name")).to_contain_text("⟨U+202E⟩gnp.exe")
    page.keyboard.press("Escape")
    for _ in range(4):
        page.keyboard.press("n")
        expect(page.locator(".word-input")).to_be_focused()
        page.keyboard.press("Escape")
    page.locator("#tab-words").click()
    expect(page.locator("#page-text")).to_contain_text("onerror")
    page.locator("#tab-found").click()
    assert "cracked" not in page.title()
    assert page.locator("main img[src=x], main script").count() == 0


@pytest.mark.parametrize("path", ["compare/1/2", "publish", "versions"])
def test_and_on_its_other_pages(windows: Windows, publisher: Person, hostile: RecordId, path: str) -> None:
    page = windows.open(publisher, f"/record/{hostile}/{path}")
    expect(page.locator("h1")).to_contain_text(SQL)
    assert "cracked" not in page.title()
    assert page.locator("main img[src=x], main script").count() == 0


def test_hostile_text_that_is_typed_is_kept_as_text(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, archivist, record)
    page.locator("#f-place").fill(SCRIPT)
    page.locator("#why").fill(IMAGE)
    page.keyboard.press("Control+s")
    expect(page.locator("#record[data-base='2'][data-ready]")).to_be_attached()
    expect(page.locator("#f-place")).to_have_value(SCRIPT)
    page.goto(f"/record/{record}/versions")
    expect(page.locator("main")).to_contain_text(IMAGE)
    assert "cracked" not in page.title()


SEEN = ("", "/page/1.webp", "/words/1.json", "/state.json", "/taken.json?field=place&text=a", "/merge", "/versions",
        "/compare/1/1", "/compare?one=1&other=1", "/publish")  # fmt: skip
DONE = (("PUT", "/draft"), ("POST", "/claim"), ("POST", "/release"), ("POST", "/take-over"),
        ("POST", "/change.json"), ("POST", "/change"), ("POST", "/merge"), ("POST", "/restore"),
        ("POST", "/decide"), ("POST", "/publish"), ("POST", "/withdraw"), ("POST", "/access"))  # fmt: skip


@contextmanager
def client(room: Standing, person: Person) -> Iterator[tuple[httpx.Client, dict[str, str]]]:
    """A browser of this person, and the header that proves its requests are its own."""
    with httpx.Client(base_url=room.url, cookies=room.cookie(person), timeout=60) as browser:
        page = browser.get("/password", headers={"Accept": "text/html"})
        yield browser, {"X-CSRF-Token": page.text.split('name="csrf" value="')[1].split('"')[0]}


@pytest.mark.parametrize("path", SEEN)
def test_a_record_of_another_agency_is_not_there(still_room: Standing, path: str) -> None:
    roles = (Role.ARCHIVIST, Role.PUBLISHER, Role.AUDITOR)
    person = still_room.person(*roles, login="xa", agencies=("ubnd-xa-nga-son",))
    other, own = (still_room.archive.records[name] for name in ("cong-van-so-hoa", "to-roi-giao-thong"))
    with client(still_room, person) as (browser, _):
        assert browser.get(f"/record/{other}{path}").status_code == 404
        assert browser.get(f"/record/00000000000000000{path}").status_code == 404
        assert browser.get(f"/record/{own}{path}").status_code in (200, 303)


@pytest.mark.parametrize(("method", "path"), DONE)
def test_nothing_can_be_done_to_a_record_of_another_agency(still_room: Standing, method: str, path: str) -> None:
    roles = (Role.ARCHIVIST, Role.PUBLISHER)
    person = still_room.person(*roles, login="xa", agencies=("ubnd-xa-nga-son",))
    record = still_room.archive.records["cong-van-so-hoa"]
    body = {"base": 1, "typed": {}} if path in ("/draft", "/change.json") else None
    form = {"base": "1", "version": "1", "kind": "secret", "decision": "released", "why": "x", "access": "public"}
    with client(still_room, person) as (browser, proof):
        told = browser.request(
            method, f"/record/{record}{path}", json=body, data=None if body else form, headers=proof
        )  # fmt: skip
        forged = browser.request(method, f"/record/{record}{path}", json=body, data=None if body else form)
    assert told.status_code == 404
    assert forged.status_code == 403
    assert len(still_room.room.house.vault.versions(record)) == 1


BROKEN = (
    ("GET", "/page/9.webp", None, 404), ("GET", "/page/0.webp", None, 404), ("GET", "/page/1.webp?w=0", None, 422),
    ("GET", "/words/9.json", None, 404), ("GET", "/words/1.json?v=9", None, 404), ("GET", "/compare/1/9", None, 404),
    ("GET", "/taken.json?field=nothing&text=a", None, 422), ("POST", "/restore", {"base": "x"}, 422),
    ("POST", "/decide", {"base": "1", "kind": "x", "decision": "released"}, 422),
    ("POST", "/access", {"base": "1", "access": "public", "until": "mai"}, 422),
    ("POST", "/withdraw", {"base": "1", "why": "x", "replaced_by": "x"}, 422),
    ("POST", "/withdraw", {"base": "1", "why": "chưa công bố"}, 422),
    ("POST", "/decide", {"base": "1", "kind": "draft", "decision": "released", "why": "x"}, 422),
    ("POST", "/change", {"base": "7", "f.place": "x", "was.place": "y"}, 404),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path", "form", "status"), BROKEN)
def test_what_makes_no_sense_is_answered_in_words_and_does_nothing(
    still_room: Standing, method: str, path: str, form: dict[str, str] | None, status: int
) -> None:
    person = still_room.person(Role.ARCHIVIST, Role.PUBLISHER, login="ca-hai")
    record = still_room.archive.records["cong-van-so-hoa"]
    with client(still_room, person) as (browser, proof):
        told = browser.request(method, f"/record/{record}{path}", data=form, headers=proof)
    assert told.status_code == status
    assert len(still_room.room.house.vault.versions(record)) == 1


def test_a_picture_is_asked_for_once(still_room: Standing) -> None:
    path = f"/record/{still_room.archive.records['cong-van-so-hoa']}/page/1.webp?w=480"
    with client(still_room, still_room.person(Role.ARCHIVIST)) as (browser, _):
        first = browser.get(path)
        again = browser.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert first.headers["content-type"] == "image/webp"
    assert first.headers["cache-control"].startswith("private")
    assert (again.status_code, again.content) == (304, b"")
