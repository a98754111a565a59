"""The commands and their contract, on the real thing: broker, worker, tesseract, vault."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import jsonschema
import ocfl
import page
import pytest

from schemas.ids import parse_record_id
from schemas.text import nfc
from tests.e2e.desk import Desk
from tests.fakes import scans

pytestmark = pytest.mark.timeout(3600)
SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "json" / "record.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A home with four documents: JPEG, two-page PDF, TIFF, folder of pages with a sidecar."""
    desk = Desk(tmp_path_factory.mktemp("filled"))
    scans.write(desk.root / "in" / "một.jpg", scans.encoded(1))
    scans.write(desk.root / "in" / "hai.pdf", scans.pdf(2, 3))
    scans.write(desk.root / "in" / "ba.tif", scans.tiff(4, 5))
    for number in (1, 2, 10):
        scans.write(desk.root / "in" / "tập" / f"trang-{number}.png", scans.encoded(100 + number, "PNG"))
    scans.write(desk.root / "in" / "tập.json", '{"trich_yeu": "Tập trang thử"}'.encode())
    rows = desk.run(*(desk.root / "in" / n for n in ("một.jpg", "hai.pdf", "ba.tif", "tập")))
    assert [r["status"] for r in rows] == ["archived"] * 4
    return desk


def by_source(desk: Desk, ending: str) -> str:
    return next(str(r["record"]) for r in desk.rows("list") if str(r["source"]).endswith(ending))


def got(desk: Desk, record: str, what: str, *more: str) -> bytes:
    target = desk.root / f"got-{what}"
    desk.kho("get", record, what, "-o", target, *more)
    return target.read_bytes()


def test_run_answers_one_object_a_document(filled: Desk) -> None:
    rows = filled.run(filled.root / "in" / "một.jpg")
    (row,) = rows
    assert set(row) == {"source", "status", "record", "code", "reason"}
    assert row["source"] == nfc(str(filled.root / "in" / "một.jpg"))
    assert (row["status"], row["code"], row["reason"]) == ("duplicate", None, None)
    assert row["record"] == by_source(filled, "một.jpg")
    assert parse_record_id(row["record"])


def test_a_duplicate_never_makes_a_second_record_whatever_it_is_called(filled: Desk) -> None:
    copy = scans.write(filled.root / "again" / "khác tên.bin", scans.encoded(1))
    before = filled.records()
    (row,) = filled.run(copy)
    assert row["status"] == "duplicate"
    assert filled.records() == before


def test_the_originals_stay_where_they_were(filled: Desk) -> None:
    assert (filled.root / "in" / "một.jpg").read_bytes() == scans.encoded(1)
    assert sorted(p.name for p in (filled.root / "in" / "tập").iterdir()) == [
        "trang-1.png",
        "trang-10.png",
        "trang-2.png",
    ]


def test_a_folder_of_images_is_one_document_in_natural_order(filled: Desk) -> None:
    record = by_source(filled, "tập")
    shown = filled.show(record)
    assert shown["fields"]["pages"]["value"] == 3
    texts = [filled.kho("text", record, "--page", str(n)).stdout for n in (1, 2, 3)]
    assert ["101" in texts[0], "102" in texts[1], "110" in texts[2]] == [True, True, True]
    names = zipfile.ZipFile(BytesIO(got(filled, record, "original"))).namelist()
    assert names == ["trang-1.png", "trang-2.png", "trang-10.png"]


def test_a_sidecar_outranks_the_machine_and_is_kept(filled: Desk) -> None:
    shown = filled.show(by_source(filled, "tập"))
    assert shown["fields"]["subject"] == {
        "value": "Tập trang thử",
        "raw": "Tập trang thử",
        "source": "sidecar",
        "confidence": 1.0,
        "page": None,
        "box": None,
        "rule": "sidecar@1",
    }
    assert any(c["source"] == "machine" for c in shown["claims"])


def test_show_has_the_contract_s_shape(filled: Desk) -> None:
    shown = filled.show(by_source(filled, "hai.pdf"))
    assert {"record", "status", "fields", "claims", "versions"} <= set(shown)
    assert shown["fields"]["pages"]["value"] == 2
    assert shown["fields"]["language"]["value"] == "vie"
    assert {"value", "raw", "source", "confidence", "page", "box", "rule"} == set(shown["fields"]["language"])
    assert [v["version"] for v in shown["versions"]] == ["v1"]


def test_originals_come_back_byte_for_byte(filled: Desk) -> None:
    assert got(filled, by_source(filled, "một.jpg"), "original") == scans.encoded(1)
    assert got(filled, by_source(filled, "hai.pdf"), "original") == scans.pdf(2, 3)


