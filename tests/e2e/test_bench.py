"""`python -m bench.ocr --quick` runs from end to end and says what it must."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(3600)
ROOT = Path(__file__).parents[2]


def test_a_quick_measurement(tmp_path: Path) -> None:
    target, drawn = tmp_path / "r.json", tmp_path / "p.svg"
    command = [sys.executable, "-m", "bench.ocr", "--quick", "--json", str(target), "--svg", str(drawn)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (measured,) = json.loads(target.read_text())
    ours, plain, bare = measured["ways"]
    assert "### quick: 1 pages, 1 documents" in said
    for way in (ours, plain, bare):
        assert way["documents"][0]["failed"] is None
        assert way["documents"][0]["counts"]["char_errors"] < 0.1 * way["documents"][0]["counts"]["chars"]
        assert way["rounds"][0]["cpu"] > 0
        assert way["peak"] > 10_000_000
    assert set(ours["steps"]) == {"inspect", "read", "assemble"}
    assert drawn.read_text().startswith("<svg")
