"""The whole life of a record: dropped, taken from the queue, corrected, published by somebody else, withdrawn."""

import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from catalog.audit import AuditFilter
from schemas.claim import FieldName
from schemas.ids import RecordId
from schemas.person import Person, Role
from schemas.publication import public_version
from schemas.record import RecordStatus
from search.finder import Finder
from tests.review.browser import PATIENCE, Windows
from tests.review.record.desk_work import open_record, ready, to_version
from tests.review.stack import Standing

F = FieldName


def choose_words(page: Page, field: str) -> None:
    """Draws a box around the words a field was read from."""
    page.locator(f"#f-{field}").focus()
    frame = page.locator("#sheet").bounding_box()
    size = page.locator("#low")
    scale = frame["width"] / int(str(size.get_attribute("width")))
    x0, y0, x1, y1 = (int(n) * scale for n in str(page.locator(f"#fld-{field}").get_attribute("data-box")).split())
    page.keyboard.down("Shift")
    page.mouse.move(frame["x"] + x0 - 3, frame["y"] + y0 - 3)
    page.mouse.down()
    page.mouse.move(frame["x"] + x1 + 3, frame["y"] + y1 + 3, steps=5)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("#pick")).to_be_visible()


def pdf_text(room: Standing, record: RecordId, target: Path) -> str:
    """The text of the archived PDF, read by an independent program."""
    house = room.room.house
    house.store.fetch(house.vault.paths(record)["access/document.pdf"], target)
    ran = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, check=True)
    return ran.stdout.decode()


def found(room: Standing, words: str) -> list[str]:
    """What the public's search finds, once the indexer has looked."""
    room.archive.kho("index")
    return [hit.found.record for hit in Finder(room.room.house.settings.search_place).find(words).hits]


def test_the_whole_life_of_a_record(
    windows: Windows, reading_room: Standing, archivist: Person, publisher: Person, tmp_path: Path
) -> None:
    vault = reading_room.room.house.vault

    # from the queue onto the desk
    page = windows.open(archivist, "/queue?agency=so-tu-phap&text=cong-van-so-hoa")
    page.locator("#queue a.open").click()
    page.wait_for_url("**/record/**", timeout=PATIENCE)
    ready(page)
    record = RecordId(page.url.rpartition("/")[2])
    assert record == reading_room.archive.records["cong-van-so-hoa"]

    # words from the image become the signer's name, with their place
    signer = page.locator("#f-signer_name").input_value()
    choose_words(page, "parent_issuer")
    page.locator("#f-signer_name").evaluate("input => input.focus({preventScroll: true})")
    page.locator("#pick button", has_text="Người ký").click()
    expect(page.locator("#f-signer_name")).to_have_value("UBND TỈNH THANH HÓA")
    page.keyboard.press("Control+z")
    expect(page.locator("#f-signer_name")).to_have_value(signer)

    # a word of the text mended on the image
    page.locator("#f-subject").focus()
    page.keyboard.press("F2")
    expect(page.locator(".word-input")).to_be_focused()
    page.keyboard.type("V/v kiểmthử")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("#f-place").fill("Thanh Hoá")
    page.locator("#why").fill("đối chiếu bản giấy")
    page.keyboard.press("Control+s")
    to_version(page, record, 2)
    assert vault.record(record).fields[F.PLACE].value == "Thanh Hoá"
    assert "kiểmthử" in pdf_text(reading_room, record, tmp_path / "two.pdf")
    (card,) = [row for row in reading_room.room.house.index.cards() if row["record"] == record]
    assert (card["place"], card["status"]) == ("Thanh Hoá", "corrected")
    assert "đối chiếu bản giấy" in vault.versions(record)[1].message
    expect(page.locator(".rec-name")).to_contain_text("đã hiệu chỉnh")

    # who corrected it does not publish; somebody else does
    page.goto(f"/record/{record}/publish")
    expect(page.get_by_role("button", name="Công bố bản v2")).to_have_count(0)
    other = windows.open(publisher, f"/record/{record}/publish")
    expect(other.locator(".preview")).to_contain_text("Thanh Hoá")
    other.get_by_role("button", name="Công bố bản v2").click()
    expect(other.locator(".pub-now")).to_contain_text("Công chúng đang xem bản v3")
    public = vault.record(record)
    assert public_version(public, reading_room.room.now()) == 3
    assert public.files.web
    assert found(reading_room, "kiểmthử") == [record]

    # a later correction stays inside until it is published too
    page.goto(f"/record/{record}")
    ready(page)
    page.locator("#f-place").fill("Thanh Hóa")
    page.keyboard.press("Control+s")
    to_version(page, record, 4)
    assert public_version(vault.record(record), reading_room.room.now()) == 3
    other.reload()
    expect(other.locator(".pub-now")).to_contain_text("Bản v4 có thay đổi chưa công bố")

    # withdrawn with a reason, and a record to read instead
    instead = reading_room.archive.records["ke-hoach-ngay-phap-luat"]
    other.get_by_label("Lý do thu hồi").fill("đã có bản thay thế")
    other.get_by_label("Mã hồ sơ thay thế").fill(f"http://kho.example/record/{instead}")
    other.get_by_role("button", name="Thu hồi hồ sơ").click()
    expect(other.locator(".pub-now")).to_contain_text("đã có bản thay thế")
    gone = vault.record(record)
    assert gone.status is RecordStatus.WITHDRAWN
    assert gone.withdrawal is not None
    assert gone.withdrawal.replaced_by == instead
    assert public_version(gone, reading_room.room.now()) is None

    # every step is a version with who, when, what and why, and stands in the audit
    page.goto(f"/record/{record}/versions")
    expect(page.locator("tbody tr")).to_have_count(5)
    page.get_by_role("link", name="Xem thay đổi").last.click()
    expect(page.locator("main")).to_contain_text("kiểmthử")
    expect(page.locator("svg.cut").first).to_be_visible()
    deeds = [entry.action for entry in reading_room.room.audit.entries(AuditFilter(record=record))]
    assert deeds == ["record.withdraw", "record.correct", "record.publish", "record.correct"]


