"""The port's adapter: inspect, read, assemble on real files, each in its sandbox."""

import subprocess

import psutil
import pytest

from pipeline.engines.local import LocalEngine
from schemas.errors import Code, EngineTimeout, Refused
from schemas.inspection import Kind
from schemas.limits import Limits
from tests.unit.engines.vellum import page_image, save, words


@pytest.fixture(scope="module")
def engine():
    made = LocalEngine(Limits())
    made.warm()
    return made


def test_a_scan_from_file_to_pdf(tmp_path, engine):
    scan = save(page_image(), tmp_path / "a.jpg")
    seen = []

    inspection = engine.inspect(scan)
    reading = engine.read([scan], inspection.kind, work=tmp_path, on_page=lambda *at: seen.append(at))
    engine.assemble([scan], inspection.kind, reading.pages, work=tmp_path, target=tmp_path / "out.pdf")

    assert inspection.kind is Kind.IMAGE
    assert seen == [(1, 1)]
    text = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "out.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert text.split() == [w.text for w in reading.pages[0].words] == words()
    names = dict(reading.software)
    assert {"tesseract", "poppler", "ocrmypdf", "pikepdf", "Pillow"} <= names.keys()
    assert all(version[0].isdigit() for version in names.values())
    assert psutil.Process().children() == []


def test_what_the_clerk_can_mend_is_refused(tmp_path, engine):
    (tmp_path / "a.pdf").write_bytes(b"")

    with pytest.raises(Refused) as caught:
        engine.inspect(tmp_path / "a.pdf")

    assert caught.value.code is Code.EMPTY


def test_inspection_has_its_deadline(tmp_path):
    scan = save(page_image(width=5000, height=5000), tmp_path / "a.png")

    with pytest.raises(EngineTimeout):
        LocalEngine(Limits(inspect_seconds=0.001)).inspect(scan)
