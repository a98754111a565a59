"""Two people at one record, drafts that survive, and saving when somebody was faster."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.sync_api import expect

from catalog.audit import AuditFilter
from pipeline.revise.revise import revise
from schemas.change import Change, FieldChange, WordChange
from schemas.claim import FieldName
from schemas.ids import RecordId
from schemas.page import Box
from schemas.person import Person, Role
from tests.review.browser import Windows
from tests.review.record.desk_work import kept, open_record, ready, to_version
from tests.review.stack import Standing

F = FieldName


def by_hai(room: Standing, record: str, base: int = 1, **change: object) -> None:
    """Somebody else's change, made behind the screen."""
    made = revise(room.room.house.ports, record, Change(**change), by="hai", base=base)  # type: ignore[arg-type]
    assert made.version == base + 1


def test_the_second_one_may_look_but_not_touch_until_the_first_has_done(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record, other = reading_room.archive.records["cong-van-so-hoa"], reading_room.person(Role.ARCHIVIST, login="hai")
    first = open_record(windows, archivist, record)
    second = open_record(windows, other, record)
    expect(second.locator("#held")).to_contain_text(f"{archivist.name} đang làm hồ sơ này")
    expect(second.locator("#f-place")).to_have_attribute("readonly", "")
    expect(second.locator("#save-next")).to_be_disabled()
    second.keyboard.press("Control+Enter")
    first.close()
    reading_room.room.desk.release(record, archivist.login)
    second.reload()
    ready(second)
    expect(second.locator("#held")).to_be_hidden()
    expect(second.locator("#f-place")).to_be_editable()
    assert reading_room.room.house.vault.versions(record)[-1].user != archivist.login


def test_the_server_itself_lets_nobody_correct_what_somebody_else_holds(
    reading_room: Standing, archivist: Person, publisher: Person
) -> None:
    record, room = reading_room.archive.records["cong-van-so-hoa"], reading_room.room
    room.desk.claim(record, reading_room.person(Role.ARCHIVIST, login="hai").login, now=room.now(), seconds=600)
    typed = {"base": 1, "typed": {"fields": {"place": {"text": "Huế"}}}}
    form = {"base": "1", "f.place": "Huế", "was.place": "Thanh Hóa"}
    with asking(reading_room, archivist) as desk:
        by_script = desk.post(f"/record/{record}/change.json", json=typed)
        by_form = desk.post(f"/record/{record}/change", data=form, headers={"Accept": "text/html"})
    assert (by_script.status_code, by_form.status_code) == (422, 409)
    for told in (by_script.json()["sentence"], by_form.text):
        assert "Cán bộ hai đang giữ hồ sơ này" in told
        assert "Nhận thay" in told
    assert len(room.house.vault.versions(record)) == 1
    with asking(reading_room, publisher) as desk:  # what concerns the public waits for nobody's desk
        form = {"base": "1", "access": "restricted", "why": "thử"}
        assert desk.post(f"/record/{record}/access", data=form).status_code == 303
    assert len(room.house.vault.versions(record)) == 2


def test_a_record_that_somebody_left_open_is_taken_over(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record, other = reading_room.archive.records["cong-van-so-hoa"], reading_room.person(Role.ARCHIVIST, login="hai")
    left = open_record(windows, archivist, record)
    left.locator("#f-place").fill("Đà Nẵng")
    kept(left, 1)
    page = open_record(windows, other, record)
    page.get_by_role("button", name="Nhận thay").click()
    expect(page.locator("#take-over")).to_be_hidden()
    ready(page)
    expect(page.locator("#f-place")).to_be_editable()
    (entry,) = reading_room.room.audit.entries(AuditFilter(action="record.take-over"))
    assert (entry.person, entry.record, entry.detail) == ("hai", record, {"from": archivist.login})
    left.keyboard.press("Control+s")
    expect(left.locator(".notices")).to_contain_text("Cán bộ hai đang")  # said to whoever saves, or by itself before
    draft = reading_room.room.desk.draft(record, archivist.login)
    assert draft is not None
    assert "Đà Nẵng" in draft.change
    page.locator("#f-place").fill("Huế")
    page.keyboard.press("Control+s")
    to_version(page, record, 2)


@contextmanager
def asking(room: Standing, person: Person) -> Iterator[httpx.Client]:
    """Requests of this person's, with the proof that they are their own."""
    with httpx.Client(base_url=room.url, cookies=room.cookie(person), timeout=60) as browser:
        page = browser.get("/password", headers={"Accept": "text/html"})
        browser.headers["X-CSRF-Token"] = page.text.split('name="csrf" value="')[1].split('"')[0]
        yield browser


def test_a_draft_survives_a_reload_and_another_browser(
    windows: Windows, reading_room: Standing, archivist: Person, doubted: RecordId
) -> None:
    record = doubted
    page = open_record(windows, archivist, record)
    page.locator("#f-place").fill("Đà Nẵng")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator(".word-input")).to_be_focused()
    page.keyboard.type("chữ mới")
    page.keyboard.press("Enter")
    kept(page, 2)
    page.reload()
    ready(page)
    expect(page.locator("#f-place")).to_have_value("Đà Nẵng")
    expect(page.locator("#changed-words li")).to_have_count(1)
    elsewhere = open_record(windows, archivist, record)
    expect(elsewhere.locator("#f-place")).to_have_value("Đà Nẵng")
    expect(elsewhere.locator("#saved")).to_contain_text("đã mở lại bản nháp")
    elsewhere.keyboard.press("Control+s")
    to_version(elsewhere, record, 2)
    assert reading_room.room.desk.draft(record, archivist.login) is None


def test_saving_after_somebody_else_leads_to_a_merge_where_each_side_is_chosen(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, archivist, record)
    page.locator("#f-place").fill("Hà Nội")
    page.locator("#f-signer_name").fill("Lê Văn C")
    page.locator("#f-subject").fill("V/v họp")
    by_hai(reading_room, record, fields=(
        FieldChange(field=F.PLACE, value="Huế"), FieldChange(field=F.SUBJECT, value="V/v họp"),
        FieldChange(field=F.URGENCY, value="Khẩn"),
    ))  # fmt: skip
    page.keyboard.press("Control+s")
    page.wait_for_url("**/merge")
    expect(page.locator("main")).to_contain_text("Có 1 mục hai bên sửa khác nhau")
    row = page.locator("tr", has_text="Địa danh")
    expect(row).to_contain_text("Thanh Hóa")
    expect(row).to_contain_text("Huế")
    expect(row).to_contain_text("Hà Nội")
    expect(page.locator("tr", has_text="Trích yếu")).to_contain_text("hai bên như nhau")
    expect(page.locator("input[name='f.signer_name'][value=mine]")).to_be_checked()
    page.locator("input[name='f.place'][value=mine]").check()
    page.get_by_role("button", name="Ghép và lưu").click()
    to_version(page, record, 3)
    merged = reading_room.room.house.vault.record(record)
    told = {name: merged.fields[name].value for name in (F.PLACE, F.SIGNER_NAME, F.SUBJECT, F.URGENCY)}
    assert told == {F.PLACE: "Hà Nội", F.SIGNER_NAME: "Lê Văn C", F.SUBJECT: "V/v họp", F.URGENCY: "Khẩn"}


def test_words_are_merged_alike_and_looked_at_again_before_saving(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, archivist, record)
    words = [w for line in page.request.get(f"/record/{record}/words/1.json").json()["lines"] for w in line["words"]]
    taken, free = words[10], words[40]
    mine = [{"page": 1, "box": w["box"], "old": w["text"], "new": f"{w['text']}x"} for w in (taken, free)]
    reading_room.room.desk.save_draft(
        record, archivist.login, base=1, change=json.dumps({"words": mine}), now=reading_room.room.now()
    )
    x0, y0, x1, y1 = taken["box"]
    box = Box(x0=x0, y0=y0, x1=x1, y1=y1)
    by_hai(reading_room, record, words=(WordChange(page=1, box=box, old=taken["text"], new="khác"),))
    page.goto(f"/record/{record}")
    ready(page)
    expect(page.locator("#held")).to_contain_text("Bản nháp của bạn viết trên bản v1")
    page.get_by_role("link", name="So sánh và ghép").click()
    expect(page.locator("tr.collides")).to_contain_text("khác")
    page.locator("input[name='w.0'][value=mine]").check()
    page.get_by_role("button", name="Ghép rồi xem lại").click()
    page.wait_for_url(f"**/record/{record}")
    ready(page)
    expect(page.locator("#changed-words li")).to_have_count(2)
    page.keyboard.press("Control+s")
    to_version(page, record, 3)
    words = [w for line in page.request.get(f"/record/{record}/words/1.json").json()["lines"] for w in line["words"]]
    told = {word["text"] for word in words}
    assert {f"{taken['text']}x", f"{free['text']}x"} <= told
    assert "khác" not in told


def test_nothing_is_asked_where_there_is_nothing_to_merge(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = windows.open(archivist, f"/record/{record}/merge")
    page.wait_for_url(f"**/record/{record}")


def test_an_outdated_form_does_nothing_and_says_so(windows: Windows, reading_room: Standing, publisher: Person) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = windows.open(publisher, f"/record/{record}/publish")
    by_hai(reading_room, record, fields=(FieldChange(field=F.PLACE, value="Huế"),))
    page.get_by_role("button", name="Công bố bản v1").click()
    expect(page.get_by_role("status").first).to_contain_text("chưa được thực hiện")
    assert len(reading_room.room.house.vault.versions(record)) == 2


def test_the_form_works_without_a_script(windows: Windows, reading_room: Standing, archivist: Person) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = windows.open(archivist, f"/record/{record}", script=False)
    expect(page.locator("figure img").first).to_be_visible()
    page.locator("#f-place").fill("Huế")
    page.locator("#fld-issuer").get_by_role("checkbox").check()
    page.locator("button[name=stay]").click()
    expect(page.locator("#record")).to_have_attribute("data-base", "2")
    expect(page.locator("#f-place")).to_have_value("Huế")
    after = reading_room.room.house.vault.record(record)
    assert after.fields[F.ISSUER].source == after.fields[F.PLACE].source == "archivist"
    assert after.fields[F.NUMBER].source == "machine"
    with page.expect_navigation():
        page.locator("button[name=all]").click()
    assert reading_room.room.house.vault.record(record).fields[F.NUMBER].source == "archivist"


def test_what_the_server_does_not_understand_is_said_beside_its_field(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, archivist, record)
    page.locator("#f-issued_date").fill("hôm kia")
    page.keyboard.press("Control+s")
    expect(page.locator("#fld-issued_date .wrong")).to_contain_text("ngày ban hành")
    expect(page.locator("#f-issued_date")).to_be_focused()
    expect(page.locator("#trouble")).to_be_visible()
    page.locator("#f-issued_date").fill("20/8/2025")
    page.keyboard.press("Control+s")
    to_version(page, record, 2)


def test_who_only_looks_gets_no_tools_and_no_draft(reading_room: Standing, auditor: Person) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    with httpx.Client(base_url=reading_room.url, cookies=reading_room.cookie(auditor), timeout=120) as looks:
        page = looks.get(f"/record/{record}", headers={"Accept": "text/html"})
        token = page.text.split('data-csrf="')[1].split('"')[0]
        refused = looks.put(
            f"/record/{record}/draft", json={"base": 1, "typed": {"fields": {"place": {"text": "x"}}}},
            headers={"X-CSRF-Token": token},
        )  # fmt: skip
    assert page.status_code == 200
    assert "data-edit" not in page.text
    assert refused.status_code == 403
