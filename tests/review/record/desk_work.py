"""What a person does on the record screen, in the words of the tests."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from schemas.ids import RecordId
from schemas.person import Person
from tests.review.browser import OFFICE, Windows


def open_record(windows: Windows, person: Person, record: RecordId, **more: object) -> Page:
    """The record's screen, ready to be worked at."""
    page = windows.open(person, f"/record/{record}", **more)  # type: ignore[arg-type]
    return ready(page)


def ready(page: Page) -> Page:
    """Waits until the screen is at work."""
    expect(page.locator("#record[data-ready]")).to_be_attached()
    return page


def kept(page: Page, steps: int) -> None:
    """Waits until a draft of so many changes is on the server."""
    expect(page.locator(f"#saved[data-state=saved][data-steps='{steps}']")).to_be_attached()


def doubtful_fields(page: Page) -> list[str]:
    """Names of the fields to look at, in their order."""
    rows = page.locator(".fld[data-band=check], .fld[data-band=unread]").all()
    return [str(row.get_attribute("data-field")) for row in rows]


def to_version(page: Page, record: RecordId, number: int) -> Page:
    """Waits until the screen shows that version of the record, as after saving."""
    page.wait_for_url(f"**/record/{record}")
    expect(page.locator(f"#record[data-base='{number}'][data-ready]")).to_be_attached()
    return page


def complaints(page: Page) -> list[str]:
    """What axe finds wrong."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


__all__ = ["OFFICE", "complaints", "doubtful_fields", "kept", "open_record", "ready", "to_version"]