@pytest.mark.parametrize("ending", ["một.jpg", "hai.pdf", "ba.tif", "tập"])
def test_the_pdf_is_pdfa_2b_and_its_text_is_the_text(filled: Desk, ending: str) -> None:
    record = by_source(filled, ending)
    data = got(filled, record, "pdf")
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_A_2B)
    assert report.is_compliant, report.to_dict()
    (filled.root / "x.pdf").write_bytes(data)
    read = subprocess.run(["pdftotext", "-raw", filled.root / "x.pdf", "-"], capture_output=True, check=True)
    text = filled.kho("text", record).stdout
    assert nfc(read.stdout.decode()).split() == text.split()
    assert "pháp luật" in text


def test_the_text_is_what_is_printed(filled: Desk) -> None:
    text = filled.kho("text", by_source(filled, "một.jpg")).stdout
    for line in scans.LINES:
        assert line in text


@pytest.mark.parametrize(("what", "mark"), [("alto", b"<alto"), ("hocr", b"ocrx_word"), ("text", "Tờ".encode())])
def test_get_gives_the_other_forms(filled: Desk, what: str, mark: bytes) -> None:
    assert mark in got(filled, by_source(filled, "hai.pdf"), what)


def test_get_gives_one_page_and_says_when_there_is_none(filled: Desk) -> None:
    record = by_source(filled, "hai.pdf")
    assert got(filled, record, "alto", "--page", "2") != got(filled, record, "alto", "--page", "1")
    filled.kho("get", record, "alto", "--page", "3", "-o", filled.root / "x", code=4)
    filled.kho("text", record, "--page", "9", code=4)


def test_the_record_validates_against_the_checked_in_schema(filled: Desk) -> None:
    for record in filled.records():
        data = json.loads(got(filled, record, "record"))
        jsonschema.validate(data, SCHEMA)
        assert data["schema_version"] == "1"
        assert any(s["name"] == "tesseract" for s in data["software"])


def test_the_vault_is_valid_ocfl_by_another_s_judgement(filled: Desk) -> None:
    root = ocfl.StorageRoot(root=str(filled.home / "vault" / "archive"))
    assert root.validate(), root.errors
    assert root.num_objects == root.good_objects == 4


def test_verify_is_content_with_a_sound_vault(filled: Desk) -> None:
    rows = filled.rows("verify")
    assert len(rows) == 4
    assert all(r["ok"] and r["faults"] == [] for r in rows)


def test_verify_finds_one_flipped_byte_and_calls_it_a_mismatch(filled: Desk) -> None:
    desk = filled
    record = by_source(desk, "ba.tif")
    (place,) = (desk.home / "vault").rglob(f"{record}/v1/content/original/0001.tif")
    sound = place.read_bytes()
    place.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    try:
        (row,) = desk.rows("verify", record, code=1)
    finally:
        place.write_bytes(sound)
    assert [f["code"] for f in row["faults"]] == ["mismatch"]


def test_rebuilding_the_catalog_gives_what_it_replaces(filled: Desk) -> None:
    before = filled.rows("list")
    (row,) = filled.rows("rebuild-catalog")
    assert row["records"] == 4
    assert filled.rows("list") == before


