"""The cluster of docker-compose.yml runs: real Redis, SeaweedFS and PostgreSQL, every role of ours, one short run."""

import json
import shutil
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import psutil
import pytest

from cluster.main import QUICK, main
from cluster.native import SERVERS, Cluster
from cluster.part import NotReady, Orders, Part
from cluster.secret_files import BUCKET
from schemas.errors import KhoError
from schemas.keys import object_key
from storage.s3 import S3Store
from tests.e2e.desk import PATIENCE, alive, wait_for
from tests.fakes.slips import write_slips

pytestmark = pytest.mark.timeout(3600)  # a whole cluster, beside other tests on two cores
NEVER_SET = {"KHO_CATALOG_URL", "KHO_BROKER_URL", "KHO_S3_SECRET_KEY"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster"), workers=1, settings=QUICK) as running:
        yield running


def test_make_cluster_archives_what_is_dropped_and_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slips = write_slips(tmp_path, 3)

    code = main(["--workers", "1", "--seconds", "1500", str(slips / "good")])

    told = capsys.readouterr().out
    assert code == 0, told
    assert "dropped 3  archived 3  refused 0  in_progress 0" in told
    assert "Đã kiểm 3 hồ sơ, tất cả khớp." in told
    assert "nothing left behind" in told


def test_every_command_variable_and_port_of_the_compose_file_is_running(cluster: Cluster) -> None:
    for name, part in cluster.parts.items():
        service = cluster.compose.services["worker" if name.startswith("worker-") else name]
        orders = cluster.yard.orders(service, name)
        assert list(part.orders.argv) == cluster.yard.command(service, name, service.argv)
        assert len(orders.argv) >= len(service.argv)
        assert service.environment.keys() <= part.orders.environment.keys()
        assert not part.orders.environment.keys() & NEVER_SET
        assert part.pid is not None
        listening = {c.laddr.port for c in psutil.Process(part.pid).net_connections() if c.status == "LISTEN"}
        # SeaweedFS has no admin server without its pages, but its port is given a place all the same
        asked = {port for port in service.ports if port not in {23646, 33646}}
        assert {cluster.yard.ground.ports[service.name, port] for port in asked} <= listening
    runs = {"worker" if name.startswith("worker-") else name for name in cluster.parts}
    assert runs == {s.name for s in cluster.compose.order() if not s.once}


def test_a_server_killed_and_started_again_has_its_data_and_ports(cluster: Cluster) -> None:
    write_slips(cluster.folder / "slips", 1)
    shutil.copytree(cluster.folder / "slips" / "good", cluster.inbox / "so-tu-phap")
    assert cluster.wait_settled(1500)["archived"] == 1
    before = cluster.kho("list", "--json").stdout
    for name in SERVERS:
        part = cluster.parts[name]
        part.kill()
        assert not part.ready()
        part.start()
        part.wait_ready(600)
    assert cluster.kho("list", "--json").stdout == before
    (verified,) = cluster.kho("verify", "--json").stdout.splitlines()
    assert json.loads(verified)["ok"]


def test_what_is_published_is_found_at_the_portal(cluster: Cluster) -> None:
    record = _archived(cluster)
    assert _get(cluster, "portal", f"/tai-lieu/{record}") == HTTPStatus.NOT_FOUND

    published = cluster.kho("publish", record, "--by", "cong.bo", "--why", "thử")

    assert published.returncode == 0, published.stdout + published.stderr
    assert wait_for(lambda: _get(cluster, "portal", f"/tai-lieu/{record}") == HTTPStatus.OK)
    assert wait_for(lambda: _listed(cluster) == [record])


def test_the_portal_s_key_to_the_store_may_only_look(cluster: Cluster) -> None:
    told = cluster.yard.environment(cluster.compose.services["portal"], "portal")
    secrets = Path(told["KHO_SECRETS_DIR"])
    store = S3Store(
        endpoint=told["KHO_S3_ENDPOINT"], bucket=BUCKET, secure=False, region="us-east-1",
        access_key=(secrets / "kho_portal_s3_access_key").read_text(),
        secret_key=(secrets / "kho_portal_s3_secret_key").read_text(),
    )  # fmt: skip
    key = object_key("archive", "0=ocfl_1.1")
    assert store.read(key) == b"ocfl_1.1\n"
    for attempt in (lambda: store.put(key, b"x"), lambda: store.put(key, b"x", create_only=True)):
        with pytest.raises(KhoError):
            attempt()
    with pytest.raises(KhoError):
        store.delete(key)
    assert store.read(key) == b"ocfl_1.1\n"


def test_the_reading_room_lets_nobody_in_unasked(cluster: Cluster) -> None:
    assert _get(cluster, "review", "/healthz") == HTTPStatus.OK
    assert _get(cluster, "review", "/queue") in {HTTPStatus.UNAUTHORIZED, HTTPStatus.OK}
    assert "password" in _page(cluster, "review", "/login")


def test_what_falls_over_by_itself_is_started_again(cluster: Cluster) -> None:
    part = cluster.parts["scheduler"]
    assert part.pid is not None
    psutil.Process(part.pid).kill()
    wait_for(lambda: not part.alive)
    assert cluster.tend() == [part]
    assert part.alive


def test_leaving_stops_everything_that_was_started(tmp_path: Path) -> None:
    class Interrupted(Cluster):
        def _bring_up(self, service: object) -> None:
            if getattr(service, "name", None) not in {"broker", "store"}:
                raise KeyboardInterrupt
            super()._bring_up(service)  # type: ignore[arg-type]

    with pytest.raises(KeyboardInterrupt), Interrupted(tmp_path) as never:
        pytest.fail(f"{never} has started")
    assert [p for p in psutil.process_iter() if str(tmp_path) in " ".join(_line(p))] == []


class TestPart:
    def _part(self, folder: Path, script: str, **more: object) -> Part:
        orders = {"name": "p", "cwd": folder, "log": folder / "log", "environment": {"PATH": "/usr/bin:/bin"}, **more}
        return Part(orders=Orders(argv=["sh", "-c", script], **orders))  # type: ignore[arg-type]

    def test_one_that_ends_is_not_ready_and_says_why(self, tmp_path: Path) -> None:
        part = self._part(tmp_path, "echo 'no such disk'; exit 3", check=["false"])
        part.start()
        with pytest.raises(NotReady, match="no such disk"):
            part.wait_ready(PATIENCE)

    def test_one_that_fails_its_task_says_why(self, tmp_path: Path) -> None:
        with pytest.raises(NotReady, match="wrong"):
            self._part(tmp_path, "echo wrong; exit 1").run_to_end(PATIENCE)
        with pytest.raises(NotReady):
            self._part(tmp_path, "sleep 60").run_to_end(0.2)

    def test_one_that_does_not_listen_is_killed_with_all_its_descendants(self, tmp_path: Path) -> None:
        part = self._part(tmp_path, "trap '' TERM; setsid sleep 333 & echo up; while :; do sleep 1; done")
        part.start()
        family = _wait_for_family(part)
        part.stop(grace=0.2)
        assert not part.alive
        assert [p for p in family if alive(p)] == []

    def test_the_main_process_alone(self, tmp_path: Path) -> None:
        part = self._part(tmp_path, "sleep 3333 & wait")
        part.start()
        (child,) = _wait_for_family(part)
        part.kill(whole=False)
        assert not part.alive
        assert alive(child)
        child.kill()

    def test_its_own_signal_is_asked_with_once(self, tmp_path: Path) -> None:
        # Not SIGINT: who runs these tests in the background may have it ignored, and a shell cannot take that back.
        script = "trap 'echo asked; exit 0' USR1; echo up; while :; do sleep 0.05; done"
        part = self._part(tmp_path, script, stop_signal=signal.SIGUSR1, grace=PATIENCE)
        part.start()
        _wait_for_family(part)
        part.ask()
        part.ask()
        part.stop()
        assert part.log.read_text() == "up\nasked\n"
        part.stop()
        assert part.children() == []


def _archived(cluster: Cluster) -> str:
    """A record that is archived, made if there is none."""
    cards = cluster.kho("list", "--json").stdout.splitlines()
    if not cards:
        write_slips(cluster.folder / "more", 1)
        shutil.copytree(cluster.folder / "more" / "good", cluster.inbox / "so-tu-phap", dirs_exist_ok=True)
        cluster.wait_settled(1500)
        cards = cluster.kho("list", "--json").stdout.splitlines()
    return str(json.loads(cards[0])["record"])


def _listed(cluster: Cluster) -> list[str]:
    found = json.loads(_page(cluster, "portal", "/api/v1/documents"))
    return [item["record"] for item in found["items"]]


def _get(cluster: Cluster, service: str, path: str) -> int:
    try:
        with urllib.request.urlopen(_address(cluster, service) + path, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def _page(cluster: Cluster, service: str, path: str) -> str:
    with urllib.request.urlopen(_address(cluster, service) + path, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def _address(cluster: Cluster, service: str) -> str:
    (port,) = cluster.compose.services[service].ports
    return f"http://127.0.0.1:{cluster.yard.ground.ports[service, port]}"


def _wait_for_family(part: Part) -> list[psutil.Process]:
    assert part.pid is not None
    main = psutil.Process(part.pid)
    return wait_for(lambda: main.children(recursive=True) or None)


def _line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []
