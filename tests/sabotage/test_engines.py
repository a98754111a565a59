"""Programs that crash, hang, eat memory or print rubbish: the document ends once, and nothing else suffers."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import img2pdf
import psutil
import pytest
from sqlalchemy.exc import OperationalError

from catalog.database import open_database
from catalog.ledger import SqlLedger
from cluster.disk import SmallDisk
from tests.e2e.desk import Desk, wait_for
from tests.fakes import scans

pytestmark = pytest.mark.timeout(3600)
REAL = shutil.which("tesseract") or "tesseract"


def impostor(desk: Desk, script: str) -> str:
    """A PATH on which `tesseract` is this shell script; asked for its version or languages it is the real one."""
    folder = desk.root / "bin"
    folder.mkdir(exist_ok=True)
    program = folder / "tesseract"
    program.write_text(
        f'#!/bin/bash\ncase "$*" in *--version*|*--list-langs*|*"psm 0"*) exec {REAL} "$@";; esac\n{script}\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{folder}:{os.environ['PATH']}"


def no_orphans(marker: str) -> bool:
    return all(marker not in " ".join(p.info["cmdline"] or []) for p in psutil.process_iter(["cmdline"]))


CASES = {
    "crashes": "kill -SEGV $$",
    "fails": "echo broken >&2; exit 1",
    "prints rubbish": r"printf '\xff\xfe\x00\x80rubbish' | tee \"$2.tsv\"; exit 0",
    "prints broken utf-8 in its error": r"printf '\xc3\x28' >&2; exit 1",
    "hangs": "exec sleep {mark}",
    "eats memory": "exec " + "python3 -c 'x = bytearray(); \nwhile True: x += bytes(1 << 28)'",
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_reader_costs_only_its_pages(desk: Desk, case: str) -> None:
    mark = f"987654.{os.getpid()}"  # the same test may be run beside this one
    path = impostor(desk, CASES[case].replace("{mark}", mark))
    file = scans.write(desk.root / "a.pdf", scans.pdf(1, 2))
    (row,) = desk.run(
        file, code=None, PATH=path, KHO_READERS="tesseract-program",
        KHO_LIMITS__PAGE_SECONDS="12" if case == "hangs" else "60", KHO_LIMITS__MEMORY_BYTES="1500000000",
    )  # fmt: skip
    assert row["status"] == "archived"
    shown = desk.show(row["record"])
    assert [w for w in shown["warnings"] if w.startswith("page")] == ["page-failed:1", "page-failed:2"]
    desk.kho("get", row["record"], "pdf", "-o", desk.root / "x.pdf")
    images = subprocess.run(["pdfimages", "-list", desk.root / "x.pdf"], capture_output=True, text=True, check=True)
    assert images.stdout.count("jpeg") == 2  # kept as images
    assert all(r["ok"] for r in desk.rows("verify"))
    assert desk.balance().archived == 1
    wait_for(lambda: no_orphans(mark))


def test_one_bad_page_does_not_kill_the_others(desk: Desk) -> None:
    # fails for good on the page of this size, at every try: its picture's first line is "P5 930 1320"
    path = impostor(desk, f'if head -c 16 "$1" | tr "\\n" " " | grep -q "930 1320"; then exit 1; fi\nexec {REAL} "$@"')
    odd = BytesIO()
    scans.page(2).resize((930, 1320)).save(odd, "JPEG", dpi=(150, 150))
    file = scans.write(desk.root / "a.pdf", img2pdf.convert([scans.encoded(1), odd.getvalue(), scans.encoded(3)]))
    (row,) = desk.run(file, PATH=path, KHO_READERS="tesseract-program", KHO_LIMITS__PAGE_SECONDS="600")
    texts = [desk.kho("text", row["record"], "--page", str(n)).stdout.strip() for n in (1, 2, 3)]
    assert [bool(t) for t in texts] == [True, False, True]
    assert "page-failed:2" in desk.show(row["record"])["warnings"]


def test_a_missing_program_is_nobody_s_fault_and_named(desk: Desk) -> None:
    path = impostor(desk, "exit 127")
    (Path(path.split(":")[0]) / "tesseract").write_text("#!/bin/bash\nexit 127\n")
    file = scans.write(desk.root / "a.pdf", scans.pdf(1))
    ended = desk.kho("run", file, code=1, PATH=path, KHO_READERS="tesseract-program")
    assert "tesseract" in ended.stderr
    assert "kho doctor" in ended.stderr
    assert desk.balance().dropped == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs of 3 MB; needs the right to mount."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "kho-test", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no right to mount a tmpfs here, so a full disk is NOT shown: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)  # who was killed may still be on it


def test_a_full_disk_is_waited_for_and_nothing_is_lost(desk: Desk, small_disk: Path) -> None:
    vault = str(small_disk / "vault")
    scanned = [scans.encoded(number, quality=100, mode="RGB", subsampling=0) for number in range(1, 8)]
    with desk.up(KHO_VAULT=vault) as running:
        assert running.worker.is_running()
        for number, content in enumerate(scanned):
            scans.write(desk.inbox / "stp" / f"{number}.jpg", content)
        filler = SmallDisk(folder=small_disk)
        filler.fill()
        wait_for(lambda: b"disk-full" in running.log.read_bytes() or b"disk-full" in _status(desk))
        assert len(list((desk.inbox / "stp").glob("*.jpg"))) > 0
        filler.free()
        subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
        wait_for(lambda: desk.glance().archived == 7 or None)
    (row,) = desk.rows("status", KHO_VAULT=vault)
    assert (row["archived"], row["refused"], row["balanced"]) == (7, 0, True)
    assert all(r["ok"] for r in desk.rows("verify", KHO_VAULT=vault))


def _status(desk: Desk) -> bytes:
    """The error codes in the ledger; none while the house that is starting has not laid its tables yet."""
    if not (desk.home / "catalog.db").exists():
        return b""
    ledger = SqlLedger(open_database(f"sqlite:///{desk.home / 'catalog.db'}"))
    try:
        return " ".join(str(i.code) for i in ledger.items()).encode()
    except OperationalError as error:
        if "no such table" not in str(error):
            raise
        return b""
