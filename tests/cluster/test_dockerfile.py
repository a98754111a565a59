"""The Dockerfile: the targets the compose file builds, only known packages, pinned, no user that may do everything."""

import re
from pathlib import Path

import pytest

from cluster.compose import read_compose

HOUSE = Path(__file__).parents[2]
TEXT = (HOUSE / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
STAGES = {
    name: (base, body)
    for base, name, body in re.findall(r"^FROM (\S+) AS (\w+)$(.*?)(?=^FROM|\Z)", TEXT, re.MULTILINE | re.DOTALL)
}


def _installed(stage: str) -> set[str]:
    return {
        name
        for words in re.findall(r"apt-get install ([^&]+)", STAGES[stage][1])
        for name in words.split()
        if name[0] != "-"
    }


def _whole(stage: str) -> set[str]:
    """Debian packages of a stage and those it is built on."""
    base = STAGES[stage][0]
    return _installed(stage) | (_whole(base) if base in STAGES else set())


def test_every_target_that_compose_builds_is_there() -> None:
    targets = {service.target for service in read_compose(environment={}).services.values()} - {None}
    assert targets == STAGES.keys() - {"builder"}


def test_packages_are_those_that_setup_installs() -> None:
    known = set((HOUSE / "setup" / "debian-packages.txt").read_text(encoding="utf-8").split())
    assert _whole("worker") == {"poppler-utils", "tesseract-ocr", "tesseract-ocr-vie"} <= known


def test_only_the_worker_can_read_letters() -> None:
    assert _whole("watcher") == {"poppler-utils"}
    assert _whole("scheduler") == set()


def test_the_base_is_pinned_and_named_once() -> None:
    assert re.findall(r"python:\S+", TEXT) == ["python:3.11.14-slim-bookworm"]
    assert {base for base, _ in STAGES.values()} <= {"${BASE}", *STAGES}


def test_it_names_no_host() -> None:
    assert "://" not in TEXT
    assert not re.search(r"--(extra-)?index-url|--trusted-host", TEXT)


@pytest.mark.parametrize("stage", sorted(STAGES.keys() - {"builder"}))
def test_nobody_is_root_at_the_end(stage: str) -> None:
    assert re.findall(r"^USER (\S+)", STAGES[stage][1], re.MULTILINE)[-1] == "10001:10001"


def test_python_packages_come_by_hash() -> None:
    installs = re.findall(r"pip install ([^&\n]+)", TEXT)
    assert installs
    assert all("--require-hashes" in words or "--no-index" in words for words in installs)


def test_only_what_the_wheel_is_made_of_is_sent_to_the_builder() -> None:
    import tomllib

    lines = (HOUSE / ".dockerignore").read_text(encoding="utf-8").split("\n")
    plan = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = set(plan["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    sent = {line[1:] for line in lines if line.startswith("!")}
    assert sent == rooms | {"pyproject.toml", "README.md", "setup/requirements.lock", "setup/requirements-build.lock"}
    assert [line for line in lines if line and line[0] not in "!#"] == ["*", "**/__pycache__"]
