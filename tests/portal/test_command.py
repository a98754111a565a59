"""`kho portal`: the real command over a real archive, with its indexer beside it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from portal.serve import portal as served
from schemas.ids import RecordId
from tests.portal.archive import Archive
from tests.portal.sheets import drawn

PATIENCE = 240
HOUSE = Path(__file__).parents[2]


@pytest.fixture
def record(fresh: Archive) -> RecordId:
    name = fresh.keep(*drawn(["TỜ GẤP PHÁP LUẬT VỀ ĐẤT ĐAI", "", "Một trang có chữ."]))
    fresh.publish(name)
    return name


def _environment(archive: Archive) -> dict[str, str]:
    more = {"KHO_HOME": str(archive.folder / "home"), "KHO_VAULT": str(archive.folder / "vault"), "KHO_LANG": "en"}
    return {**os.environ, **more, "PYTHONPATH": str(HOUSE)}


@pytest.fixture(params=["1", "2"])
def command(fresh: Archive, record: RecordId, request: pytest.FixtureRequest) -> Iterator["subprocess.Popen[str]"]:
    arguments = [sys.executable, "-m", "cli.main", "portal", "--port", "0", "--workers", request.param]
    with subprocess.Popen(
        arguments, cwd=fresh.folder, env=_environment(fresh), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        yield process
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def test_it_serves_what_is_published_and_indexes_by_itself(command: "subprocess.Popen[str]", record: RecordId) -> None:
    assert command.stdout
    address = re.search(r"http://127\.0\.0\.1:\d+", command.stdout.readline())
    assert address
    found: list[str] = []
    end = time.monotonic() + PATIENCE
    while not found and time.monotonic() < end:
        time.sleep(0.2)
        try:
            with urllib.request.urlopen(f"{address[0]}/api/v1/documents?q=dat%20dai", timeout=30) as answer:
                found = [item["record"] for item in json.load(answer)["items"]]
        except OSError:
            assert command.poll() is None
    assert found == [record]
    command.send_signal(signal.SIGTERM)
    assert command.wait(PATIENCE) == 0


@pytest.mark.parametrize("command", ["2"], indirect=True)
def test_a_worker_that_dies_is_followed_by_one_at_its_door(command: "subprocess.Popen[str]") -> None:
    assert command.stdout
    told = re.search(r":(\d+)/", command.stdout.readline())
    assert told
    port = int(told[1])
    first = _serving(command.pid, port)
    killed = first.pop()
    os.kill(killed, signal.SIGKILL)
    after = _serving(command.pid, port, without=killed)
    assert set(first) < set(after)
    for _ in range(50):  # each comes to one of the doors, as the kernel draws
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=PATIENCE) as answer:
            assert answer.status == 200
    command.send_signal(signal.SIGTERM)
    assert command.wait(PATIENCE) == 0


def _serving(parent: int, port: int, without: int = 0) -> list[int]:
    """Two processes that have answered and are at work, once they are."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        time.sleep(0.2)
        found = [
            one.pid for one in psutil.Process(parent).children()
            if one.pid != without and one.is_running() and "spawn_main" in " ".join(one.cmdline())
        ]  # fmt: skip
        with suppress(OSError):
            answers = [urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5) for _ in range(20)]
            if len(found) == 2 and all(answer.status == 200 for answer in answers):
                return found
    raise TimeoutError


def test_a_taken_port_is_told(fresh: Archive, record: RecordId) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as door:
        arguments = [sys.executable, "-m", "cli.main", "portal", "--no-index", "--port", str(door.getsockname()[1])]
        told = subprocess.run(
            arguments,
            cwd=fresh.folder,
            env=_environment(fresh),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert told.returncode == 2
    assert "--host, --port" in told.stderr


def test_a_server_of_one_s_own_can_take_it(fresh: Archive, record: RecordId, monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.testclient import TestClient

    for name, value in _environment(fresh).items():
        monkeypatch.setenv(name, value)
    assert TestClient(served(), follow_redirects=False).get(f"/ark:/99999/{record}").status_code == 302
