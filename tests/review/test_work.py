"""What people do with the pages of the frame: take work, send scans, try again, manage people, look into the audit."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import unquote

import httpx
from PIL import ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from catalog.audit import AuditFilter
from review.access.passwords import Passwords
from schemas.attention import Step
from schemas.desk import Filter
from schemas.ids import RecordId, Sha256, record_id
from schemas.limits import Limits
from schemas.person import Person, Role
from storage.inbox import InboxFolder
from tests.review.browser import PATIENCE, Windows
from tests.review.stack import Archive, Standing, standing
from tests.unit.engines.vellum import LETTER, SERIF, page_image

PASSWORD = "con đường xanh ngắt 2026"


def client(room: Standing, person: Person) -> httpx.Client:
    return httpx.Client(base_url=room.url, cookies=room.cookie(person), headers={"Accept": "text/html"}, timeout=60)


def token(page: httpx.Response) -> str:
    return page.text.split('name="csrf" value="')[1].split('"')[0]


def in_the_inbox(room: Standing) -> dict[str, bytes]:
    """What lies there and has not been refused."""
    return {
        entry.path: (room.archive.inbox / entry.path).read_bytes() for entry in InboxFolder(room.archive.inbox).scan()
    }


# --- the queue -------------------------------------------------------------------------------------------------------


def test_the_queue_is_walked_and_opened_by_keyboard(windows: Windows, archivist: Person) -> None:
    page = windows.open(archivist, "/queue")
    rows = page.locator("#queue tbody tr")
    expect(rows).to_have_count(4)
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(place).locator("a.open")).to_be_focused()
    record = rows.nth(0).get_attribute("data-record")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/record/{record}*", timeout=PATIENCE)


def test_who_takes_the_next_record_gets_one_nobody_has(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    other = reading_room.person(Role.ARCHIVIST, login="nguoi-khac")
    first, second = windows.open(archivist, "/queue"), windows.open(other, "/queue")
    for page in (first, second):
        page.locator("h1").click()
        page.keyboard.press("n")
        page.wait_for_url("**/record/**", timeout=PATIENCE)
    assert first.url != second.url
    page = windows.open(archivist, "/queue")
    expect(page.get_by_text("tôi đang giữ")).to_have_count(1)
    expect(page.locator("#queue").get_by_text("Cán bộ nguoi-khac")).to_have_count(1)


def test_next_follows_the_filter_that_was_looked_at_last(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    page = windows.open(archivist, "/queue?agency=ubnd-xa-nga-son")
    taken = []
    for _ in range(2):
        page.goto("/queue/next")
        page.wait_for_url("**/record/**", timeout=PATIENCE)
        taken.append(page.url.split("/record/")[1].partition("?")[0])
        page.goto(f"/queue/next?after={taken[-1]}")
    records = reading_room.archive.records
    wanted = {records["thong-bao-tro-giup-phap-ly"], records["to-roi-giao-thong"]}
    assert wanted >= set(taken)


def test_the_first_picture_of_a_record_is_there_before_it_is_opened(windows: Windows, archivist: Person) -> None:
    page = windows.open(archivist, None)
    with page.expect_response("**/page/1.webp?w=480") as got:
        page.goto("/queue")
    got.value.finished()
    record = got.value.url.split("/record/")[1].partition("/")[0]
    page.goto(f"/record/{record}")
    page.wait_for_selector("#record[data-ready]")
    sent = page.evaluate(
        "address => performance.getEntriesByName(address).map((one) => one.transferSize)", got.value.url
    )
    assert set(sent) == {0}  # kept by the browser: nothing came over the network again


def test_what_comes_after_a_record_is_looked_at_ahead_and_not_taken(reading_room: Standing, archivist: Person) -> None:
    desk, now = reading_room.room.desk, reading_room.room.now()
    with client(reading_room, archivist) as browser:
        place = browser.get("/queue/next").headers["location"].removeprefix("/record/")
        ahead = browser.get("/queue/ahead", params={"record": place}).headers["location"]
        assert ahead.endswith("/page/1.webp?w=480")
        assert browser.get(ahead).headers["content-type"] == "image/webp"
        other = ahead.split("/")[2]
        assert (other == place, desk.holder(RecordId(other), archivist.login, now=now)) == (False, None)
        assert browser.get(f"/queue/next?after={place}").headers["location"] == f"/record/{other}"
        browser.get("/queue?text=khongcogi")
        assert browser.get("/queue/ahead", params={"record": place}).status_code == 204


def test_a_spoilt_filter_in_the_browser_does_not_bar_the_way(reading_room: Standing, archivist: Person) -> None:
    with client(reading_room, archivist) as browser:
        browser.cookies.set("kho_queue", "batch=never")
        answer = browser.get("/queue/next")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/record/")


def test_when_nothing_is_left_next_leads_to_the_queue(windows: Windows, archivist: Person) -> None:
    page = windows.open(archivist, "/queue?text=khongcogi")
    page.get_by_role("link", name="Làm hồ sơ kế tiếp").click()
    expect(page.get_by_text("Không có hồ sơ nào khớp")).to_be_visible()


def test_a_filter_is_kept_found_again_and_forgotten(windows: Windows, archivist: Person) -> None:
    page = windows.open(archivist, "/queue?agency=so-tu-phap")
    page.get_by_text("Lưu bộ lọc đang dùng").click()
    page.get_by_label("Tên bộ lọc").fill("Sở <b>Tư pháp</b>")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.goto("/queue")
    page.get_by_role("link", name="★ Sở <b>Tư pháp</b>").click()
    expect(page.locator("#queue tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Xóa bộ lọc «Sở <b>Tư pháp</b>»").click()
    expect(page.get_by_role("link", name="★")).to_have_count(0)


def test_long_queues_are_turned_page_by_page(reading_room: Standing, archivist: Person) -> None:
    house = reading_room.room.house
    one = house.vault.record(RecordId(reading_room.archive.records["cong-van-so-hoa"]))
    for number in range(60):
        copy = one.model_copy(update={"id": record_id(Sha256(f"{number:064x}"))})
        house.index.put(copy, house.vault.versions(one.id), ())
    seen: list[str] = []
    with client(reading_room, archivist) as browser:
        page = browser.get("/queue")
        while True:
            seen += [part.split('"')[0] for part in page.text.split('data-record="')[1:]]
            if 'id="next-page"' not in page.text:
                break
            following = page.text.split('rel="next" id="next-page" href="')[1].split('"')[0].replace("&amp;", "&")
            page = browser.get(following)
    assert len(seen) == len(set(seen)) == 64
    total = reading_room.room.desk.queue(
        Filter(step=Step.CHECK), person=archivist.login, agencies=None, now=reading_room.room.now(), limit=1
    ).total
    assert total == 64


# --- sending scans ---------------------------------------------------------------------------------------------------


def drop(page: Page, files: dict[str, str]) -> None:
    """Lets go of files over the page, as a file manager does."""
    carried = page.evaluate_handle(
        """files => {
            const carried = new DataTransfer();
            for (const [name, text] of Object.entries(files)) carried.items.add(new File([text], name));
            return carried;
        }""",
        files,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#drop", event, {"dataTransfer": carried})


def test_files_let_go_over_the_page_lie_in_the_inbox(windows: Windows, reading_room: Standing, clerk: Person) -> None:
    page = windows.open(clerk, "/upload")
    drop(page, {"một.pdf": "1", "hai.pdf": "2", "thôi.pdf": "3", "hai.json": "{}"})
    page.get_by_role("button", name="Bỏ tệp này: thôi.pdf").click()
    page.get_by_role("button", name="Gửi 3 tệp").click()
    expect(page.locator("#sending [data-state=sent]")).to_have_count(3)
    expect(page.locator("#said")).to_have_text("Đã gửi xong 3 tệp.")
    assert in_the_inbox(reading_room) == {
        "so-tu-phap/hai.json": b"{}",
        "so-tu-phap/hai.pdf": b"2",
        "so-tu-phap/một.pdf": b"1",
    }
    page.get_by_role("link", name="Xem tệp của tôi").click()
    expect(page.locator("tr", has_text="một.pdf")).to_contain_text("trong hộp quét")
    page.wait_for_function("document.querySelectorAll('[hx-get]').length === 1")


def test_pages_of_one_document_are_sent_into_a_folder(windows: Windows, reading_room: Standing, clerk: Person) -> None:
    page = windows.open(clerk, "/upload")
    page.get_by_label("Các tệp này là các trang").fill("Sổ tay hòa giải")
    drop(page, {"trang 1.jpg": "1", "trang 2.jpg": "2"})
    page.get_by_label("Khẩn").check()
    page.get_by_role("button", name="Gửi 2 tệp").click()
    expect(page.locator("#sending [data-state=sent]")).to_have_count(2)
    assert sorted(in_the_inbox(reading_room)) == [
        "so-tu-phap/_khan/Sổ tay hòa giải/trang 1.jpg",
        "so-tu-phap/_khan/Sổ tay hòa giải/trang 2.jpg",
    ]


def test_without_a_script_signing_in_and_sending_work_too(
    windows: Windows, reading_room: Standing, clerk: Person, tmp_path: Path
) -> None:
    room = reading_room.room
    room.people.set_password(clerk.id, Passwords().made(PASSWORD), must_change=False, now=room.now())
    scan = tmp_path / "quét.pdf"
    scan.write_bytes(b"%PDF-1.7")
    page = windows.open(None, "/upload", script=False)
    page.locator("#login").fill(clerk.login)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Gửi bản quét")
    page.locator("#pick").set_input_files(scan)
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text("Đã gửi 1 tệp vào hộp quét")).to_be_visible()
    assert in_the_inbox(reading_room) == {"so-tu-phap/quét.pdf": b"%PDF-1.7"}


def test_nobody_sends_in_another_agency_s_name_or_without_the_token(reading_room: Standing, clerk: Person) -> None:
    with client(reading_room, clerk) as browser:
        shown = token(browser.get("/upload"))
        for agency, given, status in (
            ("ubnd-xa-nga-son", shown, 403),
            ("../x", shown, 403),
            ("so-tu-phap", "0" * 64, 403),
        ):
            form = [("csrf", (None, given)), ("agency", (None, agency)), ("files", ("a.pdf", b"1"))]
            assert browser.post("/upload", files=form).status_code == status
        form = [("csrf", (None, shown)), ("agency", (None, "so-tu-phap"))]
        nothing = browser.post("/upload", files=form)
    assert nothing.status_code == 422
    assert in_the_inbox(reading_room) == {}


def test_what_was_sent_stands_in_the_audit(reading_room: Standing, clerk: Person) -> None:
    with client(reading_room, clerk) as browser:
        form = [
            ("csrf", (None, token(browser.get("/upload")))),
            ("agency", (None, "so-tu-phap")),
            ("files", ("a.pdf", b"12")),
        ]
        assert browser.post("/upload", files=form, follow_redirects=True).status_code == 200
    (entry,) = reading_room.room.audit.entries(AuditFilter(action="upload"))
    assert (entry.person, entry.agency, entry.detail) == (clerk.login, "so-tu-phap", {"files": 1, "bytes": 2})


# --- hostile names, and trying again ---------------------------------------------------------------------------------

HOSTILE = "<img src=x onerror=alert(1)>\u202efdp.exe'; DROP TABLE work;--.txt"


def test_a_hostile_name_is_shown_harmless_and_its_file_can_be_tried_again(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    place = reading_room.archive.inbox / "so-tu-phap" / HOSTILE
    place.write_text("không phải bản quét")
    reading_room.archive.kho("up", "--once")
    assert not place.exists()
    page = windows.open(archivist, "/failures")
    row = page.locator("tr", has_text="DROP TABLE")
    expect(row).to_contain_text("<img src=x onerror=alert(1)>⟨U+202E⟩fdp.exe'; DROP TABLE work;--.txt")
    assert page.locator("main img").count() == 0
    row.get_by_role("button", name="Thử lại").click()
    expect(page.get_by_role("status").filter(has_text="đã được đặt lại vào hộp quét")).to_be_visible()
    assert [path for path in in_the_inbox(reading_room) if "DROP TABLE" in path]
    files = windows.open(reading_room.person(Role.CLERK, login="moi-noi"), "/files")
    expect(files.locator("tr", has_text="trong hộp quét")).to_contain_text("⟨U+202E⟩")
    assert files.locator("main img").count() == 0


def test_a_mark_of_secrecy_is_passed_over_only_when_two_people_say_so_one_of_them_a_publisher(
    windows: Windows, reading_room: Standing, archivist: Person, publisher: Person
) -> None:
    inbox = reading_room.archive.inbox
    (inbox / "so-tu-phap" / "mẫu dấu.png").write_bytes(stamped("MẬT"))
    reading_room.archive.kho("up", "--once")
    other = windows.open(reading_room.person(Role.ARCHIVIST, login="nguoi-thu-hai"), "/failures?code=secret-mark")
    for person in (archivist, archivist, publisher):
        page = windows.open(person, "/failures?code=secret-mark")
        row = page.locator("tbody tr")
        expect(row).to_contain_text("có dấu độ mật")
        row.locator("summary").click()
        row.get_by_label("Lý do").fill("hình minh họa trong bài học")
        row.get_by_role("button", name="Xác nhận không phải tài liệu mật").click()
        word = "đã được đặt lại vào hộp quét" if person is publisher else "còn thiếu xác nhận của một người công bố"
        expect(page.get_by_role("status").filter(has_text=word)).to_be_visible()
        if person is archivist:
            expect(page.locator("tr", has_text="mẫu dấu.png")).to_contain_text("Còn thiếu: một người công bố.")
            other.reload()
            expect(other.locator("tbody tr")).to_contain_text("Còn thiếu: một người công bố.")
            expect(other.locator("tbody summary")).to_have_count(0)
    lying = in_the_inbox(reading_room)
    (sidecar,) = [content for path, content in lying.items() if path.endswith(".json")]
    assert "so-tu-phap/mẫu dấu.png" in lying
    assert archivist.login in sidecar.decode()
    assert publisher.login in sidecar.decode()


def stamped(mark: str) -> bytes:
    """A page of print with a red mark in a frame across its middle, as PNG."""
    page = page_image(LETTER * 2, height=900)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(SERIF.replace("Regular", "Bold"), 40)
    draw.rectangle((610, 410, 800, 500), fill="white", outline=(200, 30, 40), width=4)
    draw.text((655, 432), mark, fill=(200, 30, 40), font=font)
    picture = io.BytesIO()
    page.save(picture, "PNG", dpi=(200, 200))
    return picture.getvalue()


def test_a_file_that_was_taken_away_cannot_be_tried_again(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    refused = reading_room.archive.inbox / "ubnd-xa-nga-son" / "_tu-choi"
    for left in refused.iterdir():
        left.unlink()
    page = windows.open(archivist, "/failures")
    page.locator("tr", has_text="quét dở.jpg").get_by_role("button", name="Thử lại").click()
    expect(page.get_by_text("Tệp không còn ở thư mục từ chối")).to_be_visible()


# --- people ----------------------------------------------------------------------------------------------------------


def test_an_administrator_lets_somebody_in_and_out_again(
    windows: Windows, reading_room: Standing, administrator: Person
) -> None:
    page = windows.open(administrator, "/people")
    page.get_by_label("Tên đăng nhập").fill("Lan.Anh")
    page.get_by_label("Họ tên").fill("Người thử <i>1</i>")
    page.get_by_role("checkbox", name="Người quét").check()
    page.get_by_role("textbox", name="Cơ quan", exact=True).fill("so-tu-phap\nubnd-xa-nga-son\n")
    page.get_by_role("button", name="Tạo tài khoản").click()
    password = page.locator("#one-time").inner_text()
    assert len(password) >= 12
    page.reload()
    assert password not in page.content()

    fresh = windows.open(None, "/")
    fresh.locator("#login").fill("lan.anh")
    fresh.locator("input[type=password]").fill(password)
    fresh.locator("main button[type=submit]").click()
    fresh.wait_for_url("**/password*", timeout=PATIENCE)

    page.goto("/people")
    page.get_by_role("link", name="lan.anh").click()
    expect(page.locator("h1")).to_have_text("Người thử <i>1</i>")
    page.get_by_role("checkbox", name="Lưu trữ viên").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu quyền").click()
    expect(page.get_by_role("checkbox", name="Lưu trữ viên")).to_be_checked()
    page.get_by_role("button", name="Khóa tài khoản").click()
    expect(page.get_by_text("đã khóa")).to_be_visible()
    fresh.goto("/")
    fresh.wait_for_url("**/login*", timeout=PATIENCE)
    known = reading_room.room.people.by_login("lan.anh")
    assert known is not None
    assert known.account.person.agencies == ("so-tu-phap", "ubnd-xa-nga-son")
    page.get_by_role("button", name="Mở lại tài khoản").click()
    expect(page.get_by_role("button", name="Khóa tài khoản")).to_be_visible()
    page.get_by_role("button", name="Cấp lại mật khẩu").click()
    assert page.locator("#one-time").inner_text() != password
    page.get_by_role("button", name="Khóa tài khoản").wait_for()


def test_signing_somebody_out_everywhere(windows: Windows, reading_room: Standing, administrator: Person) -> None:
    other = reading_room.person(Role.AUDITOR)
    theirs = windows.open(other, "/")
    page = windows.open(administrator, f"/people/{other.id}")
    page.get_by_role("button", name="Đăng xuất mọi nơi").click()
    expect(page.get_by_text("Không đăng nhập ở đâu.")).to_be_visible()
    theirs.reload()
    theirs.wait_for_url("**/login*", timeout=PATIENCE)


def test_what_cannot_be_is_said_beside_the_form(
    windows: Windows, reading_room: Standing, administrator: Person
) -> None:
    page = windows.open(administrator, "/people")
    page.get_by_label("Tên đăng nhập").fill("không dấu")
    page.get_by_label("Họ tên").fill("Người thử")
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Họ tên")).to_have_value("Người thử")
    own = windows.open(administrator, f"/people/{administrator.id}")
    expect(own.get_by_text("Đây là tài khoản của bạn")).to_be_visible()
    assert own.locator("main form").count() == 0
    with client(reading_room, administrator) as browser:
        refused = browser.post(f"/people/{administrator.id}/disable", data={"csrf": token(browser.get("/people"))})
    assert refused.status_code in (403, 422)


# --- the audit log ---------------------------------------------------------------------------------------------------


def test_the_audit_is_filtered_and_given_away_without_formulas(
    windows: Windows, reading_room: Standing, auditor: Person
) -> None:
    room = reading_room.room
    for number in range(130):
        room.audit.note(
            person="=1+1" if number % 2 else "lan", action="retry", agency="so-tu-phap", detail={"item": str(number)},
            address="127.0.0.1", at=room.now(),
        )  # fmt: skip
    page = windows.open(auditor, "/audit")
    expect(page.locator("tbody tr")).to_have_count(100)
    page.get_by_role("link", name="Trang sau").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    page.goto("/audit")
    page.get_by_label("Ai", exact=True).fill("lan")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("tbody tr")).to_have_count(65)
    with page.expect_download() as gone:
        page.get_by_role("link", name="JSON").click()
    lines = [json.loads(line) for line in Path(gone.value.path()).read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 65
    assert {line["person"] for line in lines} == {"lan"}
    with client(reading_room, auditor) as browser:
        sheet = browser.get("/audit/export.csv").text
    rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert len(rows) == 132  # those above, and that it was given away twice
    assert {row["person"] for row in rows} == {"lan", "'=1+1", auditor.login}


def test_who_may_look_may_not_always_take_it_away(reading_room: Standing, administrator: Person) -> None:
    with client(reading_room, administrator) as browser:
        page = browser.get("/audit")
        assert page.status_code == 200
        assert "export.csv" not in page.text
        assert browser.get("/audit/export.csv").status_code == 403


# --- trouble ---------------------------------------------------------------------------------------------------------


def test_a_store_or_a_database_that_is_away_is_told_with_a_remedy(
    windows: Windows, reading_room: Standing, archivist: Person
) -> None:
    home, url = reading_room.archive.home, reading_room.url
    assert httpx.get(f"{url}/healthz", timeout=120).json() == {"database": "ok", "store": "ok"}
    (home / "vault").rename(home / "vault.away")
    (home / "vault").write_text("a file where the folder was")
    page = windows.open(archivist, f"/record/{reading_room.archive.records['cong-van-so-hoa']}")
    expect(page.locator("h1")).to_have_text("Tạm thời chưa phục vụ được")
    expect(page.get_by_role("link", name="Thử lại")).to_be_visible()
    assert httpx.get(f"{url}/healthz", timeout=120).status_code == 503
    (home / "vault").unlink()
    (home / "vault.away").rename(home / "vault")
    assert httpx.get(f"{url}/healthz", timeout=120).status_code == 200

    for part in home.glob("catalog.db*"):
        part.rename(part.with_name(f"away-{part.name}"))
    (home / "catalog.db").mkdir()
    page.goto("/queue")
    expect(page.locator("h1")).to_have_text("Tạm thời chưa phục vụ được")
    health = httpx.get(f"{url}/healthz", timeout=120)
    assert (health.status_code, health.json()["database"]) == (503, "database-unreachable")


def test_an_inbox_that_is_away_does_not_hide_what_became_of_files(
    windows: Windows, reading_room: Standing, clerk: Person
) -> None:
    reading_room.archive.inbox.rename(reading_room.archive.root / "unmounted")
    page = windows.open(clerk, "/upload")
    expect(page.get_by_role("alert")).to_contain_text("chưa có thư mục hộp quét")
    page.goto("/files")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_a_file_over_the_limit_is_refused_in_words(archive: Archive) -> None:
    with standing(archive, limits=Limits(max_bytes=1000)) as room, client(room, room.person(Role.CLERK)) as browser:
        shown = token(browser.get("/upload"))
        form = [("csrf", (None, shown)), ("agency", (None, "mới")), ("files", ("lớn.pdf", b"x" * 1001))]
        page = browser.post("/upload", files=form)
        script = browser.post("/upload", files=form, headers={"Accept": "application/json"})
        assert in_the_inbox(room) == {}
    assert (page.status_code, script.status_code) == (422, 413)
    assert "Tệp quá lớn" in page.text
    assert "Tệp quá lớn" in script.json()["sentence"]
    assert "Tệp quá lớn" in unquote(script.headers["x-kho-sentence"])


def test_a_slip_of_ours_shows_nothing_of_itself_and_a_mark_to_tell(archive: Archive) -> None:
    def slip() -> None:
        raise LookupError("secret inside")

    with (
        standing(archive, prepare=lambda app: app.add_api_route("/slip", slip)) as room,
        client(room, room.person(Role.AUDITOR)) as browser,
    ):
        answer = browser.get("/slip")
    assert answer.status_code == 500
    assert "Lỗi ngoài dự kiến" in answer.text
    assert "Mã để báo cán bộ kỹ thuật" in answer.text
    assert "secret inside" not in answer.text
    assert "LookupError" not in answer.text
