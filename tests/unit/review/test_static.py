"""Files for the browser: what is vendored is what npm has, nothing comes from elsewhere, addresses follow content."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from review.assets import STATIC, Assets

VENDORED = sorted((STATIC / "vendor").iterdir(), key=str)
OWN = sorted((p for p in STATIC.rglob("*") if p.suffix in {".js", ".css"} and "vendor" not in p.parts), key=str)


@pytest.mark.parametrize("folder", VENDORED, ids=lambda p: p.name)
def test_what_is_vendored_is_listed_with_its_origin_licence_and_hashes(folder: Path) -> None:
    listed = json.loads((folder / "vendor.json").read_text(encoding="utf-8"))
    assert folder.name == f"{listed['package']}-{listed['version']}"
    assert listed["integrity"].startswith("sha512-")
    assert "LICENSE" in listed["files"]
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p.name != "vendor.json"}
    assert {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in found.items()} == listed["files"]


@pytest.mark.parametrize("file", OWN, ids=lambda p: p.relative_to(STATIC).as_posix())
def test_nothing_is_fetched_from_another_site_or_made_at_run_time(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|\.style\.cssText", text)


def test_an_address_changes_when_the_content_does(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = Assets(tmp_path).url("a.css")
    (tmp_path / "a.css").write_text("b{}")
    assert re.fullmatch("/static/[0-9a-f]{12}/a.css", before)
    assert Assets(tmp_path).url("a.css") != before


def test_a_file_that_is_not_there_is_a_slip(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Assets(tmp_path).url("missing.css")
