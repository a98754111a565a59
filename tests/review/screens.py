"""Pictures of every screen for the documentation: `python -m tests.review.screens FOLDER`, or `setup/screens`.

A demonstration of its own: all samples archived by the real `kho`, a week of work done on them, some files refused.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from pipeline.ports import Ports
from pipeline.revise.revise import revise
from schemas.change import Change, FieldChange
from schemas.claim import FieldName
from schemas.ids import RecordId
from schemas.person import Person, Role
from schemas.record import AccessLevel
from tests.e2e.desk import Desk
from tests.fakes import scans
from tests.review.browser import OFFICE, PHONE, Windows
from tests.review.stack import SAMPLES, Archive, Standing, standing
from tests.review.test_work import drop, stamped
from tests.servers.chromium import chromium

EXACT = 96
"""Colours of a picture that are kept as they are."""
LARGEST = 150_000
"""Bytes of a picture at most."""
WEEK = {6: 2, 5: 1, 4: 3, 2: 2, 1: 3, 0: 2}
"""Days ago → records somebody confirmed then."""
PEOPLE = {
    "luu-tru-1": ("Lưu trữ viên 1", (Role.ARCHIVIST,), None),
    "luu-tru-2": ("Lưu trữ viên 2", (Role.ARCHIVIST,), None),
    "cong-bo": ("Người công bố", (Role.PUBLISHER,), None),
    "nguoi-quet": ("Người quét Sở Tư pháp", (Role.CLERK,), ("so-tu-phap",)),
    "quan-tri": ("Quản trị viên", (Role.ADMINISTRATOR, Role.AUDITOR), None),
}


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which page, and what is done there first."""

    name: str
    who: str | None
    path: str
    size: dict[str, int] | None = None
    act: Callable[[Page], None] = lambda _page: None


def gather(page: Page) -> None:
    """Files let go over the page, not sent yet."""
    drop(page, {"to-gap-luat-dat-dai.pdf": "x" * 800_000, "ke-hoach-182.pdf": "y" * 240_000, "ke-hoach-182.json": "{}"})


def walk(page: Page) -> None:
    """The second row of the queue chosen by keyboard."""
    for _ in range(2):
        page.keyboard.press("j")


def mend(page: Page) -> None:
    """A doubtful word opened on the image."""
    page.wait_for_selector("#record[data-ready]")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_selector(".word-edit:not([hidden])")


SHOTS = (
    Shot("dang-nhap", None, "/login"),
    Shot("trang-chinh", "luu-tru-1", "/"),
    Shot("viec-can-lam", "luu-tru-1", "/queue", act=walk),
    Shot("viec-can-lam-dien-thoai", "luu-tru-1", "/queue", PHONE),
    Shot("ho-so", "luu-tru-1", "/record/{cong-van-so-hoa}"),
    Shot("ho-so-sua-chu", "luu-tru-1", "/record/{to-roi-giao-thong}", act=mend),
    Shot("ho-so-dien-thoai", "luu-tru-1", "/record/{thong-bao-tro-giup-phap-ly}", PHONE),
    Shot("ghep", "luu-tru-1", "/record/{ke-hoach-ngay-phap-luat}/merge"),
    Shot("phien-ban", "luu-tru-1", "/record/{ke-hoach-ngay-phap-luat}/versions"),
    Shot("so-sanh", "luu-tru-1", "/record/{ke-hoach-ngay-phap-luat}/compare/1/3"),
    Shot("cong-bo", "cong-bo", "/record/{ke-hoach-ngay-phap-luat}/publish"),
    Shot("loi-va-tu-choi", "luu-tru-1", "/failures"),
    Shot("gui-ban-quet", "nguoi-quet", "/upload", act=gather),
    Shot("tep-cua-toi", "nguoi-quet", "/files"),
    Shot("tep-cua-toi-dien-thoai", "nguoi-quet", "/files", PHONE),
    Shot("nguoi-dung", "quan-tri", "/people"),
    Shot("nhat-ky", "quan-tri", "/audit"),
    Shot("tro-giup", "luu-tru-1", "/help"),
)


