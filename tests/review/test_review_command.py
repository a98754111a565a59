"""`kho review` on a machine with nothing else: it lets the first administrator in, and ends cleanly."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.e2e.desk import PATIENCE, Desk, wait_for


class Served:
    """A `kho review` that has said where it is."""

    def __init__(self, process: subprocess.Popen[bytes], told: str) -> None:
        self.process, self.told = process, told
        self.url = re.findall(r"http://\S+", told)[-1].rstrip("/")

    def one_time_password(self) -> str | None:
        found = re.search(r"dùng một lần .*: (\S+)", self.told)
        return found and found[1]


@contextmanager
def served(desk: Desk, *options: str, **environment: str) -> Iterator[Served]:
    log = desk.root / "review.out"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "review", "--port", "0", "--home", str(desk.home), *options],
            env={**desk.environment, **environment}, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(lambda: process.poll() is not None or "Ctrl-C" in log.read_text(encoding="utf-8") or None)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield Served(process, log.read_text(encoding="utf-8"))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def token(page: httpx.Response) -> str:
    return page.text.split('name="csrf" value="')[1].split('"')[0]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_the_first_start_makes_an_administrator_and_it_stops_when_told(desk: Desk, stop: signal.Signals) -> None:
    with served(desk) as room:
        password = room.one_time_password()
        assert password
        with httpx.Client(base_url=room.url, headers={"Accept": "text/html"}, timeout=PATIENCE) as browser:
            form = {"csrf": token(browser.get("/login")), "login": "quan-tri", "password": password}
            answer = browser.post("/login", data=form)
            assert (answer.status_code, browser.get("/").headers["location"]) == (303, "/password")
            assert browser.get("/healthz").json() == {"database": "ok", "store": "ok"}
        room.process.send_signal(stop)
        assert room.process.wait(PATIENCE) == 0
    with served(desk) as again:
        assert again.one_time_password() is None
        again.process.send_signal(stop)
        assert again.process.wait(PATIENCE) == 0


def test_behind_a_proxy_every_address_begins_with_its_folder(desk: Desk) -> None:
    with served(
        desk, KHO_REVIEW_ROOT_PATH="/phong-doc", KHO_REVIEW_HTTPS="true", KHO_REVIEW_PROXIES="127.0.0.1"
    ) as room:
        assert room.url.endswith("/phong-doc")
        seen = {"Accept": "text/html", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        page = httpx.get(f"{room.url}/login", headers=seen, timeout=PATIENCE)
        links = re.findall(r"""(?:href|src|action)="(/[^"]*)\"""", page.text)
        assert links
        assert [link for link in links if not link.startswith("/phong-doc/")] == []
        origin = room.url.removesuffix("/phong-doc")
        assert [
            link
            for link in links
            if httpx.get(origin + link.replace("&amp;", "&"), headers=seen, timeout=PATIENCE).status_code >= 400
        ] == []
        assert "__Host-kho=" in page.headers["set-cookie"]
        away = httpx.get(f"{room.url}/queue", headers=seen, timeout=PATIENCE)
        assert away.headers["location"].startswith("/phong-doc/login")


def test_an_address_that_is_taken_is_said_in_words(desk: Desk) -> None:
    with served(desk) as room:
        port = room.url.rpartition(":")[2]
        second = Desk(_made(desk.root / "second"))
        answer = second.kho("review", "--port", port, code=2)
    assert "--port" in answer.stderr
    assert port in answer.stderr


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
