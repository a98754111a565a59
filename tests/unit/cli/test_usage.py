"""What a person is told who asks for help, or names a place where nothing can be."""

import socket
from contextlib import suppress
from pathlib import Path

import pytest

from cli.door import address, doors, listening
from cli.frame import writing
from schemas.errors import SettingInvalid
from tests.e2e.desk import Desk

PLAIN = {"COLUMNS": "100", "GITHUB_ACTIONS": "", "FORCE_COLOR": "", "PY_COLORS": ""}
"""Of the environment, so that what is told stands in one piece."""


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHO_LANG", raising=False)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, **PLAIN)


def test_help_is_vietnamese_to_the_last_line_and_english_when_asked_for(desk: Desk) -> None:
    told = desk.kho("get", "--help").stdout
    assert all(word in told for word in ("Tham số", "Tùy chọn", "[bắt buộc]", "Hiện hướng dẫn này rồi thoát."))
    assert not any(word in told for word in ("Arguments", "Options ", "[required]", "Show this message"))
    assert "Show this message" in desk.kho("get", "--help", KHO_LANG="en").stdout


def test_wrong_usage_says_where_help_is(desk: Desk) -> None:
    told = desk.kho("get", code=2).stderr
    assert "Lỗi" in told
    assert "để xem cách dùng" in told


def test_a_home_that_cannot_be_is_no_traceback(desk: Desk) -> None:
    desk.home.write_text("a file is in its place")
    told = desk.kho("list", code=2).stderr
    assert "--home" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("command", ["list", "verify"])
def test_a_vault_with_nothing_in_it_is_named(desk: Desk, command: str) -> None:
    ended = desk.kho(command)
    assert "chưa có hồ sơ nào" in ended.stderr
    assert str(desk.home) in ended.stderr
    assert ended.stdout == ""


def test_a_port_that_is_taken_is_told_in_plain_words() -> None:
    with listening("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        assert address("127.0.0.1", door) == f"http://127.0.0.1:{port}/"
        with pytest.raises(SettingInvalid) as refused:
            listening("127.0.0.1", port)
    assert refused.value.facts["problem"] == f"127.0.0.1:{port}: một chương trình khác đang dùng cổng này"


def test_doors_of_several_workers_are_at_one_port_and_nobody_else_s() -> None:
    with doors("127.0.0.1", 0, 3) as opened:
        (port,) = {door.getsockname()[1] for door in opened}
        assert len(opened) == 3
        with pytest.raises(SettingInvalid), doors("127.0.0.1", port, 2):  # who would share it is refused too
            pass
        callers = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
        waiting = [_waiting(door) for door in opened]
        for caller in callers:
            caller.close()
    assert sum(waiting) == 200
    assert min(waiting) > 20


def _waiting(door: socket.socket) -> int:
    door.setblocking(False)
    count = 0
    with suppress(BlockingIOError):
        while True:
            door.accept()[0].close()
            count += 1
    return count


def test_an_address_of_the_sixth_version_stands_in_brackets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        assert address("::1", door, "/kho/") == f"http://[::1]:{door.getsockname()[1]}/kho/"


def test_a_file_that_cannot_be_written_names_the_option_and_the_cause(tmp_path: Path) -> None:
    place = tmp_path / "no-such-folder" / "tài liệu.pdf"
    with pytest.raises(SettingInvalid) as refused, writing("--output", place):
        place.open("wb").close()
    assert refused.value.facts == {"name": "--output", "problem": f"{place}: không có thư mục này"}
