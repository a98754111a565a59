"""The same pipeline on servers: SeaweedFS for the vault, PostgreSQL for the catalog, Redis for the queue, all real."""

import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ocfl
import pytest

from cluster.place import free_ports
from storage.s3 import S3Store
from tests.e2e.desk import PATIENCE, Desk, wait_for
from tests.fakes import scans
from tests.servers.seaweedfs import ACCESS_KEY, BUCKET, SECRET_KEY, SeaweedServer
from wiring.broker import wait_for_broker

pytestmark = pytest.mark.timeout(3600)


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A private Redis on a free port; its URL."""
    (port,) = free_ports(1)
    folder.mkdir()
    program = shutil.which("redis-server")
    assert program
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--appendonly", "yes"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for_broker(f"redis://127.0.0.1:{port}/0", seconds=PATIENCE)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


@pytest.fixture
def cluster(tmp_path: Path, seaweedfs: SeaweedServer, postgres_url: str) -> Iterator[tuple[Desk, str]]:
    """A desk on servers, and its prefix in the bucket."""
    prefix = f"t{secrets.token_hex(4)}"
    with redis_server(tmp_path / "redis") as broker:
        yield (
            Desk(
                tmp_path,
                KHO_VAULT=f"s3://{BUCKET}/{prefix}",
                KHO_S3_ENDPOINT=seaweedfs.endpoint,
                KHO_S3_ACCESS_KEY=ACCESS_KEY,
                KHO_S3_SECRET_KEY=SECRET_KEY,
                KHO_CATALOG_URL=postgres_url,
                KHO_BROKER_URL=broker,
            ),
            prefix,
        )


def test_the_whole_life_on_servers(cluster: tuple[Desk, str], seaweedfs: SeaweedServer) -> None:
    desk, prefix = cluster
    file = scans.write(desk.root / "a.pdf", scans.pdf(1, 2))
    (row,) = desk.run(file)
    assert row["status"] == "archived"
    (again,) = desk.run(file)
    assert again["status"] == "duplicate"
    assert "pháp luật" in desk.kho("text", row["record"]).stdout
    assert all(r["ok"] for r in desk.rows("verify"))
    before = desk.rows("list")
    desk.kho("rebuild-catalog")
    assert desk.rows("list") == before
    assert all(r["ok"] for r in desk.rows("doctor"))
    assert not (desk.home / "vault").exists()
    assert not (desk.home / "catalog.db").exists()
    root = exported(seaweedfs.store(f"{prefix}/"), desk.root / "export")
    judged = ocfl.StorageRoot(root=str(root / "archive"))
    assert judged.validate(), judged.errors


def exported(store: S3Store, target: Path) -> Path:
    """The whole bucket prefix as a folder."""
    for found in store.list("archive/"):
        place = target / found.key
        place.parent.mkdir(parents=True, exist_ok=True)
        store.fetch(found.key, place)
    return target


def test_the_inbox_on_servers(cluster: tuple[Desk, str]) -> None:
    desk, _ = cluster
    with desk.up():
        for number in (1, 2, 3):
            scans.write(desk.inbox / "stp" / f"{number}.jpg", scans.encoded(number))
        wait_for(lambda: desk.glance().archived == 3 or None)
        wait_for(lambda: not list((desk.inbox / "stp").glob("*.jpg")) or None)
    assert len(desk.records()) == 3


def test_doctor_says_which_server_is_down(cluster: tuple[Desk, str]) -> None:
    desk, _ = cluster
    down = {"KHO_S3_ENDPOINT": "127.0.0.1:1", "KHO_BROKER_URL": "redis://127.0.0.1:1/0"}
    rows = {r["name"].split(":")[0]: r for r in desk.rows("doctor", code=1, **down)}
    assert rows["database"]["ok"]
    assert "store-unreachable" in rows["store"]["remedy"]
    assert "broker-unreachable" in rows["broker"]["remedy"]


def test_a_store_that_is_down_is_an_outage_and_not_the_file_s_fault(cluster: tuple[Desk, str]) -> None:
    desk, _ = cluster
    file = scans.write(desk.root / "a.pdf", scans.pdf(1))
    ended = desk.kho("run", file, code=3, KHO_S3_ENDPOINT="127.0.0.1:1")
    assert "store-unreachable" in ended.stderr
    (row,) = desk.run(file)
    assert row["status"] == "archived"
