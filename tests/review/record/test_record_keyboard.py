"""The record screen by keyboard alone: confirming, other readings, words, undo; keystrokes counted."""

import time
from collections.abc import Callable

from playwright.sync_api import expect

from schemas.claim import FieldName, Source
from schemas.ids import RecordId
from schemas.person import Person
from schemas.record import Record
from tests.review.browser import PATIENCE, Windows
from tests.review.record.conftest import DOUBTFUL
from tests.review.record.desk_work import doubtful_fields, kept, open_record, ready, to_version
from tests.review.stack import Standing

F = FieldName


def record_of(room: Standing, record: RecordId) -> Record:
    return room.room.house.vault.record(record)


def test_an_ordinary_record_is_confirmed_without_a_mouse_and_the_next_one_opens(
    windows: Windows, reading_room: Standing, archivist: Person, record_property: Callable[[str, object], None]
) -> None:
    page = windows.open(archivist, "/queue?agency=so-tu-phap")
    page.keyboard.press("n")
    page.wait_for_url("**/record/**", timeout=PATIENCE)
    ready(page)
    record = RecordId(page.url.rpartition("/")[2])
    left, keys, begun = doubtful_fields(page), 0, time.monotonic()
    for name in left:
        expect(page.locator(f"#f-{name}")).to_be_focused()
        page.keyboard.press("Enter")
        keys += 1
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: record not in url, timeout=PATIENCE)
    record_property("keystrokes", keys + 1)
    record_property("seconds", round(time.monotonic() - begun, 2))
    after = record_of(reading_room, record)
    assert {one.source for name, one in after.fields.items() if name is not F.PAGES} == {Source.ARCHIVIST.value}
    assert after.corrected_by == (archivist.login,)
    assert keys + 1 == len(left) + 1 <= 10


def test_enter_walks_the_doubtful_fields_and_shift_enter_walks_back(
    windows: Windows, archivist: Person, doubted: RecordId
) -> None:
    page = open_record(windows, archivist, doubted)
    first, second, *_ = doubtful_fields(page)
    expect(page.locator(f"#f-{first}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#fld-{first} .unsaved")).to_contain_text("đã xác nhận")
    expect(page.locator(f"#f-{second}")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(f"#fld-{first} .unsaved")).to_be_hidden()
    page.locator(f"#f-{second}").focus()
    page.keyboard.press("Shift+Enter")
    expect(page.locator(f"#f-{first}")).to_be_focused()


def test_another_reading_is_taken_with_alt_and_its_number_and_undone(
    windows: Windows, archivist: Person, doubted: RecordId
) -> None:
    page = open_record(windows, archivist, doubted)
    box = page.locator("#f-place")
    box.focus()
    page.keyboard.press("Alt+1")
    expect(box).to_have_value("Thanh Hoá")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("Thanh Hóa")
    page.keyboard.press("Control+y")
    expect(box).to_have_value("Thanh Hoá")
    page.locator("#f-issued_date").focus()
    page.keyboard.press("Alt+1")
    expect(page.locator("#f-issued_date")).to_have_value("5/3/2024")


def test_doubtful_words_are_walked_mended_split_confirmed_and_removed_by_keyboard(
    windows: Windows, reading_room: Standing, archivist: Person, doubted: RecordId
) -> None:
    page = open_record(windows, archivist, doubted)
    count, edit = page.locator("[data-count=words]"), page.locator(".word-input")
    expect(count).to_have_text(str(len(DOUBTFUL)))
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(edit).to_have_value("mờ")
    page.keyboard.type("kiểm thử")
    page.keyboard.press("Enter")
    expect(count).to_have_text("3")
    expect(edit).to_have_value("khó")
    page.keyboard.press("Enter")  # right as it stands
    expect(count).to_have_text("2")
    expect(edit).to_have_value("đọc")
    page.keyboard.press("Escape")
    expect(page.locator("#stage")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#changed-words li")).to_have_count(3)
    page.keyboard.press("Control+s")
    to_version(page, doubted, 2)
    house = reading_room.room.house
    text = house.store.read(house.vault.paths(doubted)["text/document.txt"]).decode()
    assert "Bốn chữ kiểm thử khó ở đây" in text
    expect(count).to_have_text("1")


def test_a_word_that_is_still_open_is_saved_with_the_rest(
    windows: Windows, archivist: Person, doubted: RecordId
) -> None:
    page = open_record(windows, archivist, doubted)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator(".word-input")).to_be_focused()
    page.keyboard.type("đangmở")
    page.keyboard.press("Control+s")
    to_version(page, doubted, 2)
    expect(page.locator("#page-text")).to_contain_text("đangmở")


