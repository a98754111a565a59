"""`kho correct`, `publish`, `withdraw`, `revert`, `diff` on a home of their own: folder store, SQLite."""

import json
import os
import pwd
from pathlib import Path
from typing import Any

import ocfl
import pytest
from typer.testing import CliRunner, Result

from cli.main import build
from schemas.claim import FieldName
from schemas.page import Page
from schemas.record import RecordStatus
from storage.folder import FolderStore
from tests.fakes.pages import page_from_text
from tests.fakes.revisable import PRIVATE, archive_scan, letter, revisable_ports, scanned_pdf
from tests.unit.engines.own_pdf import poppler

PAGES = (letter(1), page_from_text("Trang hai của kế hoạch", number=2))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return scanned_pdf(PAGES, tmp_path_factory.mktemp("scan"))


class Desk:
    """A home whose vault holds one record."""

    def __init__(self, root: Path, pages: tuple[Page, ...], pdf: bytes | None = None) -> None:
        self.root, self.home, self.place = root, root / "home", root / "vault"
        self.ports = revisable_ports(root / "work", FolderStore(self.place))
        self.record = archive_scan(self.ports, pages, root / "scan", pdf=pdf).id

    def kho(self, *arguments: str, code: int = 0) -> Result:
        command = [*arguments, "--home", str(self.home), "--vault", str(self.place)]
        result = CliRunner().invoke(build(), command)
        assert result.exit_code == code, result.output
        return result

    def rows(self, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
        lines = self.kho(*arguments, "--json", code=code).stdout.splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def one(self, command: str, *arguments: str, code: int = 0) -> dict[str, Any]:
        (row,) = self.rows(command, self.record, *arguments, code=code)
        return row


@pytest.fixture
def desk(tmp_path: Path, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("KHO_LANG", "vi")
    return Desk(tmp_path, PAGES, pdf)


def test_every_change_is_in_the_audit_as_one_made_at_the_machine(desk: Desk) -> None:
    desk.kho("correct", desk.record, "place=Huế", "--by", "An", "--why", "đọc sai")
    desk.kho("correct", desk.record, "place=Huế", "--by", "An")
    desk.kho("correct", desk.record, "--access", "restricted", "--by", "An")
    desk.kho("publish", desk.record, "--by", "An", code=1)
    desk.kho("publish", desk.record, "--by", "Bình")
    desk.kho("withdraw", desk.record, "--by", "Bình", "--why", "nhầm")
    desk.kho("revert", desk.record, "1", "--by", "Chi")
    user = f"os:{pwd.getpwuid(os.getuid()).pw_name}"
    noted = desk.rows("audit")[::-1]
    assert [(one["action"], one["detail"]) for one in noted] == [
        ("record.correct", {"version": 2, "fields": ["place"], "by": "An"}),
        ("record.access", {"version": 3, "access": "restricted", "by": "An"}),
        ("record.publish", {"version": 4, "by": "Bình"}),
        ("record.withdraw", {"version": 5, "by": "Bình"}),
        ("record.restore", {"version": 6, "fields": ["place"], "restored": 1, "by": "Chi"}),
    ]  # what changed nothing, or was refused, is not there
    assert {(one["person"], one["record"], one["agency"], one["address"]) for one in noted} == {
        (user, desk.record, "stp", None)
    }


def at(page: Page, text: str) -> str:
    box = next(word.box for word in page.words if word.text == text)
    return f"{page.number}:{box.x0},{box.y0},{box.x1},{box.y1}"


def test_a_field_and_a_word_in_one_version(desk: Desk) -> None:
    row = desk.one("correct", "place=Huế", "--word", f"{at(PAGES[0], 'Căn')}=Cằn", "--by", "An", "--why", "đọc sai")
    assert (row["outcome"], row["version"], row["words"]) == ("changed", 2, 1)
    assert "place" in row["fields"]
    assert desk.one("show")["fields"]["place"]["source"] == "archivist"
    assert "Cằn cứ" in desk.kho("text", desk.record).stdout
    desk.kho("get", desk.record, "pdf", "-o", str(desk.root / "out.pdf"))
    assert "Cằn" in poppler(desk.root / "out.pdf")
    shown = desk.kho("diff", desk.record).stdout
    assert "địa danh: Thanh Hóa → Huế" in shown
    assert "[Căn → Cằn]" in shown


def test_no_value_says_there_is_none_and_a_vietnamese_name_does_as_well(desk: Desk) -> None:
    desk.kho("correct", desk.record, "Địa danh=", "--by", "An")
    assert "place" not in desk.one("show")["fields"]
    assert "không có gì mới" in desk.kho("correct", desk.record, "place=", "--by", "An").stdout


def test_words_are_added_and_removed(desk: Desk) -> None:
    desk.kho(
        "correct", desk.record, "--by", "An",
        "--word", f"{at(PAGES[1], 'hai')}=", "--word", "2:700,100,760,124=ba",
    )  # fmt: skip
    text = desk.kho("text", desk.record, "--page", "2").stdout
    assert text.split() == ["Trang", "của", "kế", "hoạch", "ba"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ngay=hôm qua"], 1),
        (["la=1"], 2),
        (["place"], 2),
        (["--word", "hỏng"], 2),
        (["--word", "9:0,0,5,5=x"], 4),
        (["--decide", "lạ=x"], 2),
        (["--decide", "personal=released:đã xem"], 1),
        (["place=Huế", "--base", "7"], 4),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_done(desk: Desk, arguments: list[str], code: int) -> None:
    desk.kho("correct", desk.record, *arguments, "--by", "An", code=code)
    assert len(desk.ports.vault.versions(desk.record)) == 1


def test_nobody_may_do_nothing(desk: Desk) -> None:
    desk.kho("correct", desk.record, "place=Huế", code=1)


def test_who_is_late_is_told_to_look_again(desk: Desk) -> None:
    desk.kho("correct", desk.record, "place=Huế", "--by", "An", "--base", "1")
    late = desk.one("correct", "place=Vinh", "--by", "Bình", "--base", "1", code=1)
    assert (late["outcome"], late["version"]) == ("moved-on", None)
    assert "xem lại" in desk.kho("correct", desk.record, "place=Vinh", "--by", "Bình", "--base", "1", code=1).stdout


def test_gates_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHO_LANG", "vi")
    desk = Desk(tmp_path, (letter(1, *PRIVATE),))
    closed = desk.kho("publish", desk.record, "--by", "Bình", code=1)
    assert "dữ liệu cá nhân (chưa có quyết định)" in closed.output
    desk.kho("correct", desk.record, "--decide", "personal=redacted:theo luật", "--by", "Chi")
    assert desk.one("publish", "--by", "Bình", "--embargo-until", "2030-01-01")["version"] == 3
    found = desk.one("diff")["facts"]
    assert found["publication"] == ["", "v3 Bình"]
    assert found["embargo"][1].startswith("2030-01-01")


def test_the_whole_life_of_a_record_and_it_stays_whole(desk: Desk) -> None:
    originals = desk.ports.store.read(desk.ports.vault.paths(desk.record)["original/0001.jpg"])
    desk.kho("correct", desk.record, "place=Huế", "--by", "An", "--access", "restricted")
    refused = desk.kho("publish", desk.record, "--by", "An", code=1)
    assert "hãy nhờ người khác" in refused.output
    desk.kho("publish", desk.record, "--by", "Bình")
    desk.kho("correct", desk.record, "--word", f"{at(PAGES[0], 'Căn')}=Cằn", "--by", "An")
    desk.kho("withdraw", desk.record, "--by", "Bình", code=1)
    desk.kho("withdraw", desk.record, "--by", "Bình", "--why", "sai", "--replaced-by", desk.record, code=1)
    desk.kho("withdraw", desk.record, "--by", "Bình", "--why", "in sai")
    assert "đã ghi phiên bản v6" in desk.kho("revert", desk.record, "1", "--by", "Chi", "--why", "nhầm").stdout
    desk.kho("publish", desk.record, "--by", "Bình")
    assert "Không có gì khác." in desk.kho("diff", desk.record, "1", "1").stdout
    assert desk.one("diff", "1", "6")["words"] == []

    record = desk.ports.vault.record(desk.record)
    assert (record.status, record.withdrawal) == (RecordStatus.PUBLISHED, None)
    assert record.fields[FieldName.PLACE].value == "Thanh Hóa"
    assert desk.ports.store.read(desk.ports.vault.paths(desk.record)["original/0001.jpg"]) == originals
    assert "đặt mức truy cập hạn chế" in desk.ports.vault.versions(desk.record)[1].message
    _assert_whole(desk)


def _assert_whole(desk: Desk) -> None:
    """Our own check, an independent one, and the catalog made anew says the same."""
    assert "tất cả khớp" in desk.kho("verify").stdout
    assert ocfl.StorageRoot(root=str(desk.place / "archive")).validate(validate_objects=True, check_digests=True)
    before = desk.rows("list")
    desk.kho("rebuild-catalog")
    assert desk.rows("list") == before
    assert [row["versions"] for row in before] == [7]
