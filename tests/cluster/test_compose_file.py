"""docker-compose.yml: valid by the Compose specification, safe by our own rules, read whole by the native cluster."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cluster import postgres, seaweed
from cluster.compose import HERE, Compose, ComposeError, read_compose
from cluster.secret_files import make_secrets, write_secrets
from cluster.translate import Ground, to_ground
from wiring.settings import Settings

RAW: dict[str, Any] = yaml.safe_load(HERE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = RAW["services"]
COMPOSE = read_compose(environment={})
OURS = [name for name, service in SERVICES.items() if "build" in service]
LASTING = [name for name, service in SERVICES.items() if service["restart"] != "no"]
DOORS = {"review", "portal"}
"""Where people come in."""
GOLDEN = Path(__file__).parents[1] / "golden" / "compose" / "compose-spec.json"
GROUND = Ground(
    address="127.0.0.9",
    ports={(s.name, port): 20_000 + n for s in COMPOSE.services.values() for n, port in enumerate(s.ports)},
)


def test_it_is_valid_by_the_compose_specification() -> None:
    judge = Draft202012Validator(json.loads(GOLDEN.read_text(encoding="utf-8")))
    assert [f"{error.json_path}: {error.message}" for error in judge.iter_errors(RAW)] == []
    broken = {**RAW, "services": {**SERVICES, "worker": {**SERVICES["worker"], "stop_grace": "1s"}}}
    assert not judge.is_valid(broken)


def test_the_parts_that_are_promised_are_there() -> None:
    assert {"broker", "store", "store-setup", "catalog", "migrate", "worker", "watcher", "scheduler"} <= SERVICES.keys()
    assert {"review", "portal", "indexer"} <= SERVICES.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned_to_a_version_that_can_be_pulled(name: str) -> None:
    assert re.fullmatch(r"[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?", SERVICES[name]["image"])
    assert "minio" not in SERVICES[name]["image"]


def test_store_and_catalog_are_the_versions_that_the_tests_run(tmp_path: Path) -> None:
    weed = subprocess.run([seaweed.program(), "version"], capture_output=True, text=True, check=True).stdout
    server = [str(postgres.binaries(tmp_path, None) / "postgres"), "--version"]
    database = subprocess.run(server, capture_output=True, text=True, check=True).stdout
    assert f" {_tag('store')} " in weed
    assert database.split()[-1] == _tag("catalog").partition("-")[0]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_shut_in(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service["networks"] == (["inside", "outside"] if name in DOORS else ["inside"])
    assert RAW["networks"]["inside"] == {"internal": True}
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert not service.keys() & {"privileged", "cap_add", "network_mode", "pid", "devices"}


def test_only_the_doors_can_be_reached_and_only_from_this_host() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == DOORS
    for name in sorted(DOORS):
        ports = list(COMPOSE.services[name].ports)
        assert [p.partition(":")[0] for p in SERVICES[name]["ports"]] == ["127.0.0.1"]
        assert [int(p.rpartition(":")[2]) for p in SERVICES[name]["ports"]] == ports


def test_the_portal_can_neither_write_nor_enqueue() -> None:
    portal = COMPOSE.services["portal"]
    assert set(portal.secrets) == {"kho_portal_s3_access_key", "kho_portal_s3_secret_key"}
    files = make_secrets()
    users = {u["name"]: u for u in json.loads(files["store_identities"])["identities"]}
    mine = users[files["kho_portal_s3_access_key"]]
    assert mine["actions"] == ["Read:archive", "List:archive"]
    assert mine["credentials"][0]["secretKey"] == files["kho_portal_s3_secret_key"] != files["kho_s3_secret_key"]


def test_services_that_mount_one_volume_share_one_folder() -> None:
    assert COMPOSE.services["portal"].volumes == COMPOSE.services["indexer"].volumes
    assert COMPOSE.services["review"].volumes != COMPOSE.services["watcher"].volumes


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_watched_restarted_and_stopped_gently(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert COMPOSE.services[name].check
    assert COMPOSE.services[name].grace >= 30


@pytest.mark.parametrize("name", OURS)
def test_our_services_start_from_the_empty_folder_as_our_user(name: str) -> None:
    service = SERVICES[name]
    assert (service["working_dir"], service["user"], service["init"]) == ("/srv/empty", "10001:10001", True)
    assert "/var/lib/kho" in COMPOSE.services[name].folders


@pytest.mark.parametrize("name", OURS)
def test_our_variables_are_settings_of_ours_and_no_secret_is_among_them(name: str) -> None:
    known = {f"KHO_{field.upper()}" for field in Settings.model_fields} | {"KHO_SECRETS_DIR"}
    said = COMPOSE.services[name].environment
    assert said.keys() <= known
    assert not said.keys() & {"KHO_CATALOG_URL", "KHO_BROKER_URL", "KHO_S3_ACCESS_KEY", "KHO_S3_SECRET_KEY"}


def test_secrets_come_from_files_that_setup_secrets_makes(tmp_path: Path) -> None:
    files = make_secrets()
    assert COMPOSE.secrets == {name: f"./secrets/{name}" for name in files}
    assert {secret for service in COMPOSE.services.values() for secret in service.secrets} == files.keys()
    write_secrets(tmp_path / "s", files)
    assert {p.name: p.read_text() for p in (tmp_path / "s").iterdir()} == files
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "s").iterdir()} == {0o444}
    with pytest.raises(FileExistsError):
        write_secrets(tmp_path / "s", make_secrets())


def test_secrets_are_new_every_time() -> None:
    one, other = make_secrets(), make_secrets()
    assert {name for name in one if one[name] == other[name]} == {"kho_s3_access_key", "kho_portal_s3_access_key"}


def test_every_volume_is_named_and_used() -> None:
    used = {
        m.partition(":")[0] if isinstance(m, str) else m.get("source")
        for s in SERVICES.values()
        for m in s.get("volumes", [])
    }
    assert {name for name in used if name and not name.startswith("$")} == RAW["volumes"].keys()


def test_what_is_needed_comes_first() -> None:
    order = [service.name for service in COMPOSE.order()]
    assert order.index("catalog") < order.index("migrate") < order.index("worker")
    assert "desk" not in order


def test_who_is_asked_for_listens(tmp_path: Path) -> None:
    """Every ``host:port`` in the file and in the secrets is a port that the service opens."""
    text = HERE.read_text(encoding="utf-8") + "".join(make_secrets().values())
    asked = re.findall(r"(?<![\w-])(broker|store|catalog|review|portal):(\d+)(?:\.(\d+))?\b(?!:)", text)
    assert asked
    assert {(host, int(port)) for host, *ports in asked for port in ports if port} <= GROUND.ports.keys()


@pytest.mark.parametrize("service", COMPOSE.services.values(), ids=lambda s: s.name)
def test_nothing_of_the_container_s_world_is_left_after_translation(service: Any) -> None:
    folders = {there: f"/here{there}" for there in (*service.folders, "/run/secrets", "/srv/inbox") if there != "/tmp"}
    words = (*service.argv, *service.check, *service.environment.values())
    here = [to_ground(COMPOSE, GROUND, service, folders, word) for word in words]
    assert not [
        w
        for w in here
        if re.search(r"(?<![/\w])(/data|/run/|/var/lib)|0\.0\.0\.0|\b(store|catalog|broker|review|portal):\d", w)
    ]
    assert not [w for w in here if w.rpartition("=")[2] in {str(port) for port in service.ports}]


@given(st.text(alphabet="abcdxyz-./ ", max_size=40))
def test_a_word_without_hosts_ports_or_folders_stays_as_it_is(word: str) -> None:
    assert to_ground(COMPOSE, GROUND, COMPOSE.services["store"], {"/data": "/here"}, word) == word


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"command": "kho work"}, "not a list"),
        ({"stop_grace_period": "1h"}, "duration"),
        ({"healthcheck": {"test": ["HTTP", "/"]}}, "health check"),
        ({"sysctls": {"a": 1}}, "sysctls"),
        ({"depends_on": {"worker": {"condition": "service_healthy"}}}, "circle"),
    ],
)
def test_what_the_native_cluster_would_not_run_is_not_read_over(
    change: dict[str, object], complaint: str, tmp_path: Path
) -> None:
    place = tmp_path / "docker-compose.yml"
    place.write_text(yaml.safe_dump({**RAW, "services": {**SERVICES, "worker": {**SERVICES["worker"], **change}}}))
    with pytest.raises(ComposeError, match=complaint):
        read_compose(place, {}).order()


def test_variables_are_filled_in() -> None:
    compose: Compose = read_compose(environment={"KHO_SECRETS": "/elsewhere", "KHO_JOBS": "7"})
    assert compose.secrets["kho_broker_url"] == "/elsewhere/kho_broker_url"
    assert compose.services["worker"].environment["KHO_JOBS"] == "7"
    assert "$(cat " in compose.services["broker"].check[-1]


def _tag(service: str) -> str:
    return str(SERVICES[service]["image"]).partition(":")[2]
