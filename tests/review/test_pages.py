"""Every page of the frame as it is seen: in both languages, at an office screen and a phone, by keyboard, without axe's
complaints; and what the pages say about what is in the archive."""

from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from schemas.person import Role
from tests.review.browser import OFFICE, PHONE, Windows
from tests.review.stack import Standing

PAGES = {
    "audit": "/audit",
    "audit-none": "/audit?who=nobody",
    "failures": "/failures",
    "failures-filtered": "/failures?code=empty&state=refused",
    "files": "/files",
    "help": "/help",
    "home": "/",
    "not-found": "/nowhere",
    "people": "/people",
    "person": "/people/{other}",
    "person-own": "/people/{own}",
    "queue": "/queue",
    "queue-done": "/queue?step=done",
    "queue-none": "/queue?text=khongcogi&mine=1",
    "upload": "/upload",
}


@pytest.fixture(scope="module")
def still(browser: Browser, still_room: Standing) -> Iterator[Windows]:
    opened = Windows(browser, still_room)
    yield opened
    opened.close()


def everybody(room: Standing) -> str:
    """Somebody who holds every role."""
    return room.person(*Role, login="moi-vai-tro").id


def path_of(room: Standing, name: str) -> str:
    return PAGES[name].format(other=room.person(Role.ARCHIVIST).id, own=everybody(room))


def complaints(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_accessible_in_both_languages_on_office_screen_and_phone(
    still: Windows, still_room: Standing, name: str
) -> None:
    person = still_room.room.people.get(everybody(still_room)).person
    for size, tongue in ((OFFICE, "vi"), (PHONE, "en")):
        page = still.open(person, path_of(still_room, name), size=size, tongue=tongue)
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == tongue
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("tongue", ["en", "vi"])
def test_the_way_in_is_accessible(still: Windows, tongue: str) -> None:
    page = still.open(None, "/", tongue=tongue)
    expect(page.locator("input[type=password]")).to_be_visible()
    assert complaints(page) == []


def test_the_language_is_changed_where_one_stands(still: Windows, still_room: Standing) -> None:
    person = still_room.person(Role.ARCHIVIST)
    page = still.open(person, "/queue?step=done")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Queue")
    assert page.url.endswith("/queue?step=done")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("h1")).to_have_text("Việc cần làm")


def test_the_question_mark_opens_the_shortcuts_but_not_while_typing(still: Windows, still_room: Standing) -> None:
    page = still.open(still_room.person(Role.ARCHIVIST), "/queue")
    page.locator("#f-text").press("?")
    expect(page.locator("#f-text")).to_have_value("?")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("h1")).to_have_text("Trợ giúp")
    expect(page.get_by_text("nhận và mở hồ sơ nặng nhất chưa ai giữ")).to_be_visible()


def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(still: Windows, still_room: Standing) -> None:
    page = still.open(still_room.person(Role.ARCHIVIST), "/queue")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.ADMINISTRATOR, ["Trang chính", "Lỗi và từ chối", "Người dùng", "Nhật ký"]),
        (Role.ARCHIVIST, ["Trang chính", "Việc cần làm", "Lỗi và từ chối"]),
        (Role.AUDITOR, ["Trang chính", "Nhật ký"]),
        (Role.CLERK, ["Trang chính", "Tệp của tôi", "Gửi bản quét"]),
        (Role.PUBLISHER, ["Trang chính", "Việc cần làm", "Lỗi và từ chối"]),
    ],
)
def test_everybody_sees_the_places_of_the_own_roles_and_no_others(
    still: Windows, still_room: Standing, role: Role, places: list[str]
) -> None:
    page = still.open(still_room.person(role), "/")
    assert page.locator(".nav a").all_inner_texts() == places


def test_the_first_page_says_what_waits(still: Windows, still_room: Standing) -> None:
    page = still.open(still_room.person(Role.ARCHIVIST), "/")
    expect(page.locator(".tally")).to_contain_text(["4 hồ sơ cần kiểm tra"])
    expect(page.get_by_role("img", name="Số hồ sơ làm xong")).to_be_visible()
    expect(page.get_by_role("link", name="Tệp rỗng")).to_be_visible()


