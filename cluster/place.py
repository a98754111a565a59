"""Places of our own on this machine: ports that are free, folders that nobody else sees, whom to run as."""

import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


def free_ports(count: int, *, address: str = "127.0.0.1") -> tuple[int, ...]:
    """Ports free a moment ago, all held at once so that they differ."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for listener in sockets:
            listener.bind((address, 0))
        return tuple(listener.getsockname()[1] for listener in sockets)


@contextmanager
def private_folder(name: str, *, owner: str | None = None) -> Iterator[Path]:
    """A short path (a Unix socket's may have 107 bytes) to a folder only its owner may open; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"kho-{name}-"))
    try:
        if owner is not None:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder)


def unprivileged() -> str | None:
    """Whom to run as what refuses to run as root; None if we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
