"""`kho index` and `kho search` at the terminal."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.commands import build
from cli.frame import NO_SUCH, OK, UNREACHABLE
from search.place import Hold
from tests.search.shelf import entry, shelf
from tests.search.stack import open_stack

ROOT = Path(__file__).parents[2]

BOOKS = [
    entry("dat", "Luật Đất đai [quy định] về đất ở.", title="Luật Đất đai [mới]", number="31/2024/QH15"),
    entry("dat", "Đất là của ai?\nCủa toàn dân.", title="Đất là của ai?", unit=1),
]


def _run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(build(), [*words, "--home", str(home)])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shelf(tmp_path / "search", BOOKS)
    return tmp_path


def test_hits_are_printed_for_people(home: Path) -> None:
    done = _run(home, "search", "dat dai")

    assert done.exit_code == OK
    assert "Luật Đất đai [mới]" in done.output
    assert "31/2024/QH15" in done.output
    assert "[quy định]" in done.output


def test_hits_are_json_for_programs(home: Path) -> None:
    done = _run(home, "search", "đất đai", "--json")

    told = json.loads(done.output)
    assert told["total"] == 1
    assert told["hits"][0]["found"]["record"] == "dat"


def test_questions_are_searched(home: Path) -> None:
    assert "Đất là của ai?" in _run(home, "search", "đất của ai", "--questions").output


def test_what_was_meant_is_told(home: Path) -> None:
    assert "luật đất đai" in _run(home, "search", "luaatj ddaats ddai").output


def test_nothing_found_is_said_and_told_by_the_exit_code(home: Path) -> None:
    assert _run(home, "search", "karaoke").exit_code == NO_SUCH


def test_an_empty_archive_is_indexed(tmp_path: Path) -> None:
    assert _run(tmp_path, "index").exit_code == OK
    assert _run(tmp_path, "index", "--rebuild").exit_code == OK
    assert _run(tmp_path, "search", "đất").exit_code == NO_SUCH


def test_a_second_indexer_is_refused(tmp_path: Path) -> None:
    hold = Hold(tmp_path / "search")
    try:
        done = _run(tmp_path, "index")
    finally:
        hold.release()

    assert done.exit_code == UNREACHABLE
    assert "indexer-at-work" in done.output


def test_what_is_published_is_found_soon_after(tmp_path: Path) -> None:
    stack = open_stack(tmp_path)
    stack.clock.moment = datetime.now(UTC) - timedelta(days=1)  # the indexer's clock is the machine's
    command = [sys.executable, "-m", "cli.main", "index", "--follow", "--home", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as indexer:
        record = stack.paper("TỜ GẤP VỀ ĐẤT ĐAI", "Quyền của người sử dụng đất.")
        _until(lambda: stack.finder.get(record) is not None)
        stack.withdraw(record)
        _until(lambda: stack.finder.get(record) is None)
        indexer.send_signal(signal.SIGTERM)
        assert indexer.wait(timeout=240) == OK


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 240
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)