def test_a_clerk_sees_the_own_agency_s_files_with_reason_and_remedy(still: Windows, still_room: Standing) -> None:
    clerk = still_room.person(Role.CLERK, login="nga-son", agencies=("ubnd-xa-nga-son",))
    page = still.open(clerk, "/files")
    expect(page.locator("tbody tr")).to_have_count(3)
    refused = page.locator("tr", has_text="quét dở.jpg")
    expect(refused).to_contain_text("bị từ chối")
    expect(refused).to_contain_text("hãy quét hoặc chép lại")
    expect(refused).to_contain_text("ubnd-xa-nga-son/_tu-choi")
    assert page.get_by_text("so-tu-phap").count() == 0
    assert page.locator("tbody a").count() == 0  # a clerk does not open records


def test_failures_are_found_by_kind_and_agency(still: Windows, still_room: Standing) -> None:
    page = still.open(still_room.person(Role.ARCHIVIST), "/failures")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("Loại lỗi").select_option(label="Tệp rỗng (1)")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("quét dở.jpg")
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_the_queue_is_filtered_without_a_script(still: Windows, still_room: Standing) -> None:
    page = still.open(still_room.person(Role.ARCHIVIST), "/queue", script=False)
    expect(page.locator("#queue tbody tr")).to_have_count(4)
    page.get_by_label("Cơ quan").select_option("so-tu-phap")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("#queue tbody tr")).to_have_count(2)
    page.get_by_label("Tìm theo số, tên, tệp").fill("ke hoach ngay")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("#queue tbody tr")).to_have_count(1)
    expect(page.locator("#queue .open")).to_contain_text("186/KH-STP")


def test_a_page_nobody_may_see_says_so_and_leads_back(still: Windows, still_room: Standing) -> None:
    page = still.open(still_room.person(Role.CLERK), "/queue")
    expect(page.locator("h1")).to_have_text("Không có quyền")
    page.get_by_role("link", name="Về trang chính").click()
    expect(page.locator("h1")).to_contain_text("Xin chào")


BROKEN = [
    ("/queue?batch=ngay-mai", 422),
    ("/queue?after=x", 422),
    ("/failures?state=lost", 422),
    ("/failures?after=x", 422),
    ("/files?after=x", 422),
    ("/audit?since=2026-02-30", 422),
    ("/audit?after=-1", 422),
    ("/people/nobody", 404),
    ("/record/xxxxxxxxxxxxxxxxx", 404),
    ("/audit/export.exe", 404),
    ("/tongue/fr", 404),
]


@pytest.mark.parametrize(("path", "status"), BROKEN)
def test_a_broken_address_is_answered_in_words(still_room: Standing, path: str, status: int) -> None:
    person = still_room.room.people.get(everybody(still_room)).person
    with httpx.Client(base_url=still_room.url, cookies=still_room.cookie(person), timeout=120) as browser:
        page = browser.get(path, headers={"Accept": "text/html"})
        script = browser.get(path, headers={"Accept": "application/json"})
    assert (page.status_code, script.status_code) == (status, status)
    assert "<h1>" in page.text
    assert "Về trang chính" in page.text
    assert script.json()["status"] == status
    assert script.json()["sentence"]


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "x"])
def test_choosing_a_language_leads_nowhere_else(still_room: Standing, back: str) -> None:
    answer = httpx.get(f"{still_room.url}/tongue/en", params={"back": back}, timeout=120)
    assert answer.headers["location"] == "/"


def test_static_files_are_kept_for_ever_under_their_mark_and_pages_never(still_room: Standing) -> None:
    page = httpx.get(f"{still_room.url}/login", timeout=120)
    marked = next(part for part in page.text.split('"') if part.endswith("/app.css"))
    kept = httpx.get(still_room.url + marked, timeout=120)
    assert "immutable" in kept.headers["cache-control"]
    for other in ("/static/app.css", "/static/0123456789ab/app.css"):  # by hand; by a page of another release
        answer = httpx.get(still_room.url + other, timeout=120)
        assert (answer.headers["cache-control"], answer.content) == ("no-cache", kept.content)
    outside = f"{still_room.url}/static/0123456789ab/%2e%2e/%2e%2e/app.py"
    assert httpx.get(outside, timeout=120).status_code == 404
    assert "no-store" in page.headers["cache-control"]
