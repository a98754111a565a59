"""A real PostgreSQL of our own for the tests: a private cluster in a temporary folder, reached by a Unix socket only.

`postgres_cluster` is the context manager; `postgres` is the session's fixture. The programs are those of
`cluster.postgres`. fsync is off: these tests kill programs, not the machine.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cluster.part import Orders, Part
from cluster.place import private_folder, unprivileged
from cluster.postgres import binaries, initialise

_START_SECONDS = 300.0
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB", "shared_buffers=32MB")


@dataclass(kw_only=True)
class PostgresCluster:
    """One server; it can be stopped, killed and started again on the same data."""

    folder: Path
    user: str | None
    """Whom the server runs as; None for ourselves."""
    binaries: Path
    part: Part = field(init=False)

    def __post_init__(self) -> None:
        settings = [word for setting in (*_SPEED, "listen_addresses=") for word in ("-c", setting)]
        data = str(self.folder / "data")
        self.part = Part(
            orders=Orders(
                name="postgres",
                argv=[str(self.binaries / "postgres"), "-D", data, "-k", str(self.folder), *settings],
                environment=os.environ,
                cwd=self.folder,
                log=self.folder / "log",
                check=[str(self.binaries / "pg_isready"), "--quiet", "--host", str(self.folder)],
                stop_signal=signal.SIGINT,
                grace=_START_SECONDS,
                user=self.user,
            )
        )

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
        self.part.start()
        self.part.wait_ready(_START_SECONDS)

    def stop(self) -> None:
        """Stops the server at once, cutting every connection; its data stay whole."""
        self.part.stop()


@contextmanager
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A running server; stopped and its folder removed at the end."""
    user = unprivileged()
    # Not pytest's own folder: root's are closed to others, and a socket's path may have 107 bytes at most.
    with private_folder("pg", owner=user) as folder:
        cluster = PostgresCluster(folder=folder, user=user, binaries=binaries(folder, user))
        options = ("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        initialise(cluster.binaries, folder / "data", user=user, options=options)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


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
