"""The doors as people see them: in Chromium, in both languages, on an office screen and a phone, with axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.access.personnel import AT_THE_MACHINE
from schemas.person import Role
from tests.review.browser import OFFICE, PHONE, Windows
from tests.review.stack import Standing

OWN = "trời xanh mây trắng"


def seen(page: Page) -> None:
    """Nothing that axe would complain of, and no scrolling sideways."""
    found = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("tongue", "size"), [("en", PHONE), ("vi", OFFICE)], ids=["en", "vi"])
def test_the_first_day_of_somebody_new(
    windows: Windows, reading_room: Standing, tongue: str, size: dict[str, int]
) -> None:
    doors = reading_room.room.doors
    account, password = doors.personnel.add(
        AT_THE_MACHINE, "moi.den", name="Người mới đến", roles=frozenset({Role.ARCHIVIST}), agencies=None
    )
    page = windows.open(None, "/queue", size=size, tongue=tongue)
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type("moi.den")
    page.keyboard.press("Tab")
    page.keyboard.type("không phải mật khẩu này")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_visible()
    expect(page.locator("#password")).to_be_focused()
    seen(page)
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.locator("#must")).to_be_visible()
    assert page.url.endswith("/password")
    seen(page)
    for field, text in (("#current", password), ("#new", OWN), ("#again", OWN)):
        page.locator(field).fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("nav a[href='/queue']")).to_be_visible()
    page.goto("/password")
    expect(page.locator("main strong")).to_have_count(1)
    seen(page)
    page.locator("main form[action='/logout'] button").click()
    expect(page.locator("#login")).to_be_visible()
    page.goto("/queue")
    expect(page.locator("#login")).to_be_visible()
    assert doors.sessions.of(account.person.id, now=doors.clock.now()) == []


def test_the_cookies_are_out_of_a_script_s_reach(windows: Windows) -> None:
    page = windows.open(None, "/login")
    expect(page.locator("h1")).to_be_visible()
    kept = {str(cookie["name"]): cookie for cookie in page.context.cookies()}
    assert kept["kho"]["httpOnly"]
    assert "kho=" not in page.evaluate("document.cookie")


def test_no_page_of_another_site_shows_ours_in_a_frame(windows: Windows, reading_room: Standing) -> None:
    page = windows.open(reading_room.person(Role.ARCHIVIST), None)
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.set_content(f'<iframe src="{reading_room.url}/password"></iframe>')
    windows.troubles.clear()
