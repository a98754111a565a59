"""The documentation says what the software does."""

import json
import re
from pathlib import Path

import pytest
import typer

from cli.frame import INTERRUPTED, NO_SUCH, NOT_WELL, OK, UNREACHABLE, USAGE
from cli.main import build
from schemas.claim import FieldName
from schemas.drop import State
from schemas.errors import Code
from schemas.export import EXPORTED, FOLDER, schema
from wiring.settings import reference

DOCS = Path(__file__).parents[3] / "docs"
ROOT = DOCS.parent


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_as_it_is() -> None:
    assert reference() in read("settings.md")


def test_every_command_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `kho ([a-z-]+)", read("cli.md"), re.MULTILINE))
    group = typer.main.get_command(build())
    assert documented == set(group.commands)  # type: ignore[attr-defined]  # typer gives a group


def test_every_option_of_every_command_is_documented() -> None:
    text = read("cli.md")
    group = typer.main.get_command(build())
    for command in group.commands.values():  # type: ignore[attr-defined]
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option not in ("--help", "--output"):
                    assert option in text, f"{command.name} {option}"


@pytest.mark.parametrize("code", [OK, NOT_WELL, USAGE, UNREACHABLE, NO_SUCH, INTERRUPTED])
def test_every_exit_code_is_documented(code: int) -> None:
    assert re.search(rf"^\| {code} \|", read("cli.md"), re.MULTILINE)


@pytest.mark.parametrize("field", FieldName)
def test_every_field_is_documented(field: FieldName) -> None:
    assert field in read("cli.md")


@pytest.mark.parametrize("state", [s for s in State if s.final])
def test_every_final_state_is_in_the_glossary_or_contract(state: State) -> None:
    assert state in read("cli.md")


def test_every_refusal_a_clerk_can_meet_is_in_the_clerk_s_guide() -> None:
    listed = set(re.findall(r"^\| `([a-z-]+)`", read("huong-dan-nguoi-quet.md"), re.MULTILINE))
    for_engineers = {
        Code.NOT_FOUND, Code.ENGINE_MISSING, Code.FILE_CHANGED, Code.LEASE_LOST, Code.STORE_UNREACHABLE,
        Code.BROKER_UNREACHABLE, Code.DATABASE_UNREACHABLE, Code.DISK_FULL, Code.MISMATCH, Code.UNREADABLE,
        Code.KEY_TAKEN, Code.SETTING_INVALID, Code.BACKLOG, Code.DISK_SHORT, Code.INDEXER_AT_WORK,
    }  # fmt: skip
    in_the_reading_room = {
        Code.NOT_YOUR_OWN, Code.GATE_CLOSED, Code.NO_SUCH_WORD, Code.BAD_VALUE, Code.REASON_MISSING,
        Code.NOT_PUBLISHED, Code.LOGIN_TAKEN, Code.LOGIN_INVALID, Code.PASSWORD_WEAK, Code.LAST_ADMINISTRATOR,
        Code.NOT_ALLOWED, Code.IDENTITY_UNPROVEN, Code.PROVIDER_UNREACHABLE, Code.ON_ANOTHER_DESK,
    }  # fmt: skip
    assert listed == set(Code) - for_engineers - in_the_reading_room


@pytest.mark.parametrize("name", EXPORTED)
def test_checked_in_schemas_are_those_of_the_types(name: str) -> None:
    written = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == schema(name), "run: python -m schemas.export"
    assert json.loads(written)["$id"].endswith(f":{name}:1")


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readme_names_the_two_commands_and_they_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in text
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
