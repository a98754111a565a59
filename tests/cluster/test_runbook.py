"""The runbook does what it says: every command in it is run here, in its order, on a real cluster."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from cluster import postgres
from cluster.native import Cluster

ROOT = Path(__file__).parents[2]
BOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
SCANS = ROOT / "tests" / "samples" / "scans"
pytestmark = pytest.mark.timeout(3600)  # beside other tests on two cores a whole cluster takes its time
QUICK = {"KHO_QUIET_SECONDS": "0.3", "KHO_INCOMPLETE_SECONDS": "1", "KHO_RESCAN_SECONDS": "1", "KHO_MIN_FREE_MB": "0"}


def blocks(kind: str) -> list[tuple[str, str]]:
    """(heading, commands) of every block of a kind."""
    found = []
    for section in re.split(r"^## ", BOOK, flags=re.MULTILINE)[1:]:
        heading = section.partition("\n")[0]
        found += [(heading, body) for body in re.findall(rf"^```{kind}\n(.*?)^```", section, re.MULTILINE | re.DOTALL)]
    return found


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A cluster with one archived and one refused document, and the environment of a person at its desk."""
    with tempfile.TemporaryDirectory(prefix="kho-runbook-") as place:
        folder = Path(place)
        with Cluster(folder, workers=1, settings=QUICK) as cluster:
            agency = cluster.inbox / "so-tu-phap"
            agency.mkdir()
            scan = min((p for p in SCANS.glob("*/*.jpg")), key=lambda p: p.stat().st_size)
            shutil.copy(scan, agency / "to-roi.jpg")
            (agency / "rong.pdf").touch()
            cluster.wait_settled(1500)
            programs = postgres.binaries(folder, None)
            desk = tmp_path_factory.mktemp("desk")
            (desk / "backup").mkdir()
            path = f"{Path(sys.executable).parent}:{programs}:{os.environ['PATH']}"
            more = {"PATH": path, "BACKUP": str(desk / "backup"), "KHO_HOME": str(desk / "home"), "HOME": str(desk)}
            yield {**cluster.environment, **QUICK, **more, "KHO_INBOX": str(cluster.inbox)}


SH = blocks("sh")


def test_the_commands_of_the_runbook_work(shell: dict[str, str], tmp_path: Path) -> None:
    """All of them in one test: each block goes on where those before it have left the installation."""
    for number, (heading, commands) in enumerate(SH):
        folder = tmp_path / f"{number:02}"
        folder.mkdir()
        code, said = run_block(shell, commands, folder)
        assert code == 0, f"{heading}: {commands}\n{said}"


def run_block(shell: dict[str, str], commands: str, folder: Path) -> tuple[int, str]:
    """Exit code and output of one block; what it has left running is killed.

    The output goes to a file, not to a pipe, which would be open as long as anything left running has it.
    """
    said = folder / "said.txt"
    with said.open("wb") as out:
        block = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", commands], env=shell, cwd=folder, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        code = block.wait(1200)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(block.pid, signal.SIGKILL)
    return code, said.read_text(encoding="utf-8", errors="replace")


def test_the_runbook_covers_what_an_operator_meets() -> None:
    headings = [heading for heading, _ in SH]
    topics = (
        "Khởi động và dừng", "Thêm một máy đọc", "Phòng đọc và cổng công chúng", "Sao lưu", "Khôi phục", "Thay Redis",
        "Ổ đĩa đầy", "Tệp làm hỏng bộ đọc", "Nâng cấp",
    )  # fmt: skip
    for topic in topics:
        assert topic in headings


def test_what_is_said_of_docker_names_services_that_exist() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    lines = [line for _, body in blocks("console") for line in body.splitlines()]
    assert lines
    for line in lines:
        program, *words = line.split()
        if program == "setup/secrets":
            assert (ROOT / program).exists()
            continue
        assert [program, words[0]] == ["docker", "compose"], line
        named = [w.removeprefix("--scale=").partition("=")[0] for w in words[2:] if not w.startswith("-")]
        assert set(named) <= set(services), line


def test_refusals_and_archives_of_the_run_are_in_balance(shell: dict[str, str]) -> None:
    done = subprocess.run(["kho", "status", "--json"], env=shell, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"balanced": true' in done.stdout
    assert '"archived": 1' in done.stdout
    assert '"refused": 1' in done.stdout
