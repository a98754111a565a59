"""Programs that misbehave, put first on PATH in place of the real one."""

import os
import shutil
import sys
from pathlib import Path


def install(monkeypatch, folder: Path, name: str, body: str) -> None:
    """Puts a Python program called ``name`` first on PATH. ``REAL`` in it is the path of the real one."""
    home = folder / "counterfeit"
    home.mkdir(exist_ok=True)
    program = home / name
    program.write_text(f"#!{sys.executable} -IS\nREAL = {shutil.which(name)!r}\nimport os, sys, time\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")


def only_reading(body: str) -> str:
    """A misbehaviour of Tesseract that leaves its ``--version`` and ``--list-langs`` alone."""
    return f"if len(sys.argv) < 4: os.execv(REAL, sys.argv)\n{body}"
