"""Children: started in their own session, restarted when they fall, gone when we stop or die."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from schemas.errors import BrokerUnreachable, EngineMissing, SettingInvalid
from tests.e2e.desk import wait_for
from wiring.broker import embedded, server_program, socket_path, wait_for_broker
from wiring.children import Child
from wiring.settings import load


def sleeper(tmp_path: Path, code: str = "import time; time.sleep(600)") -> Child:
    return Child(
        "sleeper",
        lambda: [sys.executable, "-c", code],
        cwd=tmp_path,
        environment=os.environ,
        log_file=tmp_path / "out.log",
    )


def test_a_fallen_child_is_started_again_but_not_in_a_frenzy(tmp_path: Path) -> None:
    child = sleeper(tmp_path)
    child.start()
    first = child.pid
    assert first is not None
    assert not child.tend()
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: child.pid is None or None)
    wait_for(lambda: child.tend() or None)  # within its first second it is left alone
    assert child.pid not in (None, first)
    child.stop(grace=5)
    assert child.pid is None


def test_a_child_that_ignores_us_is_killed_with_its_whole_group(tmp_path: Path) -> None:
    code = (
        "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    )
    child = sleeper(tmp_path, code)
    child.start()
    grandchild = int(wait_for(lambda: (tmp_path / "out.log").read_text().strip() or None))
    child.stop(grace=0.3)
    wait_for(lambda: not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == "zombie" or None)


def test_stopping_what_never_started_is_no_error(tmp_path: Path) -> None:
    sleeper(tmp_path).stop(grace=1)


def test_a_child_dies_with_its_parent_however_that_went(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from wiring.children import Child\n"
        f"here = Path('{tmp_path}')\n"
        "c = Child('x', lambda: ['sleep', '600'], cwd=here, environment=os.environ, log_file=here / 'o')\n"
        "c.start(); print(c.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        parent.kill()
    wait_for(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie" or None)


def test_the_embedded_broker_answers_keeps_its_data_and_stops(tmp_path: Path) -> None:
    import redis

    settings = load(home=tmp_path)
    url = f"redis+socket://{socket_path(settings)}"
    broker = embedded(settings)
    for value in (None, b"kept"):
        broker.start()
        wait_for_broker(url, seconds=120)
        client = redis.Redis(unix_socket_path=str(socket_path(settings)))
        assert client.get("x") == value
        client.set("x", "kept")
        assert client.config_get("appendonly")["appendonly"] == "yes"
        assert client.config_get("port")["port"] == "0"
        client.close()
        broker.stop(grace=120)
    with pytest.raises(BrokerUnreachable):
        wait_for_broker(url, seconds=0)


def test_a_home_with_a_long_name_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    settings = load(home=tmp_path / ("x" * 120))
    place = socket_path(settings)
    assert len(os.fsencode(place)) < 107
    assert place.parent.stat().st_mode & 0o077 == 0
    assert place == socket_path(settings)
    place.parent.chmod(0o755)
    with pytest.raises(SettingInvalid):
        socket_path(settings)
    place.parent.rmdir()


def test_without_a_server_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(EngineMissing) as missing:
        server_program()
    assert missing.value.facts["program"] == "redis-server"