def main(folder: Path, only: frozenset[str] = frozenset()) -> None:
    """Takes all pictures into the folder, or those named."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, standing(archived(Desk(Path(place)))) as room, chromium() as browser:
        people = {login: made(room, login) for login in PEOPLE}
        work(room, people)
        windows = Windows(browser, room)
        for shot in SHOTS:
            if not only or shot.name in only:
                take(windows, room, people, shot, folder / f"{shot.name}.png")
        windows.close()


def archived(desk: Desk) -> Archive:
    """All samples, and what is refused beside them."""
    for sample in sorted(SAMPLES.rglob("*.*")):
        scans.write(desk.inbox / sample.relative_to(SAMPLES), sample.read_bytes())
    scans.write(desk.inbox / "so-tu-phap" / "danh bạ.txt", "không phải bản quét".encode())
    scans.write(desk.inbox / "so-tu-phap" / "bìa sau.jpg", scans.encoded(1)[:-3000])
    scans.write(desk.inbox / "ubnd-xa-nga-son" / "quét dở.jpg", b"")
    scans.write(desk.inbox / "ubnd-xa-nga-son" / "bài học bảo mật.png", stamped("MẬT"))
    desk.kho("up", "--once", KHO_INCOMPLETE_SECONDS="1")
    records = {Path(row["source"]).stem: RecordId(row["record"]) for row in desk.rows("list")}
    return Archive(root=desk.root, records=records)


def made(room: Standing, login: str) -> Person:
    """One of the people, as they are called in the pictures."""
    name, roles, agencies = PEOPLE[login]
    account = room.room.people.add(
        login, name=name, roles=frozenset(roles), agencies=agencies, now=room.room.now() - timedelta(days=9)
    )
    return account.person


@dataclass(frozen=True)
class At:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        """That moment."""
        return self.moment


def work(room: Standing, people: dict[str, Person]) -> None:
    """A week of it: fields confirmed, one record corrected, two published, one on somebody's desk, a scan waiting."""
    house, now = room.room.house, room.room.now()
    names, turn = sorted(set(room.archive.records) - {"ke-hoach-ngay-phap-luat", "cong-van-so-hoa"}), 0
    for back, count in WEEK.items():
        for _ in range(count):
            by = people["luu-tru-1" if turn % 3 else "luu-tru-2"]
            confirm(
                replace(house.ports, clock=At(now - timedelta(days=back, minutes=turn))),
                room,
                names[turn % len(names)],
                by,
            )
            turn += 1
    plan = room.archive.records["ke-hoach-ngay-phap-luat"]
    title = FieldChange(field=FieldName.SIGNER_TITLE, value="Phó Giám đốc Sở")
    place = FieldChange(field=FieldName.PLACE, value="Thanh Hóa")
    change(house.ports, plan, Change(fields=(place,)), people["luu-tru-1"])
    change(house.ports, plan, Change(fields=(title,), why="Chức vụ ghi rõ hơn"), people["luu-tru-2"])
    for name in ("to-roi-giao-thong", "to-gap-luat-dat-dai"):
        public = Change(publish=True, access=AccessLevel.PUBLIC)
        change(house.ports, room.archive.records[name], public, people["cong-bo"])
    typed = '{"fields": {"signer_title": {"text": "KT. Giám đốc"}, "place": {"text": "thành phố Thanh Hóa"}}}'
    room.room.desk.save_draft(plan, people["luu-tru-1"].login, base=1, change=typed, now=now)
    room.room.desk.claim(plan, people["luu-tru-2"].login, now=now, seconds=1200)
    for action in ("signed-in", "retry", "upload"):
        detail = {"upload": {"files": 3, "bytes": 812_400}, "retry": {"outcome": "put-back"}}.get(
            action, {"by": "password"}
        )
        room.room.audit.note(
            person="nguoi-quet", action=action, agency="so-tu-phap", detail=detail, address="10.1.20.14", at=now
        )


def confirm(ports: Ports, room: Standing, name: str, by: Person) -> None:
    """One more field of the record said to be right."""
    record = ports.vault.record(room.archive.records[name])
    machine = [field for field, settled in record.fields.items() if settled.source == "machine" and settled.page]
    field = machine[0]
    change(ports, record.id, Change(fields=(FieldChange(field=field, value=record.fields[field].value),)), by)


def change(ports: Ports, record: RecordId, wanted: Change, by: Person) -> None:
    """One version more."""
    revise(ports, record, wanted, by=by.login, base=len(ports.vault.versions(record)))


def take(windows: Windows, room: Standing, people: dict[str, Person], shot: Shot, goal: Path) -> None:
    """The picture of one screen, in few colours."""
    path = shot.path.format_map(room.archive.records)
    page = windows.open(people[shot.who] if shot.who else None, path, size=shot.size or OFFICE)
    shot.act(page)
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(full_page=shot.size is PHONE, animations="disabled", caret="hide")))
    picture = picture.crop((0, 0, picture.width, min(picture.height, 1700))).convert("RGB")
    in_few_colours(picture).save(goal, optimize=True)
    assert goal.stat().st_size <= LARGEST, f"{goal.name}: {goal.stat().st_size} bytes"


def in_few_colours(picture: Image.Image) -> Image.Image:
    """Of 256 colours: the most frequent ones exactly, so that large plain areas keep theirs; the others near enough."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    exact = [part for _, colour in counted[:EXACT] for part in colour]
    others = picture.quantize(256 - EXACT, dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette((exact + others)[: 3 * 256])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(Path(sys.argv[1]), frozenset(sys.argv[2:]))
