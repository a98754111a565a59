"""The record screen on a slow network: what is typed is never lost to what arrives later."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from schemas.person import Person
from tests.review.browser import Windows
from tests.review.record.desk_work import kept, open_record, ready, to_version
from tests.review.stack import Standing


def held(page: Page, path: str) -> Callable[[], None]:
    """Holds the next request to this path; gives what lets it go once it has been made."""
    waiting: list[Route] = []
    page.route(path, lambda route: waiting.append(route), times=1)  # noqa: PLW0108 (playwright marks it)

    def let_go() -> None:
        while not waiting:
            page.wait_for_timeout(20)
        waiting.pop().continue_()

    return let_go


def test_what_is_typed_before_the_screen_is_at_work_is_kept(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = windows.open(archivist, None)
    let_go = held(page, "**/state.json")
    page.goto(f"/record/{record}")
    page.locator("#f-place").fill("Huế")
    page.locator("#why").fill("đối chiếu bản giấy")
    page.locator("#f-place").focus()
    let_go()
    ready(page)
    expect(page.locator("#f-place")).to_have_value("Huế")
    expect(page.locator("#f-place")).to_be_focused()
    expect(page.locator("#why")).to_have_value("đối chiếu bản giấy")
    expect(page.locator("#fld-place .unsaved")).to_be_visible()
    kept(page, 1)
    page.keyboard.press("Control+s")
    to_version(page, record, 2)
    expect(page.locator("#f-place")).to_have_value("Huế")


def test_a_word_is_opened_once_the_words_of_its_page_are_there(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    page = windows.open(archivist, None)
    let_go = held(page, "**/words/1.json*")
    page.goto(f"/record/{reading_room.archive.records['cong-van-so-hoa']}")
    expect(page.locator("#fields :focus")).to_be_attached()
    page.locator("#f-place").focus()
    page.keyboard.press("F2")
    let_go()
    expect(page.locator(".word-input")).to_have_value("Thanh")


def test_nothing_is_typed_into_a_record_whose_change_is_on_its_way(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    record = reading_room.archive.records["cong-van-so-hoa"]
    page = open_record(windows, archivist, record)
    let_go = held(page, "**/change.json")
    page.locator("#f-issued_date").fill("hôm kia")
    page.keyboard.press("Control+s")
    expect(page.locator("#f-place")).not_to_be_editable()
    let_go()
    expect(page.locator("#fld-issued_date .wrong")).to_contain_text("ngày ban hành")
    expect(page.locator("#f-place")).to_be_editable()
