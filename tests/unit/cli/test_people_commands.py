"""`kho user …` and `kho audit`: the first administrator of a new installation, and everybody after."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from catalog.database import open_database
from catalog.people import SqlPeople
from cli.frame import NO_SUCH, NOT_WELL, USAGE
from cli.main import build
from review.access.passwords import Passwords


class Desk:
    """A home, and the command."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def kho(self, *arguments: str, code: int = 0) -> Any:
        """Runs a command; ``code``: the exit code it must have."""
        ended = CliRunner().invoke(build(), [*arguments, "--home", str(self.home)])
        assert ended.exit_code == code, ended.output
        return ended

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """The JSON lines of a command."""
        return [json.loads(line) for line in self.kho(*arguments, "--json").stdout.splitlines()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def test_the_life_of_an_account(desk: Desk) -> None:
    (one,) = desk.rows("user", "add", "Quan.Tri", "--name", "Quản Trị", "--role", "administrator")
    more = ("--role", "clerk", "--role", "archivist", "--agency", "so-tu-phap", "--email", "thu@example.org")
    (two,) = desk.rows("user", "add", "thu.thu", *more)
    assert (one["login"], two["login"]) == ("quan.tri", "thu.thu")
    known = SqlPeople(open_database(f"sqlite:///{desk.home}/catalog.db")).by_login("thu.thu")
    assert known is not None
    assert Passwords().right(known.hash, two["password"])
    assert known.account.must_change

    listed = desk.rows("user", "list")
    assert [row["person"]["login"] for row in listed] == ["quan.tri", "thu.thu"]
    assert (listed[1]["person"]["agencies"], listed[1]["email"]) == (["so-tu-phap"], "thu@example.org")
    assert "hash" not in str(listed)

    (changed,) = desk.rows("user", "roles", "thu.thu", "--role", "auditor")
    assert (changed["person"]["roles"], changed["person"]["agencies"]) == (["auditor"], None)
    (again,) = desk.rows("user", "reset", "thu.thu")
    assert again["password"] != two["password"]
    assert desk.rows("user", "disable", "thu.thu")[0]["enabled"] is False
    assert desk.rows("user", "enable", "thu.thu")[0]["enabled"] is True

    entries = desk.rows("audit")
    assert [entry["action"] for entry in reversed(entries)] == [
        "person-added", "person-added", "person-roles", "person-password-reset", "person-disabled", "person-enabled",
    ]  # fmt: skip
    assert all(entry["person"] is None and entry["address"] is None for entry in entries)
    for secret in (one["password"], two["password"], again["password"], "example.org", "Quản Trị"):
        assert secret not in str(entries)

    table = list(csv.DictReader(io.StringIO(desk.kho("audit", "--csv", "--since", "2026-01-01").stdout)))
    assert [row["action"] for row in table] == [entry["action"] for entry in entries]
    assert desk.rows("audit", "--since", "9000-01-01") == []
    assert desk.rows("audit", "--person", "thu.thu") == []
    shown = desk.kho("audit").stdout
    assert "person-roles" in shown
    assert "roles=auditor" in shown
    assert "thu.thu" in desk.kho("user", "list").stdout


def test_what_cannot_be_done_is_told_with_a_code(desk: Desk) -> None:
    desk.kho("user", "add", "quan.tri", "--role", "administrator")
    taken = desk.kho("user", "add", "quan.tri", "--role", "clerk", code=NOT_WELL)
    assert "login-taken" in taken.stderr
    assert "login-invalid" in desk.kho("user", "add", "Quản Trị", "--role", "clerk", code=NOT_WELL).stderr
    assert "last-administrator" in desk.kho("user", "disable", "quan.tri", code=NOT_WELL).stderr
    assert "last-administrator" in desk.kho("user", "roles", "quan.tri", "--role", "clerk", code=NOT_WELL).stderr
    assert "not-found" in desk.kho("user", "reset", "khong.co", code=NO_SUCH).stderr
    desk.kho("user", "add", "khac", code=USAGE)
    desk.kho("user", "add", "khac", "--role", "king", code=USAGE)
    desk.kho("audit", "--since", "hôm qua", code=USAGE)
