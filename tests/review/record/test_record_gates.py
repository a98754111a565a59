"""What holds a record back is decided with a reason; what is covered is not for the public."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from schemas.gate import GateKind
from schemas.ids import RecordId
from schemas.person import Person
from schemas.publication import Decision
from schemas.record import Record
from tests.fakes.pages import centre
from tests.fakes.revisable import PRIVATE, archive_scan, letter
from tests.review.browser import Windows
from tests.review.record.desk_work import open_record
from tests.review.stack import Standing


@pytest.fixture
def private(reading_room: Standing, tmp_path: Path) -> RecordId:
    """A letter with somebody's identity card number and telephone number."""
    return archive_scan(reading_room.room.house.ports, [letter(1, *PRIVATE)], tmp_path / "scan").id


@pytest.fixture
def internal(reading_room: Standing, tmp_path: Path) -> RecordId:
    """A letter for internal use."""
    page = letter(1, centre("LƯU HÀNH NỘI BỘ"))
    return archive_scan(reading_room.room.house.ports, [page], tmp_path / "scan").id


def newest(room: Standing, record: RecordId) -> Record:
    return room.room.house.vault.record(record)


def test_personal_data_is_covered_for_the_public_once_somebody_has_said_so(
    windows: Windows, reading_room: Standing, publisher: Person, private: RecordId, tmp_path: Path
) -> None:
    page = windows.open(publisher, f"/record/{private}/publish")
    gate = page.locator(".gate", has_text="Dữ liệu cá nhân")
    expect(gate).to_contain_text("chưa quyết định")
    expect(gate.locator("svg.cut").first).to_be_visible()
    expect(page.get_by_role("button", name="Công bố bản v1")).to_be_disabled()
    assert page.locator("rect.cover").count() == 0

    gate.get_by_label("che lại khi công bố").check()
    gate.get_by_label("Lý do").fill("số riêng của công dân")
    gate.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator(".gate")).to_contain_text("số riêng của công dân")
    expect(page.locator("rect.cover").nth(1)).to_be_attached()
    (said,) = newest(reading_room, private).decisions
    assert (said.kind, said.decision, said.by) == (GateKind.PERSONAL, Decision.REDACTED, publisher.login)

    page.get_by_role("button", name="Công bố bản v2").click()
    expect(page.locator(".pub-now")).to_contain_text("Công chúng đang xem bản v3")
    house, target = reading_room.room.house, tmp_path / "public.pdf"
    house.store.fetch(house.vault.paths(private)[str(newest(reading_room, private).files.public_pdf)], target)
    text = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, check=True).stdout.decode()
    assert "038090001234" not in text
    assert "Nguyễn Văn Thử" in text


def test_what_is_kept_back_is_not_published(
    windows: Windows, reading_room: Standing, archivist: Person, publisher: Person, internal: RecordId
) -> None:
    page = windows.open(archivist, f"/record/{internal}/publish")
    gate = page.locator(".gate")
    gate.get_by_label("giữ lại").check()
    gate.get_by_label("Lý do").fill("chờ cơ quan ban hành đồng ý")
    gate.get_by_role("button", name="Ghi quyết định").click()
    expect(gate).to_contain_text("chờ cơ quan ban hành đồng ý")
    other = windows.open(publisher, f"/record/{internal}/publish")
    expect(other.get_by_role("button", name="Công bố bản v2")).to_be_disabled()
    other.locator(".gate").get_by_label("cho qua").check()
    other.locator(".gate").get_by_label("Lý do").fill("đã có văn bản đồng ý")
    other.get_by_role("button", name="Ghi quyết định").click()
    other.get_by_role("button", name="Công bố bản v3").click()
    expect(other.locator(".pub-now")).to_contain_text("Công chúng đang xem bản v4")


def test_a_record_that_is_held_back_says_so_on_its_screen(
    windows: Windows, archivist: Person, private: RecordId
) -> None:
    page = open_record(windows, archivist, private)
    expect(page.locator(".notices")).to_contain_text("dữ liệu cá nhân")
    page.locator("#tab-found").click()
    expect(page.locator("#pane-found")).to_contain_text("số căn cước công dân")
    page.locator("#pane-found .where").first.click()
    expect(page.locator(".marks .active rect")).to_have_count(1)
    page.get_by_role("link", name="Xem và quyết định").click()
    page.wait_for_url("**/publish")


def test_what_the_archive_refuses_is_said_on_the_page(
    windows: Windows, reading_room: Standing, publisher: Person, private: RecordId
) -> None:
    page = windows.open(publisher, f"/record/{private}/publish")
    page.locator("#why-publish").evaluate("field => field.form.querySelector('button').disabled = false")
    page.get_by_role("button", name="Công bố bản v1").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa công bố được vì dữ liệu cá nhân")
    assert len(reading_room.room.house.vault.versions(private)) == 1