SENT_TWICE = """() => {
  const stopped = [];
  addEventListener("submit", (event) => { stopped.push(event.defaultPrevented); event.preventDefault(); });
  const button = document.querySelector("form[data-busy] button");
  for (let time = 0; time < 2; time += 1) button.click();
  return [stopped, button.textContent];
}"""
"""Presses a button twice in a page that lets nothing go: which of the two the page itself has stopped."""


def test_what_takes_a_while_says_so_and_is_sent_once(
    windows: Windows, reading_room: Standing, publisher: Person
) -> None:
    page = windows.open(publisher, f"/record/{reading_room.archive.records['cong-van-so-hoa']}/publish")
    assert page.evaluate(SENT_TWICE) == [[False, True], "Đang vẽ 1 trang cho công chúng…"]


def test_who_corrected_is_told_that_somebody_else_publishes(windows: Windows, reading_room: Standing) -> None:
    both = reading_room.person(Role.ARCHIVIST, Role.PUBLISHER, login="ca-hai")
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, both, record)
    page.locator("#f-place").fill("Huế")
    page.keyboard.press("Control+s")
    to_version(page, record, 2)
    page.goto(f"/record/{record}/publish")
    expect(page.locator("main")).to_contain_text("nguyên tắc bốn mắt")
    expect(page.get_by_role("button", name="Công bố bản v2")).to_be_disabled()


def test_an_old_version_is_restored_as_a_new_one(
    windows: Windows, reading_room: Standing, archivist: Person, publisher: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, archivist, record)
    before = page.locator("#f-place").input_value()
    page.locator("#f-place").fill("Huế")
    page.keyboard.press("Control+s")
    to_version(page, record, 2)
    other = windows.open(publisher, f"/record/{record}/versions")
    other.get_by_text("Khôi phục…").click()
    other.get_by_label("Lý do").fill("sửa nhầm")
    other.get_by_role("button", name="Khôi phục bản v1").click()
    expect(other.locator("tbody tr")).to_have_count(3)
    restored = reading_room.room.house.vault.record(record)
    assert restored.fields[F.PLACE].value == before
    other.goto(f"/record/{record}/compare/2/3")
    expect(other.locator("main")).to_contain_text("Huế")
    page.goto(f"/record/{record}/versions")
    expect(page.get_by_text("Khôi phục…")).to_have_count(0)


def test_an_embargo_hides_what_is_published_until_it_is_lifted(
    windows: Windows, reading_room: Standing, publisher: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = windows.open(publisher, f"/record/{record}/publish")
    page.get_by_label("Chưa công khai trước").fill("2099-01-01T08:00")
    page.get_by_role("button", name="Lưu mức truy cập").click()
    page.get_by_role("button", name="Công bố bản v2").click()
    expect(page.locator(".pub-now")).to_contain_text("chưa công khai trước 01/01/2099 08:00")
    page.get_by_label("Bỏ hạn chế thời gian").check()
    page.get_by_role("button", name="Lưu mức truy cập").click()
    expect(page.locator(".pub-now")).to_contain_text("Công chúng đang xem bản v3")
