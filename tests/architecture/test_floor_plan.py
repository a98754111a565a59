"""The floor plan in pyproject.toml is the floor plan on disk."""

import ast
import re
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PLAN = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
ROOMS = PLAN["importlinter"]["root_packages"]
NOT_ROOMS = {"scan_inbox", "docs", "tests", "bench", "setup"}
CODE = [p for room in ROOMS for p in sorted((HOUSE / room).rglob("*.py"))]


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        capture_output=True,
        check=True,
    )
    return [HOUSE / name for name in listed.stdout.decode().split("\0") if name and (HOUSE / name).exists()]


def test_every_folder_with_python_is_on_the_plan() -> None:
    on_disk = {p.relative_to(HOUSE).parts[0] for p in _tracked() if p.suffix == ".py" and p.parent != HOUSE}
    assert on_disk - NOT_ROOMS == set(ROOMS)


def test_linter_builder_types_and_coverage_share_one_plan() -> None:
    builder = PLAN["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert ROOMS == builder == PLAN["mypy"]["packages"] == PLAN["coverage"]["run"]["source"]


def test_the_layers_name_every_room_once() -> None:
    layers = PLAN["importlinter"]["contracts"][0]["layers"]
    assert sorted(room.strip() for layer in layers for room in layer.split("|")) == sorted(ROOMS)


def test_the_documented_plan_has_the_same_layers() -> None:
    text = (HOUSE / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = text.split("<!-- layers -->")[1].strip().strip("`").strip()
    documented = [" | ".join(r.strip() for r in line.split("|")) for line in block.splitlines()]
    assert documented == PLAN["importlinter"]["contracts"][0]["layers"]


@pytest.mark.parametrize("room", ROOMS)
def test_room_has_a_door_sign(room: str) -> None:
    assert (ast.get_docstring(ast.parse((HOUSE / room / "__init__.py").read_text(encoding="utf-8"))) or "")[
        :3
    ].isupper()


@pytest.mark.parametrize("module", CODE, ids=lambda p: str(p.relative_to(HOUSE)))
def test_every_module_says_what_it_is_for(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or "migrations/versions" in str(module)


@pytest.mark.parametrize("room", ROOMS)
def test_no_installed_package_takes_our_name(room: str) -> None:
    assert set(packages_distributions().get(room, [])) <= {"kho-pbgdpl"}


def test_the_user_s_seven_names_stand_at_the_top() -> None:
    names = ["pipeline", "tasks", "storage", "schemas", "scan_inbox", "tests", "pyproject.toml"]
    assert [name for name in names if not (HOUSE / name).exists()] == []


def test_no_code_lies_where_scans_are_dropped() -> None:
    assert not [p for p in _tracked() if p.is_relative_to(HOUSE / "scan_inbox") and p.suffix == ".py"]
    assert not (HOUSE / "scan_inbox" / "__init__.py").exists()


def test_no_room_without_a_name() -> None:
    nameless = re.compile(r"(?:^|/)(?:utils?|helpers?|common|manager|base_?utils|misc)(?:\.py|/)")
    assert not [p for p in CODE if nameless.search(str(p.relative_to(HOUSE)))]


def test_lock_files_have_hashes_and_name_no_host() -> None:
    for lock in (HOUSE / "setup").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        assert text.count("--hash=sha256:") >= text.count("==") > 0


def test_no_path_of_a_machine_is_in_the_repository() -> None:
    machine = re.compile(r"(?<![\w.])/(?:root|home/\w+|work|Users)/")
    named = [p for p in _tracked() if p.suffix in {".py", ".md", ".toml", ".sh", ""} and p != Path(__file__)]
    found = [p for p in named if p.is_file() and machine.search(p.read_bytes().decode(errors="replace"))]
    assert found == []


def test_every_task_name_that_is_sent_is_registered() -> None:
    from types import SimpleNamespace

    from tasks.archive import register
    from wiring.queue import STEPS, make_app

    app = make_app("memory://")
    register(app, SimpleNamespace(ports=None))  # type: ignore[arg-type]  # registering does not look inside
    assert {name for name in app.tasks if name.startswith("kho.")} == set(STEPS)