def test_two_words_are_joined_and_the_record_keeps_the_joined_one(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, archivist, record)
    page.locator("#f-issuer").focus()
    page.keyboard.press("F2")
    expect(page.locator(".word-input")).to_be_focused()
    page.keyboard.press("Escape")
    box = page.locator("#sheet").bounding_box()
    scale = box["width"] / 2480
    issuer = page.locator("#fld-issuer").get_attribute("data-box").split()
    x0, y0, x1, y1 = (int(n) * scale for n in issuer)
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + x0 - 2, box["y"] + y0 - 2)
    page.mouse.down()
    page.mouse.move(box["x"] + (x0 + x1) / 2, box["y"] + y1, steps=4)
    page.mouse.move(box["x"] + x1 + 2, box["y"] + y1 + 2, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("#pick button", has_text="Nối thành một")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("#changed-words li")).to_have_count(1)
    page.keyboard.press("Control+s")
    to_version(page, record, 2)
    words = [
        word["text"]
        for line in page.request.get(f"/record/{record}/words/1.json").json()["lines"]
        for word in line["words"]
    ]
    assert "SỞTƯPHÁP" in words


def test_keys_move_the_image_and_open_the_shortcuts(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    page = open_record(windows, archivist, reading_room.archive.records["ke-hoach-ngay-phap-luat"])
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    sheet = page.locator("#sheet")
    for key in ("+", "w", "ArrowDown", "ArrowRight"):
        before = str(sheet.get_attribute("style"))
        page.keyboard.press(key)
        expect(sheet).not_to_have_attribute("style", before)
    page.keyboard.press("PageDown")
    expect(page.locator("#page-no")).to_have_value("2")
    page.keyboard.press("g")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("#page-no")).to_have_value("1")
    page.keyboard.press("m")
    expect(page.locator("#marks")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("Ctrl+Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("e")
    expect(page.locator("#fields :focus")).to_be_attached()


def test_all_right_asks_once_for_a_field_that_could_not_be_read(
    windows: Windows, reading_room: Standing, archivist: Person, doubted: RecordId
) -> None:
    page = open_record(windows, archivist, doubted)
    unread = page.locator(".fld[data-band=unread]").first
    name = str(unread.get_attribute("data-field"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text(str(unread.get_attribute("data-name")))
    expect(page.locator(f"#f-{name}")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: doubted not in url, timeout=PATIENCE)
    after = record_of(reading_room, doubted)
    assert FieldName(name) not in {claim.field for claim in after.claims if claim.source is Source.ARCHIVIST}


def test_a_field_that_the_document_does_not_have_is_confirmed_as_empty(
    windows: Windows, reading_room: Standing, archivist: Person, doubted: RecordId
) -> None:
    page = open_record(windows, archivist, doubted)
    name = str(page.locator(".fld[data-band=unread]").first.get_attribute("data-field"))
    page.locator(f"#f-{name}").focus()
    page.keyboard.press("Enter")
    kept(page, 1)
    page.keyboard.press("Control+s")
    to_version(page, doubted, 2)
    (said,) = [
        c for c in record_of(reading_room, doubted).claims if c.field.value == name and c.source is Source.ARCHIVIST
    ]
    assert said.value is None
    expect(page.locator(f"#fld-{name} .band")).to_contain_text("người đã xác nhận")
