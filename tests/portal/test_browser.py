"""A citizen at the window, in Chromium: on a phone, without accents, without JavaScript, by a screen reader."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from tests.portal.conftest import Portal
from tests.servers.chromium import PATIENCE

PHONE = {"width": 390, "height": 844}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_FIRST_PAGE = 60_000
"""Bytes."""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def _find_the_passage(page: Page, address: str, leaflet: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("hoa giai tranh chap dat dai")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name="Tìm hiểu một số quy định của luật đất đai năm 2024").first.click()
    page.wait_for_url(f"**/tai-lieu/{leaflet}?q=**")


def _assert_marked(page: Page) -> None:
    marks = page.locator("#trang-2 svg rect")
    expect(marks.first).to_be_visible()
    picture, mark = page.locator("#trang-2 img").bounding_box(), marks.first.bounding_box()
    assert picture
    assert mark
    assert picture["x"] <= mark["x"] < mark["x"] + mark["width"] <= picture["x"] + picture["width"]
    assert picture["y"] <= mark["y"] < mark["y"] + mark["height"] <= picture["y"] + picture["height"]
    assert mark["width"] * mark["height"] > 20


def test_a_citizen_without_accents_finds_the_leaflet_and_its_passage(portal: Portal, address: str, phone: Page) -> None:
    _find_the_passage(phone, address, portal.cast.leaflet)
    _assert_marked(phone)
    phone.get_by_role("button", name="Phóng to").first.click()
    expect(phone.get_by_role("button", name="Thu nhỏ")).to_have_attribute("aria-pressed", "true")


def test_the_same_without_javascript(portal: Portal, address: str, scriptless: Page) -> None:
    _find_the_passage(scriptless, address, portal.cast.leaflet)
    _assert_marked(scriptless)
    assert scriptless.get_by_role("button", name="Phóng to").count() == 0


def test_suggestions_come_while_typing_and_by_keyboard(portal: Portal, address: str, phone: Page) -> None:
    phone.goto(address)
    box = phone.get_by_role("combobox")
    box.fill("luat dat")
    expect(phone.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "o-tim-goi-y-0")
    box.press("Enter")
    phone.wait_for_url(lambda url: url.rstrip("/") != address)


def test_the_first_page_is_light(address: str, phone: Page) -> None:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    phone.on("response", note)
    phone.goto(address, wait_until="networkidle")
    sizes = [len(answer.body()) for answer in answers]
    assert len(sizes) >= 3
    assert sum(sizes) < _FIRST_PAGE


def _paths(portal: Portal) -> dict[str, str]:
    cast = portal.cast
    return {
        "home": "/",
        "search": "/tim-kiem?q=dat%20dai&popular=dat-dai",
        "nothing": "/tim-kiem?q=zzqxw",
        "questions-found": "/tim-kiem?q=ket%20hon&kind=question",
        "document": f"/tai-lieu/{cast.leaflet}?q=dat%20dai",
        "expired": f"/tai-lieu/{cast.expired}",
        "covered": f"/tai-lieu/{cast.redacted}",
        "hostile": f"/tai-lieu/{cast.hostile}",
        "page": f"/tai-lieu/{cast.leaflet}/trang/2?q=hoa%20giai",
        "questions": "/hoi-dap",
        "question": f"/hoi-dap/{cast.questions}/4",
        "agencies": "/co-quan",
        "agency": "/co-quan/thanh-hoa.so-tu-phap",
        "topics": "/chu-de",
        "topic": "/chu-de/11",
        "laws": "/van-ban",
        "law": "/van-ban/luat-dat-dai-2013",
        "about": "/gioi-thieu",
        "missing": "/khong-co",
        "gone": f"/tai-lieu/{cast.replaced}",
        "busy": "/qua-nhieu",
    }


NAMES = (
    "home", "search", "nothing", "questions-found", "document", "expired", "covered", "hostile", "page", "questions",
    "question", "agencies", "agency", "topics", "topic", "laws", "law", "about", "missing", "gone", "busy",
)  # fmt: skip


def test_every_page_is_looked_at(portal: Portal) -> None:
    assert tuple(_paths(portal)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_page_can_be_used_by_everybody(portal: Portal, address: str, phone: Page, name: str) -> None:
    blocked: list[str] = []
    phone.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)
    phone.goto(address + _paths(portal)[name])
    found = Axe().run(
        phone, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()
    assert blocked == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_the_narrowest_screen(portal: Portal, address: str, phone: Page, name: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(address + _paths(portal)[name])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
