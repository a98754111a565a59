"""`kho health`: a role's own pulse, or a web application's answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer import Exit

from cli.health import health
from wiring.pulse import Role, beat
from wiring.settings import load


@pytest.mark.parametrize(("status", "well"), [(200, True), (503, False), (404, False)])
def test_a_web_application_is_well_if_it_says_so(status: int, well: bool) -> None:
    with application(status) as (address, asked):
        assert ends(Role.REVIEW, at=address) == (0 if well else 1)
    assert asked == ["/healthz"]


@pytest.mark.parametrize("at", ["127.0.0.1:1", "no host", "127.0.0.1:99999"])
def test_one_that_cannot_be_reached_is_not_well(at: str) -> None:
    assert ends(Role.PORTAL, at=at) == 1


def test_other_roles_are_known_by_their_pulse(tmp_path: Path) -> None:
    assert ends(Role.INDEX, home=tmp_path) == 1
    beat(load(home=tmp_path), Role.INDEX)
    assert ends(Role.INDEX, home=tmp_path) == 0


def ends(role: Role, *, home: Path | None = None, at: str | None = None) -> int:
    try:
        health(role, home=home, at=at)
    except Exit as ended:
        return ended.exit_code
    return 0


@contextmanager
def application(status: int) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything with one status; where it is, and what it was asked."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing into the tests' output."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()