def test_a_lost_catalog_is_rebuilt_from_the_vault_alone(filled: Desk) -> None:
    before = filled.rows("list")
    home = filled.root / "home2"
    again = subprocess.run(
        [*_kho(), "rebuild-catalog", "--home", str(home), "--vault", str(filled.home / "vault")],
        env=filled.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "4" in again.stdout
    listed = subprocess.run(
        [*_kho(), "list", "--json", "--home", str(home), "--vault", str(filled.home / "vault")],
        env=filled.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [json.loads(line) for line in listed.stdout.splitlines()] == before


def _kho() -> list[str]:
    import sys

    return [sys.executable, "-m", "cli.main"]


def test_status_balances_and_speaks_vietnamese(filled: Desk) -> None:
    balance = filled.balance()
    assert balance.archived == 4
    assert balance.in_progress == balance.refused == 0
    assert balance.dropped == balance.archived + balance.duplicate
    assert "đã lưu trữ" in filled.kho("status").stdout
    assert "archived" in filled.kho("status", KHO_LANG="en").stdout


def test_two_homes_never_meet(filled: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path)
    (row,) = other.run(filled.root / "in" / "một.jpg")
    assert row["status"] == "archived"
    assert len(filled.records()) == 4


def test_an_id_with_a_slip_is_told(filled: Desk) -> None:
    record = filled.records()[0]
    slipped = record[:-1] + ("0" if record[-1] != "0" else "1")
    ended = filled.kho("show", slipped, code=4)
    assert slipped in ended.stderr


def test_run_ends_1_and_says_why_when_something_is_refused(desk: Desk) -> None:
    good = scans.write(desk.root / "a.jpg", scans.encoded(7))
    bad = scans.write(desk.root / "b.jpg", scans.encoded(8)[:-2000])
    rows = {Path(r["source"]).name: r for r in desk.run(good, bad, desk.root / "missing.pdf", code=1)}
    assert rows["a.jpg"]["status"] == "archived"
    assert (rows["b.jpg"]["status"], rows["b.jpg"]["code"]) == ("refused", "truncated")
    assert rows["b.jpg"]["record"] is None
    assert "chép lại" in rows["b.jpg"]["reason"]
    assert rows["missing.pdf"]["code"] == "not-found"
    assert bad.exists()
    assert desk.balance().refused == 1


def test_a_zip_is_a_batch(desk: Desk) -> None:
    bundle = desk.root / "lô.zip"
    with zipfile.ZipFile(bundle, "w") as out:
        out.writestr("một.jpg", scans.encoded(11))
        out.writestr("tập/2.jpg", scans.encoded(13))
        out.writestr("tập/1.jpg", scans.encoded(12))
        out.writestr("__MACOSX/._một.jpg", b"x")
        out.writestr("ghi chú.txt", "không phải bản quét".encode())
    rows = desk.run(bundle, code=1)
    assert sorted(r["status"] for r in rows) == ["archived", "archived", "refused"]
    assert {r["code"] for r in rows} == {None, "not-a-document"}
    assert all("lô.zip!" in r["source"] for r in rows)
    assert sorted(desk.show(r)["fields"]["pages"]["value"] for r in desk.records()) == [1, 2]
    assert desk.balance().dropped == 3


def test_a_signed_pdf_is_archived_as_it_is(desk: Desk) -> None:
    place = scans.write(desk.root / "ký số.pdf", scans.signed_pdf(1))
    (row,) = desk.run(place)
    assert row["status"] == "archived"
    assert got(desk, row["record"], "pdf") == got(desk, row["record"], "original") == place.read_bytes()
    record = json.loads(got(desk, row["record"], "record"))
    assert record["pdf_kind"] == "original-signed"
    assert record["files"]["pdf"] is None
    assert got(desk, row["record"], "text").strip()


def test_doctor_names_what_is_missing_and_the_remedy(desk: Desk) -> None:
    rows = {r["name"]: r for r in desk.rows("doctor")}
    assert rows["tesseract"]["ok"]
    assert rows["tesseract: vie"]["ok"]
    (desk.root / "bin").mkdir()
    for name in ("python3", "redis-server"):
        found = shutil.which(name)
        assert found
        (desk.root / "bin" / name).symlink_to(found)
    poor = {r["name"]: r for r in desk.rows("doctor", code=1, PATH=str(desk.root / "bin"))}
    assert not poor["pdftotext"]["ok"]
    assert "apt-get install poppler-utils" in poor["pdftotext"]["remedy"]
    assert "apt-get install tesseract-ocr" in poor["tesseract"]["remedy"]
    assert poor["tesseract"]["ok"], "its library is here, and so are the nets"


def test_doctor_names_the_readers_in_use(desk: Desk) -> None:
    rows = {r["name"]: r for r in desk.rows("doctor")}

    assert all(rows[name]["ok"] for name in ("reader: net", "reader: tesseract", "language model", "vocabulary"))
    assert rows["reader: net"]["version"].startswith("line-vi")
    assert all(rows[name]["version"] for name in ("onnxruntime", "trueocr", "tesserocr"))


def test_doctor_asks_only_for_the_readers_that_are_wanted(desk: Desk) -> None:
    rows = {r["name"] for r in desk.rows("doctor", KHO_READERS="net")}

    assert "reader: net" in rows
    assert not {"reader: tesseract", "tesseract", "tesseract: vie"} & rows


def test_a_wrong_setting_names_its_variable(desk: Desk) -> None:
    ended = desk.kho("status", code=2, KHO_JOBS="none")
    assert "KHO_JOBS" in ended.stderr


def test_the_gallery_shows_image_text_and_boxes(filled: Desk) -> None:
    target = filled.root / "gallery"
    filled.kho("gallery", "-o", target)
    page_text = (target / "index.html").read_text(encoding="utf-8")
    for record in filled.records():
        assert (target / f"{record}-0001.jpg").stat().st_size > 5_000
        assert f'id="{record}"' in page_text
    assert "<rect" in page_text
    assert scans.LINES[0] in page_text


def test_digests_in_the_record_are_those_of_the_files(filled: Desk) -> None:
    record = by_source(filled, "một.jpg")
    data = json.loads(got(filled, record, "record"))
    assert data["digest"] == data["originals"][0]["sha256"] == hashlib.sha256(scans.encoded(1)).hexdigest()


def test_a_home_serves_one_vault(filled: Desk) -> None:
    ended = filled.kho("list", "--vault", filled.root / "another", code=2)
    assert "--home" in ended.stderr
