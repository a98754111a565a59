"""The window is a room of its own: what answers the public has loaded nothing that writes, reads scans or queues."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.showcase import ReadableStore, Showcase
from wiring.settings import load
from wiring.window import open_window

FORBIDDEN = (
    "celery", "kombu", "redis", "sqlalchemy", "tesserocr", "pytesseract", "ocrmypdf", "pikepdf", "pdf2image", "cv2",
    "onnxruntime", "numpy", "PIL", "minio", "catalog", "tasks", "review", "cli", "pipeline.engines", "pipeline.flow",
    "pipeline.intake", "pipeline.attempt", "pipeline.redescribe", "pipeline.revise", "storage.vault", "storage.commit",
    "wiring.house", "wiring.queue", "wiring.broker",
)  # fmt: skip
WRITING = {"put", "copy", "delete", "delete_all", "commit", "receive", "ensure", "mend"}


@pytest.mark.parametrize("module", ["portal.app", "portal.serve", "wiring.window"])
def test_it_loads_no_machine(module: str) -> None:
    code = f"import sys, {module}; print('\\n'.join(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    loaded = set(told.stdout.split())
    assert module in loaded
    assert [
        name for name in sorted(loaded) if name.startswith(tuple(f"{one}." for one in FORBIDDEN)) or name in FORBIDDEN
    ] == []


def test_what_it_is_given_has_no_way_to_write() -> None:
    assert WRITING.isdisjoint(dir(Showcase))
    assert WRITING.isdisjoint(dir(ReadableStore))


def test_looking_makes_nothing(tmp_path: Path) -> None:
    window = open_window(load(home=tmp_path / "home", vault=str(tmp_path / "vault")))
    assert window.finder.find("đất đai").total == 0
    assert list(tmp_path.iterdir()) == []


def test_the_portal_s_own_keys_open_the_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHO_PORTAL_S3_ACCESS_KEY", "chi-doc")
    monkeypatch.setenv("KHO_PORTAL_S3_SECRET_KEY", "bi-mat")
    monkeypatch.setenv("KHO_PORTAL_PRESIGNED", "true")
    window = open_window(load(vault="s3://kho/x"))
    assert window.bucket is not None
    address = window.bucket.presigned(
        "archive/a", lifetime=__import__("datetime").timedelta(minutes=5), disposition="inline"
    )
    assert "chi-doc" in address
    assert "response-content-disposition=inline" in address
    assert "bi-mat" not in address
