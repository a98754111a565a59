"""How a service of the compose file runs here: its folders, its programs, its environment, its orders."""

import os
import secrets
import shlex
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cluster import postgres, redis, seaweed
from cluster.compose import Compose, Service
from cluster.leftovers import MARK
from cluster.part import Orders
from cluster.place import free_ports, private_folder, unprivileged
from cluster.secret_files import make_secrets, write_secrets
from cluster.translate import Ground, to_ground

_FOREIGN = ("KHO_", "PG", "POSTGRES_", "AWS_", "REDIS", "VALKEY", "S3_", "WEED_")
"""Variables of the caller that must not reach the parts."""
_SECRETS = "/run/secrets"
_TEMPORARY = "/tmp"  # noqa: S108  # a container's own; here it is TMPDIR


@dataclass(frozen=True, kw_only=True)
class Yard:
    """The ground a cluster stands on."""

    compose: Compose
    ground: Ground
    folder: Path
    """Inbox and logs: the caller's."""
    state: Path
    """Everything else: a short path, removed at the end."""
    database: Path
    """The same for PostgreSQL, owned by ``user``."""
    user: str | None
    programs: Path
    """PostgreSQL's."""
    settings: Mapping[str, str]
    """``KHO_…`` for the roles of ours, beside what the compose file says."""
    mark: str

    @property
    def inbox(self) -> Path:
        """Where scans are dropped."""
        return self.folder / "inbox"

    def orders(self, service: Service, name: str, *, prefix: Sequence[str] = ()) -> Orders:
        """What the part ``name`` of this service is told. ``prefix``: put before its commands."""
        return Orders(
            name=name,
            argv=self.command(service, name, service.argv),
            environment=self.environment(service, name),
            cwd=self.database if service.name == "catalog" else self.made("empty"),
            log=self.folder / "logs" / f"{name}.log",
            check=self.command(service, name, service.check) if service.check else (),
            stop_signal=signal.Signals[service.stop_signal],
            grace=service.grace,
            user=self.user if service.name == "catalog" else None,
            prefix=prefix,
        )

    def command(self, service: Service, name: str, argv: Sequence[str]) -> list[str]:
        """A command of the compose file as it is run here."""
        program, *words = (self.text(service, name, word) for word in argv)
        if program != "sh":
            return [*self.program(program), *words]
        *options, script = words
        for known in ("weed ", "valkey-cli "):
            if known in script:
                script = script.replace(known, shlex.join(self.program(known.strip())) + " ")
        return [program, *options, script]

    def program(self, name: str) -> list[str]:
        """Where a program of the images lies on this machine."""
        match name:
            case "kho":
                return [sys.executable, "-P", "-m", "cli.main"]
            case "weed":
                return [seaweed.program()]
            case "valkey-server" | "valkey-cli":
                return [redis.program(name)]
            case "postgres" | "pg_isready":
                return [str(self.programs / name)]
        return [name]

    def environment(self, service: Service, name: str) -> dict[str, str]:
        """All variables of the part: the caller's own, those of the compose file, the settings, the mark."""
        own = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
        said = {key: self.text(service, name, value) for key, value in service.environment.items()}
        more = self.settings if service.target is not None else {}
        temporary = self.database if service.name == "catalog" else self.made(name, "tmp")
        return {**own, **said, **more, MARK: self.mark, "TMPDIR": str(temporary)}

    def text(self, service: Service, name: str, text: str) -> str:
        """A word of the compose file as it is here."""
        return to_ground(self.compose, self.ground, service, self._folders(service, name), text)

    def home(self, name: str) -> Path:
        """``KHO_HOME`` of a part of ours."""
        return self.state / name / "var-lib-kho"

    def made(self, *names: str) -> Path:
        """A folder of ours."""
        folder = self.state.joinpath(*names)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _folders(self, service: Service, name: str) -> dict[str, str]:
        """Folder in the compose file → folder here, made."""
        root, owner = (self.database, self.user) if service.name == "catalog" else (self.state / name, None)
        here = {}
        for there in service.folders:
            if there != _TEMPORARY:
                shared = self._shared(service.volumes.get(there))
                place = (self.state / "volumes" if shared else root) / (shared or there.strip("/").replace("/", "-"))
                _make(place, owner)
                here[there] = str(place)
        inbox = {} if service.inbox is None else {service.inbox: str(self.inbox)}
        secret = root if service.name == "catalog" else self.state
        return {**here, **inbox, _SECRETS: str(secret / "secrets")}

    def _shared(self, volume: str | None) -> str | None:
        """The volume's name if several services mount it; theirs is one folder then."""
        users = sum(volume in service.volumes.values() for service in self.compose.services.values())
        return volume if users > 1 else None


@contextmanager
def open_yard(compose: Compose, folder: Path, *, address: str, settings: Mapping[str, str]) -> Iterator[Yard]:
    """Folders, free ports and fresh secrets; all but ``folder`` is removed at the end."""
    user = unprivileged()
    served = [(service.name, port) for service in compose.services.values() for port in service.ports]
    ports = dict(zip(served, free_ports(len(served), address=address), strict=True))
    with private_folder("yard") as state, private_folder("pg", owner=user) as database:
        yard = Yard(
            compose=compose,
            ground=Ground(address=address, ports=ports),
            folder=folder,
            state=state,
            database=database,
            user=user,
            programs=postgres.binaries(database, user),
            settings=settings,
            mark=secrets.token_hex(16),
        )
        _furnish(yard)
        try:
            yield yard
        finally:
            seaweed.sweep_sockets(ports.values())


def _furnish(yard: Yard) -> None:
    yard.inbox.mkdir(parents=True, exist_ok=True)
    (yard.folder / "logs").mkdir(exist_ok=True)
    yard.made("empty").chmod(0o500)
    desk = yard.compose.services["desk"]
    files = {name: yard.text(desk, "desk", text) for name, text in make_secrets().items()}
    write_secrets(yard.state / "secrets", files)
    write_secrets(yard.database / "secrets", {"catalog_password": files["catalog_password"]})
    if yard.user is not None:
        (yard.database / "secrets").chmod(0o755)  # inside a folder of theirs that is closed to others


def _make(place: Path, owner: str | None) -> None:
    if place.exists():
        return
    place.mkdir(parents=True)
    if owner is not None:
        os.chown(place, place.parent.stat().st_uid, -1)
