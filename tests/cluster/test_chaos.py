"""The short form of `make chaos`: every part is killed while documents are in flight, and nothing is lost."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cluster.chaos_command import main
from cluster.disk import NoDisk, small_disk
from cluster.judge import count_drop, verdict
from cluster.network import NoNetwork, cable
from tests.e2e.desk import Desk, wait_for
from tests.fakes.slips import write_slips


@pytest.mark.timeout(3600)
def test_nothing_is_lost_when_every_part_dies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slips = write_slips(tmp_path / "slips", 160, long=2, pages=24, bad=6)
    report = tmp_path / "report.md"
    options = ["--rounds", "1", "--strikes", "1", "--workers", "1", "--level", "40", "--seed", "7"]

    code = main([str(slips), *options, "--patience", "1800", "--report", str(report)])

    told = capsys.readouterr().out
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", report.read_text(encoding="utf-8"), re.MULTILINE))
    assert code == 0, told
    assert rows["lost, doubled, damaged, left in the inbox, orphan processes"] == "0"
    assert int(rows["files dropped"]) > 40
    assert int(rows["faults"]) >= 10, told
    assert int(rows["… in flight when a fault struck (least, median, most)"].split(", ")[1]) == 40


@pytest.mark.timeout(3600)
class TestTheJudge:
    """Sees what it is there to see: each on a real vault and catalog, damaged by hand."""

    @pytest.fixture(scope="class")
    @staticmethod
    def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
        root = tmp_path_factory.mktemp("judge")
        slips, desk = write_slips(root / "slips", 2, bad=1), Desk(root)
        agency = desk.inbox / "so-tu-phap"
        agency.mkdir()
        for number, file in enumerate((*(slips / "good").iterdir(), next((slips / "good").iterdir()))):
            (agency / f"{number}.png").write_bytes(file.read_bytes())
        (agency / "hong.png").write_bytes(next((slips / "bad").iterdir()).read_bytes())
        desk.kho("up", "--once")
        return desk, slips

    def _verdict(self, settled: tuple[Desk, Path], *, more: int = 0) -> list[str]:
        desk, slips = settled
        good = sorted((slips / "good").iterdir())
        dropped = count_drop([*good, *good[:1]], bad=[*(slips / "bad").iterdir()] * (1 + more))
        (balance,) = desk.rows("status")
        return verdict(_Asked(desk), dropped, balance)

    def test_all_is_well(self, settled: tuple[Desk, Path]) -> None:
        assert self._verdict(settled) == []

    def test_what_is_in_no_account_or_still_in_the_inbox(self, settled: tuple[Desk, Path]) -> None:
        left = settled[0].inbox / "so-tu-phap" / "sot-lai.png"
        left.write_bytes(b"x")
        found = self._verdict(settled, more=1)
        left.unlink()
        assert found == [
            "dropped is 4, must be 5",
            "refused is 1, must be 2",
            "still in the inbox: ['so-tu-phap/sot-lai.png']",
        ]

    def test_damage_and_a_lost_record(self, settled: tuple[Desk, Path]) -> None:
        desk, _ = settled
        first, second = (row["record"] for row in desk.rows("list"))
        pdf = next(p for p in (desk.home / "vault").rglob("*.pdf") if first in str(p))
        pdf.write_bytes(pdf.read_bytes() + b"!")
        for root in [p for p in (desk.home / "vault").rglob("0=ocfl_object_*") if second in str(p)]:
            root.unlink()
            for part in root.parent.glob("inventory.json*"):
                part.unlink()
        found = "\n".join(self._verdict(settled))
        assert f"damaged: {first}" in found
        assert "lost: 1" in found
        assert "not what its rebuild is" in found


class _Asked:
    """A desk as the judge sees a cluster."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.inbox = desk, desk.inbox

    def kho(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self._desk.kho(*arguments, code=None)


def test_a_pulled_cable_lets_nothing_through() -> None:
    if os.geteuid() != 0:
        with pytest.raises(NoNetwork), cable():
            pass
        return
    with cable() as cut, cable() as other, socket.create_server((cut.address, 0)) as server:
        assert cut.address != other.address
        port = server.getsockname()[1]
        call = f"import socket; socket.create_connection(({cut.address!r}, {port}), 1).close()"

        def reaches() -> bool:
            ended = subprocess.run([*cut.prefix, sys.executable, "-c", call], capture_output=True, check=False)
            return ended.returncode == 0

        wait_for(reaches)
        cut.pull()
        assert not reaches()
        cut.plug()
        wait_for(reaches)
    addresses = subprocess.run(["ip", "addr"], capture_output=True, text=True, check=True).stdout
    assert cut.address not in addresses


def test_a_full_disk_takes_no_byte(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        with pytest.raises(NoDisk), small_disk(tmp_path / "disk", megabytes=1):
            pass
        return
    with small_disk(tmp_path / "disk", megabytes=1) as disk:
        disk.fill()
        with pytest.raises(OSError, match="No space"):
            (tmp_path / "disk" / "more").write_bytes(b"x" * 5000)
        disk.free()
        (tmp_path / "disk" / "more").write_bytes(b"x" * 5000)
    assert not os.path.ismount(tmp_path / "disk")
