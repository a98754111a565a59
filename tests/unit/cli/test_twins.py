"""`kho twins`: copies and editions are proposed with why; what cannot be compared is told; nothing is changed."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import build
from pipeline.ports import Ports
from pipeline.stages.contents import contents
from schemas.fingerprint import PageHash
from schemas.ids import RecordId
from schemas.page import Page
from storage.folder import FolderStore
from tests.fakes.archived import archive_as, make_ports
from tests.fakes.pages import page_from_text

LEAFLET = (
    "Hỏi: Người dân cần làm gì khi phát hiện hành vi bạo lực gia đình?",
    "Đáp: Kịp thời báo tin cho cơ quan công an nơi gần nhất hoặc Ủy ban nhân dân cấp xã,",
    "trưởng thôn, tổ trưởng tổ dân phố nơi xảy ra bạo lực, hoặc gọi tổng đài quốc gia 111.",
    "Người có hành vi bạo lực bị phạt tiền từ 5.000.000 đồng đến 10.000.000 đồng",
    "và phải xin lỗi công khai khi nạn nhân có yêu cầu, chi trả toàn bộ chi phí khám chữa bệnh.",
)
EDITION = tuple(row.replace("10.000.000", "20.000.000") for row in LEAFLET)
OTHER = (
    "Người điều khiển xe mô tô phải đội mũ bảo hiểm có cài quai đúng quy cách,",
    "mang theo giấy phép lái xe, chứng nhận đăng ký xe và bảo hiểm trách nhiệm dân sự,",
    "không chở quá số người quy định, không dùng điện thoại di động khi đang lái xe trên đường.",
)
POSTER = PageHash(turns=(2**255 + 7, 3, 5, 11))


class Desk:
    """A home with a vault in a folder."""

    def __init__(self, root: Path) -> None:
        self.home, self.place = root / "home", root / "vault"
        self.ports: Ports = make_ports(FolderStore(self.place))

    def archive(self, scan: str, rows: Sequence[str], *, picture: PageHash | None = None, known: bool = True) -> str:
        """Archives one page of these rows; without `known` as an older release did."""
        pages = (page_from_text(*rows).model_copy(update={"picture": picture}),)
        name = archive_as(make_ports(), pages, (), scan=scan.encode()).id
        archive_as(self.ports, pages, (), contents(name, pages, dated=None) if known else None, scan=scan.encode())
        return str(name)

    def kho(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(build(), [*arguments, "--home", str(self.home), "--vault", str(self.place)])
        assert result.exit_code == code, result.output
        return result

    def rows(self, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.kho(*arguments, "--json", code=code).stdout.splitlines()]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("KHO_LANG", "vi")
    return Desk(tmp_path)


def test_a_copy_and_an_edition_are_proposed_and_another_leaflet_is_not(desk: Desk) -> None:
    mine, copy, edition = (desk.archive(s, r) for s, r in (("a", LEAFLET), ("b", LEAFLET), ("c", EDITION)))
    desk.archive("d", OTHER)
    before = {item.key: desk.ports.store.read(item.key) for item in desk.ports.store.list("")}

    found = {frozenset((row["one"], row["other"])): row for row in desk.rows("twins")}

    pairs = {frozenset(pair): kind for *pair, kind in (
        (mine, copy, "same_work"), (mine, edition, "edition"), (copy, edition, "edition"))}  # fmt: skip
    assert {pair: row["kind"] for pair, row in found.items()} == pairs
    same, changed = found[frozenset((mine, copy))], found[frozenset((mine, edition))]
    assert (same["score"], same["numbers_changed"], same["rule"]) == (1.0, 0, "wording@1")
    assert changed["numbers_changed"] == 1
    assert {item.key: desk.ports.store.read(item.key) for item in desk.ports.store.list("")} == before


def test_people_are_told_why(desk: Desk) -> None:
    desk.archive("a", LEAFLET)
    desk.archive("b", EDITION)
    said = desk.kho("twins").stdout
    assert "bản có sửa đổi" in said
    assert "chữ giống nhau (wording@1); 1 số khác" in said
    assert "2 hồ sơ, 1 đề nghị" in said


def test_posters_of_hardly_any_words_are_known_by_their_pictures(desk: Desk) -> None:
    one, other = desk.archive("a", ("Phòng cháy",), picture=POSTER), desk.archive("b", ("Phòng",), picture=POSTER)
    (row,) = desk.rows("twins")
    assert ({row["one"], row["other"]}, row["kind"], row["rule"]) == ({one, other}, "same_work", "picture@1")
    assert "ảnh trang giống nhau" in desk.kho("twins").stdout


def test_blank_pages_are_no_evidence(desk: Desk) -> None:
    blank = PageHash(turns=(0, 0, 0, 0))
    desk.archive("a", (), picture=blank)
    desk.archive("b", (), picture=blank)
    assert desk.rows("twins") == []


def test_records_of_an_older_release_are_counted_and_come_in_when_described_again(desk: Desk) -> None:
    desk.archive("a", LEAFLET)
    desk.archive("b", LEAFLET, known=False)
    first = desk.kho("twins", "--json")
    assert first.stdout == ""
    assert "1 hồ sơ cũ chưa so được" in first.stderr

    desk.kho("redescribe", "--apply")

    assert [row["kind"] for row in desk.rows("twins")] == ["same_work"]


def test_contents_of_an_older_release_have_no_fingerprint(desk: Desk) -> None:
    pages = (page_from_text(*LEAFLET),)
    name = archive_as(make_ports(), pages, ()).id
    archive_as(desk.ports, pages, (), contents(name, pages, dated=None).model_copy(update={"fingerprint": None}))
    assert "1 hồ sơ cũ chưa so được" in desk.kho("twins").stderr
    assert "dấu vân: 0 → 1" in desk.kho("redescribe").stdout


def test_describing_again_keeps_the_pictures_that_alto_does_not(desk: Desk) -> None:
    name = RecordId(desk.archive("a", ("Phòng cháy",), picture=POSTER))
    held = desk.ports.vault.paths(name)["contents.json"]
    old = json.loads(desk.ports.store.read(held))
    assert old["fingerprint"]["pictures"][0]["turns"][0] == f"{POSTER.turns[0]:064x}"

    desk.kho("redescribe", "--apply")

    new = desk.ports.store.read(desk.ports.vault.paths(name)["contents.json"])
    assert json.loads(new)["fingerprint"] == old["fingerprint"]


def test_a_candidate_that_cannot_be_read_is_told_and_the_others_go_on(desk: Desk) -> None:
    names = [desk.archive(scan, LEAFLET) for scan in "abc"]
    broken = RecordId(names[0])
    desk.ports.store.delete(desk.ports.vault.paths(broken)["alto/page-0001.xml"])

    result = desk.kho("twins", "--json", code=1)

    (row,) = map(json.loads, result.stdout.splitlines())
    assert {row["one"], row["other"]} == set(names[1:])
    assert broken in result.stderr


def test_a_pages_picture_survives_json_and_a_page_without_one_does_not_name_it() -> None:
    bare = page_from_text("Phòng cháy")
    page = bare.model_copy(update={"picture": POSTER})
    assert Page.model_validate_json(page.model_dump_json()) == page
    assert "picture" not in bare.model_dump(mode="json")
