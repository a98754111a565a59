"""Reads ``docker-compose.yml`` into frozen records: what the native cluster needs of it, and nothing is skipped unread.

Only the forms our file uses are known; any other raises `ComposeError`, so that the file cannot say what is not run.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parents[1] / "docker-compose.yml"
"""The file of this repository."""

_VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>\w+):-(?P<default>[^}]*)\})")
_DURATION = re.compile(r"(\d+)(s|m)")
_ENGINE_ONLY = frozenset(
    {"restart", "read_only", "cap_drop", "security_opt", "networks", "logging", "init", "user", "working_dir",
     "profiles", "shm_size", "stop_signal", "build", "image", "ports"}
)  # fmt: skip
"""Keys that ask something of a container engine and change nothing in the command that is run."""


class ComposeError(ValueError):
    """The file has something that the native cluster does not understand."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service: its command and what the command sees."""

    name: str
    image: str
    target: str | None
    """Target of our Dockerfile; None for somebody else's image."""
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    ports: tuple[int, ...]
    folders: tuple[str, ...]
    """Where volumes and tmpfs are mounted."""
    volumes: Mapping[str, str]
    """Of those folders the ones that are named volumes, with their names: services may share one."""
    inbox: str | None
    """Where the inbox is mounted."""
    secrets: tuple[str, ...]
    check: tuple[str, ...]
    """The health check's command; empty if there is none."""
    needs: Mapping[str, str]
    """Service → condition."""
    once: bool
    """Whether it ends by itself."""
    stop_signal: str
    grace: float
    """Seconds from the stop signal to the kill."""
    profiles: tuple[str, ...]
    replicas: int


@dataclass(frozen=True, kw_only=True)
class Compose:
    """The whole file."""

    services: Mapping[str, Service]
    secrets: Mapping[str, str]
    """Secret → file."""

    def order(self) -> tuple[Service, ...]:
        """The services of no profile, each after those it needs."""
        done: dict[str, Service] = {}
        waiting = [s for s in self.services.values() if not s.profiles]
        while waiting:
            ready = [s for s in waiting if s.needs.keys() <= done.keys()]
            if not ready:
                raise ComposeError(f"depends_on in a circle: {[s.name for s in waiting]}")
            done |= {s.name: s for s in ready}
            waiting = [s for s in waiting if s.name not in done]
        return tuple(done.values())


def read_compose(place: Path = HERE, environment: Mapping[str, str] = os.environ) -> Compose:
    """The file with its variables filled in.

    Raises:
        ComposeError: a key, or a form of a value, that is not known here.
    """
    raw = _filled(yaml.safe_load(place.read_text(encoding="utf-8")), environment)
    services = {name: _service(name, dict(found)) for name, found in raw["services"].items()}
    return Compose(services=services, secrets={name: found["file"] for name, found in raw["secrets"].items()})


def _service(name: str, raw: dict[str, Any]) -> Service:
    folders, volumes, inbox = _mounts(raw.pop("volumes", []))
    deploy = raw.pop("deploy", {})
    service = Service(
        name=name,
        image=raw["image"],
        target=raw.get("build", {}).get("target"),
        argv=(*_words(raw.pop("entrypoint", [])), *_words(raw.pop("command"))),
        environment={key: str(value) for key, value in raw.pop("environment", {}).items()},
        ports=tuple(int(port) for port in raw.pop("expose", [])),
        folders=(*folders, *(mount.partition(":")[0] for mount in raw.pop("tmpfs", []))),
        volumes=volumes,
        inbox=inbox,
        secrets=tuple(raw.pop("secrets", [])),
        check=_check(raw.pop("healthcheck", {"test": ["NONE"]})["test"]),
        needs={needed: found["condition"] for needed, found in raw.pop("depends_on", {}).items()},
        once=raw.get("restart") == "no",
        stop_signal=raw.get("stop_signal", "SIGTERM"),
        grace=_seconds(raw.pop("stop_grace_period", "10s")),
        profiles=tuple(raw.get("profiles", [])),
        replicas=deploy.get("replicas", 1),
    )
    if unknown := raw.keys() - _ENGINE_ONLY:
        raise ComposeError(f"{name}: {sorted(unknown)}")
    return service


def _words(command: object) -> tuple[str, ...]:
    """A command as a list; the string form, which a shell would split, is not used."""
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        raise ComposeError(f"not a list of strings: {command!r}")
    return tuple(command)


def _check(test: list[str]) -> tuple[str, ...]:
    kind, *words = _words(test)
    match kind:
        case "CMD":
            return tuple(words)
        case "CMD-SHELL":
            return ("sh", "-c", *words)
        case "NONE":
            return ()
    raise ComposeError(f"health check: {kind}")


def _mounts(mounts: list[Any]) -> tuple[tuple[str, ...], Mapping[str, str], str | None]:
    """Targets of the volumes; those that have a name, with it; target of the one bind mount, which is the inbox."""
    folders, names, inbox = [], {}, None
    for mount in mounts:
        if isinstance(mount, str):
            name, target = mount.split(":")[:2]
            folders.append(target)
            names[target] = name
        elif mount["type"] == "bind":
            inbox = mount["target"]
        else:
            folders.append(mount["target"])
            names |= {mount["target"]: mount["source"]} if "source" in mount else {}
    return tuple(folders), names, inbox


def _seconds(duration: str) -> float:
    found = _DURATION.fullmatch(duration)
    if found is None:
        raise ComposeError(f"duration: {duration}")
    return int(found[1]) * (60.0 if found[2] == "m" else 1.0)


def _filled(node: Any, environment: Mapping[str, str]) -> Any:  # noqa: ANN401  # any YAML
    """The tree with ``${NAME:-default}`` and ``$$`` resolved in every string."""
    if isinstance(node, dict):
        return {key: _filled(value, environment) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, environment) for value in node]
    if isinstance(node, str):
        return _VARIABLE.sub(lambda m: "$" if m["escaped"] else environment.get(m["name"]) or m["default"], node)
    return node
