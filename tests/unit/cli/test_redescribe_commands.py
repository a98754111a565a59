"""`kho redescribe` and `kho suggest` on a home of their own."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import build
from pipeline.ports import Ports
from pipeline.stages.describe import describe
from schemas.claim import Claim, FieldName, Source
from schemas.ids import Sha256, record_id
from schemas.record import Record
from storage.folder import FolderStore
from tests.fakes.archived import archive_as, make_ports
from tests.fakes.pages import page_from_text
from tests.golden.reader import golden

PAGES = next(document for document in golden() if document.truth.get("number") == "179/KH-UBND").pages
NEW = Claim(
    field=FieldName.ISSUER,
    value="Quỹ Sao Mai",
    source=Source.ARCHIVIST,
    confidence=1.0,
    rule="corrected",
    by="Người Thử",
)


class Desk:
    """A home whose vault holds one record of an older release."""

    def __init__(self, root: Path) -> None:
        self.home, self.place = root / "home", root / "vault"
        self.ports: Ports = make_ports(FolderStore(self.place))
        old = tuple(c for c in describe(PAGES) if c.field is not FieldName.NUMBER)
        self.record: Record = archive_as(self.ports, PAGES, (*old, NEW))

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


def test_redescribe_reports_then_applies(desk: Desk) -> None:
    (report,) = desk.rows("redescribe")
    assert (report["record"], report["outcome"], report["version"]) == (desk.record.id, "would-change", None)
    assert report["fields"] == [
        {"field": "number", "change": "added", "before": None, "after": "179/KH-UBND", "counts": True}
    ]
    assert "number: – → 179/KH-UBND" in desk.kho("redescribe", desk.record.id).stdout
    (done,) = desk.rows("redescribe", desk.record.id, "--apply")
    assert (done["outcome"], done["version"]) == ("changed", "v2")
    assert desk.rows("list")[0]["number"] == "179/KH-UBND"
    assert "1 hồ sơ. không đổi: 1" in desk.kho("redescribe", "--apply").stdout


def test_a_record_that_cannot_be_read_back_is_told_with_its_code(desk: Desk) -> None:
    desk.ports.store.delete(desk.ports.vault.paths(desk.record.id)["alto/page-0001.xml"])
    (row,) = desk.rows("redescribe", code=1)
    assert (row["outcome"], row["code"]) == ("failed", "not-found")
    assert "not-found" in desk.kho("redescribe", code=1).stdout


@pytest.mark.parametrize("name", [record_id(Sha256("0" * 64)), "000000000000000000"])
def test_a_record_that_is_not_there_is_no_such_record(desk: Desk, name: str) -> None:
    desk.kho("redescribe", name, code=4)


def test_other_evidence_for_the_same_value_is_counted(desk: Desk) -> None:
    desk.kho("redescribe", "--apply")
    older = tuple(c.model_copy(update={"rule": "older@0"}) for c in describe(PAGES) if c.field is FieldName.PLACE)
    rest = tuple(c for c in describe(PAGES) if c.field is not FieldName.PLACE)
    archive_as(desk.ports, PAGES, (*rest, *older), scan=b"another")
    assert "1 trường chỉ đổi căn cứ" in desk.kho("redescribe").stdout


def test_what_a_person_must_see_is_told(desk: Desk) -> None:
    archive_as(desk.ports, (page_from_text("MẬT", "Số: 12/KH-UBND"),), (), scan=b"another")
    said = desk.kho("redescribe").stdout
    assert "Có dấu độ mật ở trang 1" in said
    assert "cửa chặn công bố: 0 → 1" in said


def test_a_suggestion_is_approved_into_the_file_and_then_known(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "co-quan" / "agencies.json"
    monkeypatch.setenv("KHO_AGENCIES", str(place))

    (row,) = desk.rows("suggest")
    assert (row["kind"], row["id"], row["count"], row["records"]) == ("agency", "quy-sao-mai", 1, [desk.record.id])
    assert "cơ quan mới Quỹ Sao Mai (quy-sao-mai)" in desk.kho("suggest").stdout
    assert not place.exists()

    assert str(place.name) in desk.kho("suggest", "--approve", "quy-sao-mai").stdout
    assert json.loads(place.read_text(encoding="utf-8")) == {"agencies": [row["entry"]]}
    assert "Không có gợi ý nào" in desk.kho("suggest").stdout


def test_approving_adds_to_what_stands_in_the_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "agencies.json"
    mine = {"id": "thanh-hoa.ubnd", "name": "Ủy ban nhân dân tỉnh Thanh Hóa", "level": "province", "also": ["Tòa Sứ"]}
    place.write_text(json.dumps({"note": "của tôi", "agencies": [mine]}), encoding="utf-8")
    monkeypatch.setenv("KHO_AGENCIES", str(place))
    other = NEW.model_copy(update={"value": "Phủ xứ Thanh"})
    chosen = NEW.model_copy(update={"field": FieldName.ISSUER_ID, "value": "thanh-hoa.ubnd"})
    archive_as(desk.ports, PAGES, (other, chosen), scan=b"two")

    assert "tên khác của Ủy ban nhân dân tỉnh Thanh Hóa" in desk.kho("suggest").stdout
    (row,) = desk.rows("suggest", "--approve", "thanh-hoa.ubnd")

    assert row["kind"] == "alias"
    content = json.loads(place.read_text(encoding="utf-8"))
    assert content["note"] == "của tôi"
    assert content["agencies"] == [{**mine, "also": ["Tòa Sứ", "Phủ xứ Thanh"]}]


def test_what_nobody_suggested_or_no_file_is_set_for_cannot_be_approved(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KHO_AGENCIES", raising=False)
    assert "KHO_AGENCIES" in desk.kho("suggest", "--approve", "quy-sao-mai", code=2).stderr
    monkeypatch.setenv("KHO_AGENCIES", str(tmp_path / "agencies.json"))
    desk.kho("suggest", "--approve", "nobody", code=4)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"agencies": [{"id": "x"}]}',
        '{"agencies": [1]}',
        '{"agencies": [{"id": "x", "name": "Quỹ X", "under": "thanh-hoa.so-bay"}]}',
    ],
)
def test_a_file_that_is_none_of_agencies_names_the_setting(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    place = tmp_path / "agencies.json"
    place.write_text(content, encoding="utf-8")
    monkeypatch.setenv("KHO_AGENCIES", str(place))
    assert "KHO_AGENCIES" in desk.kho("redescribe", code=2).stderr
    assert "KHO_AGENCIES" in desk.kho("suggest", "--approve", "quy-sao-mai", code=2).stderr
    assert place.read_text(encoding="utf-8") == content


def test_a_file_that_is_set_and_not_there_stops_the_work(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHO_AGENCIES", str(tmp_path / "none.json"))
    assert "KHO_AGENCIES" in desk.kho("redescribe", code=2).stderr
