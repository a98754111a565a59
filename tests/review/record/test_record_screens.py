"""The record's screens as they are seen: office screen and phone, both languages, nothing that axe complains of."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.revise.revise import revise
from schemas.change import Change, FieldChange
from schemas.claim import FieldName
from schemas.ids import RecordId
from schemas.person import Role
from tests.review.browser import OFFICE, PHONE, Windows
from tests.review.record.conftest import doubtful_record
from tests.review.record.desk_work import complaints, open_record, ready
from tests.review.stack import Standing

F = FieldName


@pytest.fixture(scope="module")
def still(browser: Browser, still_room: Standing) -> Iterator[Windows]:
    """Windows onto a room in which nothing is saved."""
    opened = Windows(browser, still_room)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def doubted_still(still_room: Standing, tmp_path_factory: pytest.TempPathFactory) -> RecordId:
    """A record whose doubts are known beforehand."""
    return doubtful_record(still_room, tmp_path_factory.mktemp("doubted"))


SIZES = [(OFFICE, "vi"), (PHONE, "en")]


def two_versions(room: Standing) -> RecordId:
    """A record somebody has corrected, with an older draft of the archivist."""
    record = room.archive.records["ke-hoach-ngay-phap-luat"]
    change = Change(fields=(FieldChange(field=F.PLACE, value="Huế"),))
    revise(room.room.house.ports, record, change, by="hai", base=1)
    draft = '{"fields": {"place": {"text": "Hà Nội"}}}'
    room.room.desk.save_draft(record, "moi-vai-tro", base=1, change=draft, now=room.room.now())
    return record


def fits(page: Page, size: dict[str, int]) -> None:
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_every_page_of_a_record_is_accessible_and_fits(windows: Windows, reading_room: Standing) -> None:
    person, record = reading_room.person(*Role, login="moi-vai-tro"), two_versions(reading_room)
    for size, tongue in SIZES:
        for path in ("/versions", "/compare/1/2", "/merge", "/publish"):
            page = windows.open(person, f"/record/{record}{path}", size=size, tongue=tongue)
            expect(page.locator("h1")).to_be_visible()
            fits(page, size)
            page.close()


def test_the_record_screen_is_accessible_with_all_that_opens_on_it(
    still: Windows, still_room: Standing, doubted_still: RecordId
) -> None:
    person, record = still_room.person(Role.ARCHIVIST), doubted_still
    for size, tongue in SIZES:
        page = open_record(still, person, record, size=size, tongue=tongue)
        fits(page, size)
        page.locator("#stage").focus()
        page.keyboard.press("n")
        expect(page.locator(".word-input")).to_be_focused()
        fits(page, size)
        page.keyboard.press("Escape")
        expect(page.locator("#pick")).to_be_visible()
        for tab in ("words", "found"):
            page.locator(f"#tab-{tab}").click()
            fits(page, size)
        page.evaluate("document.getElementById('keys').showModal()")
        fits(page, size)
        page.close()


def test_colour_never_says_alone_how_sure_a_value_is(
    still: Windows, still_room: Standing, doubted_still: RecordId
) -> None:
    page = open_record(still, still_room.person(Role.ARCHIVIST), doubted_still)
    words = {"sure": "chắc chắn", "check": "nên xem lại", "unread": "máy không đọc được"}
    rows = page.locator(".fld[data-band]:has(.band)").all()
    assert {row.get_attribute("data-band") for row in rows} == set(words)
    for row in rows:
        assert words[str(row.get_attribute("data-band"))] in row.locator(".band").inner_text()


def test_choosing_a_field_brings_its_place_into_view_and_tells_what_was_read_there(
    still: Windows, still_room: Standing
) -> None:
    page = open_record(still, still_room.person(Role.ARCHIVIST), still_room.archive.records["ke-hoach-ngay-phap-luat"])
    page.locator("#f-signer_title").focus()
    expect(page.locator("#page-no")).to_have_value("2")
    expect(page.locator("#reading-text")).to_contain_text("GIÁM ĐỐC")
    expect(page.locator(".marks .active rect")).to_have_count(1)
    page.locator("#f-issuer").focus()
    expect(page.locator("#page-no")).to_have_value("1")
    expect(page.locator("#reading-text")).to_contain_text("SỞ TƯ PHÁP")
    page.wait_for_function(
        """() => {
             const place = (one) => document.querySelector(one).getBoundingClientRect();
             const [stage, mark] = [place("#stage"), place(".marks .active rect")];
             return stage.left <= mark.left && mark.right <= stage.right + 1
               && stage.top <= mark.top && mark.top <= stage.bottom;
           }"""
    )


def test_the_frames_lie_on_the_words_of_a_page_that_was_scanned_sideways(still: Windows, still_room: Standing) -> None:
    record = still_room.archive.records["to-roi-giao-thong"]
    page = open_record(still, still_room.person(Role.ARCHIVIST), record)
    assert still_room.room.house.vault.record(record).pages[0].rotation == 270
    page.wait_for_function("document.getElementById('low').naturalHeight > document.getElementById('low').naturalWidth")
    page.wait_for_function(
        """() => {
             const [sheet, low] = ["sheet", "low"].map((one) => document.getElementById(one).getBoundingClientRect());
             return low.width > 0 && JSON.stringify(sheet) === JSON.stringify(low);
           }"""
    )


def test_a_drawn_box_without_words_takes_a_new_word(windows: Windows, reading_room: Standing) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, reading_room.person(Role.ARCHIVIST), record)
    page.locator("#fit-page").click()
    page.locator("#draw").click()
    sheet = page.locator("#sheet").bounding_box()
    page.mouse.move(sheet["x"] + 4, sheet["y"] + 4)
    page.mouse.down()
    page.mouse.move(sheet["x"] + 60, sheet["y"] + 20, steps=5)
    page.mouse.up()
    page.locator("#pick button", has_text="Thêm chữ ở đây").click()
    page.keyboard.type("BẢN SAO")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("#record[data-base='2'][data-ready]")).to_be_attached()
    text = page.request.get(f"/record/{record}/words/1.json").json()["lines"]
    assert {"BẢN", "SAO"} <= {word["text"] for line in text for word in line["words"]}


def test_a_word_mended_on_the_image_is_mended_in_the_field_read_from_it(still: Windows, still_room: Standing) -> None:
    page = open_record(still, still_room.person(Role.ARCHIVIST), still_room.archive.records["cong-van-so-hoa"])
    page.locator("#f-place").focus()
    page.keyboard.press("F2")
    expect(page.locator(".word-input")).to_have_value("Thanh")
    page.keyboard.type("Khánh")
    page.keyboard.press("Enter")
    expect(page.locator("#f-place")).to_have_value("Khánh Hóa")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(page.locator("#f-place")).to_have_value("Thanh Hóa")


def test_on_a_phone_the_fields_stand_below_the_image(still: Windows, still_room: Standing) -> None:
    record = still_room.archive.records["cong-van-so-hoa"]
    page = open_record(still, still_room.person(Role.ARCHIVIST), record, size=PHONE)
    image, fields = page.locator("#stage").bounding_box(), page.locator("#fields").bounding_box()
    assert fields["y"] > image["y"] + image["height"]
    page.locator("#fld-place .where").click()
    expect(page.locator(".marks .active rect")).to_be_in_viewport()


def test_the_page_image_is_painted_first_small_then_sharp(
    windows: Windows, reading_room: Standing, record_property: Callable[[str, object], None]
) -> None:
    page = windows.open(reading_room.person(Role.ARCHIVIST), None)
    page.goto(f"/record/{reading_room.archive.records['cong-van-so-hoa']}")
    ready(page)
    expect(page.locator("#sheet .sharp")).to_be_visible()
    page.wait_for_function(
        "performance.getEntriesByType('resource').filter((one) => one.name.includes('.webp')).length >= 2"
    )
    loaded = page.evaluate(
        """() => performance.getEntriesByType("resource").filter((one) => one.name.includes(".webp"))
             .map((one) => [one.name.split("w=")[1], Math.round(one.responseEnd)])"""
    )
    record_property("pictures_ms", loaded)
    assert next(width for width, _ in loaded) == "480"
    assert any(int(width) >= 1400 for width, _ in loaded)


@pytest.mark.parametrize("who", ["archivist", "auditor"])
def test_who_may_not_correct_sees_the_same_without_the_tools(still: Windows, still_room: Standing, who: str) -> None:
    page = open_record(still, still_room.person(Role(who)), still_room.archive.records["cong-van-so-hoa"])
    tools = page.locator("#save-next, #draw, .confirm:visible")
    assert (tools.count() > 0) is (who == "archivist")
    expect(page.locator("#f-place")).to_have_value("Thanh Hóa")
